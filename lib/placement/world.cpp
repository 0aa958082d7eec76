#include "placement/world.hpp"

#include <algorithm>

#include "placement/running_tasks.hpp"

namespace eniplan::placement {
World::World(const Cluster& of, MemoryFigure figure)
    : cluster(of),
      demands(all_demands(cluster, groups)),
      fleet(cluster, figure),
      classes(fleet, facts_asked_for(demands)),
      names_providers(std::ranges::any_of(fleet.blocks(),
                                          [](const InstanceBlock& block) { return !block.capacity_provider.empty(); })),
      columns(fleet, classes),
      state(fleet),
      subnets(cluster),
      group_scratch(fleet.size()) {
  groups.resize(fleet.size());
  running_of_group = occupy(cluster, fleet, state, groups);
}

SplitMix64& World::generator(GroupId group) {
  return generators.try_emplace(group, cluster.seed ^ fnv1a_64(groups.name(group))).first->second;
}

void commit(World& world, const Demand& demand, GroupTasks& group, InstanceIndex instance) {
  world.state.take(instance, demand.needs);
  ++world.state.tasks[instance];
  group.add(instance);
  if (!demand.awsvpc()) return;
  ++world.state.awsvpc_placed[instance];
  world.subnets.take_address(demand, world.fleet.block(instance).availability_zone);
}

}  // namespace eniplan::placement
