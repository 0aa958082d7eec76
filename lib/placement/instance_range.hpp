#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

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

/// The same with those as one that were neighbours and are neighbours now: few, where blocks of one instance are kept
/// but for some. Who moves the tasks of many groups asks each about these.
inline std::vector<KeptInstances> stretches_of(std::span<const KeptInstances> kept) {
  std::vector<KeptInstances> stretches;
  for (const KeptInstances& part : kept) {
    const bool goes_on = !stretches.empty() && stretches.back().were.end == part.were.begin &&
                         part.now - stretches.back().now == part.were.begin - stretches.back().were.begin;
    if (goes_on) {
      stretches.back().were.end = part.were.end;
    } else {
      stretches.push_back(part);
    }
  }
  return stretches;
}

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
