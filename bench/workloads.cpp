#include "workloads.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <utility>

#include "fleets.hpp"
#include "work.hpp"

namespace eniplan::bench {
namespace {

constexpr Ceiling no_ceiling{{std::numeric_limits<std::int64_t>::max()}, {std::numeric_limits<std::int64_t>::max()}};
/// What the loaded instances of failure/verdict have left at most.
constexpr Ceiling little{{1024}, {4096}};

const Strategies pack_in_zones = {spread_zones(), binpack("memory")};
const Strategies by_chance = {PlacementStrategy{}};

Cluster empty_cluster(const WorkSize& size) {
  Cluster cluster;
  cluster.cluster_name = "fleet";
  cluster.seed = size.seed;
  return cluster;
}

// fleet/fresh, fleet/random, scaling, oracle/ratio

using StrategiesOf = std::function<std::optional<Strategies>(Dice&)>;

std::optional<Strategies> usual_mix(Dice& dice) {
  const std::size_t percent = dice.below(100);
  if (percent < 60) return std::nullopt;
  if (percent < 85) return pack_in_zones;
  return Strategies{binpack("memory")};
}

Cluster fresh(const WorkSize& size, const StrategiesOf& strategies_of) {
  Dice dice(size.seed);
  Cluster cluster = empty_cluster(size);
  add_capacity(cluster, size.instances);
  add_definitions(cluster, service_shapes(size.shapes, dice));
  add_services(cluster, sizes(size.services, size.tasks, dice), dice, strategies_of);
  return cluster;
}

Cluster fresh_packed(const WorkSize& size) {
  return fresh(size, [](Dice&) { return pack_in_zones; });
}
Cluster fresh_by_chance(const WorkSize& size) {
  return fresh(size, [](Dice&) { return by_chance; });
}
Cluster fresh_mixed(const WorkSize& size) { return fresh(size, usual_mix); }

// fleet/fragmented

Cluster fragmented(const WorkSize& size) {
  Dice dice(size.seed);
  Cluster cluster = empty_cluster(size);
  add_described(cluster, size.instances, no_ceiling, dice);
  add_definitions(cluster, light_shapes(size.shapes, dice));
  add_services(cluster, sizes(size.services, size.tasks, dice), dice, usual_mix);
  return cluster;
}

// runtask/*

Cluster one_at_a_time(const WorkSize& size) {
  Dice dice(size.seed);
  Cluster cluster = empty_cluster(size);
  add_capacity(cluster, size.instances);
  add_definitions(cluster, service_shapes(size.shapes, dice));
  add_requests(cluster, size.tasks, [](std::size_t) { return Strategies{binpack("memory")}; });
  return cluster;
}

struct NamedStrategies {
  std::string name;
  Strategies strategies;
};

const std::array<NamedStrategies, 6> deterministic = {{
    {"binpack-cpu", {binpack("cpu")}},
    {"binpack-memory", {binpack("memory")}},
    {"spread-instance", {spread("instanceId")}},
    {"spread-az", {spread_zones()}},
    {"spread-az+spread-instance", {spread_zones(), spread("instanceId")}},
    {"spread-az+binpack-memory", pack_in_zones},
}};

Cluster adversarial(const WorkSize& size, const std::function<Strategies(std::size_t)>& strategies_of) {
  Dice dice(size.seed);
  Cluster cluster = empty_cluster(size);
  add_described(cluster, size.instances, no_ceiling, dice);
  add_definitions(cluster, light_shapes(size.shapes, dice));
  add_requests(cluster, size.tasks, strategies_of);
  return cluster;
}

/// A family's requests have changing strategies too: a turn of the strategies is not one of the families.
Cluster adversarial_mix(const WorkSize& size) {
  return adversarial(
      size, [](std::size_t number) { return deterministic.at(number * 5 / 7 % deterministic.size()).strategies; });
}

Workload adversarial_row(std::string name, Strategies strategies, const WorkSize& size, const WorkSize& oracle_size) {
  auto make = [strategies = std::move(strategies)](const WorkSize& asked) {
    return adversarial(asked, [&](std::size_t) { return strategies; });
  };
  return {"runtask/adversarial/" + std::move(name), std::move(make), size, oracle_size};
}

void add_adversarial(std::vector<Workload>& rows) {
  const WorkSize size{100'000, 0, 1'000'000, 200};
  const WorkSize oracle_size{200, 0, 2'000, 200};
  for (const NamedStrategies& named : deterministic) {
    rows.push_back(adversarial_row(named.name, named.strategies, size, oracle_size));
  }
  rows.push_back({"runtask/adversarial/mix", adversarial_mix, size, oracle_size});
  rows.push_back(adversarial_row("random", by_chance, size, oracle_size));
}

// fleet/constraints

PlacementConstraint member_of(std::string_view expression) {
  return {PlacementConstraint::Type::member_of, parse_query(expression)};
}

constexpr std::array<std::string_view, 6> places = {
    "attribute:stack == blue",
    "attribute:stack in [green, red]",
    "attribute:ecs.instance-type =~ m5.*",
    "attribute:ecs.instance-type in [r5.xlarge, r5.2xlarge] and attribute:stack != red",
    "attribute:ecs.availability-zone != us-east-1b",
    "not(attribute:stack == grey) and attribute:ecs.instance-type !~ .*large or attribute:ecs.awsvpc-trunk-id exists",
};

/// As add_definitions, and each shape a second time with a port of the instance that is its own.
void add_definitions_with_ports(Cluster& cluster, const std::vector<Shape>& shapes) {
  add_definitions(cluster, shapes);
  add_definitions(cluster, shapes);
  for (std::size_t i = shapes.size(); i < cluster.task_definitions.size(); ++i) {
    TaskDefinition& definition = cluster.task_definitions[i];
    definition.network_mode = NetworkMode::bridge;
    definition.container_definitions[0].port_mappings = {
        {.container_port = 80, .host_port = static_cast<std::int64_t>(8000 + i)}};
  }
}

std::vector<PlacementConstraint> draw_constraints(Dice& dice) {
  std::vector<PlacementConstraint> constraints;
  if (!dice.one_in(3)) constraints.push_back(member_of(places.at(dice.below(places.size()))));
  if (dice.one_in(3)) constraints.emplace_back();  // distinctInstance
  return constraints;
}

Cluster constrained(const WorkSize& size) {
  Dice dice(size.seed);
  Cluster cluster = empty_cluster(size);
  add_capacity(cluster, size.instances);
  add_definitions_with_ports(cluster, service_shapes(size.shapes, dice));
  add_services(cluster, sizes(size.services, size.tasks, dice), dice, usual_mix);
  for (Service& service : cluster.services) service.placement_constraints = draw_constraints(dice);
  return cluster;
}

// failure/verdict

/// A task that no loaded instance takes, for one reason or another; the other checks fail on some of them.
TaskDefinition draw_refused(std::size_t number, Dice& dice) {
  TaskDefinition made{.family = "shape-" + std::to_string(number),
                      .network_mode = dice.one_in(2) ? NetworkMode::awsvpc : NetworkMode::bridge,
                      .cpu = CpuUnits{dice.multiple(1, 1024)},
                      .memory = MiB{dice.multiple(1, 4096)},
                      .container_definitions = {{.name = "app"}}};
  switch (dice.below(5)) {
    case 0: made.cpu = little.cpu + CpuUnits{dice.multiple(1, 8192)}; break;
    case 1: made.memory = little.memory + MiB{dice.multiple(1, 32768)}; break;
    case 2: made.cpu = little.cpu + CpuUnits{1}, made.memory = little.memory + MiB{dice.multiple(1, 32768)}; break;
    case 3: made.container_definitions[0].gpus = Gpus{1}; break;
    case 4:  // The agent's own port is taken on every instance.
      made.network_mode = NetworkMode::bridge;
      made.container_definitions[0].port_mappings = {{.container_port = 80, .host_port = 2375}};
      break;
  }
  if (dice.one_in(3)) made.placement_constraints = {member_of("attribute:ecs.instance-type =~ m.*")};
  return made;
}

Cluster refused(const WorkSize& size) {
  Dice dice(size.seed);
  Cluster cluster = empty_cluster(size);
  add_described(cluster, size.instances, little, dice);
  for (std::size_t i = 0; i < size.shapes; ++i) cluster.task_definitions.push_back(draw_refused(i, dice));
  add_services(cluster, sizes(size.services, size.tasks, dice), dice, usual_mix);
  // Every shape is asked for, in turn.
  for (std::size_t i = 0; i < cluster.services.size(); ++i) {
    cluster.services[i].task_definition = cluster.task_definitions[i % size.shapes].family;
    cluster.services[i].desired_count += 1;  // None asks for nothing.
  }
  return cluster;
}

// The rows

WorkSize with_services(WorkSize size, std::size_t services) {
  size.services = services;
  return size;
}

/// Ten times the tasks all fit, and on ten times the instances.
void add_scaling(std::vector<Workload>& rows, const WorkSize& fleet) {
  WorkSize fewer_tasks = fleet;
  fewer_tasks.tasks /= 10;
  WorkSize more_instances = fleet;
  more_instances.instances *= 10;
  rows.push_back({"scaling/tasks/1x", fresh_packed, fewer_tasks, {}, Variants::none});
  rows.push_back({"scaling/tasks/10x", fresh_packed, fleet, {}, Variants::none});
  rows.push_back({"scaling/instances/1x", fresh_packed, fleet, {}, Variants::none});
  rows.push_back({"scaling/instances/10x", fresh_packed, more_instances, {}, Variants::none});
}

/// The oracle takes some 10 ns for each pair of an instance and a task, so a second or so at most.
bool bearable(const WorkSize& size) { return size.instances * size.tasks <= 100'000'000; }

Workload growing(const std::string& what, std::size_t amount, const WorkSize& size) {
  return {"growth/" + what + "/" + std::to_string(amount), fresh_mixed, size, bearable(size) ? size : WorkSize{},
          Variants::none};
}

/// 1 and 3 times each power of ten from `first` to `last`.
std::vector<std::size_t> steps(std::size_t first, std::size_t last) {
  std::vector<std::size_t> made;
  for (std::size_t power = first; power < last; power *= 10) made.insert(made.end(), {power, 3 * power});
  made.push_back(last);
  return made;
}

std::size_t part(std::size_t amount, std::size_t divisor) {
  return amount == 0 ? 0 : std::max<std::size_t>(1, amount / divisor);
}

}  // namespace

WorkSize divided(WorkSize size, std::size_t divisor) {
  size.instances = part(size.instances, divisor);
  size.services = part(size.services, divisor);
  size.tasks = part(size.tasks, divisor);
  return size;
}

std::vector<Workload> workloads() {
  const WorkSize fleet{1'000'000, 10'000, 10'000'000, 6};
  const WorkSize small{1'000, 100, 10'000, 6};
  std::vector<Workload> rows = {
      {"fleet/fresh/spread-az+binpack", fresh_packed, fleet, small},
      {"fleet/fresh/default", fresh_by_default, fleet, small},
      {"fleet/fresh/100k-services", fresh_mixed, with_services(fleet, 100'000), with_services(small, 1'000)},
      {"fleet/fragmented", fragmented, {100'000, 100'000, 500'000, 50}, {1'000, 1'000, 5'000, 50}},
      {"fleet/random", fresh_by_chance, {100'000, 100, 1'000'000, 6}, small},
      {"runtask/one-at-a-time", one_at_a_time, {10'000, 0, 100'000, 200}, {200, 0, 2'000, 200}},
  };
  add_adversarial(rows);
  rows.push_back({"fleet/constraints", constrained, {100'000, 10'000, 500'000, 6}, {1'000, 100, 5'000, 6}});
  rows.push_back({"failure/verdict", refused, {100'000, 10'000, 100'000, 200}, {400, 1'000, 10'000, 200}});
  rows.push_back(
      {"failure/verdict/each-its-own", refused, {100'000, 10'000, 100'000, 10'000}, {400, 1'000, 10'000, 1'000}});
  add_scaling(rows, fleet);
  const WorkSize ratio{10'000, 100, 100'000, 6};
  rows.push_back({"oracle/ratio", fresh_mixed, ratio, ratio, Variants::none});
  return rows;
}

std::vector<Workload> growing_workloads() {
  std::vector<Workload> rows;
  for (const std::size_t n : steps(100, 100'000)) rows.push_back(growing("tasks", n, {10'000, 100, n, 6}));
  for (const std::size_t n : steps(1'000, 10'000'000)) {
    rows.push_back(growing("tasks-of-million", n, {1'000'000, 1'000, n, 6}));
    rows.push_back(growing("instances", n, {n, 100, 10'000, 6}));
  }
  for (const std::size_t n : steps(10, 10'000)) rows.push_back(growing("services", n, {10'000, n, 10'000, 6}));
  for (const std::size_t n : steps(10, 100'000)) {
    rows.push_back(growing("services-of-million", n, {1'000'000, n, 10'000'000, 6}));
  }
  return rows;
}

Cluster fresh_by_default(const WorkSize& size) {
  return fresh(size, [](Dice&) { return std::nullopt; });
}

Cluster mixed_cluster(const WorkSize& size) {
  Dice dice(size.seed);
  Cluster cluster = empty_cluster(size);
  add_described(cluster, size.instances / 2, no_ceiling, dice);
  add_capacity(cluster, size.instances - size.instances / 2);
  for (CapacityGroup& group : cluster.capacity) group.registered_memory.reset();
  add_definitions_with_ports(cluster, light_shapes(size.shapes, dice));
  add_services(cluster, sizes(size.services, size.tasks, dice), dice, usual_mix);
  for (Service& service : cluster.services) service.placement_constraints = draw_constraints(dice);
  return cluster;
}

}  // namespace eniplan::bench
