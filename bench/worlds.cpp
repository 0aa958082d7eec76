#include "worlds.hpp"

#include <array>
#include <iomanip>
#include <optional>
#include <sstream>
#include <string>
#include <utility>

namespace eniplan::bench {
namespace {

/// Random enough for sizes and choices; a linear congruence keeps it the same everywhere.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}

  std::size_t below(std::size_t bound) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::size_t>((state_ >> 33) % bound);
  }
  bool one_in(std::size_t n) { return below(n) == 0; }

 private:
  std::uint64_t state_;
};

const std::array<std::string, 3> zones = {"us-east-1a", "us-east-1b", "us-east-1c"};

PlacementStrategy spread(std::string field) { return {PlacementStrategy::Type::spread, std::move(field)}; }
PlacementStrategy binpack(std::string field) { return {PlacementStrategy::Type::binpack, std::move(field)}; }

ContainerInstance described(std::size_t number) {
  const std::string id = std::to_string(1'000'000 + number);
  const Resources size{.cpu = {16384}, .memory = {63000}};
  return {.container_instance_arn = "arn:aws:ecs:us-east-1:1:container-instance/quota/" + id,
          .ec2_instance_id = "i-" + id,
          .attributes = Attributes({{"ecs.instance-type", "m5.4xlarge"},
                                    {"ecs.availability-zone", zones[number % zones.size()]},
                                    {"ecs.os-type", "linux"},
                                    {"ecs.cpu-architecture", "x86_64"},
                                    {std::string(trunk_attribute), "eni-" + id},
                                    {std::string(task_eni_capability), std::nullopt}}),
          .registered = size,
          .remaining = size,
          .ports_taken = {22, 2375, 2376, 51678, 51679},
          .agent_version = "1.105.1"};
}

CapacityGroup group(std::string name, std::string type, std::size_t count) {
  return {.name = std::move(name),
          .instance_type = std::move(type),
          .count = static_cast<std::int64_t>(count),
          .availability_zones = {zones.begin(), zones.end()},
          .trunking = Trunking::enabled};
}

TaskDefinition definition(std::string family, NetworkMode mode, std::int64_t cpu, std::int64_t memory) {
  return {.family = std::move(family),
          .network_mode = mode,
          .cpu = CpuUnits{cpu},
          .memory = MiB{memory},
          .container_definitions = {{.name = "app"}}};
}

TaskDefinition random_definition(std::string family, Dice& dice) {
  const NetworkMode mode = dice.one_in(2) ? NetworkMode::awsvpc : NetworkMode::bridge;
  const auto cpu = static_cast<std::int64_t>(128 * (1 + dice.below(8)));
  const auto memory = static_cast<std::int64_t>(256 * (1 + dice.below(12)));
  TaskDefinition made = definition(std::move(family), mode, cpu, memory);
  if (mode == NetworkMode::bridge && dice.one_in(4)) {
    const auto port = static_cast<std::int64_t>(8000 + dice.below(1000));
    made.container_definitions[0].port_mappings = {{.container_port = 80, .host_port = port}};
  }
  return made;
}

std::optional<std::vector<PlacementStrategy>> random_strategies(Dice& dice) {
  const std::string zone = "attribute:ecs.availability-zone";
  switch (dice.below(8)) {
    case 0: return {{binpack("memory")}};
    case 1: return {{binpack("cpu")}};
    case 2: return {{spread("instanceId")}};
    case 3: return {{spread(zone), binpack("memory")}};
    case 4: return {{PlacementStrategy{}}};
    default: return std::nullopt;  // The default is what most services have.
  }
}

std::vector<PlacementConstraint> random_constraints(Dice& dice) {
  std::vector<PlacementConstraint> constraints;
  if (dice.one_in(10)) constraints.emplace_back();
  if (dice.one_in(10)) {
    constraints.push_back({PlacementConstraint::Type::member_of,
                           parse_query("attribute:ecs.instance-type =~ m5.* and attribute:ecs.os-type == linux")});
  }
  return constraints;
}

std::int64_t share_of(std::size_t part, const WorldSize& size) {
  return static_cast<std::int64_t>(size.tasks / size.services + (part < size.tasks % size.services ? 1 : 0));
}

class Checksum {
 public:
  void add(auto value) { sum_ = (sum_ ^ static_cast<std::uint64_t>(value)) * 0x100000001B3U; }

  [[nodiscard]] std::string text() const {
    std::ostringstream digits;
    digits << std::hex << std::setw(16) << std::setfill('0') << sum_;
    return digits.str();
  }

 private:
  std::uint64_t sum_ = 0xCBF29CE484222325U;
};

void add(const GroupResult& group, Checksum& sum) {
  for (const PlacementRun& run : group.placements) {
    sum.add(run.first_instance);
    sum.add(run.instance_count);
    sum.add(run.tasks_per_instance);
  }
  for (const Failure& failure : group.failures) {
    sum.add(failure.reason);
    sum.add(failure.count);
  }
}

}  // namespace

Cluster mixed_cluster(const WorldSize& size, std::uint64_t seed) {
  Dice dice(seed);
  Cluster cluster;
  cluster.seed = seed;
  for (std::size_t i = 0; i < size.instances / 2; ++i) cluster.container_instances.push_back(described(i));
  const std::size_t in_groups = size.instances - size.instances / 2;
  cluster.capacity = {group("general", "m5.4xlarge", in_groups / 2), group("memory", "r5.4xlarge", in_groups / 4),
                      group("compute", "c5.4xlarge", in_groups - in_groups / 2 - in_groups / 4)};
  for (std::size_t i = 0; i < size.services; ++i) {
    const std::string name = "service-" + std::to_string(i);
    cluster.task_definitions.push_back(random_definition(name, dice));
    cluster.services.push_back({.service_name = name,
                                .task_definition = name,
                                .desired_count = share_of(i, size),
                                .placement_strategy = random_strategies(dice),
                                .placement_constraints = random_constraints(dice)});
  }
  return cluster;
}

Cluster uniform_cluster(const WorldSize& size, std::vector<PlacementStrategy> strategies) {
  Cluster cluster;
  cluster.capacity = {group("general", "m5.4xlarge", size.instances)};
  // The catalog's figure is an estimate with a range; a given one spares two more simulations.
  cluster.capacity[0].registered_memory = MiB{63000};
  cluster.task_definitions = {definition("web", NetworkMode::awsvpc, 256, 512)};
  for (std::size_t i = 0; i < size.services; ++i) {
    cluster.services.push_back({.service_name = "service-" + std::to_string(i),
                                .task_definition = "web",
                                .desired_count = share_of(i, size),
                                .placement_strategy = strategies});
  }
  return cluster;
}

std::string checksum(const PlacementResult& result) {
  Checksum sum;
  for (const GroupResult& service : result.services) add(service, sum);
  for (const GroupResult& request : result.run_tasks) add(request, sum);
  return sum.text();
}

}  // namespace eniplan::bench
