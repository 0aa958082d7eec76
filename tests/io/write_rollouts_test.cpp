#include <eniplan/write.hpp>

#include <algorithm>
#include <memory>
#include <sstream>

#include "support/catch.hpp"

using namespace eniplan;

namespace {

std::string written(const RolloutAnswer& answer, const WriteOptions& options = {}) {
  std::ostringstream out;
  write_rollouts(out, {&answer, 1}, options);
  return out.str();
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

InstanceResults instances_of(std::string name, std::string type, std::size_t count) {
  InstanceResults instances;
  instances.add_block({.name = std::move(name),
                       .first_number = 0,
                       .facts = std::make_shared<InstanceFacts>(InstanceFacts{.instance_type = std::move(type)})});
  instances.add_run({.instance_count = count});
  return instances;
}

Failure refused(Reason reason, std::int64_t tasks, std::int64_t blocked) {
  Failure failure{.reason = reason, .count = tasks, .closest_instance = 0, .message = "(service web) was unable"};
  failure.blocked_by[static_cast<std::size_t>(reason)] = blocked;
  failure.only_blocked_by[static_cast<std::size_t>(reason)] = blocked;
  return failure;
}

/// Two tasks of 256 units, 256 MiB on two t2.small of which the slots are taken, at 100 and 200 percent.
Rollout stuck_on_interfaces() {
  return {.service = "web",
          .task_definition = "web:1",
          .outcome = RolloutOutcome::stuck,
          .desired = 2,
          .minimum_healthy = 2,
          .maximum = 4,
          .old_at_start = 2,
          .old_running = 2,
          .rounds = 1,
          .refusal = refused(Reason::eni, 2, 2),
          .needs = {{256}, {256}, {0}, {1}},
          .peak = {2, {{512}, {512}, {0}, {2}}},
          .available = {{1024}, {1978}, {0}, {2}},
          .steps = {{.round = 1, .refused = Reason::eni, .closest_instance = 0}},
          .would_complete = {LowerMinimumHealthyPercent{50}, ExtraInstances{"t2.small", 1}}};
}

Rollout smooth(std::string name, std::int64_t rounds) {
  Rollout rollout{.service = std::move(name),
                  .task_definition = "api:7",
                  .desired = rounds,
                  .minimum_healthy = rounds,
                  .maximum = rounds + 1,
                  .old_at_start = rounds,
                  .new_running = rounds,
                  .rounds = rounds,
                  .peak = {rounds + 1, {{128 * (rounds + 1)}, {64 * (rounds + 1)}, {0}, {0}}},
                  .available = {{2048}, {4096}, {0}, {6}}};
  for (std::int64_t round = 1; round <= rounds; ++round) {
    rollout.steps.push_back({.round = round, .started = 1, .stopped = 1});
  }
  return rollout;
}

RolloutAnswer answer_of(std::vector<Rollout> rollouts) {
  return {.result = {.cluster_name = "qa",
                     .rollouts = std::move(rollouts),
                     .instances = instances_of("t2.small", "t2.small", 2)}};
}

/// What the text says of why a rollout sticks.
std::string sentence(const Rollout& rollout) {
  const std::string text = written(answer_of({rollout}));
  const std::size_t begin = text.find("round ");
  return begin == std::string::npos ? text : text.substr(begin, text.find('\n', begin) - begin);
}

std::string sentence(Failure refusal, Resources needs) {
  Rollout rollout = stuck_on_interfaces();
  rollout.refusal = std::move(refusal);
  rollout.needs = needs;
  rollout.would_complete.clear();
  const std::string text = sentence(rollout);
  return text.substr(0, text.find(';'));
}

}  // namespace

TEST_CASE("write: a rollout in JSON has the members of the specification", "[write][rollout]") {
  CHECK(written(answer_of({stuck_on_interfaces()}), {.format = Format::json}) ==
        "{\n  \"schema\": \"eniplan.rollout/1\",\n  \"eniplanVersion\": \"" + std::string(version()) + R"(",
  "clusters": [
    {
      "clusterName": "qa",
      "rollouts": [
        {
          "service": "web",
          "taskDefinition": "web:1",
          "outcome": "stuck",
          "desired": 2,
          "minimumHealthy": 2,
          "maximum": 4,
          "newRunning": 0,
          "oldRunning": 2,
          "rounds": 1,
          "unplaced": 0,
          "oldAtStart": 2,
          "newAtStart": 0,
          "reason": "RESOURCE:ENI",
          "message": "(service web) was unable",
          "peak": {"tasks": 2, "ENI": 2, "CPU": 512, "MEMORY": 512},
          "available": {"ENI": 2, "CPU": 1024, "MEMORY": 1978},
          "attachRaces": 0,
          "steps": [
            {"round": 1, "started": 0, "stopped": 0, "attachRaces": 0, "refused": {"reason": "RESOURCE:ENI", "closestContainerInstance": "t2.small/0"}}
          ],
          "wouldComplete": [
            {"minimumHealthyPercent": 50},
            {"extraInstances": {"group": "t2.small", "count": 1}}
          ]
        }
      ],
      "warnings": []
    }
  ]
}
)");
}

