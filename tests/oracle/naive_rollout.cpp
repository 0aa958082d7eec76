// The rules of rollouts, written down a second time, from their words. See naive_placement.cpp for what an oracle is
// good for.
//
// Tested by tests/conformance (published cases with exact answers) and by the engine itself: tests/rollout asks both
// about the same clusters.
//
// The idea: one struct for each task of each service that is rolled. A round goes through the services; each starts
// tasks one at a time by the rules of placement and stops tasks one at a time, and to find the one that stops, looks at
// all of them anew. What would let a stuck rollout complete is found by rolling the changed cluster from its very
// beginning, for every percentage and every count.
//
// Cost: that of placing, and for each task stopped a look at all tasks of its service; remedies cost some hundred times
// as much.

#include "oracle/naive_rollout.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "oracle/naive_rounds.hpp"

namespace eniplan::oracle {
namespace {

bool completes(const Cluster& cluster, RolloutOptions options, const std::string& service) {
  options.would_complete = false;
  if (!options.together) options.services = {service};
  const RolloutResult result = oracle::roll(cluster, options);
  const auto found = std::ranges::find(result.rollouts, service, &Rollout::service);
  return found->outcome != RolloutOutcome::stuck;
}

/// Whether the service completes with another configuration.
bool completes_with(Cluster cluster, const RolloutOptions& options, const std::string& service,
                    const DeploymentConfiguration& configuration) {
  std::ranges::find(cluster.services, service, &Service::service_name)->deployment_configuration = configuration;
  return completes(cluster, options, service);
}

std::vector<RolloutRemedy> remedies(const Cluster& cluster, const RolloutOptions& options, const Service& service) {
  const std::string& name = service.service_name;
  const DeploymentConfiguration& percents = service.deployment_configuration;
  std::vector<RolloutRemedy> found;
  for (std::int64_t percent = percents.minimum_healthy_percent.value_or(is_daemon(service) ? 0 : 100) - 1; percent >= 0;
       --percent) {
    if (!completes_with(cluster, options, name, {percent, percents.maximum_percent})) continue;
    found.push_back(LowerMinimumHealthyPercent{percent});
    break;
  }
  for (std::int64_t percent = percents.maximum_percent.value_or(200) + 1; percent <= 200 && !is_daemon(service);
       ++percent) {
    if (!completes_with(cluster, options, name, {percents.minimum_healthy_percent, percent})) continue;
    found.push_back(HigherMaximumPercent{percent});
    break;
  }
  for (std::size_t group = 0; group < cluster.capacity.size(); ++group) {
    for (std::int64_t count = 1; count <= 100; ++count) {
      Cluster larger = cluster;
      larger.capacity[group].count += count;
      if (!completes(larger, options, name)) continue;
      found.push_back(ExtraInstances{cluster.capacity[group].name, count});
      break;
    }
  }
  return found;
}

}  // namespace

RolloutResult roll(const Cluster& cluster, const RolloutOptions& options) {
  const NaiveStart start = naive_start(cluster, options);
  RolloutResult result;
  result.cluster_name = cluster.cluster_name;
  result.instances = start.simulation.instances();
  if (options.together) {
    result.rollouts = naive_rounds(start.simulation, start.services, options.strict_eni);
  } else {
    for (const Rolled& one : start.services) {
      result.rollouts.push_back(naive_rounds(start.simulation, {one}, options.strict_eni).front());
    }
  }
  if (!options.would_complete) return result;
  for (Rollout& rollout : result.rollouts) {
    if (rollout.outcome != RolloutOutcome::stuck) continue;
    const auto service = std::ranges::find(cluster.services, rollout.service, &Service::service_name);
    rollout.would_complete = remedies(cluster, options, *service);
  }
  return result;
}

}  // namespace eniplan::oracle
