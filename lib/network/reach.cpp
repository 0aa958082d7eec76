// Who reaches a container is a property of its own network mode, of how far the caller is, and of where the caller's
// own network ends.
//
// Sources: API reference, ContainerDefinition (links, portMappings), TaskDefinition (networkMode), botocore 1.43.67 of
// 2026-08-07; Amazon ECS Developer Guide, networking-networkmode-bridge, networking-networkmode-host (2023-05) and
// task-networking-awsvpc (2026). That Docker's default bridge knows IPs and no names: API reference, links, which it
// gives as the way to names.
//
// Tested by: tests/network/reach_test.cpp, against a table of all modes and distances.

#include <fmt/format.h>

#include <eniplan/network.hpp>

namespace eniplan {
namespace {

/// The port by which a mapping is reached: the container's own.
std::string own_port(const PortMapping& mapping) {
  if (!mapping.container_port_range.empty()) return mapping.container_port_range;
  return mapping.container_port ? fmt::to_string(*mapping.container_port) : "*";
}

/// The port of the instance that leads to a mapping in `bridge`. A range gets ports that Docker chooses.
std::string host_port(const PortMapping& mapping) {
  return mapping.host_port.value_or(0) == 0 ? "dynamic" : fmt::to_string(*mapping.host_port);
}

/// Ports need no mapping where no mapping leads to them.
void add_own_ports(std::vector<Address>& addresses, AddressKind kind, const ContainerDefinition& target) {
  for (const PortMapping& mapping : target.port_mappings) {
    addresses.push_back({kind, own_port(mapping), mapping.protocol});
  }
  if (target.port_mappings.empty()) addresses.push_back({kind, "*", Protocol::tcp});
}

void add_host_ports(std::vector<Address>& addresses, AddressKind kind, const ContainerDefinition& target) {
  for (const PortMapping& mapping : target.port_mappings) {
    addresses.push_back({kind, host_port(mapping), mapping.protocol});
  }
}

/// Docker's bridge ends at the instance, and only containers on it and the instance itself are in it. The task
/// interface of an awsvpc task is not: it comes by the instance's address.
std::vector<Address> bridge_addresses(const ContainerDefinition& target, NetworkMode source_mode, Distance distance) {
  std::vector<Address> addresses;
  const bool on_docker_bridge = source_mode == NetworkMode::bridge || source_mode == NetworkMode::host;
  if (distance != Distance::other_instance && on_docker_bridge) {
    add_own_ports(addresses, AddressKind::container_ip, target);
  }
  if (distance == Distance::same_instance && source_mode == NetworkMode::host) {
    add_host_ports(addresses, AddressKind::localhost, target);
  }
  add_host_ports(addresses, AddressKind::instance_ip, target);
  return addresses;
}

std::vector<Address> host_addresses(const ContainerDefinition& target, NetworkMode source_mode, Distance distance) {
  std::vector<Address> addresses;
  if (distance != Distance::other_instance && source_mode == NetworkMode::host) {
    add_own_ports(addresses, AddressKind::localhost, target);
  }
  add_own_ports(addresses, AddressKind::instance_ip, target);
  return addresses;
}

std::vector<Address> awsvpc_addresses(const ContainerDefinition& target, Distance distance) {
  std::vector<Address> addresses;
  if (distance == Distance::same_task) add_own_ports(addresses, AddressKind::localhost, target);
  add_own_ports(addresses, AddressKind::task_ip, target);
  return addresses;
}

std::string_view host_of(AddressKind kind) {
  switch (kind) {
    case AddressKind::localhost: return "localhost";
    case AddressKind::container_ip: return "<container IP>";
    case AddressKind::instance_ip: return "<instance IP>";
    case AddressKind::task_ip: return "<task IP>";
  }
  return {};
}

std::string_view port_in_words(const std::string& port) {
  if (port == "*") return "<any port>";
  return port == "dynamic" ? std::string_view("<dynamic port>") : std::string_view(port);
}

}  // namespace

std::string_view to_string(Distance distance) {
  switch (distance) {
    case Distance::same_task: return "same-task";
    case Distance::same_instance: return "same-instance";
    case Distance::other_instance: return "other-instance";
  }
  return {};
}

std::string_view to_string(AddressKind kind) {
  switch (kind) {
    case AddressKind::localhost: return "localhost";
    case AddressKind::container_ip: return "container-ip";
    case AddressKind::instance_ip: return "instance-ip";
    case AddressKind::task_ip: return "task-ip";
  }
  return {};
}

std::string to_string(const Address& address) {
  return fmt::format("{}:{}{}", host_of(address.kind), port_in_words(address.port),
                     address.protocol == Protocol::udp ? "/udp" : "");
}

std::vector<Address> addresses(const ContainerDefinition& target, NetworkMode target_mode, NetworkMode source_mode,
                               Distance distance) {
  if (source_mode == NetworkMode::none) return {};  // its network is its own loopback
  switch (target_mode) {
    case NetworkMode::bridge: return bridge_addresses(target, source_mode, distance);
    case NetworkMode::host: return host_addresses(target, source_mode, distance);
    case NetworkMode::awsvpc: return awsvpc_addresses(target, distance);
    case NetworkMode::none: break;
  }
  return {};
}

// Source: Amazon ECS Developer Guide, service-discovery and service-connect (2023-05). That Service Connect leaves out
// `host` is what the agent implements (amazon-ecs-agent v1.105.1 of 2026-06-29, agent/api/task/task.go).
Discovery discovery(NetworkMode mode) {
  switch (mode) {
    case NetworkMode::awsvpc: return {{"A", "SRV"}, true};
    case NetworkMode::bridge: return {{"SRV"}, true};
    case NetworkMode::host: return {{"SRV"}, false};
    case NetworkMode::none: break;
  }
  return {};
}

}  // namespace eniplan
