#pragma once

#include <cstdint>
#include <map>
#include <span>

#include "placement/fleet_runs.hpp"

namespace eniplan::placement {

/// Tasks of one group on each instance, as ranges of instances with equally many; most instances have none. Cost of
/// each question: logarithmic in the ranges.
class TasksByInstance {
 public:
  /// `tasks` more on each instance of `range`, or fewer where negative, but never below none.
  void add(InstanceRange range, std::int64_t tasks);

  [[nodiscard]] std::int64_t on(InstanceIndex instance) const {
    const auto found = range_at(instance);
    return found == ranges_.end() ? 0 : found->second.tasks;
  }

  /// The instances from `instance` on, but not after `end`, that have as many tasks as it has; and how many that is.
  struct Alike {
    InstanceRange range;
    std::int64_t tasks;
  };
  [[nodiscard]] Alike alike(InstanceIndex instance, InstanceIndex end) const;

  /// Those on instances of `kept`, which is in canonical order, where these are now. Cost: ranges and `kept`.
  [[nodiscard]] TasksByInstance moved(std::span<const KeptInstances> kept) const;

  [[nodiscard]] bool empty() const { return ranges_.empty(); }

  /// Calls `visit(range, tasks)` for each range with tasks, in canonical order.
  void for_each(auto&& visit) const {
    for (const auto& [begin, range] : ranges_) visit(InstanceRange{begin, range.end}, range.tasks);
  }

 private:
  struct Range {
    InstanceIndex end;
    std::int64_t tasks;
  };
  using Ranges = std::map<InstanceIndex, Range>;

  [[nodiscard]] Ranges::const_iterator range_at(InstanceIndex instance) const;
  bool add_in_gap(InstanceRange range, std::int64_t tasks);
  void cut(InstanceIndex at);
  void join(InstanceIndex at);

  Ranges ranges_;  // by first instance
};

}  // namespace eniplan::placement
