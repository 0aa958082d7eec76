#include <algorithm>
#include <array>
#include <set>

#include <eniplan/network.hpp>

#include "model/task_definition_index.hpp"
#include "network/findings.hpp"

namespace eniplan {
namespace {

constexpr std::array<NetworkMode, 4> all_modes = {NetworkMode::bridge, NetworkMode::host, NetworkMode::awsvpc,
                                                  NetworkMode::none};

/// Those that services and requests use, all if nothing uses any; in document order.
std::vector<const TaskDefinition*> definitions_in_use(const Cluster& cluster) {
  const TaskDefinitionIndex index(cluster);
  std::set<const TaskDefinition*> used;
  for (const Service& service : cluster.services) used.insert(index.find(service.task_definition));
  for (const RunTask& request : cluster.run_tasks) used.insert(index.find(request.task_definition));
  std::vector<const TaskDefinition*> definitions;
  for (const TaskDefinition& definition : cluster.task_definitions) {
    if (used.empty() || used.contains(&definition)) definitions.push_back(&definition);
  }
  return definitions;
}

std::set<NetworkMode> modes_of(const std::vector<const TaskDefinition*>& definitions) {
  std::set<NetworkMode> modes;
  for (const TaskDefinition* definition : definitions) modes.insert(definition->network_mode);
  return modes;
}

/// Callers of other tasks, by the modes that there are; those with the same addresses are one.
void add_reach(std::vector<Reach>& reach, const ContainerDefinition& target, NetworkMode target_mode, Distance distance,
               const std::set<NetworkMode>& modes) {
  const std::size_t first = reach.size();
  for (const NetworkMode mode : all_modes) {
    if (!modes.contains(mode)) continue;
    std::vector<Address> found = addresses(target, target_mode, mode, distance);
    const auto same = std::find_if(reach.begin() + static_cast<std::ptrdiff_t>(first), reach.end(),
                                   [&found](const Reach& other) { return other.addresses == found; });
    if (same != reach.end()) {
      same->from.push_back(mode);
    } else {
      reach.push_back({distance, {mode}, std::move(found)});
    }
  }
}

std::vector<Link> links_to(const TaskDefinition& definition, const std::string& name) {
  std::vector<Link> links;
  if (definition.network_mode != NetworkMode::bridge) return links;
  for (const ContainerDefinition& container : definition.container_definitions) {
    for (const std::string& link : container.links) {
      const std::size_t colon = link.find(':');
      if (link.substr(0, colon) != name) continue;
      links.push_back({container.name, colon == std::string::npos ? name : link.substr(colon + 1)});
    }
  }
  return links;
}

TaskNetwork network_of(const Cluster& cluster, const TaskDefinitionIndex& index, const TaskDefinition& definition,
                       const std::set<NetworkMode>& modes) {
  const NetworkMode mode = definition.network_mode;
  TaskNetwork task{.task_definition = task_definition_name(definition),
                   .network_mode = mode,
                   .services = {},
                   .discovery = discovery(mode),
                   .containers = {},
                   .start_order = start_order(definition)};
  for (const Service& service : cluster.services) {
    if (index.find(service.task_definition) == &definition) task.services.push_back(service.service_name);
  }
  for (const ContainerDefinition& container : definition.container_definitions) {
    ContainerNetwork& own = task.containers.emplace_back();
    own.name = container.name;
    own.links = links_to(definition, container.name);
    if (definition.container_definitions.size() > 1) {
      own.reach.push_back({Distance::same_task, {mode}, addresses(container, mode, mode, Distance::same_task)});
    }
    for (const Distance distance : {Distance::same_instance, Distance::other_instance}) {
      add_reach(own.reach, container, mode, distance, modes);
    }
  }
  return task;
}

}  // namespace

NetworkResult network(const Cluster& cluster) {
  const TaskDefinitionIndex index(cluster);
  const std::vector<const TaskDefinition*> definitions = definitions_in_use(cluster);
  const std::set<NetworkMode> modes = modes_of(definitions);
  NetworkResult result{.cluster_name = cluster.cluster_name, .tasks = {}, .findings = {}};
  for (const TaskDefinition* definition : definitions) {
    result.tasks.push_back(network_of(cluster, index, *definition, modes));
    network_floor::find_in_definition(*definition, result.findings);
  }
  for (const Service& service : cluster.services) {
    const TaskDefinition* definition = index.find(service.task_definition);
    if (definition != nullptr) network_floor::find_in_service(cluster, service, *definition, result.findings);
  }
  std::ranges::stable_sort(result.findings, {}, &Finding::level);
  return result;
}

}  // namespace eniplan
