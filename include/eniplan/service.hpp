#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <eniplan/task_definition.hpp>

/// \file
/// What should run: services that ECS keeps running, and requests that run once.

namespace eniplan {

/// One step of choosing among the instances that could take a task; the steps narrow the
/// choice one after the other.
struct PlacementStrategy {
  enum class Type { random, spread, binpack };

  Type type = Type::random;
  /// `instanceId`, `host` or `attribute:NAME` for spread, `cpu` or `memory` for binpack, empty for random.
  /// In lower case but for NAME, `instanceId` as here.
  std::string field;

  friend bool operator==(const PlacementStrategy&, const PlacementStrategy&) = default;
};
[[nodiscard]] std::string_view to_string(PlacementStrategy::Type type);

struct CapacityProviderStrategyItem {
  std::string capacity_provider;
  std::int64_t weight = 0;  ///< 0 to 1000
  std::int64_t base = 0;    ///< 0 to 100000

  friend bool operator==(const CapacityProviderStrategyItem&, const CapacityProviderStrategyItem&) = default;
};

enum class SchedulingStrategy { replica, daemon };
[[nodiscard]] std::string_view to_string(SchedulingStrategy strategy);

/// How far a deployment may leave the desired count, in percent of it. Absent: 100 and 200,
/// for daemons 0 and 100.
struct DeploymentConfiguration {
  std::optional<std::int64_t> minimum_healthy_percent;
  std::optional<std::int64_t> maximum_percent;

  friend bool operator==(const DeploymentConfiguration&, const DeploymentConfiguration&) = default;
};

/// One of the `deployments` of a described service; with two, `PRIMARY` and `ACTIVE`, a rollout is under way.
struct Deployment {
  std::string status;
  std::string task_definition;  ///< As in Service.
  std::int64_t desired_count = 0;

  friend bool operator==(const Deployment&, const Deployment&) = default;
};

struct Service {
  std::string service_name;
  std::string task_definition;  ///< Family, family:revision or ARN; see find_task_definition.
  std::int64_t desired_count = 0;
  std::int64_t running_count = 0;  ///< As described; what `tasks` lists counts when it is more.
  SchedulingStrategy scheduling_strategy = SchedulingStrategy::replica;
  /// Nothing: the default of services, spread over zones, then over instances.
  std::optional<std::vector<PlacementStrategy>> placement_strategy;
  std::vector<PlacementConstraint> placement_constraints;
  std::vector<std::string> subnets;  ///< Of `networkConfiguration.awsvpcConfiguration`.
  std::vector<CapacityProviderStrategyItem> capacity_provider_strategy;
  DeploymentConfiguration deployment_configuration;
  std::vector<Deployment> deployments;  ///< As described; no part in simulate().

  friend bool operator==(const Service&, const Service&) = default;
};

/// What `overrides` of a run-task request replaces in the definition, for this request alone.
struct TaskOverrides {
  struct Container {
    std::string name;
    std::optional<CpuUnits> cpu;
    std::optional<MiB> memory;
    std::optional<MiB> memory_reservation;
    std::optional<Gpus> gpus;

    friend bool operator==(const Container&, const Container&) = default;
  };

  std::optional<CpuUnits> cpu;
  std::optional<MiB> memory;
  std::vector<Container> containers;

  friend bool operator==(const TaskOverrides&, const TaskOverrides&) = default;
};

/// A run-task request: `count` tasks, placed once.
struct RunTask {
  std::string task_definition;
  std::int64_t count = 1;
  std::string group;  ///< `family:<family>` unless given; never starts with `service:`.
  /// Nothing: the default of requests, random.
  std::optional<std::vector<PlacementStrategy>> placement_strategy;
  std::vector<PlacementConstraint> placement_constraints;
  std::vector<std::string> subnets;
  std::vector<CapacityProviderStrategyItem> capacity_provider_strategy;
  TaskOverrides overrides;

  friend bool operator==(const RunTask&, const RunTask&) = default;
};

/// The group of a service's tasks, `service:<serviceName>`.
[[nodiscard]] std::string task_group(const Service& service);

}  // namespace eniplan
