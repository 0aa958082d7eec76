#include "placement/simulate.hpp"

#include <cassert>
#include <utility>

#include "placement/invariants.hpp"
#include "placement/order_of_work.hpp"
#include "placement/overcommitment.hpp"
#include "placement/report_instances.hpp"
#include "placement/uncertain_memory.hpp"

namespace eniplan {
namespace placement {
namespace {

std::int64_t count_attach_failures(const InstanceResults& instances, const std::vector<SubnetResult>& subnets) {
  std::int64_t tasks = 0;
  for (const InstanceResults::Run& run : instances.runs()) {
    tasks += run.attach_failures * static_cast<std::int64_t>(run.instance_count);
  }
  for (const SubnetResult& subnet : subnets) tasks += subnet.short_;
  return tasks;
}

PlacementSummary summary_of(const PlacementResult& result) {
  PlacementSummary summary{.instances = static_cast<std::int64_t>(result.instances.size())};
  for (const auto* const groups : {&result.services, &result.run_tasks}) {
    for (const GroupResult& group : *groups) {
      summary.desired += group.desired_count;
      summary.placed += group.placed_count;
      summary.unplaced += unplaced_count(group);
    }
  }
  summary.attach_failures = count_attach_failures(result.instances, result.subnets);
  return summary;
}

}  // namespace

PlacementResult place_cluster(World& world, Sequence sequence) {
  PlacementResult result{.cluster_name = world.cluster.cluster_name, .warnings = world.cluster.warnings};
  warn_of_overcommitment(world, result.warnings);
  WorkDone done = place_all(world, sequence);
  result.services = std::move(done.services);
  result.run_tasks = std::move(done.run_tasks);
  result.instances = report_instances(world);
  result.subnets = world.subnets.results();
  result.summary = summary_of(result);
  return result;
}

}  // namespace placement

PlacementResult simulate(const Cluster& cluster, Sequence sequence) {
  placement::World world(cluster, placement::MemoryFigure::registered);
  PlacementResult result = placement::place_cluster(world, sequence);
  assert(placement::check_invariants(world, result.services, result.run_tasks));
  placement::warn_of_uncertain_memory(world, result);
  return result;
}

}  // namespace eniplan