TEST_CASE("write: a rollout that completes has no reason, and GPUs show where there are some", "[write][rollout]") {
  Rollout rollout = smooth("api", 1);
  rollout.available.gpu = {4};
  const std::string json = written(answer_of({rollout}), {.format = Format::json});
  CHECK(contains(json, R"("reason": null,)"));
  CHECK(contains(json, R"("message": null,)"));
  CHECK(contains(json, R"("peak": {"tasks": 2, "ENI": 0, "CPU": 256, "MEMORY": 128, "GPU": 0})"));
  CHECK(contains(json, R"("refused": null})"));
  CHECK(contains(json, R"("wouldComplete": [])"));
}

TEST_CASE("write: the answer of rollouts comes first", "[write][rollout]") {
  const auto first_line = [](std::vector<Rollout> rollouts) {
    const std::string text = written(answer_of(std::move(rollouts)));
    return text.substr(0, text.find('\n'));
  };
  Rollout transient = smooth("late", 2);
  transient.outcome = RolloutOutcome::completes_after_transient_placement_errors;
  CHECK(first_line({}) == "qa: there is nothing to roll");
  CHECK(first_line({stuck_on_interfaces()}) == "qa: the rollout of web is stuck");
  CHECK(first_line({smooth("api", 2)}) == "qa: the rollout of api completes");
  CHECK(first_line({smooth("a", 2), smooth("b", 2)}) == "qa: all 2 rollouts complete");
  CHECK(first_line({smooth("a", 2), stuck_on_interfaces(), transient}) ==
        "qa: 2 of 3 rollouts complete, 1 after transient placement errors; web is stuck");
  CHECK(first_line({stuck_on_interfaces(), stuck_on_interfaces()}) ==
        "qa: 0 of 2 rollouts complete; web and web are stuck");
  CHECK(first_line(std::vector<Rollout>(5, stuck_on_interfaces())) ==
        "qa: 0 of 5 rollouts complete; web, web, web and 2 more are stuck");
}

TEST_CASE("write: a stuck rollout is told round by round, with what would help", "[write][rollout]") {
  CHECK(written(answer_of({smooth("api", 2), stuck_on_interfaces()})) == R"(qa: 1 of 2 rollouts complete; web is stuck

  web   stuck    RESOURCE:ENI
  ROUND  OLD  NEW  STARTED  STOPPED  REFUSED
  start    2    0
  1        2    0        0        0  RESOURCE:ENI
  round 1: needs 2 more ENI slots, 0 free on 2 t2.small; stuck. It completes with minimumHealthyPercent 50 or one more t2.small.
  ECS says: (service web) was unable

  api   completes in 2 rounds; at its peak 3 tasks, CPU 384 of 2048, MEMORY 192 of 4096
)");
}

TEST_CASE("write: the shortage is named in words", "[write][rollout]") {
  const Resources needs{{256}, {512}, {1}, {1}};
  CHECK(sentence(refused(Reason::eni, 1, 2), needs) == "round 1: needs 1 more ENI slot, 0 free on 2 t2.small");
  CHECK(sentence(refused(Reason::cpu, 1, 2), needs) ==
        "round 1: needs 256 CPU units for one more task, less is left on 2 t2.small");
  CHECK(sentence(refused(Reason::memory, 3, 2), needs) ==
        "round 1: needs 512 MiB for each of 3 more tasks, less is left on 2 t2.small");
  CHECK(sentence(refused(Reason::gpu, 2, 2), needs) ==
        "round 1: needs 1 GPU for each of 2 more tasks, less is left on 2 t2.small");
  CHECK(sentence(refused(Reason::ports, 2, 2), needs) ==
        "round 1: needs spare instances on which its static host ports are free for 2 more tasks, taken on 2 t2.small");
  CHECK(sentence(refused(Reason::distinct_instance, 1, 2), needs) ==
        "round 1: needs spare instances without a task of its group (distinctInstance) for 1 more task, one is on 2 "
        "t2.small");
  CHECK(sentence(refused(Reason::attribute, 2, 2), needs) ==
        "round 1: finds no room for 2 more tasks: 2 instances lack a required attribute and nothing else");
  CHECK(sentence({.reason = Reason::empty, .count = 1}, needs) == "round 1: there is no instance");
}

