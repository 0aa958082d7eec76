#pragma once

#include <cstdint>
#include <vector>

#include <eniplan/cluster.hpp>

#include "model/task_definition_index.hpp"
#include "placement/world.hpp"

/// \file
/// Tasks that ran before and whose instances are known: those that can be stopped.

namespace eniplan::rollout {

struct ListedTask {
  placement::InstanceIndex instance;
  const Task* task;
  const TaskDefinition* definition;  ///< Null if it is not given.
};

/// The running tasks of the world's cluster on instances that it has, in the order in which they are listed. Cost: the
/// tasks.
[[nodiscard]] std::vector<ListedTask> listed_tasks(const placement::World& world,
                                                   const TaskDefinitionIndex& definitions);

/// What such a task holds, as one of `group`: what its definition needs, if that is given, and an interface if one is
/// attached, even if it is not. Not good for placing.
[[nodiscard]] placement::Demand demand_of(placement::World& world, const ListedTask& listed, placement::GroupId group);

/// Stops `tasks` such tasks on each instance of `range`. Their addresses are their own.
void stop_listed(placement::World& world, const placement::Demand& demand, placement::InstanceRange range,
                 std::int64_t tasks);

}  // namespace eniplan::rollout
