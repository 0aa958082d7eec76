#include <eniplan/write.hpp>

#include <algorithm>
#include <memory>
#include <sstream>

#include "support/catch.hpp"

using namespace eniplan;

namespace {

std::string written(const PlacementResult& result, const WriteOptions& options) {
  std::ostringstream out;
  write_results(out, {&result, 1}, options);
  return out.str();
}

/// The incident that started the project, by hand.
PlacementResult seed_incident() {
  Failure failure{.reason = Reason::eni, .count = 1, .closest_instance = 0, .message = "(service web) was \"unable\""};
  failure.blocked_by[static_cast<std::size_t>(Reason::eni)] = 1;
  failure.only_blocked_by[static_cast<std::size_t>(Reason::eni)] = 1;
  PlacementResult result{.cluster_name = "default"};
  result.summary = {.instances = 1, .desired = 2, .placed = 1, .unplaced = 1};
  result.services = {{.name = "web",
                      .group = "service:web",
                      .task_definition = "web:1",
                      .desired_count = 2,
                      .placed_count = 1,
                      .placements = {{0, 1, 1}},
                      .failures = {failure},
                      .sequence = {0}}};
  result.instances.push_back({.id = "t2.micro/0",
                              .instance_type = "t2.micro",
                              .availability_zone = "az1",
                              .registered = {{1024}, {982}, {0}, {1}},
                              .remaining = {{768}, {726}, {0}, {0}},
                              .tasks = 1,
                              .memory_estimate = MemoryEstimate{MemoryBasis::observed, {982}, {980}, {990}}});
  return result;
}

/// `count` instances of one type over `zones` zones, the k-th with k mod 5 of 4 slots left.
PlacementResult large_cluster(std::size_t count, std::size_t zones = 3) {
  PlacementResult result{.cluster_name = "large"};
  result.summary.instances = static_cast<std::int64_t>(count);
  for (std::size_t k = 0; k < count; ++k) {
    result.instances.push_back({.id = "g/" + std::to_string(k),
                                .instance_type = "m5.xlarge",
                                .availability_zone = "az" + std::to_string(k % zones),
                                .registered = {{4096}, {15000}, {0}, {4}},
                                .remaining = {{4096}, {15000}, {0}, {static_cast<std::int64_t>(k % 5)}}});
  }
  return result;
}

/// Two groups of `count` instances, in two zones and in runs of three: by runs, or each instance alone.
PlacementResult groups_of_runs(std::size_t count, bool one_by_one) {
  PlacementResult result{.cluster_name = "large"};
  for (const std::string name : {"web", "a, \"b\""}) {
    result.instances.add_block(
        {.name = name,
         .first_number = 0,
         .facts = std::make_shared<InstanceFacts>(InstanceFacts{
             .instance_type = "m5.xlarge", .availability_zone = name, .registered = {{4096}, {15000}, {0}, {4}}})});
    for (std::size_t k = 0; k < count; k += 3) {
      const auto taken = static_cast<std::int64_t>(k / 3 % 5);
      result.instances.add_run({.instance_count = std::min<std::size_t>(3, count - k),
                                .remaining = {{4096 - taken}, {15000}, {0}, {4 - taken}},
                                .tasks = taken,
                                .attach_failures = taken % 2});
    }
  }
  if (!one_by_one) return result;
  InstanceResults rows;
  for (const InstanceResult& instance : result.instances) rows.push_back(instance);
  result.instances = std::move(rows);
  return result;
}

std::size_t lines_with(std::string_view text, std::string_view word) {
  std::istringstream in{std::string(text)};
  std::size_t count = 0;
  for (std::string line; std::getline(in, line);) count += line.find(word) != std::string::npos ? 1U : 0U;
  return count;
}

}  // namespace

TEST_CASE("write: results have the members of the published interface in their order", "[write]") {
  const std::string expected = R"({
  "schema": "eniplan.result/1",
  "eniplanVersion": ")" + std::string(version()) +
                               R"(",
  "clusters": [
    {
      "clusterName": "default",
      "summary": {"instances": 1, "desired": 2, "placed": 1, "unplaced": 1, "attachFailures": 0},
      "services": [
        {
          "serviceName": "web",
          "group": "service:web",
          "taskDefinition": "web:1",
          "desiredCount": 2,
          "runningCount": 0,
          "placedCount": 1,
          "placements": [
            {"containerInstance": "t2.micro/0", "count": 1}
          ],
          "failures": [
            {
              "reason": "RESOURCE:ENI",
              "count": 1,
              "closestContainerInstance": "t2.micro/0",
              "blockedBy": {"RESOURCE:ENI": 1},
              "onlyBlockedBy": {"RESOURCE:ENI": 1},
              "message": "(service web) was \"unable\""
            }
          ]
        }
      ],
      "runTasks": [],
      "instances": [
        {"containerInstance": "t2.micro/0", "instanceType": "t2.micro", "availabilityZone": "az1", "trunking": false, "registered": {"CPU": 1024, "MEMORY": 982, "GPU": 0, "ENI": 1}, "remaining": {"CPU": 768, "MEMORY": 726, "GPU": 0, "ENI": 0}, "tasks": 1, "memoryEstimate": {"basis": "observed", "low": 980, "high": 990}}
      ],
      "subnets": [],
      "warnings": []
    }
  ]
}
)";
  CHECK(written(seed_incident(), {.format = Format::json}) == expected);
}

