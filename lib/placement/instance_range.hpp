#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

namespace eniplan::placement {

using InstanceIndex = std::uint32_t;  ///< In canonical order.

/// Consecutive instances.
struct InstanceRange {
  InstanceIndex begin = 0;
  InstanceIndex end = 0;

  [[nodiscard]] std::size_t size() const { return end - begin; }
  friend bool operator==(const InstanceRange&, const InstanceRange&) = default;
};

/// Instances of a fleet that are those of another: the first of them was `were.begin` and is `now`.
struct KeptInstances {
  InstanceRange were;
  InstanceIndex now = 0;
};

/// Calls `visit(part, is_in)` for the parts of `whole` that are in one of `ranges`, which are ascending and apart, or
/// in none. Cost: logarithmic in the ranges, and the parts.
void for_each_part(InstanceRange whole, std::span<const InstanceRange> ranges, auto&& visit) {
  auto next = std::ranges::upper_bound(ranges, whole.begin, {}, &InstanceRange::end);
  for (InstanceIndex at = whole.begin; at < whole.end;) {
    const bool is_in = next != ranges.end() && next->begin <= at;
    const InstanceIndex bound = next == ranges.end() ? whole.end : is_in ? next->end : next->begin;
    const InstanceRange part{at, std::min(whole.end, bound)};
    if (is_in && part.end == next->end) ++next;
    at = part.end;
    visit(part, is_in);
  }
}

}  // namespace eniplan::placement
