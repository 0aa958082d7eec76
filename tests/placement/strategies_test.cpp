#include <eniplan/placement.hpp>

#include "placement/random.hpp"
#include "plain_cluster.hpp"
#include "support/catch.hpp"

using namespace eniplan;
using namespace eniplan::tests;
using Names = std::vector<std::string>;

namespace {

Names placed_with(Cluster cluster, std::vector<PlacementStrategy> strategies, std::int64_t count) {
  cluster.services.push_back(service("new", "web", count));
  cluster.services.back().placement_strategy = std::move(strategies);
  const PlacementResult result = simulate(cluster, Sequence::listed);
  return names_of(result, result.services.back());
}

const PlacementStrategy random_step{PlacementStrategy::Type::random, ""};

}  // namespace

TEST_CASE("strategies: binpack fills the fullest instance first", "[strategies]") {
  Cluster cluster = cluster_of({boxes(3)});
  // 4096 - 3584 = 512 units left on box/1: two tasks of 256.
  cluster.task_definitions.push_back(definition("big", NetworkMode::bridge, 3584, 1));
  cluster.tasks = {running("big", "box/1", "family:big")};
  CHECK(placed_with(cluster, binpack("cpu"), 3) == Names{"box/1", "box/1", "box/0"});
}

TEST_CASE("strategies: binpack on memory looks at memory alone", "[strategies]") {
  Cluster cluster = cluster_of({boxes(3)});
  cluster.task_definitions.push_back(definition("cpu", NetworkMode::bridge, 1000, 0));
  cluster.task_definitions.push_back(definition("memory", NetworkMode::bridge, 0, 1000));
  cluster.tasks = {running("cpu", "box/1", "family:cpu"), running("memory", "box/2", "family:memory")};
  CHECK(placed_with(cluster, binpack("memory"), 1) == Names{"box/2"});
  CHECK(placed_with(cluster, binpack("cpu"), 1) == Names{"box/1"});
}

TEST_CASE("strategies: binpack tells amounts of more than 32 bits apart", "[strategies]") {
  Cluster cluster = cluster_of({boxes(1), boxes(1)});
  cluster.capacity[1].name = "less";
  cluster.capacity[0].registered_memory = MiB{std::int64_t{1} << 40};
  cluster.capacity[1].registered_memory = MiB{(std::int64_t{1} << 40) - 1};
  CHECK(placed_with(cluster, binpack("memory"), 2) == Names{"less/0", "less/0"});
  // Both have as much CPU.
  const std::vector<PlacementStrategy> both = {binpack("cpu").front(), binpack("memory").front()};
  CHECK(placed_with(cluster, both, 2) == Names{"less/0", "less/0"});
}

TEST_CASE("strategies: spread over instances evens out the tasks of the group alone", "[strategies]") {
  Cluster cluster = cluster_of({boxes(3)});
  cluster.tasks = {running("web", "box/0", "service:new"), running("web", "box/1", "service:other")};
  cluster.services.clear();
  // 4 desired, 1 runs: 3 to place. box/1 and box/2 have none of this group.
  CHECK(placed_with(cluster, spread("instanceId"), 4) == Names{"box/1", "box/2", "box/0"});
  CHECK(placed_with(cluster, spread("host"), 4) == Names{"box/1", "box/2", "box/0"});
}

TEST_CASE("strategies: spread over zones counts all instances of a zone, whatever their status", "[strategies]") {
  Cluster cluster = cluster_of({boxes(2, {"a", "b"})});
  cluster.container_instances = {described("i0", "a")};
  cluster.container_instances[0].status = InstanceStatus::draining;
  cluster.tasks = {running("web", cluster.container_instances[0].container_instance_arn, "service:new")};
  // Zone a has one task, on an instance that drains; so zone b comes first. 3 desired, 1 runs.
  CHECK(placed_with(cluster, spread("attribute:ecs.availability-zone"), 3) == Names{"box/1", "box/0"});
}

TEST_CASE("strategies: instances without the attribute wait until no candidate has it", "[strategies]") {
  Cluster cluster = cluster_of({boxes(1), {.name = "racked", .instance_type = "box", .count = 1}});
  cluster.capacity[1].attributes = {{"rack", "r1"}};
  cluster.capacity[1].registered_cpu = CpuUnits{512};  // two tasks of 256
  CHECK(placed_with(cluster, spread("attribute:rack"), 4) == Names{"racked/0", "racked/0", "box/0", "box/0"});
}

