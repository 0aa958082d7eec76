// Every scenario of a sweep against what_if() of that scenario alone: all small clusters of a kind, and random ones by
// seed.

#include <eniplan/sweep.hpp>

#include <algorithm>
#include <limits>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "support/catch.hpp"
#include "support/exhaustive.hpp"
#include "support/random_cluster.hpp"
#include "support/seeds.hpp"
#include "sweep/sweep_judge.hpp"

using namespace eniplan;
using namespace eniplan::test;

namespace {

/// Nothing, one instance or two in each of two zones, of a type that has a trunk or not; an `awsvpc` service, a request
/// and a task that runs already.
Cluster small_cluster(Exhaustive& choices) {
  Cluster cluster;
  const char* const types[] = {"t2.micro", "c5.large"};
  cluster.capacity = {{.name = "one",
                       .instance_type = types[choices.below(2)],
                       .count = static_cast<std::int64_t>(choices.below(3)),
                       .availability_zones = {"a", "b"}},
                      {.name = "two", .instance_type = "t2.micro", .count = 1, .availability_zones = {"b"}}};
  cluster.task_definitions = {{.family = "web",
                               .revision = 1,
                               .network_mode = NetworkMode::awsvpc,
                               .cpu = CpuUnits{256},
                               .memory = MiB{256},
                               .container_definitions = {{.name = "app"}}},
                              {.family = "batch",
                               .revision = 1,
                               .cpu = CpuUnits{512},
                               .memory = MiB{128},
                               .container_definitions = {{.name = "app"}}}};
  cluster.services = {
      {.service_name = "web", .task_definition = "web", .desired_count = static_cast<std::int64_t>(choices.below(4))}};
  if (choices.below(2) == 1) {
    cluster.run_tasks = {{.task_definition = "batch", .count = 2, .group = "family:batch"}};
  }
  const std::size_t running = choices.below(3);
  if (running > 0) {
    cluster.tasks = {{.task_arn = "arn:aws:ecs:us-east-1:111122223333:task/default/1",
                      .task_definition_arn = running == 1 ? "web:1" : "batch:1",
                      .container_instance_arn = "two/0",
                      .group = running == 1 ? "service:web" : "family:batch",
                      .last_status = "RUNNING",
                      .desired_status = "RUNNING"}};
  }
  return cluster;
}

std::vector<std::vector<std::string>> zones_to_lose(const Cluster& cluster) {
  std::set<std::string> zones;
  for (const CapacityGroup& group : cluster.capacity) {
    for (std::size_t i = 0; i < group.availability_zones.size(); ++i) {
      if (static_cast<std::int64_t>(i) < group.count) zones.insert(group.availability_zones[i]);
    }
  }
  for (const ContainerInstance& instance : cluster.container_instances) {
    if (const auto zone = instance.attributes.value_of(availability_zone_attribute)) zones.emplace(*zone);
  }
  std::vector<std::vector<std::string>> losses = {{}};
  for (const std::string& zone : zones) losses.push_back({zone});
  if (zones.size() > 2) losses.push_back({*zones.rbegin(), *zones.begin()});
  return losses;
}

/// Running tasks on instances unknown cannot be stopped.
std::int64_t fewest(const Cluster& cluster, const Service& service) {
  const PlacementResult result = simulate(cluster);
  return std::ranges::find(result.services, service.service_name, &GroupResult::name)->running_count;
}

/// Instances, whatever zones are lost.
std::int64_t fewest_left(const Cluster& cluster, const SweepAxes& axes) {
  std::int64_t fewest = std::numeric_limits<std::int64_t>::max();
  for (const std::vector<std::string>& zones : axes.lose_zone) {
    std::vector<Change> losses;
    for (const std::string& zone : zones) losses.push_back(LoseZone{zone});
    fewest = std::min(fewest, what_if(cluster, losses).after.instances);
  }
  return fewest;
}

SweepAxes random_axes(Random& random, const Cluster& cluster) {
  SweepAxes axes;
  axes.lose_zone = zones_to_lose(cluster);
  axes.seeds = {std::nullopt, random.below(100)};
  axes.trunking = {Trunking::enabled, std::nullopt, Trunking::disabled};
  for (const Service& service : cluster.services) {
    if (service.scheduling_strategy == SchedulingStrategy::daemon || axes.desired.size() == 2) continue;
    const std::int64_t least = fewest(cluster, service);
    axes.desired.push_back({service.service_name, {least + random.between(0, 12), least + random.between(0, 3)}});
  }
  const std::int64_t left = fewest_left(cluster, axes);
  axes.lose_instances = {random.between(0, std::min<std::int64_t>(left, 3)), 0, left};
  return axes;
}

SweepOptions all_services(const Cluster& cluster) {
  SweepOptions options;
  for (const Service& service : cluster.services) options.services.push_back(service.service_name);
  return options;
}

}  // namespace

TEST_CASE("sweep: each scenario is what what_if() makes of it, on all small clusters", "[sweep]") {
  Exhaustive choices;
  std::size_t clusters = 0;
  do {
    const Cluster cluster = small_cluster(choices);
    SweepAxes axes;
    axes.lose_zone = zones_to_lose(cluster);
    axes.trunking = {std::nullopt, Trunking::enabled, Trunking::disabled};
    axes.desired = {{"web", {0, 1, 2, 5}}};
    const SweepOptions options = all_services(cluster);
    ++clusters;
    INFO("cluster " << clusters);
    REQUIRE(sweep_difference(cluster, axes, options, sweep(cluster, axes, options)) == "");
  } while (choices.next());
  CHECK(clusters == 144);  // 2 types · 3 counts · 4 desired · with or without request · 3 kinds of running task
}

TEST_CASE("sweep: each scenario is what what_if() makes of it, on random clusters", "[sweep]") {
  constexpr std::uint64_t seeds = many_or_few(60, 6);
  std::size_t scenarios = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    INFO("seed " << seed);
    Random random(seed);
    const Cluster cluster = random_cluster_to_roll(random, random.chance(80) ? Size::small : Size::large);
    const SweepAxes axes = random_axes(random, cluster);
    const SweepOptions options = all_services(cluster);
    const SweepTable table = sweep(cluster, axes, options);
    scenarios += table.size();
    REQUIRE(sweep_difference(cluster, axes, options, table) == "");
  }
  CHECK(scenarios > many_or_few(5'000, 480));
}

TEST_CASE("sweep: the table hangs neither on threads nor on how the grid is cut", "[sweep]") {
  for (std::uint64_t seed = 1; seed <= many_or_few(30, 5); ++seed) {
    INFO("seed " << seed);
    Random random(seed);
    const Cluster cluster = random_cluster_to_roll(random, Size::small);
    const SweepAxes axes = random_axes(random, cluster);
    SweepOptions options = all_services(cluster);
    const SweepTable whole = sweep(cluster, axes, options);
    REQUIRE(whole.size() == scenario_count(axes));
    for (const std::size_t threads : {2U, 8U}) {
      options.threads = threads;
      REQUIRE(sweep(cluster, axes, options) == whole);
    }
    std::vector<SweepTable> parts;
    for (std::size_t first = 0; first < whole.size(); first = *options.last) {
      options.first = first;
      options.last = std::min(whole.size(), first + 1 + random.below(40));
      parts.push_back(sweep(cluster, axes, options));
      REQUIRE(parts.back().size() == *options.last - first);
    }
    REQUIRE(joined(std::move(parts)) == whole);
  }
}
