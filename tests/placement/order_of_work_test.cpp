#include <eniplan/placement.hpp>

#include "placement/invariants.hpp"
#include "placement/order_of_work.hpp"
#include "plain_cluster.hpp"
#include "support/catch.hpp"

using namespace eniplan;
using namespace eniplan::tests;
using Names = std::vector<std::string>;

TEST_CASE("simulate: services come one after the other, then requests", "[simulate]") {
  Cluster cluster = cluster_of({boxes(1)});
  // 4096 units: 2 of 1500 leave 1096, one of 1000 leaves 96.
  cluster.task_definitions.push_back(definition("a", NetworkMode::bridge, 1500, 1));
  cluster.task_definitions.push_back(definition("b", NetworkMode::bridge, 1000, 1));
  cluster.services = {service("a", "a", 2), service("b", "b", 2)};
  cluster.run_tasks = {request("b", 1)};
  const PlacementResult result = simulate(cluster);
  CHECK(result.services[0].placed_count == 2);
  CHECK(result.services[1].placed_count == 1);
  CHECK(result.run_tasks[0].placed_count == 0);
  CHECK(result.summary == PlacementSummary{.instances = 1, .desired = 5, .placed = 3, .unplaced = 2});
  CHECK(result.instances[0].remaining.cpu == CpuUnits{96});
  CHECK(result.instances[0].tasks == 3);
}

TEST_CASE("simulate: what cannot be placed does not stop what comes after", "[simulate]") {
  Cluster cluster = cluster_of({boxes(1)});
  cluster.task_definitions.push_back(definition("huge", NetworkMode::bridge, 5000, 1));
  cluster.services = {service("huge", "huge", 2), service("web", "web", 1)};
  const PlacementResult result = simulate(cluster);
  CHECK(result.services[0].failures.at(0).count == 2);
  CHECK(result.services[1].placed_count == 1);
}

TEST_CASE("simulate: a service is given what it desires less what it runs", "[simulate]") {
  Cluster cluster = cluster_of({boxes(2)});
  cluster.services = {service("web", "web", 3)};
  cluster.tasks = {running("web", "box/0", "service:web"), running("web", "box/0", "service:web")};
  const GroupResult web = simulate(cluster).services[0];
  CHECK(web.desired_count == 3);
  CHECK(web.running_count == 2);
  CHECK(web.placed_count == 1);
}

TEST_CASE("simulate: a service that runs more than it desires is left alone", "[simulate]") {
  Cluster cluster = cluster_of({boxes(1)});
  cluster.services = {service("web", "web", 1)};
  cluster.services[0].running_count = 4;
  const GroupResult web = simulate(cluster).services[0];
  CHECK(web.placed_count == 0);
  CHECK(web.failures.empty());
  CHECK(web.running_count == 4);
}

TEST_CASE("simulate: the larger of the listed and the described running tasks counts", "[simulate]") {
  Cluster cluster = cluster_of({boxes(1)});
  cluster.services = {service("web", "web", 5)};
  cluster.tasks = {running("web", "box/0", "service:web"), running("web", "box/0", "service:web")};
  cluster.services[0].running_count = 1;
  CHECK(simulate(cluster).services[0].running_count == 2);
  cluster.services[0].running_count = 3;
  CHECK(simulate(cluster).services[0].running_count == 3);
  CHECK(simulate(cluster).services[0].placed_count == 2);
  CHECK(simulate(cluster).instances[0].tasks == 4);  // 2 listed, 2 placed; the third is on an instance unknown
}

TEST_CASE("simulate: requests are not less for tasks of their group that run", "[simulate]") {
  Cluster cluster = cluster_of({boxes(1)});
  cluster.run_tasks = {request("web", 2)};
  cluster.tasks = {running("web", "box/0", "family:web")};
  const GroupResult web = simulate(cluster).run_tasks[0];
  CHECK(web.desired_count == 2);
  CHECK(web.running_count == 1);
  CHECK(web.placed_count == 2);
  CHECK(web.name.empty());
  CHECK(web.group == "family:web");
  CHECK(web.task_definition == "web:1");
}

TEST_CASE("simulate: a failure ends its request; the next of the same group starts afresh", "[simulate]") {
  Cluster cluster = cluster_of({boxes(1)});
  cluster.task_definitions.push_back(definition("big", NetworkMode::bridge, 3000, 1));
  cluster.run_tasks = {request("big", 2), request("web", 1)};
  cluster.run_tasks[1].group = cluster.run_tasks[0].group;
  const PlacementResult result = simulate(cluster);
  CHECK(result.run_tasks[0].placed_count == 1);
  CHECK(result.run_tasks[0].failures.at(0).count == 1);
  CHECK(result.run_tasks[1].placed_count == 1);
}

TEST_CASE("simulate: overrides of a request size its tasks", "[simulate]") {
  Cluster cluster = cluster_of({boxes(1)});
  cluster.run_tasks = {request("web", 3)};
  cluster.run_tasks[0].overrides.cpu = CpuUnits{2048};
  CHECK(simulate(cluster).run_tasks[0].placed_count == 2);  // 4096 / 2048
}

TEST_CASE("simulate: placements join neighbours with as many tasks", "[simulate]") {
  Cluster cluster = cluster_of({boxes(4)});
  cluster.services = {service("web", "web", 6)};
  const GroupResult web = simulate(cluster).services[0];
  // 6 tasks spread over 4 instances: 2, 2, 1, 1.
  CHECK(web.placements == std::vector<PlacementRun>{{0, 2, 2}, {2, 2, 1}});
  CHECK(web.sequence.empty());
}

TEST_CASE("simulate: instances of equal count that are no neighbours stay apart", "[simulate]") {
  Cluster cluster = cluster_of({boxes(3)});
  cluster.tasks = {running("web", "box/1", "service:web")};
  cluster.services = {service("web", "web", 3)};
  CHECK(simulate(cluster).services[0].placements == std::vector<PlacementRun>{{0, 1, 1}, {2, 1, 1}});
}

TEST_CASE("simulate: a definition that is not given is an input error", "[simulate]") {
  Cluster cluster = cluster_of({boxes(1)});
  cluster.services = {service("web", "missing", 1)};
  CHECK_THROWS_AS(simulate(cluster), InputError);
}

TEST_CASE("simulate: what is kept step by step is what the placements add up to", "[simulate]") {
  Cluster cluster = cluster_of({boxes(5, {"a", "b"})});
  cluster.task_definitions[1].container_definitions[0].port_mappings = {{.container_port = 80, .host_port = 8080}};
  cluster.services = {service("net", "net", 7), daemon("agent", "net"), service("web", "web", 3)};
  cluster.services[1].running_count = 2;
  cluster.run_tasks = {request("net", 4)};
  cluster.tasks = {running("net", "box/0", "service:net"), running("web", "box/1", "family:web")};
  placement::World world(cluster, placement::MemoryFigure::registered);
  placement::WorkDone done = placement::place_all(world, Sequence::omitted);
  CHECK(placement::check_invariants(world, done.services, done.run_tasks));
  placement::RunState state = world.runs[0];
  ++state.tasks;
  world.runs.change({0, 1}, state);
  CHECK_FALSE(placement::check_invariants(world, done.services, done.run_tasks));
}
