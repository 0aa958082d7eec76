// Changes are tried one kind after the other, each by simulating the changed cluster; what helps is ranked at the end.
//
// Tested by: tests/remedy/, and every published case with refusals.

#include <eniplan/remedy.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include <eniplan/diagnostic.hpp>

#include "model/nearest.hpp"
#include "remedy/instance_kinds.hpp"
#include "remedy/searches.hpp"

namespace eniplan {

using namespace remedy;

namespace {

constexpr std::size_t most_kinds = 12;
constexpr std::size_t most_definitions = 12;

void require_services(const Cluster& cluster, const std::vector<std::string>& wanted) {
  std::vector<std::string_view> names;
  for (const Service& service : cluster.services) names.push_back(service.service_name);
  std::vector<Diagnostic> diagnostics;
  for (const std::string& name : wanted) {
    if (std::ranges::find(names, name) != names.end()) continue;
    diagnostics.push_back({.key = "service",
                           .message = fmt::format("expected a service of cluster {}, found \"{}\"{}",
                                                  cluster.cluster_name, name, suggestion(name, names))});
  }
  if (!diagnostics.empty()) throw InputError(std::move(diagnostics));
}

/// Tasks that fail to attach belong to nobody in particular, so every awsvpc definition may be to blame.
bool may_be_to_blame(const Cluster& cluster, const PlacementResult& placed, const std::string& reference) {
  if (placed.summary.attach_failures == 0) return false;
  const TaskDefinition* definition = find_task_definition(cluster, reference);
  return definition != nullptr && definition->network_mode == NetworkMode::awsvpc;
}

Refused refused_in(const Trials& trials, bool only_services, const std::vector<std::string>& stuck) {
  const Cluster& cluster = trials.cluster();
  const PlacementResult& placed = trials.before();
  Refused refused;
  const auto note = [&](const std::string& reference) {
    const TaskDefinition* definition = find_task_definition(cluster, reference);
    if (definition == nullptr || std::ranges::find(refused.definitions, definition) != refused.definitions.end())
      return;
    refused.definitions.push_back(definition);
  };
  for (std::size_t number = 0; number < cluster.services.size(); ++number) {
    const Service& service = cluster.services[number];
    if (!trials.is_asked_about(service.service_name)) continue;
    const bool is_stuck = std::ranges::find(stuck, service.service_name) != stuck.end();
    if (placed.services[number].failures.empty() && !is_stuck &&
        !may_be_to_blame(cluster, placed, service.task_definition)) {
      continue;
    }
    refused.services.push_back(number);
    note(service.task_definition);
  }
  for (std::size_t number = 0; number < cluster.run_tasks.size() && !only_services; ++number) {
    const RunTask& request = cluster.run_tasks[number];
    if (placed.run_tasks[number].failures.empty() && !may_be_to_blame(cluster, placed, request.task_definition))
      continue;
    refused.requests.push_back(number);
    note(request.task_definition);
  }
  std::ranges::sort(refused.definitions);
  refused.definitions.resize(std::min(refused.definitions.size(), most_definitions));
  refused.services.resize(std::min(refused.services.size(), most_definitions));
  refused.requests.resize(std::min(refused.requests.size(), most_definitions));
  return refused;
}

void name_what_is_refused(const Trials& trials, bool only_services, RemedyResult& result) {
  for (const GroupResult& service : trials.before().services) {
    if (!service.failures.empty() && trials.is_asked_about(service.name)) result.refused.push_back(service.name);
  }
  for (const GroupResult& request : trials.before().run_tasks) {
    if (!request.failures.empty() && !only_services) result.refused.push_back(request.group);
  }
}

/// By cost, unknown ones last, then by disruption; ties stay in the order of the search.
void rank(std::vector<Remedy>& remedies) {
  std::ranges::stable_sort(remedies, {}, [](const Remedy& remedy) {
    return std::tuple(!remedy.extra_microusd_month.has_value(), remedy.extra_microusd_month.value_or(0),
                      remedy.disruption);
  });
}

}  // namespace

RemedyResult find_remedies(const Cluster& cluster, const RemedyOptions& options) {
  require_services(cluster, options.services);
  Trials trials(cluster, options);
  const bool only_services = !options.services.empty();
  RemedyResult result{
      .cluster_name = cluster.cluster_name, .before = trials.before().summary, .warnings = trials.before().warnings};
  name_what_is_refused(trials, only_services, result);
  if (options.rollouts) {
    result.stuck = trials.stuck(cluster);
    std::erase_if(result.stuck, [&result](const std::string& name) {
      return std::ranges::find(result.refused, name) != result.refused.end();
    });
  }
  if (!result.needs_remedy()) return result;

  Finder finder(trials, result);
  const std::vector<InstanceKind> kinds = instance_kinds(cluster, most_kinds);
  const Refused refused = refused_in(trials, only_services, result.stuck);
  const LowerBounds bounds(cluster, trials.before(), options.services);
  search_more_instances(finder, kinds, bounds);
  if (kinds.empty()) search_first_instances(finder, bounds);
  search_larger_types(finder, kinds, bounds);
  search_trunks(finder, kinds);
  search_bridge(finder, refused);
  search_dynamic_ports(finder, refused);
  search_constraints(finder, refused);
  search_percentages(finder, result.stuck);
  search_reservations(finder, refused);
  search_other_families(finder, kinds, bounds);
  if (result.remedies.empty()) finder.try_pairs();
  rank(result.remedies);
  return result;
}

}  // namespace eniplan
