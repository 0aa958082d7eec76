#include "placement/tasks_by_instance.hpp"

#include <algorithm>
#include <iterator>

namespace eniplan::placement {

TasksByInstance::Ranges::const_iterator TasksByInstance::range_at(InstanceIndex instance) const {
  auto after = ranges_.upper_bound(instance);
  if (after == ranges_.begin()) return ranges_.end();
  const auto found = std::prev(after);
  return found->second.end > instance ? found : ranges_.end();
}

TasksByInstance::Alike TasksByInstance::alike(InstanceIndex instance, InstanceIndex end) const {
  const auto after = ranges_.upper_bound(instance);
  if (after != ranges_.begin()) {
    const auto found = std::prev(after);
    if (found->second.end > instance) return {{instance, std::min(end, found->second.end)}, found->second.tasks};
  }
  return {{instance, after == ranges_.end() ? end : std::min(end, after->first)}, 0};
}

/// Makes a range that has both `at - 1` and `at` two.
void TasksByInstance::cut(InstanceIndex at) {
  const auto after = ranges_.lower_bound(at);
  if (after == ranges_.begin()) return;
  const auto before = std::prev(after);
  if (before->second.end <= at) return;
  ranges_.emplace_hint(after, at, before->second);
  before->second.end = at;
}

/// Makes two ranges that meet at `at` and have as many tasks one.
void TasksByInstance::join(InstanceIndex at) {
  const auto after = ranges_.find(at);
  if (after == ranges_.end() || after == ranges_.begin()) return;
  const auto before = std::prev(after);
  if (before->second.end != at || before->second.tasks != after->second.tasks) return;
  before->second.end = after->second.end;
  ranges_.erase(after);
}

/// Where no instance of `range` has tasks, which is the most frequent case, one look at the neighbours is enough.
bool TasksByInstance::add_in_gap(InstanceRange range, std::int64_t tasks) {
  const auto after = ranges_.lower_bound(range.begin);
  if (after != ranges_.end() && after->first < range.end) return false;
  const auto before = after == ranges_.begin() ? ranges_.end() : std::prev(after);
  if (before != ranges_.end() && before->second.end > range.begin) return false;
  if (tasks <= 0) return true;
  const bool joins_before =
      before != ranges_.end() && before->second.end == range.begin && before->second.tasks == tasks;
  const bool joins_after = after != ranges_.end() && after->first == range.end && after->second.tasks == tasks;
  const InstanceIndex end = joins_after ? after->second.end : range.end;
  if (joins_before) {
    before->second.end = end;
  } else {
    ranges_.emplace_hint(after, range.begin, Range{end, tasks});
  }
  if (joins_after) ranges_.erase(after);
  return true;
}

void TasksByInstance::add(InstanceRange range, std::int64_t tasks) {
  if (add_in_gap(range, tasks)) return;
  cut(range.begin);
  cut(range.end);
  auto next = ranges_.lower_bound(range.begin);
  for (InstanceIndex at = range.begin; at < range.end;) {
    if (next == ranges_.end() || next->first > at) {
      const InstanceIndex end = next == ranges_.end() ? range.end : std::min(range.end, next->first);
      if (tasks > 0) ranges_.emplace_hint(next, at, Range{end, tasks});
      at = end;
      continue;
    }
    at = next->second.end;
    next->second.tasks += tasks;
    next = next->second.tasks > 0 ? std::next(next) : ranges_.erase(next);
  }
  join(range.begin);
  join(range.end);
}

TasksByInstance TasksByInstance::moved(std::span<const KeptInstances> kept) const {
  TasksByInstance result;
  if (ranges_.empty()) return result;
  for (const KeptInstances& part : kept) {
    for (InstanceIndex at = part.were.begin; at < part.were.end;) {
      const auto [range, tasks] = alike(at, part.were.end);
      const InstanceIndex now = part.now + (range.begin - part.were.begin);
      if (tasks > 0) result.add({now, now + static_cast<InstanceIndex>(range.size())}, tasks);
      at = range.end;
    }
  }
  return result;
}

}  // namespace eniplan::placement
