#pragma once

#include <cstddef>
#include <cstdint>

namespace eniplan::placement {

using InstanceIndex = std::uint32_t;  ///< In canonical order.

/// Consecutive instances.
struct InstanceRange {
  InstanceIndex begin = 0;
  InstanceIndex end = 0;

  [[nodiscard]] std::size_t size() const { return end - begin; }
  friend bool operator==(const InstanceRange&, const InstanceRange&) = default;
};

}  // namespace eniplan::placement
