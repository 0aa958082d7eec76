#include <eniplan/placement.hpp>

#include "plain_cluster.hpp"
#include "support/catch.hpp"

using namespace eniplan;
using namespace eniplan::tests;

TEST_CASE("capacity: instances are numbered zone by zone, the first zones get one more", "[capacity]") {
  const PlacementResult result = simulate(cluster_of({boxes(7, {"a", "b", "c"})}));
  std::string zones;
  for (const InstanceResult& instance : result.instances) zones += *instance.availability_zone;
  CHECK(zones == "aaabbcc");  // 7 = 3 + 2 + 2
  CHECK(result.instances[3].id == "box/3");
  CHECK(result.summary.instances == 7);
}

TEST_CASE("capacity: more zones than instances leave the last zones empty", "[capacity]") {
  const PlacementResult result = simulate(cluster_of({boxes(1, {"a", "b"}), {.name = "none", .instance_type = "box"}}));
  REQUIRE(result.instances.size() == 1);
  CHECK(result.instances[0].availability_zone == "a");
}

TEST_CASE("capacity: canonical order is container instances, then groups as listed", "[capacity]") {
  Cluster cluster = cluster_of({boxes(1), {.name = "b", .instance_type = "box", .count = 1}});
  cluster.container_instances = {described("i1"), described("i0")};
  const PlacementResult result = simulate(cluster);
  REQUIRE(result.instances.size() == 4);
  CHECK(result.instances[0].id == "i1");
  CHECK(result.instances[1].id == "i0");
  CHECK(result.instances[2].id == "box/0");
  CHECK(result.instances[3].id == "b/0");
}

TEST_CASE("capacity: what is registered comes from the type unless the group says otherwise", "[capacity]") {
  CapacityGroup group = boxes(1);
  CHECK(simulate(cluster_of({group})).instances[0].registered ==
        Resources{.cpu = {4096}, .memory = {8000}, .gpu = {0}, .eni = {3}});
  group.registered_cpu = CpuUnits{1000};
  group.registered_memory = MiB{500};
  group.registered_gpu = Gpus{1};
  group.registered_eni = EniSlots{7};
  const InstanceResult instance = simulate(cluster_of({group})).instances[0];
  CHECK(instance.registered == Resources{.cpu = {1000}, .memory = {500}, .gpu = {1}, .eni = {7}});
  CHECK(instance.memory_estimate == MemoryEstimate{MemoryBasis::given, {500}, {500}, {500}});
}

TEST_CASE("capacity: reserved memory is taken off the figure and off its range", "[capacity]") {
  Cluster cluster = cluster_of({boxes(1)});
  cluster.instance_types[0].registered_memory = {MemoryBasis::relatives, {8000}, {7900}, {8050}};
  cluster.capacity[0].reserved_memory = {100};
  const InstanceResult instance = simulate(cluster).instances[0];
  CHECK(instance.registered.memory == MiB{7900});
  CHECK(instance.memory_estimate == MemoryEstimate{MemoryBasis::relatives, {7900}, {7800}, {7950}});
}

TEST_CASE("capacity: a memory overhead replaces every figure, in whole MiB", "[capacity]") {
  Cluster cluster = cluster_of({boxes(1)});
  cluster.capacity[0].registered_memory = MiB{500};
  cluster.memory_overhead = MemoryOverhead{.millipercent = 7500};
  CHECK(simulate(cluster).instances[0].registered.memory == MiB{7577});  // floor(8192 * 0.925 = 7577.6)
  CHECK(simulate(cluster).instances[0].memory_estimate->basis == MemoryBasis::given);
  cluster.memory_overhead = MemoryOverhead{.amount = {192}};
  cluster.capacity[0].reserved_memory = {32};
  CHECK(simulate(cluster).instances[0].registered.memory == MiB{7968});  // 8192 - 192 - 32
}

TEST_CASE("capacity: a group is trunked when that is wished and its type can", "[capacity]") {
  CapacityGroup group = boxes(1);
  group.trunking = Trunking::enabled;
  Cluster cluster = cluster_of({group});
  CHECK(simulate(cluster).instances[0].trunking);
  CHECK(simulate(cluster).instances[0].registered.eni == EniSlots{10});

  cluster.instance_types[0].ecs_task_limit_trunking.reset();
  CHECK_FALSE(simulate(cluster).instances[0].trunking);
  CHECK(simulate(cluster).instances[0].registered.eni == EniSlots{3});
}

TEST_CASE("capacity: a trunk may lower the number of slots", "[capacity]") {
  Cluster cluster = cluster_of({boxes(1)});
  cluster.capacity[0].trunking = Trunking::enabled;
  cluster.instance_types[0].ecs_task_limit_default = EniSlots{14};
  cluster.instance_types[0].ecs_task_limit_trunking = EniSlots{12};
  CHECK(simulate(cluster).instances[0].registered.eni == EniSlots{12});
}

TEST_CASE("capacity: the group's attributes win over the built-in ones", "[capacity]") {
  Cluster cluster = cluster_of({boxes(2)});
  cluster.capacity[0].attributes = {{"ecs.os-type", "windows"}, {"stack", "prod"}};
  cluster.services = {service("web", "web", 1)};
  cluster.services[0].placement_constraints = {
      member_of("attribute:ecs.os-type == windows and attribute:stack == prod and "
                "attribute:ecs.cpu-architecture == x86_64 and attribute:ecs.instance-type == box")};
  CHECK(simulate(cluster).services[0].placed_count == 1);
}

TEST_CASE("capacity: slots of described instances come from the type and the trunk's attribute", "[capacity]") {
  Cluster cluster = cluster_of({});
  cluster.container_instances = {described("plain"), described("trunked"), described("strange"), described("reported")};
  cluster.container_instances[1].attributes.set({"ecs.awsvpc-trunk-id", "eni-1"});
  cluster.container_instances[2].attributes.set({"ecs.instance-type", "x9.huge"});
  cluster.container_instances[3].registered_eni = EniSlots{5};
  cluster.container_instances[3].remaining_eni = EniSlots{2};
  const PlacementResult result = simulate(cluster);
  CHECK(result.instances[0].registered.eni == EniSlots{3});
  CHECK(result.instances[1].registered.eni == EniSlots{10});
  CHECK(result.instances[1].trunking);
  CHECK(result.instances[2].registered.eni == EniSlots{0});
  CHECK(result.instances[3].registered.eni == EniSlots{5});
  CHECK(result.instances[3].remaining.eni == EniSlots{2});
}

TEST_CASE("capacity: a type that nobody knows is an input error", "[capacity]") {
  CHECK_THROWS_AS(simulate(cluster_of({{.name = "g", .instance_type = "x9.huge", .count = 1}})), InputError);
}
