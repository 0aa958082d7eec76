#include "placement/tasks_by_instance.hpp"

#include <algorithm>

namespace eniplan::placement {

using Range = RangeBlocks::Range;
using Place = RangeBlocks::Place;

TasksByInstance::Alike TasksByInstance::alike(InstanceIndex instance, InstanceIndex end) const {
  const Place after = ranges_.first_after(instance);
  if (after != ranges_.begin()) {
    const Range& found = ranges_[ranges_.before(after)];
    if (found.end > instance) return {{instance, std::min(end, found.end)}, found.tasks};
  }
  return {{instance, after == ranges_.end() ? end : std::min(end, ranges_[after].begin)}, 0};
}

/// Makes a range that has both `at - 1` and `at` two.
void TasksByInstance::cut(InstanceIndex at) {
  const Place after = ranges_.first_from(at);
  if (after == ranges_.begin()) return;
  Range& before = ranges_[ranges_.before(after)];
  if (before.end <= at) return;
  const Range behind{at, before.end, before.tasks};
  before.end = at;
  ranges_.insert(after, behind);
}

/// Makes two ranges that meet at `at` and have as many tasks one.
void TasksByInstance::join(InstanceIndex at) {
  const Place after = ranges_.first_from(at);
  if (after == ranges_.end() || after == ranges_.begin() || ranges_[after].begin != at) return;
  Range& before = ranges_[ranges_.before(after)];
  if (before.end != at || before.tasks != ranges_[after].tasks) return;
  before.end = ranges_[after].end;
  ranges_.erase(after);
}

/// Where no instance of `range` has tasks, which is the most frequent case, one look at the neighbours is enough.
bool TasksByInstance::add_in_gap(InstanceRange range, std::int64_t tasks) {
  const Place after = ranges_.first_from(range.begin);
  const bool has_after = after != ranges_.end();
  if (has_after && ranges_[after].begin < range.end) return false;
  Range* const before = after == ranges_.begin() ? nullptr : &ranges_[ranges_.before(after)];
  if (before != nullptr && before->end > range.begin) return false;
  if (tasks <= 0) return true;
  const bool joins_before = before != nullptr && before->end == range.begin && before->tasks == tasks;
  const bool joins_after = has_after && ranges_[after].begin == range.end && ranges_[after].tasks == tasks;
  const InstanceIndex end = joins_after ? ranges_[after].end : range.end;
  if (joins_before) before->end = end;
  if (joins_after) {
    const Place behind = ranges_.erase(after);
    if (!joins_before) ranges_.insert(behind, {range.begin, end, tasks});
  } else if (!joins_before) {
    ranges_.insert(after, {range.begin, end, tasks});
  }
  return true;
}

void TasksByInstance::add(InstanceRange range, std::int64_t tasks) {
  if (add_in_gap(range, tasks)) return;
  cut(range.begin);
  cut(range.end);
  Place next = ranges_.first_from(range.begin);
  for (InstanceIndex at = range.begin; at < range.end;) {
    if (next == ranges_.end() || ranges_[next].begin > at) {
      const InstanceIndex end = next == ranges_.end() ? range.end : std::min(range.end, ranges_[next].begin);
      if (tasks > 0) next = ranges_.next(ranges_.insert(next, {at, end, tasks}));
      at = end;
      continue;
    }
    at = ranges_[next].end;
    ranges_[next].tasks += tasks;
    next = ranges_[next].tasks > 0 ? ranges_.next(next) : ranges_.erase(next);
  }
  join(range.begin);
  join(range.end);
}

TasksByInstance TasksByInstance::moved(std::span<const KeptInstances> kept) const {
  TasksByInstance result;
  for_each([&](InstanceRange range, std::int64_t tasks) {
    auto part = std::ranges::upper_bound(kept, range.begin, {}, [](const KeptInstances& k) { return k.were.end; });
    for (; part != kept.end() && part->were.begin < range.end; ++part) {
      const InstanceIndex begin = std::max(range.begin, part->were.begin);
      const InstanceIndex end = std::min(range.end, part->were.end);
      const InstanceIndex now = part->now + (begin - part->were.begin);
      result.add({now, now + (end - begin)}, tasks);
    }
  });
  return result;
}

}  // namespace eniplan::placement
