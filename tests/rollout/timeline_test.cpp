#include <eniplan/timeline.hpp>

#include "support/catch.hpp"

using namespace eniplan;

namespace {

/// A service `web` of one definition with these containers.
Cluster cluster_of(std::vector<ContainerDefinition> containers, NetworkMode mode = NetworkMode::awsvpc) {
  Cluster cluster;
  cluster.task_definitions = {{.family = "web", .network_mode = mode, .container_definitions = std::move(containers)}};
  cluster.services = {{.service_name = "web", .task_definition = "web", .desired_count = 2}};
  return cluster;
}

RolloutResult rolled(std::vector<RolloutStep> steps) {
  RolloutResult result;
  result.rollouts = {{.service = "web", .task_definition = "web:1", .steps = std::move(steps)}};
  return result;
}

Timeline only(const Cluster& cluster, const RolloutResult& result, const RolloutOptions& options = {},
              const TimelineOptions& timing = {}) {
  const std::vector<Timeline> lines = timeline(cluster, result, options, timing);
  REQUIRE(lines.size() == 1);
  return lines.front();
}

RolloutStep step(std::int64_t round, std::int64_t started, std::int64_t stopped) {
  return {.round = round, .started = started, .stopped = stopped};
}

}  // namespace

TEST_CASE("timeline: launches, start, health, stop and detaching follow each other", "[timeline]") {
  const Timeline line = only(cluster_of({{.name = "a"}}), rolled({step(1, 3, 3)}));
  // 3 launches take 2 intervals of 60 s / 500 = 120 ms; 30 s to start, 40 s to be healthy, 30 s to stop, 20 s to
  // detach.
  CHECK(line.steps == std::vector<TimelineStep>{{1, 0, 30'240, 70'240, 100'240, 120'240}});
  CHECK(line.end == 100'240);
  CHECK(line.health_seconds == 40);
  CHECK_FALSE(line.has_health_check);
}

TEST_CASE("timeline: a round begins when the stops of the one before are ordered", "[timeline]") {
  const Timeline line = only(cluster_of({{.name = "a"}}), rolled({step(1, 1, 1), step(2, 1, 1), step(3, 0, 1)}));
  REQUIRE(line.steps.size() == 3);
  CHECK(line.steps[1].begin == 70'000);          // the first is healthy: 30 + 40
  CHECK(line.steps[2].begin == 140'000);         // 70 + 70
  CHECK(line.steps[2].running == std::nullopt);  // nothing started,
  CHECK(line.steps[2].stopped == 170'000);       // so it stops at once
  CHECK(line.end == 170'000);
}

TEST_CASE("timeline: with strict ENI a round waits for the slots of the round before the last", "[timeline]") {
  // Round 1 stops 2, round 2 can do nothing and is no step, round 3 starts 2 on their slots.
  const Cluster cluster = cluster_of({{.name = "a", .stop_timeout = 90}});
  const RolloutResult result = rolled({step(1, 0, 2), step(3, 2, 0)});
  CHECK(only(cluster, result).steps[1].begin == 0);
  const Timeline strict = only(cluster, result, {.strict_eni = true});
  CHECK(strict.steps[1].begin == 110'000);             // 90 s to stop, 20 s to detach
  CHECK(strict.steps[1].healthy == 110'000 + 70'120);  // the second launch comes 120 ms later
  const Timeline quick = only(cluster, result, {.strict_eni = true}, {.start_seconds = 5, .detach_seconds = 0});
  CHECK(quick.steps[1].begin == 90'000);  // detached at once, but not before they have ended
}

TEST_CASE("timeline: the slowest container counts, for health only essential ones with a check", "[timeline]") {
  const Timeline line = only(cluster_of({{.name = "a", .stop_timeout = 2, .health_check = HealthCheck{10, 3}},
                                         {.name = "b", .stop_timeout = 45, .health_check = HealthCheck{20, 2}},
                                         {.name = "c", .essential = false, .health_check = HealthCheck{300, 10}}},
                                        NetworkMode::bridge),
                             rolled({step(1, 1, 1)}));
  CHECK(line.has_health_check);
  CHECK(line.health_seconds == 40);            // 20 s times 2, more than 10 s times 3
  CHECK(line.stop_seconds == 45);              // more than the 30 s of c, which says nothing
  CHECK(line.detach_seconds == std::nullopt);  // bridge
  CHECK(line.steps == std::vector<TimelineStep>{{1, 0, 30'000, 70'000, 115'000, std::nullopt}});
}

TEST_CASE("timeline: what is stopped is of the old definition, what is started of the new", "[timeline]") {
  Cluster cluster = cluster_of({{.name = "a", .stop_timeout = 3}});
  cluster.task_definitions.push_back(
      {.family = "new",
       .network_mode = NetworkMode::bridge,
       .container_definitions = {{.name = "a", .stop_timeout = 100, .health_check = HealthCheck{}}}});
  RolloutResult result = rolled({step(1, 1, 1)});
  result.rollouts[0].task_definition = "new:1";
  const Timeline line = only(cluster, result);
  CHECK(line.stop_seconds == 3);
  CHECK(line.detach_seconds == 20);
  CHECK(line.health_seconds == 90);  // 30 s times 3
  // Half-way: the service names the new one already, its deployments tell the old one.
  cluster.services[0].task_definition = "new";
  CHECK(only(cluster, result).stop_seconds == 100);
  cluster.services[0].deployments = {{"PRIMARY", "new:1", 2}, {"ACTIVE", "web:1", 2}};
  CHECK(only(cluster, result).stop_seconds == 3);
  // Drained, tasks of either may stop.
  CHECK(only(cluster, result, {.drain = {"az1"}}).stop_seconds == 100);
}

TEST_CASE("timeline: rolled together, services share the clock", "[timeline]") {
  Cluster cluster = cluster_of({{.name = "a", .health_check = HealthCheck{100, 1}}});
  cluster.task_definitions.push_back({.family = "api", .container_definitions = {{.name = "a"}}});
  cluster.services.push_back({.service_name = "api", .task_definition = "api"});
  RolloutResult result = rolled({step(1, 1, 1), step(2, 1, 1)});
  result.rollouts.push_back({.service = "api", .task_definition = "api:1", .steps = {step(1, 1, 0), step(2, 0, 1)}});
  const std::vector<Timeline> apart = timeline(cluster, result, {});
  CHECK(apart[0].steps[1].begin == 130'000);  // 30 + 100
  CHECK(apart[1].steps[1].begin == 70'000);   // 30 + 40
  const std::vector<Timeline> together = timeline(cluster, result, {.together = true});
  CHECK(together[0].steps[1].begin == 130'000);
  CHECK(together[1].steps[1].begin == 130'000);
}

TEST_CASE("timeline: a rollout without a step takes no time", "[timeline]") {
  CHECK(only(cluster_of({{.name = "a"}}), rolled({})).end == 0);
}
