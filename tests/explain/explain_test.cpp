#include <eniplan/explain.hpp>

#include <eniplan/load.hpp>

#include <string>

#include "support/catch.hpp"

using namespace eniplan;

namespace {

Explanation explained(const std::string& yaml, const ExplainOptions& options = {}) {
  return explain(load_text(yaml, "shop.yaml").front(), options);
}

// An instance of 1024 CPU units, 4000 MiB and 2 slots, so many times.
std::string fleet(const std::string& name, int count, const std::string& more = "") {
  return "  - {name: " + name + ", instanceType: t3.medium, count: " + std::to_string(count) +
         ", registered: {CPU: 1024, MEMORY: 4000, ENI: 2}" + more + "}\n";
}

std::string definition(const std::string& family, const std::string& mode, int cpu, int memory) {
  return "  - {family: " + family + ", networkMode: " + mode + ", cpu: " + std::to_string(cpu) +
         ", memory: " + std::to_string(memory) + "}\n";
}

}  // namespace

TEST_CASE("explain: what fits needs no explanation", "[explain]") {
  const Explanation answer =
      explained("capacity:\n" + fleet("a", 1) + "taskDefinitions:\n" + definition("web", "awsvpc", 128, 128) +
                "services:\n  - {serviceName: web, taskDefinition: web, desiredCount: 2}\n");
  CHECK(answer.verdict == FitVerdict::fits);
  CHECK(answer.proofs.empty());
  CHECK_FALSE(answer.packing);
}

TEST_CASE("explain: services that share instances are short of slots together, and no other is blamed", "[explain]") {
  const Explanation answer = explained("capacity:\n" + fleet("red", 2, ", attributes: {stack: red}") +
                                       fleet("blue", 3, ", attributes: {stack: blue}") + "taskDefinitions:\n" +
                                       definition("web", "awsvpc", 64, 64) + "services:\n" +
                                       "  - {serviceName: one, taskDefinition: web, desiredCount: 3, "
                                       "placementConstraints: [{type: memberOf, expression: "
                                       "\"attribute:stack == red\"}]}\n" +
                                       "  - {serviceName: two, taskDefinition: web, desiredCount: 3, "
                                       "placementConstraints: [{type: memberOf, expression: "
                                       "\"attribute:stack == red\"}]}\n" +
                                       "  - {serviceName: any, taskDefinition: web, desiredCount: 6}\n");
  CHECK(answer.verdict == FitVerdict::shortage);
  // 2 instances of 2 slots have 4 of the 3 + 3 that `one` and `two` want; `any` has the 6 of the 3 others to itself.
  REQUIRE(answer.proofs.size() == 1);
  const ShortageProof& proof = answer.proofs.front();
  CHECK(proof.scarcity == Scarcity::eni);
  REQUIRE(proof.services.size() == 2);
  CHECK(proof.services[0].name == "one");
  CHECK(proof.services[1].name == "two");
  CHECK(proof.instances == std::vector<RoomThere>{{"red", "t3.medium", "az1", 2, 4}});
  CHECK(proof.wanted == 6);
  CHECK(proof.available == 4);
  CHECK(proof.never_fitting == 2);
  CHECK(answer.never_placed == 2);
  CHECK(answer.unplaced_at_best == 2);
}

TEST_CASE("explain: memory that is there in pieces is fragmentation, shown by a packing", "[explain]") {
  // Two instances of 4000 MiB. Spread, the four small tasks of 1000 leave 2000 on each; the large one wants 3000.
  const Explanation answer =
      explained("capacity:\n" + fleet("a", 2) + "taskDefinitions:\n" + definition("small", "bridge", 64, 1000) +
                definition("large", "bridge", 64, 3000) + "services:\n" +
                "  - {serviceName: small, taskDefinition: small, desiredCount: 4}\n" +
                "  - {serviceName: large, taskDefinition: large, desiredCount: 1}\n");
  CHECK(answer.verdict == FitVerdict::fragmentation);
  REQUIRE(answer.packing);
  CHECK(answer.packing->unplaced == 0);
  CHECK(answer.packing->moved == 0);
  REQUIRE(answer.unplaced.size() == 1);
  CHECK(answer.unplaced[0].name == "large");
  CHECK(answer.unplaced[0].verdict == FitVerdict::fragmentation);
}

