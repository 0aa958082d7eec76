#include "placement/invariants.hpp"

#include <algorithm>
#include <span>

#include "placement/running_tasks.hpp"

namespace eniplan::placement {
namespace {

void repeat(const GroupResult& result, const Demand& demand, FleetState& state) {
  for (const PlacementRun& run : result.placements) {
    for (std::size_t i = 0; i < run.instance_count; ++i) {
      const auto instance = static_cast<InstanceIndex>(run.first_instance + i);
      for (std::int64_t task = 0; task < run.tasks_per_instance; ++task) state.take(instance, demand.needs);
      state.tasks[instance] += run.tasks_per_instance;
      if (demand.awsvpc()) state.awsvpc_placed[instance] += run.tasks_per_instance;
    }
  }
}

void repeat(std::span<const GroupResult> results, std::span<const Demand> demands, FleetState& state) {
  for (std::size_t i = 0; i < results.size(); ++i) repeat(results[i], demands[i], state);
}

bool ports_equal(const FleetState& a, const FleetState& b) {
  return std::ranges::equal(a.ports, b.ports, [](const auto& x, const auto& y) { return *x == *y; });
}

/// Tasks are counted by instance and by group in one matrix; both ways must come to the same.
bool group_counts_agree(const TaskGroups& groups, std::size_t instances) {
  std::vector<std::int64_t> by_group(groups.size());
  for (InstanceIndex instance = 0; instance < instances; ++instance) {
    groups.for_each_group(instance, [&](GroupId group, std::int64_t tasks) { by_group[group] += tasks; });
  }
  for (GroupId group = 0; group < groups.size(); ++group) {
    groups.for_each_instance(group, [&](InstanceIndex, std::int64_t tasks) { by_group[group] -= tasks; });
  }
  return std::ranges::all_of(by_group, [](std::int64_t left) { return left == 0; });
}

}  // namespace

bool check_invariants(const World& world, const PlacementResult& result) {
  FleetState state(world.fleet);
  TaskGroups groups(world.fleet.size());
  (void)occupy(world.cluster, world.fleet, state, groups);
  repeat(result.services, world.service_demands(), state);
  repeat(result.run_tasks, world.request_demands(), state);
  const FleetState& kept = world.state;
  return state.cpu == kept.cpu && state.memory == kept.memory && state.gpu == kept.gpu && state.eni == kept.eni &&
         state.tasks == kept.tasks && state.awsvpc_running == kept.awsvpc_running &&
         state.awsvpc_placed == kept.awsvpc_placed && ports_equal(state, kept) &&
         group_counts_agree(world.groups, world.fleet.size()) &&
         std::ranges::all_of(world.group_scratch, [](std::int64_t tasks) { return tasks == 0; });
}

}  // namespace eniplan::placement