TEST_CASE("strategies: an attribute without value spreads like a value of its own", "[strategies]") {
  Cluster cluster = cluster_of({boxes(1), {.name = "flagged", .instance_type = "box", .count = 1}});
  cluster.capacity[0].attributes = {{"rack", "r1"}};
  cluster.capacity[1].attributes = {{"rack", std::nullopt}};
  CHECK(placed_with(cluster, spread("attribute:rack"), 3) == Names{"box/0", "flagged/0", "box/0"});
}

TEST_CASE("strategies: each narrows what the one before it left", "[strategies]") {
  Cluster cluster = cluster_of({boxes(4, {"a", "b"})});
  cluster.tasks = {running("web", "box/1", "family:x"), running("web", "box/3", "family:x")};
  const std::vector<PlacementStrategy> zone_then_binpack{
      {PlacementStrategy::Type::spread, "attribute:ecs.availability-zone"}, {PlacementStrategy::Type::binpack, "cpu"}};
  CHECK(placed_with(cluster, zone_then_binpack, 4) == Names{"box/1", "box/3", "box/1", "box/3"});
  const std::vector<PlacementStrategy> binpack_then_zone{
      {PlacementStrategy::Type::binpack, "cpu"}, {PlacementStrategy::Type::spread, "attribute:ecs.availability-zone"}};
  // box/1 and box/3 tie for the first task; after that box/1 is the fullest.
  CHECK(placed_with(cluster, binpack_then_zone, 3) == Names{"box/1", "box/1", "box/1"});
}

TEST_CASE("strategies: without any a service spreads over zones, then over instances", "[strategies]") {
  const Cluster cluster = cluster_of({boxes(4, {"a", "b"})});
  const Names expected{"box/0", "box/2", "box/1", "box/3", "box/0"};
  CHECK(placed_with(cluster, {}, 5) == expected);
  Cluster other = cluster;
  other.services = {service("web", "web", 5)};
  const PlacementResult result = simulate(other, Sequence::listed);
  CHECK(names_of(result, result.services[0]) == expected);
}

TEST_CASE("strategies: random draws one number for each task, scaled to the candidates left", "[strategies]") {
  Cluster cluster = cluster_of({boxes(5)});
  cluster.seed = 42;
  placement::SplitMix64 numbers(42 ^ placement::fnv1a_64("service:new"));
  Names expected;
  for (int task = 0; task < 6; ++task)
    expected.push_back("box/" + std::to_string(placement::scale_to(numbers.next(), 5)));
  CHECK(placed_with(cluster, {random_step}, 6) == expected);
}

TEST_CASE("strategies: a second random draws a number too, though one candidate is left", "[strategies]") {
  Cluster cluster = cluster_of({boxes(5)});
  placement::SplitMix64 numbers(placement::fnv1a_64("service:new"));
  Names expected;
  for (int task = 0; task < 4; ++task) {
    expected.push_back("box/" + std::to_string(placement::scale_to(numbers.next(), 5)));
    numbers.next();
  }
  CHECK(placed_with(cluster, {random_step, random_step}, 4) == expected);
}

TEST_CASE("strategies: after random nothing is left to choose from", "[strategies]") {
  Cluster cluster = cluster_of({boxes(5)});
  cluster.seed = 7;
  const Names alone = placed_with(cluster, {random_step}, 5);
  CHECK(placed_with(cluster, {random_step, {PlacementStrategy::Type::binpack, "cpu"}}, 5) == alone);
}

TEST_CASE("strategies: requests are random by default, and requests of one group go on with its numbers",
          "[strategies]") {
  Cluster cluster = cluster_of({boxes(5)});
  cluster.seed = 3;
  cluster.run_tasks = {request("web", 2), request("net", 1), request("web", 2)};
  const PlacementResult result = simulate(cluster, Sequence::listed);
  placement::SplitMix64 numbers(3 ^ placement::fnv1a_64("family:web"));
  Names expected;
  for (int task = 0; task < 4; ++task)
    expected.push_back("box/" + std::to_string(placement::scale_to(numbers.next(), 5)));
  Names placed = names_of(result, result.run_tasks[0]);
  for (const std::string& name : names_of(result, result.run_tasks[2])) placed.push_back(name);
  CHECK(placed == expected);
}

TEST_CASE("strategies: ties go to the first in canonical order", "[strategies]") {
  CHECK(placed_with(cluster_of({boxes(3)}), binpack("memory"), 1) == Names{"box/0"});
  CHECK(placed_with(cluster_of({boxes(3)}), spread("attribute:no-such"), 2) == Names{"box/0", "box/0"});
}
