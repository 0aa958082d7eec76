#pragma once

#include <vector>

#include "placement/checks.hpp"
#include "placement/state_checks.hpp"
#include "placement/world.hpp"
#include "query/evaluate.hpp"

/// \file
/// The twelve checks of an instance for a task. They change nothing.

namespace eniplan::placement {

/// What tasks of `shape` ask of an instance that no placement changes, which classes fail that worked out: the checks
/// of status, provider, agent, location, attributes, and those memberOf expressions that look at no tasks. Cost:
/// classes, the first time.
Eligibility& judged_eligibility(World& world, const Shape& shape);

/// The checks for the tasks of one demand, as things stand when they are asked for.
class Filters {
 public:
  Filters(World& world, const Demand& demand);

  /// Every check is made, whatever those before it say. `state` is that of `instance`.
  [[nodiscard]] FailedChecks failed(InstanceIndex instance, const RunState& state) const;

  /// Whether resources, ports and class of an instance are all that the checks look at.
  [[nodiscard]] bool look_at_no_tasks() const { return changing_member_of_.empty() && !looks_at_own_tasks(); }

  /// Calls `visit(range, failed, own)` for ranges of instances, in canonical order, that fail the same checks and run
  /// `own` tasks of the group each; each range lies in one run. `visit` may change the state of its range and place
  /// tasks there.
  void for_each_range(auto&& visit) const {
    for (InstanceIndex at = 0; at < world_.runs.size();) {
      const InstanceIndex end = asks_for_groups_ ? at + 1 : world_.runs.end_of_run(at);
      const auto [range, own] = own_tasks_.alike(at, end);
      const FailedChecks failed = this->failed(at, world_.runs.state_of(at));
      at = range.end;
      visit(range, failed, own);
    }
  }

 private:
  [[nodiscard]] bool looks_at_own_tasks() const { return demand_.distinct_instance && !own_tasks_.empty(); }
  [[nodiscard]] bool is_not_member_now(InstanceIndex instance, const RunState& state) const;

  World& world_;
  const Demand& demand_;
  const StateChecks of_state_;
  const TasksByInstance& own_tasks_;
  std::vector<query::CompiledQuery> changing_member_of_;
  bool asks_for_groups_ = false;
};

}  // namespace eniplan::placement
