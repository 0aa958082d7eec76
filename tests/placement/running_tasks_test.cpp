#include <eniplan/placement.hpp>

#include "plain_cluster.hpp"
#include "support/catch.hpp"

using namespace eniplan;
using namespace eniplan::tests;

namespace {

const std::string arn = described("i0").container_instance_arn;

}  // namespace

TEST_CASE("running tasks: on an instance of a group they hold all that their definition needs", "[running]") {
  Cluster cluster = cluster_of({boxes(2)});
  cluster.task_definitions[0].container_definitions[0].gpus = {1};
  cluster.tasks = {running("net", "box/1", "family:net")};
  const InstanceResult instance = simulate(cluster).instances[1];
  CHECK(instance.remaining == Resources{.cpu = {3840}, .memory = {7744}, .gpu = {-1}, .eni = {2}});
  CHECK(instance.tasks == 1);
  CHECK(simulate(cluster).instances[0].tasks == 0);
}

TEST_CASE("running tasks: they hold their ports", "[running]") {
  Cluster cluster = cluster_of({boxes(1)});
  cluster.task_definitions[1].container_definitions[0].port_mappings = {{.container_port = 80, .host_port = 8080}};
  cluster.tasks = {running("web", "box/0", "family:web")};
  cluster.services = {service("web", "web", 1)};
  CHECK(simulate(cluster).services[0].failures.at(0).reason == Reason::ports);
}

TEST_CASE("running tasks: on a described instance they hold an interface and nothing more", "[running]") {
  Cluster cluster = cluster_of({});
  cluster.container_instances = {described("i0")};
  cluster.container_instances[0].remaining = {.cpu = {1000}, .memory = {2000}};
  cluster.tasks = {running("net", arn, "family:net"), running("web", arn, "family:web"),
                   running("gone:7", arn, "family:gone")};
  cluster.tasks[2].has_eni_attachment = true;  // its definition is not given
  const InstanceResult instance = simulate(cluster).instances[0];
  CHECK(instance.remaining == Resources{.cpu = {1000}, .memory = {2000}, .eni = {1}});  // 3 - net - gone
  CHECK(instance.tasks == 3);
}

TEST_CASE("running tasks: a task with an attachment and an awsvpc definition holds one interface", "[running]") {
  Cluster cluster = cluster_of({boxes(1)});
  cluster.tasks = {running("net", "box/0", "family:net")};
  cluster.tasks[0].has_eni_attachment = true;
  CHECK(simulate(cluster).instances[0].remaining.eni == EniSlots{2});
}

TEST_CASE("running tasks: where free interfaces are reported nothing is taken off them", "[running]") {
  Cluster cluster = cluster_of({});
  cluster.container_instances = {described("i0")};
  cluster.container_instances[0].registered_eni = EniSlots{4};
  cluster.container_instances[0].remaining_eni = EniSlots{2};
  cluster.container_instances[0].running_tasks_count = 5;
  cluster.tasks = {running("net", arn, "family:net")};
  CHECK(simulate(cluster).instances[0].remaining.eni == EniSlots{2});
}

TEST_CASE("running tasks: those that are not listed hold an interface each while one is free", "[running]") {
  Cluster cluster = cluster_of({});
  cluster.container_instances = {described("i0")};
  cluster.tasks = {running("net", arn, "family:net")};
  const auto [running_count, free] =
      GENERATE(table<std::int64_t, std::int64_t>({{0, 2}, {1, 2}, {2, 1}, {3, 0}, {9, 0}}));
  cluster.container_instances[0].running_tasks_count = running_count;
  const InstanceResult instance = simulate(cluster).instances[0];
  CHECK(instance.remaining.eni == EniSlots{free});  // 3 slots, 1 listed
  CHECK(instance.tasks == std::max<std::int64_t>(running_count, 1));
}

TEST_CASE("running tasks: more than the slots may be listed, and then none is free", "[running]") {
  Cluster cluster = cluster_of({});
  cluster.container_instances = {described("i0")};
  cluster.container_instances[0].running_tasks_count = 9;
  for (int task = 0; task < 5; ++task) cluster.tasks.push_back(running("net", arn, "family:net"));
  CHECK(simulate(cluster).instances[0].remaining.eni == EniSlots{-2});
}

TEST_CASE("running tasks: on an instance that is not given they count in their service and hold nothing", "[running]") {
  Cluster cluster = cluster_of({boxes(1)});
  cluster.services = {service("web", "web", 2)};
  cluster.tasks = {running("web", "arn:aws:ecs:eu-west-1:1:container-instance/c/gone", "service:web")};
  const PlacementResult result = simulate(cluster);
  CHECK(result.services[0].running_count == 1);
  CHECK(result.services[0].placed_count == 1);
  CHECK(result.instances[0].tasks == 1);
}

TEST_CASE("running tasks: a task that stops holds nothing and is not counted", "[running]") {
  Cluster cluster = cluster_of({boxes(1)});
  cluster.services = {service("net", "net", 1)};
  cluster.tasks = {running("net", "box/0", "service:net"), running("net", "box/0", "service:net"),
                   running("net", "", "service:net")};
  cluster.tasks[0].last_status = "STOPPED";
  cluster.tasks[1].desired_status = "STOPPED";
  const PlacementResult result = simulate(cluster);
  CHECK(result.services[0].running_count == 0);
  CHECK(result.instances[0].tasks == 1);  // the one placed
  CHECK(result.instances[0].remaining.eni == EniSlots{2});
}

TEST_CASE("running tasks: what holds more than there is leaves less than nothing, and a warning", "[running]") {
  Cluster cluster = cluster_of({boxes(5)});
  cluster.warnings = {{"from-reading", "first"}};
  cluster.task_definitions.push_back(definition("huge", NetworkMode::bridge, 5000, 9000));
  CHECK(simulate(cluster).warnings == cluster.warnings);

  cluster.tasks = {running("huge", "box/1", "family:huge")};
  PlacementResult result = simulate(cluster);
  CHECK(result.instances[1].remaining == Resources{.cpu = {-904}, .memory = {-1000}, .eni = {3}});
  REQUIRE(result.warnings.size() == 2);
  CHECK(result.warnings[1] == Warning{"resources-overcommitted",
                                      "running tasks hold more than 1 instance has: remaining is negative on box/1 "
                                      "(CPU -904, MEMORY -1000)"});

  for (const char* box : {"box/0", "box/2", "box/3", "box/4"})
    cluster.tasks.push_back(running("huge", box, "family:huge"));
  result = simulate(cluster);
  REQUIRE(result.warnings.size() == 2);
  CHECK(result.warnings[1].message ==
        "running tasks hold more than 5 instances have: remaining is negative on box/0 (CPU -904, MEMORY -1000), "
        "box/1 (CPU -904, MEMORY -1000), box/2 (CPU -904, MEMORY -1000) and 2 more");
}
