// Rollouts small enough to follow by hand; the oracle compares all the rest.

#include <eniplan/load.hpp>
#include <eniplan/rollout.hpp>

#include <string>
#include <vector>

#include "support/catch.hpp"

using namespace eniplan;

namespace {

Cluster cluster_of(const std::string& document) { return load_text(document, "cluster.yaml").front(); }

/// `count` t2.small, which have two slots each, and `web`, which takes one, `desired` times.
Cluster small_fleet(int count, int desired, const std::string& deployment) {
  return cluster_of("capacity: [{name: small, instanceType: t2.small, count: " + std::to_string(count) +
                    ", availabilityZones: [a, b]}]\n"
                    "taskDefinitions: [{family: web, networkMode: awsvpc, cpu: 64, memory: 64}]\n"
                    "services: [{serviceName: web, taskDefinition: web, desiredCount: " +
                    std::to_string(desired) + ", deploymentConfiguration: {" + deployment + "}}]\n");
}

Rollout only(const Cluster& cluster, const RolloutOptions& options = {}) {
  const RolloutResult result = roll(cluster, options);
  REQUIRE(result.rollouts.size() == 1);
  return result.rollouts.front();
}

std::vector<std::string> errors(const Cluster& cluster, const RolloutOptions& options) {
  try {
    static_cast<void>(roll(cluster, options));
  } catch (const InputError& error) {
    std::vector<std::string> keys;
    for (const Diagnostic& diagnostic : error.diagnostics()) keys.push_back(diagnostic.key);
    return keys;
  }
  return {};
}

}  // namespace

TEST_CASE("rollout: the minimum is rounded up and the maximum down", "[rollout]") {
  const Rollout two = only(small_fleet(8, 2, "minimumHealthyPercent: 75, maximumPercent: 200"));
  CHECK(two.minimum_healthy == 2);
  CHECK(two.outcome == RolloutOutcome::completes);
  const Rollout three = only(small_fleet(8, 3, "minimumHealthyPercent: 100, maximumPercent: 125"));
  CHECK(three.maximum == 3);
  CHECK(three.outcome == RolloutOutcome::stuck);
  CHECK(three.rounds == 0);
  CHECK(reason(three) == "DEPLOYMENT_CONFIGURATION");
  CHECK(message(three).starts_with("(service web) was unable to stop or start tasks during a deployment"));
}

TEST_CASE("rollout: a full fleet is stuck by the defaults and told what would help", "[rollout]") {
  const Rollout stuck = only(small_fleet(1, 2, ""));
  CHECK(reason(stuck) == "RESOURCE:ENI");
  CHECK(stuck.refusal->count == 2);
  CHECK(stuck.needs.eni == EniSlots{1});
  CHECK(stuck.available.eni == EniSlots{2});
  CHECK(stuck.would_complete == std::vector<RolloutRemedy>{LowerMinimumHealthyPercent{50}, ExtraInstances{"small", 1}});
  RolloutOptions in_haste;
  in_haste.would_complete = false;
  CHECK(only(small_fleet(1, 2, ""), in_haste).would_complete.empty());
}

TEST_CASE("rollout: a slot that is free in one book and not in the other is a race, unless waited for", "[rollout]") {
  const Cluster cluster = small_fleet(1, 2, "minimumHealthyPercent: 50, maximumPercent: 100");
  const Rollout racing = only(cluster);
  CHECK(racing.steps == std::vector<RolloutStep>{{.round = 1, .stopped = 1},
                                                 {.round = 2, .started = 1, .stopped = 1, .attach_races = 1},
                                                 {.round = 3, .started = 1, .attach_races = 1}});
  RolloutOptions strict;
  strict.strict_eni = true;
  const Rollout waiting = only(cluster, strict);
  CHECK(waiting.attach_races == 0);
  CHECK(waiting.new_running == 2);
  CHECK(waiting.steps.back().round == 5);
}

