#include <eniplan/check.hpp>

#include <fmt/format.h>

#include <algorithm>

#include <eniplan/network.hpp>

#include "rollout/bounds.hpp"

namespace eniplan {
namespace {

/// Whether a deployment of a service with all its tasks running may neither start one nor stop one.
bool is_stuck(const Service& service) {
  const rollout::Bounds bounds = rollout::bounds(service.desired_count, rollout::percentages_of(service));
  return service.desired_count > 0 && bounds.cap <= service.desired_count && bounds.floor >= service.desired_count;
}

Finding stuck_service(const Service& service) {
  const rollout::Percentages percentages = rollout::percentages_of(service);
  const rollout::Bounds bounds = rollout::bounds(service.desired_count, percentages);
  return {Finding::Level::error, "deployment-cannot-move",
          fmt::format("service {}: no deployment can start or stop a task: of {} desired, minimumHealthyPercent {} "
                      "keeps {} running and maximumPercent {} allows {}; lower the one or raise the other",
                      service.service_name, service.desired_count, percentages.minimum_healthy, bounds.floor,
                      percentages.maximum, bounds.cap)};
}

bool has_instances(const Cluster& cluster) {
  return !cluster.container_instances.empty() ||
         std::ranges::any_of(cluster.capacity, [](const CapacityGroup& group) { return group.count > 0; });
}

/// A daemon never has more tasks than instances, so that all of them healthy leaves none to stop. With less than
/// all it hangs on the number of instances, which only placing tells.
bool is_stuck_daemon(const Service& service, const Cluster& cluster) {
  return rollout::percentages_of(service).minimum_healthy == 100 && has_instances(cluster);
}

Finding stuck_daemon(const Service& service) {
  return {
      Finding::Level::error, "deployment-cannot-move",
      fmt::format("service {}: no deployment can start or stop a task: a daemon has one task on each instance and no "
                  "more, and minimumHealthyPercent 100 keeps all of them running; lower it",
                  service.service_name)};
}

}  // namespace

std::vector<Finding> check(const Cluster& cluster) {
  std::vector<Finding> findings;
  for (const Service& service : cluster.services) {
    if (service.scheduling_strategy == SchedulingStrategy::daemon) {
      if (is_stuck_daemon(service, cluster)) findings.push_back(stuck_daemon(service));
    } else if (is_stuck(service)) {
      findings.push_back(stuck_service(service));
    }
  }
  // A warning here: what ECS takes, it may be meant.
  for (Finding& finding : network(cluster).findings) {
    findings.push_back({Finding::Level::warning, std::move(finding.code), std::move(finding.message)});
  }
  for (const Warning& warning : cluster.warnings) {
    findings.push_back({Finding::Level::warning, warning.code, warning.message});
  }
  return findings;
}

}  // namespace eniplan
