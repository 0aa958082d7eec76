#include "network/findings.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

namespace eniplan::network_floor {
namespace {

class DefinitionFindings {
 public:
  DefinitionFindings(const TaskDefinition& definition, std::vector<Finding>& findings)
      : definition_(definition), findings_(findings), name_(task_definition_name(definition)) {}

  void run() {
    find_colliding_ports();
    for (const ContainerDefinition& container : definition_.container_definitions) {
      for (const ContainerDependency& dependency : container.depends_on) judge(container, dependency);
    }
    find_missing_names();
    find_bad_links();
  }

 private:
  void add(Finding::Level level, std::string code, const std::string& message) {
    findings_.push_back({level, std::move(code), fmt::format("{}: {}", name_, message)});
  }

  // The containers of an awsvpc task share one network, so the second cannot bind the port. What gives the host port
  // twice, and any second one in `host`, load() has refused already.
  // Source: Amazon ECS Developer Guide, task-networking-awsvpc (2026).
  void find_colliding_ports() {
    if (definition_.network_mode != NetworkMode::awsvpc) return;
    struct Holder {
      const ContainerDefinition* container;
      bool host_port_given;
    };
    std::map<std::pair<Protocol, std::int64_t>, Holder> holders;
    for (const ContainerDefinition& container : definition_.container_definitions) {
      for (const PortMapping& mapping : container.port_mappings) {
        if (!mapping.container_port) continue;
        const bool given = mapping.host_port.value_or(0) != 0;
        const auto [holder, is_new] =
            holders.emplace(std::pair(mapping.protocol, *mapping.container_port), Holder{&container, given});
        const bool refused = given && holder->second.host_port_given;
        if (is_new || refused || holder->second.container == &container) continue;
        add(Finding::Level::error, "container-ports-collide",
            fmt::format("containers {} and {} both listen on {} {}, but the containers of an awsvpc task share one "
                        "network: the second cannot bind it",
                        holder->second.container->name, container.name, to_string(mapping.protocol),
                        *mapping.container_port));
      }
    }
  }

  // Source: API reference, ContainerDependency and HealthCheck (botocore 1.43.67 of 2026-08-07): a health check inside
  // the image does not count.
  void judge(const ContainerDefinition& container, const ContainerDependency& dependency) {
    const auto& all = definition_.container_definitions;
    const auto target = std::ranges::find(all, dependency.container_name, &ContainerDefinition::name);
    if (target == all.end()) return;
    const bool ends =
        dependency.condition == DependencyCondition::complete || dependency.condition == DependencyCondition::success;
    if (dependency.condition == DependencyCondition::healthy && !target->health_check) {
      add(Finding::Level::warning, "health-check-missing",
          fmt::format(
              "container {} waits until {} is HEALTHY, but {} has no healthCheck in the task definition (one in "
              "its image does not count): {} never starts",
              container.name, target->name, target->name, container.name));
    }
    if (ends && target->essential) {
      add(Finding::Level::warning, "essential-dependency",
          fmt::format("container {} waits for {} of {}, which is essential: when an essential container ends, the task "
                      "stops; set essential to false there",
                      container.name, to_string(dependency.condition), target->name));
    }
  }

  // Source: API reference, ContainerDefinition, links (botocore 1.43.67 of 2026-08-07).
  void find_missing_names() {
    const auto& containers = definition_.container_definitions;
    if (definition_.network_mode != NetworkMode::bridge || containers.size() < 2) return;
    if (!std::ranges::all_of(containers, &std::vector<std::string>::empty, &ContainerDefinition::links)) return;
    add(Finding::Level::warning, "names-need-links",
        fmt::format("{} containers in bridge mode without links: none finds another by its name, only by an IP that "
                    "changes at each start",
                    containers.size()));
  }

  // Links act like START dependencies, so they can form a cycle as well. One of dependsOn alone is load()'s to tell.
  // Source: API reference, ContainerDefinition, links and dependsOn (botocore 1.43.67 of 2026-08-07).
  void find_bad_links() {
    if (definition_.network_mode != NetworkMode::bridge) return;
    const auto& containers = definition_.container_definitions;
    const StartOrder order = start_order(definition_);
    for (const StartEdge& edge : order.edges) {
      if (!edge.by_link ||
          std::ranges::find(containers, edge.dependency, &ContainerDefinition::name) != containers.end())
        continue;
      add(Finding::Level::error, "unknown-link",
          fmt::format("container {} links {}, which is no container of the task", edge.container, edge.dependency));
    }
    for (const std::vector<std::string>& cycle : order.cycles) {
      const bool has_link = std::ranges::any_of(order.edges, [&cycle](const StartEdge& edge) {
        return edge.by_link && follows(cycle, edge.container, edge.dependency);
      });
      if (!has_link) continue;
      add(Finding::Level::error, "link-cycle",
          fmt::format("links wait for each other, and none of these containers starts: {} -> {}",
                      fmt::join(cycle, " -> "), cycle.front()));
    }
  }

  static bool follows(const std::vector<std::string>& cycle, const std::string& first, const std::string& second) {
    for (std::size_t i = 0; i < cycle.size(); ++i) {
      if (cycle[i] == first && cycle[(i + 1) % cycle.size()] == second) return true;
    }
    return false;
  }

  const TaskDefinition& definition_;
  std::vector<Finding>& findings_;
  std::string name_;
};

std::vector<std::string> static_ports(const TaskDefinition& definition) {
  const TaskNeeds needs = task_needs(definition);
  std::vector<std::string> ports;
  for (const std::int64_t port : needs.ports) ports.push_back(fmt::format("tcp {}", port));
  for (const std::int64_t port : needs.ports_udp) ports.push_back(fmt::format("udp {}", port));
  return ports;
}

std::int64_t instance_count(const Cluster& cluster) {
  auto count = static_cast<std::int64_t>(cluster.container_instances.size());
  for (const CapacityGroup& group : cluster.capacity) count += group.count;
  return count;
}

}  // namespace

void find_in_definition(const TaskDefinition& definition, std::vector<Finding>& findings) {
  DefinitionFindings(definition, findings).run();
}

// Source: API reference, PortMapping and RegisterTaskDefinition.networkMode (botocore 1.43.67 of 2026-08-07).
void find_in_service(const Cluster& cluster, const Service& service, const TaskDefinition& definition,
                     std::vector<Finding>& findings) {
  const std::vector<std::string> ports = static_ports(definition);
  const bool is_daemon = service.scheduling_strategy == SchedulingStrategy::daemon;
  if (ports.empty() || is_daemon || service.desired_count < 2) return;
  const std::int64_t instances = instance_count(cluster);
  findings.push_back(
      {Finding::Level::warning, "static-host-port-limits",
       fmt::format("service {}: host port {} lets one task run on an instance, so {} tasks need {} instances, and "
                   "there {} {}",
                   service.service_name, fmt::join(ports, ", "), service.desired_count, service.desired_count,
                   instances == 1 ? "is" : "are", instances)});
}

}  // namespace eniplan::network_floor
