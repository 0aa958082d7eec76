#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include <eniplan/cluster.hpp>

#include "placement/demand.hpp"
#include "placement/fleet.hpp"
#include "placement/fleet_state.hpp"
#include "placement/group_tasks.hpp"
#include "placement/instance_classes.hpp"
#include "placement/random.hpp"
#include "placement/subnet_book.hpp"
#include "placement/task_groups.hpp"

namespace eniplan::placement {

/// One cluster while tasks are placed on it: facts, which stay, and state, which commit() alone changes.
struct World {
  /// The cluster with its running tasks in place. It must outlive the world.
  World(const Cluster& cluster, MemoryFigure figure);
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  [[nodiscard]] std::span<const Demand> service_demands() const {
    return std::span(demands).first(cluster.services.size());
  }
  [[nodiscard]] std::span<const Demand> request_demands() const {
    return std::span(demands).subspan(cluster.services.size());
  }

  /// The random numbers of a group, which go on from request to request.
  SplitMix64& generator(GroupId group);

  const Cluster& cluster;
  TaskGroups groups;
  const std::vector<Demand> demands;  ///< Of the services, then of the requests.
  const Fleet fleet;
  const InstanceClasses classes;
  bool names_providers = false;  ///< Whether some instance names its capacity provider.
  AttributeColumns columns;
  FleetState state;
  SubnetBook subnets;
  std::vector<std::int64_t> running_of_group;  ///< [groups] running tasks that are listed, wherever they are
  std::map<GroupId, SplitMix64> generators;
  std::vector<std::int64_t> group_scratch;  ///< [instances] for GroupTasks
};

/// Places a task of `demand` on `instance`: the only step of placing a task that changes anything.
void commit(World& world, const Demand& demand, GroupTasks& group, InstanceIndex instance);

}  // namespace eniplan::placement
