#pragma once

#include <cstdint>
#include <span>

#include "placement/instance_range.hpp"
#include "placement/range_blocks.hpp"

namespace eniplan::placement {

/// Tasks of one group on each instance, as ranges of instances with equally many; most instances have none. Cost of
/// each question: logarithmic in the ranges.
class TasksByInstance {
 public:
  /// `tasks` more on each instance of `range`, or fewer where negative, but never below none.
  void add(InstanceRange range, std::int64_t tasks);

  [[nodiscard]] std::int64_t on(InstanceIndex instance) const {
    const RangeBlocks::Place after = ranges_.first_after(instance);
    if (after == ranges_.begin()) return 0;
    const RangeBlocks::Range& found = ranges_[ranges_.before(after)];
    return found.end > instance ? found.tasks : 0;
  }

  /// The instances from `instance` on, but not after `end`, that have as many tasks as it has; and how many that is.
  struct Alike {
    InstanceRange range;
    std::int64_t tasks;
  };
  [[nodiscard]] Alike alike(InstanceIndex instance, InstanceIndex end) const;

  /// Those on instances of `kept`, which is in canonical order, where these are now. Cost: for each range, a search in
  /// `kept` and those of it that it has a part of.
  [[nodiscard]] TasksByInstance moved(std::span<const KeptInstances> kept) const;

  [[nodiscard]] bool empty() const { return ranges_.empty(); }

  /// Calls `visit(range, tasks)` for each range with tasks, in canonical order.
  void for_each(auto&& visit) const {
    for (RangeBlocks::Place at = ranges_.begin(); at != ranges_.end(); at = ranges_.next(at)) {
      const RangeBlocks::Range& range = ranges_[at];
      visit(InstanceRange{range.begin, range.end}, range.tasks);
    }
  }

 private:
  bool add_in_gap(InstanceRange range, std::int64_t tasks);
  void cut(InstanceIndex at);
  void join(InstanceIndex at);

  RangeBlocks ranges_;
};

}  // namespace eniplan::placement
