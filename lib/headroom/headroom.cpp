// Tested by: tests/headroom/.

#include <eniplan/headroom.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include <eniplan/diagnostic.hpp>

#include "headroom/all_trunked.hpp"
#include "headroom/more_tasks.hpp"
#include "headroom/rollout_trials.hpp"
#include "headroom/stranded.hpp"
#include "model/nearest.hpp"

namespace eniplan {

using headroom_detail::FullFleet;
using headroom_detail::MoreTasks;
using headroom_detail::RolloutTrials;

namespace {

bool is_replica(const Service& service) { return service.scheduling_strategy == SchedulingStrategy::replica; }

void require_replica_services(const Cluster& cluster, const std::vector<std::string>& wanted) {
  std::vector<std::string_view> names;
  for (const Service& service : cluster.services) {
    if (is_replica(service)) names.push_back(service.service_name);
  }
  std::vector<Diagnostic> diagnostics;
  for (const std::string& name : wanted) {
    if (std::ranges::find(names, name) != names.end()) continue;
    const bool is_daemon = std::ranges::find(cluster.services, name, &Service::service_name) != cluster.services.end();
    diagnostics.push_back(
        {.key = "service",
         .message = is_daemon ? fmt::format("expected a replica service, found {}: a daemon has one task on each "
                                            "instance, and no room for more",
                                            name)
                              : fmt::format("expected a service of cluster {}, found \"{}\"{}", cluster.cluster_name,
                                            name, suggestion(name, names))});
  }
  if (!diagnostics.empty()) throw InputError(std::move(diagnostics));
}

std::vector<std::size_t> asked_about(const Cluster& cluster, const HeadroomOptions& options) {
  std::vector<std::size_t> numbers;
  for (std::size_t number = 0; number < cluster.services.size(); ++number) {
    const Service& service = cluster.services[number];
    const bool named =
        options.services.empty() || std::ranges::find(options.services, service.service_name) != options.services.end();
    if (named && is_replica(service)) numbers.push_back(number);
  }
  return numbers;
}

ServiceHeadroom more_of(FullFleet& fleet, const Cluster& cluster, std::size_t number) {
  MoreTasks more = fleet.more_of(number);
  return {.service_name = cluster.services[number].service_name,
          .task_definition = fleet.placed().services[number].task_definition,
          .desired_count = cluster.services[number].desired_count,
          .placed = fleet.placed_of(number),
          .more = more.count,
          .more_that_fail_to_attach = more.fail_to_attach,
          .bounded = more.count == most_headroom,
          .next = more.count == most_headroom ? std::nullopt : std::move(more.next),
          .rollout = std::nullopt,
          .rollout_unknown = {},
          .curve = std::nullopt};
}

void add_curves(const Cluster& cluster, const std::vector<std::size_t>& numbers, std::int64_t up_to,
                std::vector<ServiceHeadroom>& services) {
  const Cluster trunked = headroom_detail::all_trunked(cluster);
  FullFleet fleet(trunked);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    services[i].curve =
        HeadroomCurve{.up_to = up_to,
                      .fits = services[i].placed + services[i].more,
                      .fits_all_trunked = fleet.placed_of(numbers[i]) + fleet.more_of(numbers[i]).count};
  }
}

void add_rollouts(const Cluster& cluster, const PlacementResult& placed, const std::vector<std::size_t>& numbers,
                  std::int64_t most_trials, std::vector<ServiceHeadroom>& services) {
  const std::int64_t trials = headroom_detail::trials_for_each(cluster, placed.instances, numbers.size(), most_trials);
  RolloutTrials rollouts(cluster, placed, numbers, trials);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    RolloutTrials::Answer answer = rollouts.answer(numbers[i], services[i].placed + services[i].more);
    services[i].rollout = std::move(answer.headroom);
    services[i].rollout_unknown = std::move(answer.unknown);
  }
}

}  // namespace

HeadroomResult headroom(const Cluster& cluster, const HeadroomOptions& options) {
  require_replica_services(cluster, options.services);
  const std::vector<std::size_t> numbers = asked_about(cluster, options);
  FullFleet fleet(cluster);
  HeadroomResult result{.cluster_name = cluster.cluster_name,
                        .services = {},
                        .stranded = headroom_detail::stranded(cluster, fleet.placed().instances),
                        .instances = fleet.placed().instances,
                        .warnings = fleet.placed().warnings};
  for (const std::size_t number : numbers) result.services.push_back(more_of(fleet, cluster, number));
  if (options.up_to) add_curves(cluster, numbers, *options.up_to, result.services);
  if (options.rollouts) add_rollouts(cluster, fleet.placed(), numbers, options.rollout_trials, result.services);
  return result;
}

}  // namespace eniplan
