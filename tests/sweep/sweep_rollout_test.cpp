// Rollouts of each scenario of a sweep, against roll() of a cluster that is described as the scenario leaves it.

#include <eniplan/load.hpp>
#include <eniplan/sweep.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include "change/changes.hpp"
#include "change/fleet_in_use.hpp"
#include "support/catch.hpp"
#include "support/random_rollout.hpp"
#include "support/random.hpp"

using namespace eniplan;
using namespace eniplan::test;
using change::FleetInUse;
using placement::InstanceIndex;

namespace {

const std::string arn = "arn:aws:ecs:us-east-1:111122223333:";

std::string arn_of_instance(std::size_t instance) {
  return arn + "container-instance/default/" + std::to_string(instance);
}

ContainerInstance described(const placement::World& world, InstanceIndex instance) {
  const placement::InstanceBlock& block = world.fleet->block(instance);
  const placement::RunState& state = world.runs.state_of(instance);
  ContainerInstance result{.container_instance_arn = arn_of_instance(instance)};
  result.status = block.status;
  result.agent_connected = block.agent_connected;
  result.capacity_provider_name = std::string(block.capacity_provider);
  result.attributes = *block.attributes;
  result.registered = block.facts->registered;
  result.remaining = state.remaining;
  result.registered_eni = block.facts->registered.eni;
  result.remaining_eni = state.remaining.eni;
  result.ports_taken = world.ports[state.ports].tcp;
  result.ports_udp_taken = world.ports[state.ports].udp;
  result.running_tasks_count = state.tasks;
  if (block.container_instance != nullptr) result.registered_at = block.container_instance->registered_at;
  return result;
}

/// The cluster as AWS would describe it now. Everything in it must be of services, and placed here.
Cluster described(const Cluster& cluster, const FleetInUse& fleet) {
  Cluster result = cluster;
  result.capacity.clear();
  result.container_instances.clear();
  for (InstanceIndex i = 0; i < fleet.fleet()->size(); ++i) {
    result.container_instances.push_back(described(fleet.world(), i));
  }
  const rollout::Settled settled = fleet.settled();
  for (std::size_t s = 0; s < result.services.size(); ++s) {
    Service& service = result.services[s];
    service.desired_count = settled.services[s].desired.value_or(service.desired_count);
    const TaskDefinition& definition = *find_task_definition(cluster, service.task_definition);
    for (const PlacementRun& run : settled.services[s].placements) {
      for (std::size_t i = 0; i < run.instance_count * static_cast<std::size_t>(run.tasks_per_instance); ++i) {
        const std::size_t instance = run.first_instance + i / static_cast<std::size_t>(run.tasks_per_instance);
        result.tasks.push_back({.task_arn = arn + "task/default/" + std::to_string(result.tasks.size()),
                                .task_definition_arn = task_definition_name(definition),
                                .container_instance_arn = arn_of_instance(instance),
                                .group = task_group(service),
                                .last_status = "RUNNING",
                                .desired_status = "RUNNING",
                                .has_eni_attachment = definition.network_mode == NetworkMode::awsvpc});
      }
    }
  }
  return result;
}

FleetInUse settled(const Cluster& cluster, const SweepScenario& scenario) {
  FleetInUse fleet(cluster);
  change::Changes changes(cluster, fleet);
  for (const Change& change : scenario.changes) changes.apply(change);
  changes.require_all();
  fleet.place_what_is_missing();
  return fleet;
}

/// Where the columns and rollouts by themselves differ first.
std::string difference(const SweepTable::RolloutColumns& columns, std::size_t row, const std::vector<Rollout>& alone) {
  RolloutOutcome worst = RolloutOutcome::completes;
  std::int64_t stuck = 0;
  std::int64_t races = 0;
  std::string first;
  for (const Rollout& rollout : alone) {
    worst = std::max(worst, rollout.outcome);
    races += rollout.attach_races;
    if (rollout.outcome != RolloutOutcome::stuck) continue;
    if (stuck++ == 0) first = rollout.service + " " + std::string(reason(rollout));
  }
  const std::string found =
      columns.stuck_service[row].empty() ? "" : columns.stuck_service[row] + " " + columns.reason[row];
  if (columns.services[row] != static_cast<std::int64_t>(alone.size())) return "services";
  if (columns.outcome[row] != worst) return "outcome: expected " + std::string(to_string(worst));
  if (columns.stuck[row] != stuck || found != first) return "expected \"" + first + "\", found \"" + found + "\"";
  if (columns.attach_races[row] != races) return "attach races: expected " + std::to_string(races);
  return "";
}

/// Without what an answer of AWS cannot tell: tasks of requests, random numbers drawn so far, addresses taken so far.
Cluster without_what_is_not_described(Cluster cluster) {
  cluster.run_tasks.clear();
  cluster.tasks.clear();
  cluster.subnets.clear();
  for (ContainerInstance& instance : cluster.container_instances) instance.running_tasks_count = 0;
  for (Service& service : cluster.services) {
    service.running_count = 0;
    service.subnets.clear();
    service.deployments.clear();
    if (!service.placement_strategy) continue;
    std::erase_if(*service.placement_strategy,
                  [](const PlacementStrategy& strategy) { return strategy.type == PlacementStrategy::Type::random; });
  }
  return cluster;
}

SweepAxes random_axes(Random& random, const Cluster& cluster) {
  SweepAxes axes;
  axes.seeds = {1, 2};
  axes.trunking = {std::nullopt, Trunking::enabled};
  const auto instances = static_cast<std::int64_t>(simulate(cluster).instances.size());
  axes.lose_instances = {0, random.between(0, std::min<std::int64_t>(instances, 4))};
  for (const Service& service : cluster.services) {
    if (service.scheduling_strategy == SchedulingStrategy::daemon) continue;
    axes.desired = {{service.service_name, {service.desired_count, random.between(0, 6)}}};
    break;
  }
  return axes;
}

}  // namespace

