#include <cassert>
#include <utility>

#include <eniplan/placement.hpp>

#include "placement/attach_failures.hpp"
#include "placement/invariants.hpp"
#include "placement/order_of_work.hpp"
#include "placement/overcommitment.hpp"
#include "placement/uncertain_memory.hpp"
#include "placement/world.hpp"

namespace eniplan {
namespace placement {
namespace {

InstanceResult instance_result(const World& world, InstanceIndex instance) {
  const InstanceBlock& block = world.fleet.block(instance);
  return {.id = world.fleet.id(instance),
          .instance_type = block.instance_type ? std::optional<std::string>(*block.instance_type) : std::nullopt,
          .availability_zone =
              block.availability_zone ? std::optional<std::string>(*block.availability_zone) : std::nullopt,
          .trunking = block.trunked,
          .registered = block.registered,
          .remaining = world.state.remaining(instance),
          .tasks = world.state.tasks[instance],
          .attach_failures = attach_failures(world, instance),
          .memory_estimate = block.memory_estimate};
}

std::vector<InstanceResult> instance_results(const World& world) {
  std::vector<InstanceResult> results;
  results.reserve(world.fleet.size());
  for (const InstanceIndex instance : world.fleet.instances()) {
    results.push_back(instance_result(world, instance));
  }
  return results;
}

PlacementSummary summary_of(const PlacementResult& result) {
  PlacementSummary summary{.instances = std::ssize(result.instances)};
  for (const auto* const groups : {&result.services, &result.run_tasks}) {
    for (const GroupResult& group : *groups) {
      summary.desired += group.desired_count;
      summary.placed += group.placed_count;
      summary.unplaced += unplaced_count(group);
    }
  }
  for (const InstanceResult& instance : result.instances) summary.attach_failures += instance.attach_failures;
  for (const SubnetResult& subnet : result.subnets) summary.attach_failures += subnet.short_;
  return summary;
}

}  // namespace
}  // namespace placement

PlacementResult simulate(const Cluster& cluster, Sequence sequence) {
  using namespace placement;
  PlacementResult result{.cluster_name = cluster.cluster_name, .warnings = cluster.warnings};
  World world(cluster, MemoryFigure::registered);
  warn_of_overcommitment(world, result.warnings);
  WorkDone done = place_all(world, sequence);
  result.services = std::move(done.services);
  result.run_tasks = std::move(done.run_tasks);
  result.instances = instance_results(world);
  result.subnets = world.subnets.results();
  result.summary = summary_of(result);
  assert(check_invariants(world, result));
  warn_of_uncertain_memory(world, result);
  return result;
}

}  // namespace eniplan
