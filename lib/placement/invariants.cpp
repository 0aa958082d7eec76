#include "placement/invariants.hpp"

#include <algorithm>
#include <vector>

namespace eniplan::placement {
namespace {

/// Task by task, the placements of results on instances each with a state of its own.
void repeat(std::span<const GroupResult> results, std::span<const Demand> demands, World& world,
            std::vector<RunState>& states) {
  for (std::size_t i = 0; i < results.size(); ++i) {
    const Shape& shape = world.shapes[demands[i].shape];
    for (const PlacementRun& run : results[i].placements) {
      for (std::size_t at = run.first_instance; at < run.first_instance + run.instance_count; ++at) {
        for (std::int64_t task = 0; task < run.tasks_per_instance; ++task) {
          states[at].remaining -= shape.needs;
        }
        states[at].tasks += run.tasks_per_instance;
        states[at].ports = world.ports.with(states[at].ports, shape.ports);
      }
    }
  }
}

std::vector<RunState> states_of(const FleetRuns& runs) {
  std::vector<RunState> states;
  runs.for_each_run([&](InstanceRange run, const RunState& state) { states.insert(states.end(), run.size(), state); });
  return states;
}

}  // namespace

bool check_invariants(World& world, std::span<const GroupResult> services, std::span<const GroupResult> requests) {
  World before(world.cluster, world.figure);
  std::vector<RunState> states = states_of(before.runs);
  repeat(services, before.service_demands(), before, states);
  repeat(requests, before.request_demands(), before, states);
  const auto same = [&](const RunState& a, const RunState& b) {
    return a.remaining == b.remaining && a.tasks == b.tasks && a.of_class == b.of_class &&
           before.ports[a.ports] == world.ports[b.ports];
  };
  return std::ranges::equal(states, states_of(world.runs), same) && world.runs.orders_are_sound();
}

}  // namespace eniplan::placement
