#include <cassert>
#include <utility>

#include <eniplan/placement.hpp>

#include "placement/invariants.hpp"
#include "placement/order_of_work.hpp"
#include "placement/overcommitment.hpp"
#include "placement/report_instances.hpp"
#include "placement/uncertain_memory.hpp"
#include "placement/world.hpp"

namespace eniplan {
namespace placement {
namespace {

PlacementSummary summary_of(const PlacementResult& result) {
  PlacementSummary summary{.instances = static_cast<std::int64_t>(result.instances.size())};
  for (const auto* const groups : {&result.services, &result.run_tasks}) {
    for (const GroupResult& group : *groups) {
      summary.desired += group.desired_count;
      summary.placed += group.placed_count;
      summary.unplaced += unplaced_count(group);
    }
  }
  for (const InstanceResults::Run& run : result.instances.runs()) {
    summary.attach_failures += run.attach_failures * static_cast<std::int64_t>(run.instance_count);
  }
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
  result.instances = report_instances(world);
  result.subnets = world.subnets.results();
  result.summary = summary_of(result);
  assert(check_invariants(world, result.services, result.run_tasks));
  warn_of_uncertain_memory(world, result);
  return result;
}

}  // namespace eniplan