TEST_CASE("write: requests have no service name, unknown names are null, attach failures only where there are some",
          "[write]") {
  PlacementResult result = seed_incident();
  result.services.front().name.clear();
  result.run_tasks = std::move(result.services);
  result.services.clear();
  result.run_tasks.front().failures.front().closest_instance.reset();
  InstanceResult unknown = result.instances.front();
  unknown.instance_type.reset();
  unknown.attach_failures = 2;
  unknown.memory_estimate.reset();
  result.instances = {};
  result.instances.push_back(unknown);
  result.subnets = {{"subnet-1", "az1", 3, 3, 2}};
  result.warnings = {{"unknown-instance-type", "what is m9.huge?"}};
  const std::string json = written(result, {.format = Format::json});
  CHECK(json.find("serviceName") == std::string::npos);
  CHECK(json.find(R"("closestContainerInstance": null)") != std::string::npos);
  CHECK(json.find(R"("instanceType": null)") != std::string::npos);
  CHECK(json.find(R"("tasks": 1, "attachFailures": 2})") != std::string::npos);
  CHECK(json.find(R"({"subnetId": "subnet-1", "availabilityZone": "az1", "available": 3, "taken": 3, "short": 2})") !=
        std::string::npos);
  CHECK(json.find(R"({"code": "unknown-instance-type", "message": "what is m9.huge?"})") != std::string::npos);
}

TEST_CASE("write: a run of instances becomes one placement each", "[write]") {
  PlacementResult result = large_cluster(4);
  result.services = {{.name = "web", .group = "service:web", .placements = {{1, 2, 3}}}};
  const std::string yaml = written(result, {.format = Format::yaml});
  CHECK(yaml.find("        placements:\n"
                  "          - containerInstance: g/1\n"
                  "            count: 3\n"
                  "          - containerInstance: g/2\n"
                  "            count: 3\n") != std::string::npos);
}

TEST_CASE("write: how instances are cut into runs does not show", "[write]") {
  for (const std::size_t count : {2U, 8U, 50U}) {
    for (const Format format : {Format::json, Format::yaml, Format::csv, Format::markdown, Format::text}) {
      CAPTURE(count, static_cast<int>(format));
      const std::string runs = written(groups_of_runs(count, false), {.format = format});
      CHECK(runs == written(groups_of_runs(count, true), {.format = format}));
    }
  }
  const std::string csv = written(groups_of_runs(2, false), {.format = Format::csv});
  CHECK(csv.ends_with("large,\"a, \"\"b\"\"/1\",m5.xlarge,\"a, \"\"b\"\"\",false,4096,15000,0,4,4096,15000,0,4,0,0\n"));
}

TEST_CASE("write: instances and sequence come only if asked for", "[write]") {
  const std::string bare = written(seed_incident(), {.format = Format::json, .instances = Instances::omitted});
  CHECK(bare.find("\"instances\": [") == std::string::npos);
  CHECK(bare.find("sequence") == std::string::npos);
  const std::string ordered = written(seed_incident(), {.format = Format::json, .sequence = Sequence::listed});
  CHECK(ordered.find("\"sequence\": [\n            \"t2.micro/0\"\n          ]") != std::string::npos);
}

TEST_CASE("write: text answers first, then says why, then shows the total", "[write]") {
  CHECK(written(seed_incident(), {}) == R"(default: 1 of 2 tasks cannot be placed

  web   2 wanted, 1 placed now    RESOURCE:ENI
        1 instance lacks an ENI slot and nothing else
        closest: t2.micro/0 (t2.micro in az1)
        ECS says: (service web) was "unable"

  INSTANCE    TYPE      ZONE  TRUNK  TASKS  CPU       MEMORY   ENI  FULL
  *                                      1  256/1024  256/982  1/1  ENI
  t2.micro/0  t2.micro  az1   no         1  256/1024  256/982  1/1  ENI
)");
}

TEST_CASE("write: text tells what is missing alone from what is missing together", "[write]") {
  PlacementResult result = seed_incident();
  Failure& failure = result.services.front().failures.front();
  const auto count = [](ReasonCounts& counts, Reason reason) -> std::int64_t& {
    return counts[static_cast<std::size_t>(reason)];
  };
  // Of four instances two lack a slot alone, one lacks memory alone, one both CPU and memory.
  count(failure.blocked_by, Reason::eni) = count(failure.only_blocked_by, Reason::eni) = 2;
  count(failure.blocked_by, Reason::memory) = 2;
  count(failure.only_blocked_by, Reason::memory) = 1;
  count(failure.blocked_by, Reason::cpu) = 1;
  const std::string text = written(result, {});
  CHECK(text.find("        2 instances lack an ENI slot and nothing else\n"
                  "        1 instance lacks memory and nothing else\n"
                  "        others lack more than one thing: CPU units (1), memory (1)\n") != std::string::npos);
}

