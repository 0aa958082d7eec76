#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <eniplan/attributes.hpp>
#include <eniplan/diagnostic.hpp>
#include <eniplan/instance_type.hpp>
#include <eniplan/service.hpp>
#include <eniplan/task_definition.hpp>
#include <eniplan/units.hpp>

/// \file
/// A cluster: what the user has and wants, as plain data. One document of the input is one
/// `Cluster`; several are a fleet, a `std::vector<Cluster>`.
///
/// *Canonical order* of instances: `container_instances` as listed, then the groups of
/// `capacity` as listed, each zone by zone.

namespace eniplan {

using Instant = std::chrono::sys_time<std::chrono::nanoseconds>;

/// Attributes that instances have by ECS's own hand.
inline constexpr std::string_view instance_type_attribute = "ecs.instance-type";
inline constexpr std::string_view availability_zone_attribute = "ecs.availability-zone";
inline constexpr std::string_view trunk_attribute = "ecs.awsvpc-trunk-id";
inline constexpr std::string_view task_eni_capability = "ecs.capability.task-eni";
inline constexpr std::string_view trunking_capability = "ecs.capability.task-eni-trunking";
inline constexpr std::string_view external_capability = "ecs.capability.external";

enum class InstanceStatus { active, draining, registering, registration_failed, deregistering, inactive };
[[nodiscard]] std::string_view to_string(InstanceStatus status);

/// An instance as `describe-container-instances` tells of it.
struct ContainerInstance {
  std::string container_instance_arn;
  std::string ec2_instance_id;
  InstanceStatus status = InstanceStatus::active;
  bool agent_connected = true;
  std::string capacity_provider_name;  ///< Empty if none.
  Attributes attributes;
  Resources registered;  ///< `eni` is unused: ECS does not report interfaces.
  Resources remaining;   ///< What running tasks hold is already taken off.
  /// Of a resource named ENI, which ECS itself never reports. Both or neither are set.
  std::optional<EniSlots> registered_eni;
  std::optional<EniSlots> remaining_eni;
  std::vector<std::int64_t> ports_taken;      ///< TCP, sorted, unique.
  std::vector<std::int64_t> ports_udp_taken;  ///< UDP, sorted, unique.
  std::int64_t running_tasks_count = 0;
  std::optional<Instant> registered_at;
  std::string agent_version;  ///< Empty if not given.

  friend bool operator==(const ContainerInstance&, const ContainerInstance&) = default;
};

/// The last part of the ARN: how results and messages name the instance.
[[nodiscard]] std::string_view instance_id(const ContainerInstance& instance);

/// Identical instances, `<name>/0`, `<name>/1`, …; ours, not AWS's.
struct CapacityGroup {
  std::string name;  ///< Unique, without `/`.
  std::string instance_type;
  std::int64_t count = 0;
  /// Not empty. Zone j of z gets floor(count / z) instances and the first count mod z zones one
  /// more; instances are numbered zone by zone.
  std::vector<std::string> availability_zones = {"az1"};
  Trunking trunking = Trunking::disabled;  ///< As wished; a type without trunking limit stays untrunked.
  std::vector<Attribute> attributes;       ///< They win over the built-in ones.
  std::optional<CpuUnits> registered_cpu;  ///< These four replace the catalog's figures.
  std::optional<MiB> registered_memory;
  std::optional<Gpus> registered_gpu;
  std::optional<EniSlots> registered_eni;
  MiB reserved_memory;  ///< `ECS_RESERVED_MEMORY`, taken off the memory of catalog or `registered`.
  /// The agent's own ports. Source: amazon-ecs-agent README, `ECS_RESERVED_PORTS` (2026-06-29).
  std::vector<std::int64_t> reserved_ports = {22, 2375, 2376, 51678, 51679};
  std::vector<std::int64_t> reserved_ports_udp;
  std::string capacity_provider;               ///< Empty if none.
  std::int64_t network_interfaces_in_use = 0;  ///< Attached outside ECS, besides the primary.

  friend bool operator==(const CapacityGroup&, const CapacityGroup&) = default;
};

struct Subnet {
  std::string subnet_id;
  std::string availability_zone;
  std::optional<std::int64_t> available_ip_address_count;

  friend bool operator==(const Subnet&, const Subnet&) = default;
};

/// A task that exists already.
struct Task {
  std::string task_arn;
  std::string task_definition_arn;     ///< All that a service's `task_definition` may be.
  std::string container_instance_arn;  ///< ARN or `<group>/<k>`; empty while it waits, or on Fargate.
  std::string group;                   ///< `family:<family>` unless given.
  std::string last_status;
  std::string desired_status;
  bool has_eni_attachment = false;  ///< An attachment of type `ElasticNetworkInterface`.

  friend bool operator==(const Task&, const Task&) = default;
};

/// Whether the task holds anything: it is on an instance, and neither it nor its wish is `STOPPED`.
[[nodiscard]] bool is_running(const Task& task);

/// Nominal memory less a share or an amount: what `--memory-overhead` puts in place of every estimate.
struct MemoryOverhead {
  std::int64_t millipercent = 0;  ///< 7.5 % is 7500.
  MiB amount;

  friend bool operator==(const MemoryOverhead&, const MemoryOverhead&) = default;
};

struct Cluster {
  std::string cluster_name = "default";
  Trunking awsvpc_trunking = Trunking::disabled;  ///< The account setting.
  std::vector<CapacityGroup> capacity;
  std::vector<ContainerInstance> container_instances;
  std::vector<InstanceType> instance_types;  ///< Whole types that stand before the built-in table's.
  std::vector<Subnet> subnets;               ///< None: no limit of location or addresses.
  std::vector<TaskDefinition> task_definitions;
  std::vector<Task> tasks;
  std::vector<Service> services;
  std::vector<RunTask> run_tasks;
  std::uint64_t seed = 0;  ///< Of the `random` strategy.
  std::optional<MemoryOverhead> memory_overhead;
  std::vector<Warning> warnings;  ///< What reading it already found.

  friend bool operator==(const Cluster&, const Cluster&) = default;
};

/// The definition that `reference` names, or null: an ARN or `family:revision` names one, a bare family
/// its highest revision. Cost: linear in the definitions.
[[nodiscard]] const TaskDefinition* find_task_definition(const Cluster& cluster, std::string_view reference);

/// `web` of `web`, `web:3` and `arn:aws:ecs:…:task-definition/web:3`.
[[nodiscard]] std::string_view task_family(std::string_view reference);

/// `family:revision`
[[nodiscard]] std::string task_definition_name(const TaskDefinition& definition);

}  // namespace eniplan