TEST_CASE("explain: running tasks are moved only where that is what it takes", "[explain]") {
  const std::string text =
      "capacity:\n" + fleet("a", 2) + "taskDefinitions:\n" + definition("small", "bridge", 64, 1000) +
      definition("large", "bridge", 64, 3000) + "tasks:\n" +
      "  - {containerInstanceArn: a/0, taskDefinitionArn: small, group: \"service:small\", lastStatus: RUNNING}\n" +
      "  - {containerInstanceArn: a/0, taskDefinitionArn: small, group: \"service:small\", lastStatus: RUNNING}\n" +
      "  - {containerInstanceArn: a/1, taskDefinitionArn: small, group: \"service:small\", lastStatus: RUNNING}\n" +
      "  - {containerInstanceArn: a/1, taskDefinitionArn: small, group: \"service:small\", lastStatus: RUNNING}\n" +
      "services:\n" + "  - {serviceName: small, taskDefinition: small, desiredCount: 4}\n" +
      "  - {serviceName: large, taskDefinition: large, desiredCount: 1}\n";
  const Explanation answer = explained(text);
  CHECK(answer.verdict == FitVerdict::fragmentation);
  REQUIRE(answer.packing);
  CHECK_FALSE(answer.packing->running_tasks_stay);
  // One instance must take the large task and has 1000 left for one small one: at least one of its two moves.
  CHECK(answer.packing->moved == 1);

  SECTION("tasks of another revision are nobody's to move") {
    std::string other = text;
    for (std::size_t at = 0; (at = other.find("taskDefinitionArn: small", at)) != std::string::npos; ++at) {
      other.replace(at, 24, "taskDefinitionArn: older");
    }
    other.insert(other.find("taskDefinitions:\n") + 17, definition("older", "bridge", 64, 1000));
    const Explanation stuck = explained(other);
    CHECK(stuck.verdict == FitVerdict::shortage);
    CHECK(stuck.never_placed == 1);
  }
}

TEST_CASE("explain: distinctInstance bounds a service by instances, which the proof tells apart", "[explain]") {
  const Explanation answer = explained("capacity:\n" + fleet("a", 3) + "taskDefinitions:\n" +
                                       definition("web", "awsvpc", 64, 64) + "services:\n" +
                                       "  - {serviceName: web, taskDefinition: web, desiredCount: 5, "
                                       "placementConstraints: [{type: distinctInstance}]}\n");
  REQUIRE(answer.proofs.size() == 1);
  // 6 slots on 3 instances, of which web can have one each: 2 of 5 tasks are over.
  CHECK(answer.proofs[0].scarcity == Scarcity::tasks);
  CHECK(answer.proofs[0].available == 3);
  CHECK(answer.proofs[0].never_fitting == 2);
}

TEST_CASE("explain: what others may have elsewhere, one on each instance, is part of the proof", "[explain]") {
  // `spread` may have one task on each of red and blue, 3; `many` wants 4 slots of red's 4. Together 4 + 3 of 4 + 1.
  const Explanation answer =
      explained("capacity:\n" + fleet("red", 2, ", attributes: {stack: red}") + fleet("blue", 1) +
                "taskDefinitions:\n" + definition("web", "awsvpc", 64, 64) + "services:\n" +
                "  - {serviceName: many, taskDefinition: web, desiredCount: 4, placementConstraints: [{type: memberOf, "
                "expression: "
                "\"attribute:stack == red\"}]}\n" +
                "  - {serviceName: spread, taskDefinition: web, desiredCount: 3, placementConstraints: [{type: "
                "distinctInstance}]}\n");
  REQUIRE(answer.proofs.size() == 1);
  CHECK(answer.proofs[0].scarcity == Scarcity::eni);
  CHECK(answer.proofs[0].services[1].elsewhere == 1);
  CHECK(answer.proofs[0].available == 4 + 1);
  CHECK(answer.proofs[0].never_fitting == 2);
}

