// The order of work: running tasks (in place already), daemons, services, requests.
//
// Tested by: tests/placement/ and the comparison with the oracle.
//
// The rules are greedy, as those of ECS are: one service after the other, one task at a time, nothing is taken back.
// So the answer is what ECS would do, not the best there is.

#include "placement/order_of_work.hpp"

#include <algorithm>
#include <utility>

#include "placement/place.hpp"

namespace eniplan::placement {
namespace {

void record(Outcome outcome, Sequence sequence, GroupResult& result) {
  result.placed_count = outcome.placed;
  if (sequence == Sequence::listed) result.sequence = sequence_of(outcome);
  result.placements = placements_of(std::move(outcome.steps));
  result.failures = std::move(outcome.failures);
}

/// A result in which nothing is placed yet.
GroupResult result_of(const Demand& demand, const World& world) {
  return {.group = std::string(world.groups.name(demand.group)),
          .task_definition = task_definition_name(*demand.definition),
          .running_count = world.running_of_group[demand.group]};
}

GroupResult run_daemon(World& world, const Service& service, const Demand& demand, Sequence sequence) {
  GroupResult result = result_of(demand, world);
  const std::int64_t listed = result.running_count;
  result.name = service.service_name;
  result.running_count = std::max(listed, service.running_count);
  record(place_daemon(world, demand, result.running_count - listed, service.service_name), sequence, result);
  result.desired_count = result.running_count + result.placed_count + unplaced_count(result);
  return result;
}

GroupResult run_replicas(World& world, const Service& service, const Demand& demand, Sequence sequence) {
  GroupResult result = result_of(demand, world);
  result.name = service.service_name;
  result.desired_count = service.desired_count;
  result.running_count = std::max(result.running_count, service.running_count);
  record(place_tasks(world, demand, result.desired_count - result.running_count, service.service_name, sequence),
         sequence, result);
  return result;
}

GroupResult run_request(World& world, const RunTask& request, const Demand& demand, Sequence sequence) {
  GroupResult result = result_of(demand, world);
  result.desired_count = request.count;
  record(place_tasks(world, demand, request.count, {}, sequence), sequence, result);
  return result;
}

std::vector<GroupResult> run_services(World& world, Sequence sequence) {
  const std::vector<Service>& services = world.cluster.services;
  std::vector<GroupResult> daemons;  // which are placed first, wherever they stand
  for (std::size_t s = 0; s < services.size(); ++s) {
    if (services[s].scheduling_strategy != SchedulingStrategy::daemon) continue;
    daemons.push_back(run_daemon(world, services[s], world.service_demands()[s], sequence));
  }
  std::vector<GroupResult> results;
  results.reserve(services.size());
  auto next_daemon = daemons.begin();
  for (std::size_t s = 0; s < services.size(); ++s) {
    results.push_back(services[s].scheduling_strategy == SchedulingStrategy::daemon
                          ? std::move(*next_daemon++)
                          : run_replicas(world, services[s], world.service_demands()[s], sequence));
  }
  return results;
}

std::vector<GroupResult> run_requests(World& world, Sequence sequence) {
  std::vector<GroupResult> results;
  results.reserve(world.cluster.run_tasks.size());
  for (std::size_t r = 0; r < world.cluster.run_tasks.size(); ++r) {
    results.push_back(run_request(world, world.cluster.run_tasks[r], world.request_demands()[r], sequence));
  }
  return results;
}

}  // namespace

WorkDone place_all(World& world, Sequence sequence) {
  WorkDone done;
  done.services = run_services(world, sequence);
  done.run_tasks = run_requests(world, sequence);
  return done;
}

std::int64_t unplaced_count(const GroupResult& result) {
  std::int64_t tasks = 0;
  for (const Failure& failure : result.failures) tasks += failure.count;
  return tasks;
}

}  // namespace eniplan::placement
