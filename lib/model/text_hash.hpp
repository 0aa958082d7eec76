#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

namespace eniplan {

/// Lets an unordered map with texts as keys be asked for any text, without a copy of it.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

}  // namespace eniplan