TEST_CASE("rollout: what is drained moves, and everything else stays", "[rollout]") {
  RolloutOptions drain;
  drain.drain = {"small/0"};
  const Rollout rollout = only(small_fleet(2, 2, ""), drain);
  CHECK(rollout.old_at_start == 1);
  CHECK(rollout.new_at_start == 1);
  CHECK(rollout.outcome == RolloutOutcome::completes);
  CHECK(rollout.available.eni == EniSlots{2});
  drain.drain = {"a", "small/1"};
  CHECK(only(small_fleet(2, 2, ""), drain).refusal->reason == Reason::empty);
}

TEST_CASE("rollout: nobody sees tasks of a daemon on an instance that is drained", "[rollout]") {
  const Cluster cluster = cluster_of(R"yaml(
capacity: [{name: small, instanceType: t2.small, count: 1}]
taskDefinitions: [{family: web, cpu: 64, memory: 64}, {family: agent, cpu: 64, memory: 64}]
services:
  - serviceName: web
    taskDefinition: web
    desiredCount: 1
    placementConstraints: [{type: memberOf, expression: "not(task:group == service:agent)"}]
  - {serviceName: agent, taskDefinition: agent, schedulingStrategy: DAEMON, runningCount: 1}
)yaml");
  RolloutOptions drain;
  drain.services = {"web"};
  drain.drain = {"small"};
  const Rollout rollout = only(cluster, drain);
  REQUIRE(rollout.refusal);
  CHECK(rollout.refusal->only_blocked_by[static_cast<std::size_t>(Reason::inactive)] == 1);
}

TEST_CASE("rollout: a daemon stops before it starts, instance by instance", "[rollout]") {
  const Cluster cluster = cluster_of(R"yaml(
capacity: [{name: small, instanceType: t2.small, count: 4}]
taskDefinitions: [{family: agent, networkMode: awsvpc, cpu: 64, memory: 64}]
services:
  - serviceName: agent
    taskDefinition: agent
    schedulingStrategy: DAEMON
    deploymentConfiguration: {minimumHealthyPercent: 50}
)yaml");
  CHECK(roll(cluster).rollouts.empty());  // Daemons roll when they are named.
  RolloutOptions named;
  named.services = {"agent"};
  const Rollout rollout = only(cluster, named);
  CHECK(rollout.desired == 4);
  CHECK(rollout.maximum == 4);
  CHECK(rollout.steps == std::vector<RolloutStep>{{.round = 1, .stopped = 2},
                                                  {.round = 2, .started = 2, .stopped = 2},
                                                  {.round = 3, .started = 2}});
}

TEST_CASE("rollout: services rolled together take each other's room", "[rollout]") {
  const Cluster cluster = cluster_of(R"yaml(
capacity: [{name: small, instanceType: t2.small, count: 2}]
taskDefinitions: [{family: web, networkMode: awsvpc, cpu: 64, memory: 64}]
services:
  - {serviceName: one, taskDefinition: web, desiredCount: 1}
  - {serviceName: two, taskDefinition: web, desiredCount: 2}
)yaml");
  for (const Rollout& rollout : roll(cluster).rollouts) CHECK(rollout.outcome != RolloutOutcome::stuck);
  RolloutOptions together;
  together.together = true;
  const RolloutResult result = roll(cluster, together);
  CHECK(result.rollouts[0].rounds == 1);
  // The slot that `one` frees in the first round is the one `two` starts on.
  CHECK(result.rollouts[1].steps.front().started == 1);
  CHECK(result.rollouts[1].outcome == RolloutOutcome::completes_after_transient_placement_errors);
}

TEST_CASE("rollout: everything wrong with what is asked is said at once", "[rollout]") {
  RolloutOptions wrong;
  wrong.services = {"wbe"};
  wrong.task_definition = "wbe:3";
  CHECK(errors(small_fleet(1, 1, ""), wrong) == std::vector<std::string>{"service", "to"});
  RolloutOptions nowhere;
  nowhere.drain = {"c", "small/7"};
  CHECK(errors(small_fleet(1, 1, ""), nowhere) == std::vector<std::string>{"drain", "drain"});
}

TEST_CASE("rollout: tasks that nobody knows where to find cannot be stopped", "[rollout]") {
  Cluster cluster = small_fleet(1, 2, "");
  cluster.services.front().running_count = 1;
  CHECK(errors(cluster, {}) == std::vector<std::string>{"tasks"});
}