TEST_CASE("write: a shortage on some instances names what the others lack", "[write][rollout]") {
  Failure failure = refused(Reason::eni, 2, 1);
  failure.blocked_by[static_cast<std::size_t>(Reason::cpu)] = 1;
  failure.only_blocked_by[static_cast<std::size_t>(Reason::cpu)] = 1;
  Rollout rollout = stuck_on_interfaces();
  rollout.refusal = failure;
  CHECK(contains(sentence(rollout),
                 "needs 2 more ENI slots, 0 free on 1 of 2 instances (1 instance lacks CPU units and "
                 "nothing else; 1 instance lacks an ENI slot and nothing else); stuck."));
}

TEST_CASE("write: percentages that allow nothing are told as counts", "[write][rollout]") {
  Rollout rollout{.service = "web",
                  .outcome = RolloutOutcome::stuck,
                  .desired = 1,
                  .minimum_healthy = 1,
                  .maximum = 1,
                  .old_at_start = 1,
                  .old_running = 1};
  rollout.would_complete = {LowerMinimumHealthyPercent{0}, HigherMaximumPercent{200}, ExtraInstances{"workers", 3}};
  CHECK(sentence(rollout) ==
        "round 1: 1 runs, fewer than 1 may not and more than 1 may not; stuck. It completes with "
        "minimumHealthyPercent 0, maximumPercent 200 or 3 more instances of workers.");
  CHECK(contains(written(answer_of({rollout})), "  web   stuck    DEPLOYMENT_CONFIGURATION\n"));
  rollout.would_complete.clear();
  CHECK(contains(sentence(rollout), "stuck. No other percentage and no hundred more instances"));
  RolloutAnswer unsought = answer_of({rollout});
  unsought.remedies_sought = false;
  CHECK_FALSE(contains(written(unsought), "No other percentage"));
}

TEST_CASE("write: equal rounds that follow each other are one row", "[write][rollout]") {
  Rollout rollout = smooth("web", 50);
  rollout.outcome = RolloutOutcome::stuck;
  rollout.old_running = 1;
  rollout.steps.back().stopped = 0;
  const std::string text = written(answer_of({rollout}));
  CHECK(contains(text, "  start   50    0\n"));
  CHECK(contains(text, "  1-49     1   49       49       49\n"));
  CHECK(contains(text, "  50       1   50        1        0\n"));
}

TEST_CASE("write: rounds that all differ are cut in the middle", "[write][rollout]") {
  Rollout rollout = smooth("web", 100);
  rollout.outcome = RolloutOutcome::stuck;
  for (std::size_t i = 0; i < 100; i += 2) rollout.steps[i].attach_races = 1;
  const std::string text = written(answer_of({rollout}));
  CHECK(std::ranges::count(text, '\n') < 50);
  CHECK(contains(text, "\n  ..."));
  CHECK(contains(text, "\n  100 "));
}

TEST_CASE("write: races are explained", "[write][rollout]") {
  Rollout rollout = smooth("web", 3);
  rollout.attach_races = 2;
  const std::string text = written(answer_of({rollout}));
  CHECK(contains(text,
                 "  2 new tasks are placed on interfaces not yet detached: \"Unable to attach network interface to "
                 "unused device index\""));
}

TEST_CASE("write: of many rollouts the worst are shown", "[write][rollout]") {
  std::vector<Rollout> rollouts(50, stuck_on_interfaces());
  for (int i = 0; i < 50; ++i) rollouts.push_back(smooth("api", 2));
  const std::string text = written(answer_of(rollouts));
  CHECK(contains(text, "  The rounds of 32 are left out; JSON has them all.\n"));  // 40 shown, 8 told
  CHECK(contains(text, "  60 more are left out; 10 of them are stuck.\n"));
  CHECK_FALSE(contains(text, "api"));
  const std::string markdown = written(answer_of(rollouts), {.format = Format::markdown});
  CHECK(contains(markdown, "\n60 more are left out.\n"));
}

