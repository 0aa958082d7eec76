#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <eniplan/attributes.hpp>
#include <eniplan/query.hpp>
#include <eniplan/units.hpp>

/// \file
/// A task definition, in the words of the ECS API (`networkMode` is `network_mode` here).
/// Plain data; what is invalid was refused when it was read.

namespace eniplan {

enum class NetworkMode { bridge, host, awsvpc, none };
[[nodiscard]] std::string_view to_string(NetworkMode mode);

enum class Protocol { tcp, udp };
[[nodiscard]] std::string_view to_string(Protocol protocol);

struct PortMapping {
  std::optional<std::int64_t> container_port;  ///< 0 to 65535; absent with a range.
  std::optional<std::int64_t> host_port;       ///< 0 to 65535; absent or 0 in `bridge`: dynamic.
  Protocol protocol = Protocol::tcp;
  std::string container_port_range;  ///< `8000-8010`; such ports are never scheduled. Empty if none.

  friend bool operator==(const PortMapping&, const PortMapping&) = default;
};

enum class DependencyCondition { start, complete, success, healthy };
[[nodiscard]] std::string_view to_string(DependencyCondition condition);

struct ContainerDependency {
  std::string container_name;
  DependencyCondition condition = DependencyCondition::start;

  friend bool operator==(const ContainerDependency&, const ContainerDependency&) = default;
};

/// What ECS asks a container before it counts as healthy.
struct HealthCheck {
  std::int64_t interval = 30;  ///< Seconds, 5 to 300.
  std::int64_t retries = 3;    ///< 1 to 10

  friend bool operator==(const HealthCheck&, const HealthCheck&) = default;
};

struct ContainerDefinition {
  std::string name;
  bool essential = true;  ///< Its health is the task's. No part in placing.
  CpuUnits cpu;
  std::optional<MiB> memory;
  std::optional<MiB> memory_reservation;
  Gpus gpus;  ///< Of `resourceRequirements`.
  std::vector<PortMapping> port_mappings;
  std::vector<std::string> links;  ///< As written, `name` or `name:alias`; only in `bridge`.
  std::vector<ContainerDependency> depends_on;
  std::optional<std::int64_t> stop_timeout;  ///< Seconds; absent: as the agent is told, 30.
  std::optional<HealthCheck> health_check;

  friend bool operator==(const ContainerDefinition&, const ContainerDefinition&) = default;
};

/// A constraint on where tasks may go. `distinctInstance` has no expression, `memberOf` has one.
struct PlacementConstraint {
  enum class Type { distinct_instance, member_of };

  Type type = Type::distinct_instance;
  Query expression;

  friend bool operator==(const PlacementConstraint&, const PlacementConstraint&) = default;
};

/// A task definition; `family:revision` names it.
struct TaskDefinition {
  std::string family;
  /// From 1. A request in a file has no revision yet; reading it gives it the one that registering
  /// it after all numbered ones, in document order, would.
  std::int64_t revision = 1;
  std::string task_definition_arn;  ///< Empty when it was never registered.
  NetworkMode network_mode = NetworkMode::bridge;
  std::optional<CpuUnits> cpu;  ///< Of the whole task; else the containers' sum counts.
  std::optional<MiB> memory;
  std::vector<ContainerDefinition> container_definitions;
  std::vector<Attribute> requires_attributes;
  std::string cpu_architecture;         ///< Of `runtimePlatform`, `X86_64` or `ARM64`; empty if not given.
  std::string operating_system_family;  ///< Of `runtimePlatform`, `LINUX`, `WINDOWS_…`; empty if not given.
  std::vector<PlacementConstraint> placement_constraints;  ///< Only `memberOf`.

  friend bool operator==(const TaskDefinition&, const TaskDefinition&) = default;
};

}  // namespace eniplan
