#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <eniplan/placement.hpp>

// Clusters as plain data for tests. Sizes are round so that every expected number can be worked out in the head.

namespace eniplan::tests {

/// 4096 CPU units, 8000 MiB, 3 task slots without trunk and 10 with one.
inline InstanceType box_type() {
  return {.name = "box",
          .vcpus = 4,
          .memory = {8192},
          .architecture = "x86_64",
          .hypervisor = "nitro",
          .max_network_interfaces = 4,
          .ecs_task_limit_trunking = EniSlots{10},
          .registered_memory = {MemoryBasis::observed, {8000}, {8000}, {8000}}};
}

/// `box` with 2 GPUs.
inline InstanceType gpu_box_type() {
  InstanceType type = box_type();
  type.name = "gpu-box";
  type.gpus = {2};
  return type;
}

inline TaskDefinition definition(std::string family, NetworkMode mode, std::int64_t cpu, std::int64_t memory) {
  return {.family = std::move(family),
          .network_mode = mode,
          .cpu = CpuUnits{cpu},
          .memory = MiB{memory},
          .container_definitions = {{.name = "app"}}};
}

/// Definitions: `net` (awsvpc) and `web` (bridge), each 256 units and 256 MiB.
inline Cluster cluster_of(std::vector<CapacityGroup> capacity) {
  Cluster cluster;
  cluster.instance_types = {box_type(), gpu_box_type()};
  cluster.capacity = std::move(capacity);
  cluster.task_definitions = {definition("net", NetworkMode::awsvpc, 256, 256),
                              definition("web", NetworkMode::bridge, 256, 256)};
  return cluster;
}

inline CapacityGroup boxes(std::int64_t count, std::vector<std::string> zones = {"a"}) {
  return {.name = "box", .instance_type = "box", .count = count, .availability_zones = std::move(zones)};
}

inline Service service(std::string name, std::string task_definition, std::int64_t desired_count) {
  return {
      .service_name = std::move(name), .task_definition = std::move(task_definition), .desired_count = desired_count};
}

inline Service daemon(std::string name, std::string task_definition) {
  Service daemon = service(std::move(name), std::move(task_definition), 0);
  daemon.scheduling_strategy = SchedulingStrategy::daemon;
  return daemon;
}

inline RunTask request(std::string task_definition, std::int64_t count) {
  return {.task_definition = task_definition, .count = count, .group = "family:" + task_definition};
}

inline Task running(std::string task_definition, std::string instance, std::string group) {
  return {.task_definition_arn = std::move(task_definition),
          .container_instance_arn = std::move(instance),
          .group = std::move(group),
          .last_status = "RUNNING",
          .desired_status = "RUNNING"};
}

inline std::vector<PlacementStrategy> spread(std::string field) {
  return {{PlacementStrategy::Type::spread, std::move(field)}};
}

inline std::vector<PlacementStrategy> binpack(std::string field) {
  return {{PlacementStrategy::Type::binpack, std::move(field)}};
}

inline PlacementConstraint member_of(const char* expression) {
  return {PlacementConstraint::Type::member_of, parse_query(expression)};
}

inline PlacementConstraint distinct_instance() { return {}; }

/// A described instance with 4096 units, 8000 MiB and the attributes that tests of its kind need.
inline ContainerInstance described(std::string id, std::string zone = "a") {
  return {.container_instance_arn = "arn:aws:ecs:eu-west-1:1:container-instance/c/" + id,
          .attributes = Attributes({{"ecs.instance-type", "box"},
                                    {"ecs.availability-zone", std::move(zone)},
                                    {std::string(task_eni_capability), std::nullopt}}),
          .registered = {.cpu = {4096}, .memory = {8000}},
          .remaining = {.cpu = {4096}, .memory = {8000}}};
}

/// Where the tasks of a service or request went, in order, by the names of the instances.
inline std::vector<std::string> names_of(const PlacementResult& result, const GroupResult& group) {
  std::vector<std::string> names;
  for (const std::size_t instance : group.sequence) names.push_back(result.instances[instance].id);
  return names;
}

/// The figure of one check.
inline std::int64_t of(const ReasonCounts& counts, Reason reason) { return counts[static_cast<std::size_t>(reason)]; }

/// The sum over all checks.
inline std::int64_t total(const ReasonCounts& counts) {
  std::int64_t sum = 0;
  for (const std::int64_t count : counts) sum += count;
  return sum;
}

}  // namespace eniplan::tests