TEST_CASE("write: times are in every form, with what they assume", "[write][rollout]") {
  RolloutAnswer answer = answer_of({smooth("api", 1)});
  answer.timelines = {{.steps = {{1, 0, 30'000, 3'670'001, 3'700'000, std::nullopt}},
                       .end = 3'700'000,
                       .start_seconds = 30,
                       .health_seconds = 40,
                       .stop_seconds = 30}};
  const std::string text = written(answer);
  CHECK(contains(text, "  1        0    1        1        1    0:00  1:01:11  1:01:40\n"));  // parts of a second count
  CHECK(contains(text,
                 "  Done after 1:01:40, assuming 500 launches a minute, 30 s to start, 40 s to be healthy (no "
                 "health check), 30 s to stop.\n"));
  const std::string json = written(answer, {.format = Format::json});
  CHECK(contains(json, R"("assumptions": {"launchesPerMinute": 500, "startSeconds": 30, "healthSeconds": 40, )"
                       R"("healthCheck": false, "stopSeconds": 30, "detachSeconds": null})"));
  CHECK(contains(json, R"({"round": 1, "beginMilliseconds": 0, "runningMilliseconds": 30000, "healthyMilliseconds": )"
                       R"(3670001, "stoppedMilliseconds": 3700000, "slotsFreeMilliseconds": null})"));
  CHECK(contains(written(answer, {.format = Format::csv}), ",endMilliseconds\nqa,api,"));
  CHECK(contains(written(answer, {.format = Format::markdown}), "| 1:01:40 |"));
}

TEST_CASE("write: CSV has one row a service", "[write][rollout]") {
  CHECK(
      written(answer_of({stuck_on_interfaces(), smooth("a,b", 1)}), {.format = Format::csv}) ==
      "clusterName,service,taskDefinition,outcome,desired,minimumHealthy,maximum,newRunning,oldRunning,rounds,unplaced,"
      "attachRaces,reason,peakTasks,peakENI,peakCPU,peakMEMORY,peakGPU,availableENI,availableCPU,availableMEMORY,"
      "availableGPU,wouldComplete\n"
      "qa,web,web:1,stuck,2,2,4,0,2,1,0,0,RESOURCE:ENI,2,2,512,512,0,2,1024,1978,0,minimumHealthyPercent 50 or one "
      "more t2.small\n"
      "qa,\"a,b\",api:7,completes,1,1,2,1,0,1,0,0,,2,0,256,128,0,6,2048,4096,0,\n");
}

TEST_CASE("write: several clusters have a table, the stuck ones first", "[write][rollout]") {
  const std::vector<RolloutAnswer> answers = {answer_of({smooth("api", 2)}), answer_of({stuck_on_interfaces()})};
  std::ostringstream out;
  write_rollouts(out, answers);
  CHECK(out.str().starts_with(R"(2 clusters: 1 of 2 rollouts complete

  CLUSTER  ROLLOUTS  COMPLETE  STUCK
  *               2         1      1
  qa              1         0      1
  qa              1         1      0

qa: the rollout of web is stuck
)"));
}

TEST_CASE("write: results with rollouts have a third verdict", "[write][rollout]") {
  PlacementResult fits{.cluster_name = "qa"};
  fits.summary = {.instances = 2, .desired = 2, .placed = 2};
  PlacementResult full = fits;
  full.summary.unplaced = 1;
  const auto first_line = [](const PlacementResult& result, std::vector<Rollout> rollouts) {
    const RolloutResult rolled = answer_of(std::move(rollouts)).result;
    std::ostringstream out;
    write_results(out, {&result, 1}, {&rolled, 1}, {});
    return out.str().substr(0, out.str().find('\n'));
  };
  CHECK(first_line(fits, {smooth("a", 1)}) == "qa: fits: all 2 tasks fit, and the service can be rolled");
  CHECK(first_line(fits, {smooth("a", 1), smooth("b", 1)}) ==
        "qa: fits: all 2 tasks fit, and every service can be rolled");
  CHECK(first_line(fits, {smooth("a", 1), stuck_on_interfaces()}) == "qa: fits now but cannot be rolled: web is stuck");
  CHECK(first_line(full, {stuck_on_interfaces()}) == "qa: does not fit: 1 of 2 tasks cannot be placed");
  const RolloutResult rolled = answer_of({smooth("a", 1), stuck_on_interfaces()}).result;
  std::ostringstream json;
  write_results(json, {&fits, 1}, {&rolled, 1}, {.format = Format::json});
  CHECK(contains(json.str(), R"("rollouts": [
        {"service": "a", "outcome": "completes", "reason": null},
        {"service": "web", "outcome": "stuck", "reason": "RESOURCE:ENI"}
      ],)"));
}
