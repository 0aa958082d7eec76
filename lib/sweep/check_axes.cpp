// Tested by: tests/sweep/sweep_test.cpp.

#include "sweep/check_axes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include <eniplan/diagnostic.hpp>

#include "model/nearest.hpp"
#include "sweep/losses.hpp"

namespace eniplan::sweeping {
namespace {

/// Tasks of a service: as many as a document may ask for.
constexpr std::int64_t most_tasks = 10'000'000;

using Names = std::set<std::string, std::less<>>;

std::string nearest_in(std::string_view wrong, const Names& names) {
  const std::vector<std::string_view> views(names.begin(), names.end());
  return nearest_of(wrong, views);
}

class Check {
 public:
  Check(const Cluster& cluster, const change::FleetInUse& fleet) : cluster_(cluster), fleet_(fleet) {
    for (const Service& service : cluster.services) services_.insert(service.service_name);
    for (const placement::InstanceBlock& block : fleet.fleet()->blocks()) {
      if (block.facts->availability_zone) zones_.emplace(*block.facts->availability_zone);
    }
  }

  void axes(const SweepAxes& axes) {
    not_empty("seeds", axes.seeds.empty());
    not_empty("lose_zone", axes.lose_zone.empty());
    not_empty("lose_instances", axes.lose_instances.empty());
    not_empty("trunking", axes.trunking.empty());
    Names seen;
    for (const DesiredCounts& service : axes.desired) {
      if (!seen.insert(service.service).second) {
        refuse("desired", fmt::format("expected each service once, found \"{}\" twice", service.service));
      }
      desired(service);
    }
    for (const std::vector<std::string>& zones : axes.lose_zone) lose_zone(zones);
    lose_instances(axes);
    if (scenario_count(axes) > most_scenarios) {
      refuse("", fmt::format("expected at most {} scenarios, found axes that make more", most_scenarios));
    }
  }

  void options(const SweepOptions& options, const SweepAxes& axes) {
    for (const std::string& name : options.services) {
      const bool is_told = std::ranges::find(axes.desired, name, &DesiredCounts::service) != axes.desired.end();
      if (!is_told) known_service("services", name);
    }
    if (options.rollout) {
      for (const std::string& name : options.rollout->services) known_service("rollout", name);
    }
    const std::size_t scenarios = scenario_count(axes);
    const std::size_t last = options.last.value_or(std::max(options.first, scenarios));
    if (options.first > last || last > scenarios) {
      refuse("first",
             fmt::format("expected a part of the scenarios 0 to {}, found {} to {}", scenarios, options.first, last));
    }
    if (options.threads == 0) refuse("threads", "expected 1 or more, found 0");
  }

  void require_nothing_wrong() {
    if (!diagnostics_.empty()) throw InputError(std::move(diagnostics_));
  }

 private:
  void refuse(std::string key, std::string message) {
    diagnostics_.push_back({.key = std::move(key), .message = std::move(message)});
  }

  void not_empty(const std::string& key, bool is_empty) {
    if (is_empty) refuse(key, "expected at least one value, found none");
  }

  bool known_service(const std::string& key, const std::string& name) {
    if (services_.contains(name)) return true;
    refuse(key, fmt::format("expected a service of cluster {}, found \"{}\"{}", cluster_.cluster_name, name,
                            nearest_in(name, services_)));
    return false;
  }

  void desired(const DesiredCounts& axis) {
    if (axis.counts.empty()) {
      refuse("desired", fmt::format("expected at least one count for {}, found none", axis.service));
    }
    for (const std::int64_t count : axis.counts) {
      if (count >= 0 && count <= most_tasks) continue;
      refuse("desired",
             fmt::format("expected a number from 0 to {} for {}, found {}", most_tasks, axis.service, count));
    }
    if (!known_service("desired", axis.service)) return;
    const auto service = std::ranges::find(cluster_.services, axis.service, &Service::service_name);
    if (service->scheduling_strategy == SchedulingStrategy::daemon) {
      refuse("desired", fmt::format("expected no counts for {}: a daemon has one task on each instance", axis.service));
      return;
    }
    const std::int64_t unknown = fleet_.tasks_elsewhere(static_cast<std::size_t>(service - cluster_.services.begin()));
    if (std::ranges::none_of(axis.counts, [&](std::int64_t count) { return count >= 0 && count < unknown; })) return;
    refuse("desired", fmt::format("expected {} or more for {}: so many of its running tasks are on instances unknown, "
                                  "and none of them can be stopped; add the answer of describe-tasks",
                                  unknown, axis.service));
  }

  void lose_zone(const std::vector<std::string>& zones) {
    Names seen;
    for (const std::string& zone : zones) {
      if (!zones_.contains(zone)) {
        refuse("lose_zone", fmt::format("expected an availability zone with instances, found \"{}\"{}", zone,
                                        nearest_in(zone, zones_)));
      } else if (!seen.insert(zone).second) {
        refuse("lose_zone", fmt::format("expected zones that are lost together once, found \"{}\" twice", zone));
      }
    }
  }

  void lose_instances(const SweepAxes& axes) {
    const placement::Fleet& fleet = *fleet_.fleet();
    std::size_t fewest_left = fleet.size();
    for (const std::vector<std::string>& zones : axes.lose_zone) {
      std::size_t left = fleet.size();
      for (const placement::InstanceRange& range : instances_of_zones(fleet, zones)) left -= range.size();
      fewest_left = std::min(fewest_left, left);
    }
    for (const std::int64_t count : axes.lose_instances) {
      if (count >= 0 && static_cast<std::size_t>(count) <= fewest_left) continue;
      refuse("lose_instances", fmt::format("expected a number from 0 to {}, the instances that are left when zones are "
                                           "lost, found {}",
                                           fewest_left, count));
    }
  }

  const Cluster& cluster_;
  const change::FleetInUse& fleet_;
  Names services_;
  Names zones_;
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace

void require_good(const Cluster& cluster, const SweepAxes& axes, const SweepOptions& options,
                  const change::FleetInUse& fleet) {
  Check check(cluster, fleet);
  check.axes(axes);
  check.options(options, axes);
  check.require_nothing_wrong();
}

}  // namespace eniplan::sweeping