TEST_CASE("write: text lists instances up to the limit, beyond it their types and zones, worst first", "[write]") {
  // 39 and the total are 40 rows.
  CHECK(lines_with(written(large_cluster(39), {}), "m5.xlarge") == 39);
  const std::string text = written(large_cluster(40), {});
  CHECK(lines_with(text, "m5.xlarge") == 3);
  CHECK(text.find("14 instances") != std::string::npos);  // k = 0, 3, …, 39 in az0
  // k mod 5 = 0 is full: shown first.
  const std::string few = written(large_cluster(3), {});
  CHECK(few.find("g/0") < few.find("g/1"));
  CHECK(few.find("4/4") < few.find("3/4"));
}

TEST_CASE("write: text says how many groups of instances are left out", "[write]") {
  const std::string text = written(large_cluster(50, 50), {});
  CHECK(lines_with(text, "m5.xlarge") == 39);
  CHECK(text.find("11 groups of types and zones with 11 instances are left out.") != std::string::npos);
}

TEST_CASE("write: sums of the largest fleet do not overflow", "[write]") {
  PlacementResult result{.cluster_name = "all"};
  for (int group = 0; group < 3; ++group) {
    result.instances.add_block({.name = "g" + std::to_string(group),
                                .first_number = 0,
                                .facts = std::make_shared<InstanceFacts>(
                                    InstanceFacts{.registered = {.cpu = {1'000'000'000'000}, .memory = {3}}})});
    result.instances.add_run({.instance_count = 10'000'000, .remaining = {.cpu = {-1'000'000'000'000}, .memory = {1}}});
  }
  const std::string text = written(result, {});
  CHECK(text.find("60000000/90000000") != std::string::npos);  // memory: 3 * 10^7 * (3 - 1)
  CHECK(text.find("8000000000000000000/4000000000000000000") != std::string::npos);
}

TEST_CASE("write: text spells out the reasons of the worst services and says of how many it does not", "[write]") {
  PlacementResult result = seed_incident();
  const GroupResult web = result.services.front();
  result.services.clear();
  for (std::int64_t k = 0; k < 45; ++k) {
    result.services.push_back(web);
    result.services.back().name = "web-" + std::to_string(k);
    result.services.back().failures.front().count = k + 1;
  }
  const std::string text = written(result, {});
  CHECK(lines_with(text, " wanted, ") == 40);
  CHECK(lines_with(text, "ECS says: ") == 8);
  CHECK(text.find("web-44") < text.find("web-43"));
  CHECK(text.find("  The reasons of 32 are left out; JSON has them all.\n") != std::string::npos);
  // The last five have 1 + 2 + 3 + 4 + 5 tasks.
  CHECK(text.find("  5 more are left out; 15 tasks of theirs cannot be placed.\n") != std::string::npos);
}

TEST_CASE("write: colour only when asked for", "[write]") {
  CHECK(written(seed_incident(), {}).find('\x1b') == std::string::npos);
  CHECK(
      written(seed_incident(), {.color = Color::on}).find("\x1b[1;31mdefault: 1 of 2 tasks cannot be placed\x1b[0m") !=
      std::string::npos);
}

TEST_CASE("write: CSV is one table, of instances or of services", "[write]") {
  PlacementResult result = seed_incident();
  result.cluster_name = "a,\"b\"";
  CHECK(written(result, {.format = Format::csv}) ==
        "clusterName,containerInstance,instanceType,availabilityZone,trunking,registeredCPU,registeredMEMORY,"
        "registeredGPU,registeredENI,remainingCPU,remainingMEMORY,remainingGPU,remainingENI,tasks,attachFailures\n"
        "\"a,\"\"b\"\"\",t2.micro/0,t2.micro,az1,false,1024,982,0,1,768,726,0,0,1,0\n");
  CHECK(written(result, {.format = Format::csv, .instances = Instances::omitted}) ==
        "clusterName,serviceName,group,taskDefinition,desiredCount,runningCount,placedCount,unplacedCount,reason,"
        "closestContainerInstance\n"
        "\"a,\"\"b\"\"\",web,service:web,web:1,2,0,1,1,RESOURCE:ENI,t2.micro/0\n");
}

TEST_CASE("write: Markdown has a heading with the answer and tables", "[write]") {
  const std::string markdown = written(seed_incident(), {.format = Format::markdown});
  CHECK(markdown.starts_with("### default: 1 of 2 tasks cannot be placed\n\n| SERVICE |"));
  CHECK(markdown.find("| web | web:1 | 2 | 0 | 1 | 1 | RESOURCE:ENI |\n") != std::string::npos);
  CHECK(markdown.find("| \\* |") != std::string::npos);
}