TEST_CASE("sweep: a lost zone can leave a rollout without the slot it needs", "[sweep]") {
  const Cluster cluster = load_text(R"(
capacity:
  - {name: front, instanceType: t2.small, count: 2, availabilityZones: [a, b]}
taskDefinitions:
  - {family: web, networkMode: awsvpc, cpu: 128, memory: 128}
services:
  - {serviceName: web, taskDefinition: web, desiredCount: 2}
)",
                                    "front.yaml")
                              .front();
  SweepAxes axes;
  axes.lose_zone = {{}, {"a"}};
  axes.desired = {{"web", {1, 2, 3}}};
  const SweepTable table = sweep(cluster, axes, {.services = {}, .rollout = SweepRollout{}});
  REQUIRE(table.rollouts);
  using enum RolloutOutcome;
  // 2 slots on each instance: 4 for up to 6 tasks, and 2 without zone a. A new task needs one before an old one stops.
  CHECK(table.rollouts->outcome ==
        std::vector{completes, completes, completes_after_transient_placement_errors, completes, stuck, stuck});
  CHECK(table.rollouts->stuck == std::vector<std::int64_t>{0, 0, 0, 0, 1, 1});
  CHECK(table.rollouts->stuck_service.back() == "web");
  CHECK(table.rollouts->reason.back() == "RESOURCE:ENI");
}

TEST_CASE("sweep: services roll from where their scenario leaves them, on random clusters", "[sweep]") {
  std::int64_t scenarios = 0;
  std::int64_t stuck = 0;
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    INFO("seed " << seed);
    Random random(seed);
    const Cluster cluster = without_what_is_not_described(random_rollout(seed).cluster);
    const SweepAxes axes = random_axes(random, cluster);
    RolloutOptions alone;
    alone.would_complete = false;
    alone.together = random.chance(50);
    alone.strict_eni = random.chance(30);
    const SweepRollout rollout{.services = {}, .together = alone.together, .strict_eni = alone.strict_eni};
    const SweepTable table = sweep(cluster, axes, {.services = {}, .rollout = rollout});
    for (std::size_t row = 0; row < table.size(); ++row) {
      INFO("scenario " << row);
      const Cluster as_it_is = described(cluster, settled(cluster, scenario(cluster, axes, row)));
      REQUIRE(difference(*table.rollouts, row, roll(as_it_is, alone).rollouts) == "");
      ++scenarios;
      stuck += table.rollouts->stuck[row] > 0 ? 1 : 0;
    }
  }
  CHECK(scenarios > 1'500);
  CHECK(stuck > 100);
}

TEST_CASE("sweep: where nothing changes the rollouts are those of roll(), tasks that run already among them",
          "[sweep]") {
  std::int64_t compared = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    INFO("seed " << seed);
    const Cluster cluster = random_rollout(seed).cluster;
    RolloutOptions alone;
    alone.would_complete = false;
    alone.together = seed % 2 == 0;
    const SweepRollout rollout{.services = {}, .together = alone.together, .strict_eni = false};
    std::vector<Rollout> rollouts;
    try {
      rollouts = roll(cluster, alone).rollouts;
    } catch (const InputError&) {
      CHECK_THROWS_AS(sweep(cluster, {}, {.services = {}, .rollout = rollout}), InputError);
      continue;
    }
    const SweepTable table = sweep(cluster, {}, {.services = {}, .rollout = rollout});
    // What was refused is tried again, and where constraints look at tasks some of it may find a place now.
    if (table.placed.front() != simulate(cluster).summary.placed) continue;
    REQUIRE(difference(*table.rollouts, 0, rollouts) == "");
    ++compared;
  }
  CHECK(compared > 150);
}
