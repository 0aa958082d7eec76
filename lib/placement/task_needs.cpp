#include <eniplan/placement.hpp>

#include <algorithm>
#include <string>
#include <string_view>

namespace eniplan {
namespace {

using ContainerOverrides = TaskOverrides::Container;

const ContainerOverrides& overrides_of(const ContainerDefinition& container, const TaskOverrides& overrides) {
  static const ContainerOverrides none;
  const auto found = std::ranges::find(overrides.containers, container.name, &ContainerOverrides::name);
  return found == overrides.containers.end() ? none : *found;
}

/// The soft limit where there is one, else the hard one.
MiB container_memory(const ContainerDefinition& container, const ContainerOverrides& overrides) {
  const auto reservation = overrides.memory_reservation ? overrides.memory_reservation : container.memory_reservation;
  if (reservation && reservation->value != 0) return *reservation;
  return (overrides.memory ? overrides.memory : container.memory).value_or(MiB{});
}

Resources sum_of_containers(const TaskDefinition& definition, const TaskOverrides& overrides) {
  Resources sum;
  for (const ContainerDefinition& container : definition.container_definitions) {
    const ContainerOverrides& replaced = overrides_of(container, overrides);
    sum.cpu += replaced.cpu.value_or(container.cpu);
    sum.memory += container_memory(container, replaced);
    sum.gpu += replaced.gpus.value_or(container.gpus);
  }
  return sum;
}

/// The port of the instance that a mapping takes for good; 0 if it takes none, or whichever is free.
std::int64_t static_host_port(const PortMapping& mapping, NetworkMode mode) {
  const std::int64_t host_port = mapping.host_port.value_or(0);
  switch (mode) {
    case NetworkMode::bridge: return host_port;
    case NetworkMode::host: return host_port != 0 ? host_port : mapping.container_port.value_or(0);
    case NetworkMode::awsvpc:
    case NetworkMode::none: return 0;
  }
  return 0;
}

void sort_unique(std::vector<std::int64_t>& ports) {
  std::ranges::sort(ports);
  const auto repeated = std::ranges::unique(ports);
  ports.erase(repeated.begin(), repeated.end());
}

void add_ports(const TaskDefinition& definition, TaskNeeds& needs) {
  for (const ContainerDefinition& container : definition.container_definitions) {
    for (const PortMapping& mapping : container.port_mappings) {
      const std::int64_t port = static_host_port(mapping, definition.network_mode);
      if (port == 0) continue;
      (mapping.protocol == Protocol::tcp ? needs.ports : needs.ports_udp).push_back(port);
    }
  }
  sort_unique(needs.ports);
  sort_unique(needs.ports_udp);
}

std::vector<Attribute> required_attributes(const TaskDefinition& definition) {
  std::vector<Attribute> required = definition.requires_attributes;
  if (definition.network_mode == NetworkMode::awsvpc) {
    required.push_back({std::string(task_eni_capability), std::nullopt});
  }
  if (!definition.cpu_architecture.empty()) {
    required.push_back({"ecs.cpu-architecture", definition.cpu_architecture == "ARM64" ? "arm64" : "x86_64"});
  }
  if (!definition.operating_system_family.empty()) {
    const bool windows = definition.operating_system_family.starts_with("WINDOWS");
    required.push_back({"ecs.os-type", windows ? "windows" : "linux"});
  }
  return required;
}

}  // namespace

TaskNeeds task_needs(const TaskDefinition& definition, const TaskOverrides& overrides) {
  TaskNeeds needs;
  needs.resources = sum_of_containers(definition, overrides);
  if (const auto cpu = overrides.cpu ? overrides.cpu : definition.cpu) needs.resources.cpu = *cpu;
  if (const auto memory = overrides.memory ? overrides.memory : definition.memory) needs.resources.memory = *memory;
  if (definition.network_mode == NetworkMode::awsvpc) needs.resources.eni = {1};
  add_ports(definition, needs);
  needs.attributes = required_attributes(definition);
  return needs;
}

}  // namespace eniplan