TEST_CASE("explain: a host port is on each instance once, whoever wants it", "[explain]") {
  const std::string port =
      "networkMode: bridge, containerDefinitions: [{name: c, cpu: 64, memory: 64, portMappings: "
      "[{containerPort: 80, hostPort: 80}]}]}\n";
  const Explanation answer =
      explained("capacity:\n" + fleet("a", 3) + "taskDefinitions:\n  - {family: one, " + port + "  - {family: two, " +
                port + "services:\n" + "  - {serviceName: one, taskDefinition: one, desiredCount: 2}\n" +
                "  - {serviceName: two, taskDefinition: two, desiredCount: 2}\n");
  REQUIRE(answer.proofs.size() == 1);
  CHECK(answer.proofs[0].scarcity == Scarcity::ports);
  CHECK(answer.proofs[0].port == 80);
  CHECK(answer.proofs[0].wanted == 4);
  CHECK(answer.proofs[0].available == 3);
}

TEST_CASE("explain: of memory only as much counts as tasks can come to", "[explain]") {
  // 4000 MiB hold 3 tasks of 1200, 3600 MiB: 2 instances hold 6 of 7, though 7 * 1200 = 8400 is more than 8000 anyway;
  // with 3 instances 12000 MiB would do for 10 tasks, but hold 9.
  const Explanation answer =
      explained("capacity:\n" + fleet("a", 3) + "taskDefinitions:\n" + definition("web", "bridge", 1, 1200) +
                "services:\n" + "  - {serviceName: web, taskDefinition: web, desiredCount: 10}\n");
  REQUIRE(answer.proofs.size() == 1);
  CHECK(answer.proofs[0].scarcity == Scarcity::memory);
  CHECK(answer.proofs[0].available == 3 * 3600);
  CHECK(answer.proofs[0].never_fitting == 1);
}

TEST_CASE("explain: tasks with no instance they may run on are told in one proof", "[explain]") {
  const Explanation answer = explained("capacity:\n" + fleet("a", 1) + "taskDefinitions:\n" +
                                       definition("web", "awsvpc", 64, 64) + "services:\n" +
                                       "  - {serviceName: web, taskDefinition: web, desiredCount: 3, "
                                       "placementConstraints: [{type: memberOf, expression: "
                                       "\"attribute:stack == green\"}]}\n");
  REQUIRE(answer.proofs.size() == 1);
  CHECK(answer.proofs[0].scarcity == Scarcity::tasks);
  CHECK(answer.proofs[0].instances.empty());
  CHECK(answer.proofs[0].never_fitting == 3);
}

TEST_CASE("explain: a daemon without room before anything else is there is a shortage", "[explain]") {
  const Explanation answer =
      explained("capacity:\n" + fleet("a", 2) + "taskDefinitions:\n" + definition("agent", "host", 2000, 64) +
                "services:\n" + "  - {serviceName: agent, taskDefinition: agent, schedulingStrategy: DAEMON}\n");
  CHECK(answer.verdict == FitVerdict::shortage);
  CHECK(answer.never_placed == 2);
}

TEST_CASE("explain: amounts near the most that can be read do not overflow", "[explain]") {
  const Explanation answer = explained(
      "capacity:\n  - {name: a, instanceType: t3.medium, count: 10000000, registered: {CPU: 1000000000000, MEMORY: "
      "1000000000000}}\ntaskDefinitions:\n" +
      definition("web", "bridge", 1000000000, 1000000000) + "services:\n" +
      "  - {serviceName: web, taskDefinition: web, desiredCount: 1}\n" +
      "  - {serviceName: far, taskDefinition: web, desiredCount: 1, placementConstraints: [{type: memberOf, "
      "expression: "
      "\"attribute:x exists\"}]}\n");
  CHECK(answer.verdict == FitVerdict::shortage);
  CHECK(answer.never_placed == 1);
}

TEST_CASE("explain: named services cut the answer, unknown ones are refused with the nearest", "[explain]") {
  const std::string text = "capacity:\n" + fleet("a", 1) + "taskDefinitions:\n" + definition("web", "awsvpc", 64, 64) +
                           "services:\n  - {serviceName: web, taskDefinition: web, desiredCount: 3}\n" +
                           "  - {serviceName: idle, taskDefinition: web, desiredCount: 0}\n";
  CHECK(explained(text, {.services = {"web"}}).proofs.size() == 1);
  const Explanation idle = explained(text, {.services = {"idle"}});
  CHECK(idle.proofs.empty());
  CHECK(idle.verdict == FitVerdict::shortage);
  CHECK_THROWS_WITH(explained(text, {.services = {"wbe"}}), Catch::Contains("did you mean \"web\""));
}
