#pragma once

#include <span>
#include <string_view>

namespace eniplan::cli {

/// A JSON Schema of `data/schema`, compiled in.
struct Schema {
  std::string_view name;  ///< `result`
  std::string_view text;
};

/// All of them, sorted by name.
[[nodiscard]] std::span<const Schema> schemas();

}  // namespace eniplan::cli
