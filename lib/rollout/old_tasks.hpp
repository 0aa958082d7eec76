#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "placement/tasks_by_instance.hpp"
#include "placement/world.hpp"

/// \file
/// The tasks that a rollout replaces.

namespace eniplan::rollout {

/// The old tasks of one service. Those of one *kind* hold the same: all that were placed here are of one, and those
/// that ran before of as many as they have definitions.
class OldTasks {
 public:
  using Kind = std::uint32_t;

  /// Tasks of one kind on neighbours: `tasks` on each.
  struct Part {
    Kind kind;
    placement::InstanceRange range;
    std::int64_t tasks;

    [[nodiscard]] std::int64_t count() const { return tasks * static_cast<std::int64_t>(range.size()); }
  };

  /// `demand` must outlive this. The first kind is that of tasks placed here.
  Kind add_kind(const placement::Demand* demand);
  void add(const Part& part);

  [[nodiscard]] const placement::Demand& demand(Kind kind) const { return *kinds_[kind].demand; }
  [[nodiscard]] std::int64_t count() const { return count_; }

  /// Calls `visit(part)` for all of them, kind by kind.
  void for_each(auto&& visit) const {
    for (Kind kind = 0; kind < kinds_.size(); ++kind) {
      kinds_[kind].where.for_each([&](placement::InstanceRange range, std::int64_t tasks) {
        visit(Part{kind, range, tasks});
      });
    }
  }

  void remove(const Part& part);

  /// Those on one instance.
  struct OnInstance {
    placement::InstanceIndex instance;
    std::int64_t placed;       ///< Of the first kind.
    std::vector<Kind> listed;  ///< In the order in which they are listed.
  };
  /// In canonical order. Cost: instances.
  [[nodiscard]] std::vector<OnInstance> by_instance() const;

 private:
  struct OfKind {
    const placement::Demand* demand;
    placement::TasksByInstance where;
  };

  std::vector<OfKind> kinds_;
  /// The kinds of the tasks that ran here before, in the order in which they are listed.
  std::map<placement::InstanceIndex, std::vector<Kind>> listed_;
  std::int64_t count_ = 0;
};

}  // namespace eniplan::rollout
