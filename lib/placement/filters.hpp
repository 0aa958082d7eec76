#pragma once

#include <cstdint>
#include <vector>

#include "placement/checks.hpp"
#include "placement/group_tasks.hpp"
#include "placement/world.hpp"
#include "query/evaluate.hpp"

/// \file
/// The twelve checks of an instance for a task. They change nothing.

namespace eniplan::placement {

/// The checks for the tasks of one demand. What never changes is checked once for each class of instances when this
/// is made; the rest when it is asked for, as things then stand.
class Filters {
 public:
  Filters(const World& world, const Demand& demand, const GroupTasks& group);

  /// Every check is made, whatever those before it say.
  [[nodiscard]] FailedChecks failed(InstanceIndex instance) const;
  [[nodiscard]] bool passes(InstanceIndex instance) const { return failed(instance).none(); }

  /// The instances that pass, in canonical order. Placing a task changes this for its own instance alone.
  [[nodiscard]] std::vector<InstanceIndex> candidates() const;

 private:
  [[nodiscard]] bool lacks_ports(InstanceIndex instance) const;
  [[nodiscard]] bool is_not_member_now(InstanceIndex instance) const;

  const World& world_;
  const Demand& demand_;
  const GroupTasks& group_;
  std::vector<FailedChecks> failed_of_class_;             // [classes] of the checks that no placement changes
  std::vector<query::CompiledQuery> changing_member_of_;  // those that look at state
  bool has_ports_ = false;
  bool asks_for_groups_ = false;
};

}  // namespace eniplan::placement
