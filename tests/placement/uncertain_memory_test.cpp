#include <eniplan/placement.hpp>

#include "plain_cluster.hpp"
#include "support/catch.hpp"

using namespace eniplan;
using namespace eniplan::tests;

namespace {

/// One box that registers 8000 MiB, or as little as 7900, or as much as 8100; tasks of 2000.
Cluster uncertain(std::int64_t count) {
  Cluster cluster = cluster_of({boxes(1)});
  cluster.instance_types[0].registered_memory = {MemoryBasis::relatives, {8000}, {7900}, {8100}};
  cluster.task_definitions = {definition("web", NetworkMode::bridge, 1, 2000)};
  cluster.services = {service("web", "web", count)};
  return cluster;
}

}  // namespace

TEST_CASE("uncertain memory: a verdict that hangs on the range is warned of", "[uncertain_memory]") {
  // 8000 / 2000 = 4, but 7900 / 2000 = 3.
  const PlacementResult result = simulate(uncertain(4));
  CHECK(result.summary.unplaced == 0);
  REQUIRE(result.warnings.size() == 1);
  CHECK(result.warnings[0].code == "memory-within-uncertainty");
  CHECK(result.warnings[0].message ==
        "service web: 4 placed; with the least memory that may be registered 3 placed, 1 refused for RESOURCE:MEMORY; "
        "with "
        "the most 4 placed. The registered memory is estimated for box in group box (between 7900 and 8100 MiB, "
        "counted with "
        "8000); the key registered: {MEMORY: …} of the group settles it");
}

TEST_CASE("uncertain memory: a verdict that holds at both ends is not", "[uncertain_memory]") {
  CHECK(simulate(uncertain(3)).warnings.empty());
  CHECK(simulate(uncertain(5)).warnings.size() == 1);  // 4 or 3 of 5
}

TEST_CASE("uncertain memory: more memory than counted with is looked at too", "[uncertain_memory]") {
  Cluster cluster = uncertain(1);
  cluster.task_definitions[0].memory = MiB{8050};
  const PlacementResult result = simulate(cluster);
  CHECK(result.summary.unplaced == 1);
  CHECK(result.warnings.size() == 1);
}

TEST_CASE("uncertain memory: a figure that is given is certain", "[uncertain_memory]") {
  Cluster cluster = uncertain(4);
  cluster.capacity[0].registered_memory = MiB{8000};
  CHECK(simulate(cluster).warnings.empty());
  cluster = uncertain(4);
  cluster.memory_overhead = MemoryOverhead{};
  CHECK(simulate(cluster).warnings.empty());
}

TEST_CASE("uncertain memory: tasks that need none hang on none", "[uncertain_memory]") {
  Cluster cluster = uncertain(4);
  cluster.task_definitions[0].memory = MiB{0};
  CHECK(simulate(cluster).warnings.empty());
}

TEST_CASE("uncertain memory: requests are warned of by their group", "[uncertain_memory]") {
  Cluster cluster = uncertain(0);
  cluster.run_tasks = {request("web", 4)};
  const PlacementResult result = simulate(cluster);
  REQUIRE(result.warnings.size() == 1);
  CHECK(result.warnings[0].message.starts_with("run-task request of group family:web: 4 placed"));
}
