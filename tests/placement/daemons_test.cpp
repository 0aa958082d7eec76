#include <eniplan/placement.hpp>

#include "plain_cluster.hpp"
#include "support/catch.hpp"

using namespace eniplan;
using namespace eniplan::tests;
using Names = std::vector<std::string>;

TEST_CASE("daemons: one task on each instance that is meant for it", "[daemons]") {
  Cluster cluster = cluster_of({boxes(2, {"a", "b"})});
  cluster.container_instances = {described("i0"), described("i1"), described("i2")};
  cluster.container_instances[0].status = InstanceStatus::draining;
  cluster.container_instances[1].agent_connected = false;
  cluster.services = {daemon("agent", "web")};
  cluster.services[0].desired_count = 17;  // says nothing
  const PlacementResult result = simulate(cluster, Sequence::listed);
  CHECK(names_of(result, result.services[0]) == Names{"i2", "box/0", "box/1"});
  CHECK(result.services[0].desired_count == 3);
  CHECK(result.services[0].failures.empty());
}

TEST_CASE("daemons: they come before all services, in document order", "[daemons]") {
  Cluster cluster = cluster_of({boxes(1)});
  cluster.task_definitions.push_back(definition("most", NetworkMode::bridge, 4000, 1));
  cluster.services = {service("web", "most", 1), daemon("first", "most"), daemon("second", "most")};
  const PlacementResult result = simulate(cluster);
  CHECK(result.services[0].placed_count == 0);
  CHECK(result.services[1].placed_count == 1);
  CHECK(result.services[2].placed_count == 0);
  CHECK(result.services[1].name == "first");  // results stay in document order
}

TEST_CASE("daemons: an instance that runs one gets no other", "[daemons]") {
  Cluster cluster = cluster_of({boxes(3)});
  cluster.services = {daemon("agent", "web")};
  cluster.tasks = {running("web", "box/1", "service:agent")};
  const PlacementResult result = simulate(cluster, Sequence::listed);
  CHECK(names_of(result, result.services[0]) == Names{"box/0", "box/2"});
  CHECK(result.services[0].running_count == 1);
  CHECK(result.services[0].desired_count == 3);  // 1 + 2
}

TEST_CASE("daemons: running tasks that are not listed are on the first instances meant for it", "[daemons]") {
  Cluster cluster = cluster_of({boxes(4, {"a", "b"})});
  cluster.services = {daemon("agent", "web")};
  cluster.services[0].placement_constraints = {member_of("attribute:ecs.availability-zone == b")};
  cluster.services[0].running_count = 2;
  cluster.tasks = {running("web", "box/0", "service:agent")};  // from before the constraint
  const PlacementResult result = simulate(cluster, Sequence::listed);
  // 2 run, 1 is listed; the other one is taken to be on box/2. It holds nothing and is counted on no instance.
  CHECK(names_of(result, result.services[0]) == Names{"box/3"});
  CHECK(result.services[0].running_count == 2);
  CHECK(result.services[0].desired_count == 3);  // 2 + 1
  CHECK(result.instances[2].tasks == 0);
  CHECK(result.instances[2].remaining.cpu == CpuUnits{4096});
}

TEST_CASE("daemons: instances without room are counted by their first failed check", "[daemons]") {
  Cluster cluster = cluster_of({{.name = "ok", .instance_type = "box", .count = 1},
                                {.name = "no-cpu", .instance_type = "box", .count = 2},
                                {.name = "no-memory", .instance_type = "box", .count = 1},
                                {.name = "no-both", .instance_type = "box", .count = 1},
                                {.name = "no-zone", .instance_type = "box", .count = 1, .availability_zones = {"z"}}});
  cluster.capacity[1].registered_cpu = CpuUnits{100};
  cluster.capacity[2].registered_memory = MiB{100};
  cluster.capacity[3].registered_cpu = CpuUnits{100};
  cluster.capacity[3].registered_memory = MiB{100};
  cluster.services = {daemon("agent", "web")};
  cluster.services[0].placement_constraints = {member_of("attribute:ecs.availability-zone != z")};
  const GroupResult agent = simulate(cluster).services[0];
  REQUIRE(agent.failures.size() == 2);
  CHECK(agent.desired_count == 5);  // 1 placed, 3 without CPU, 1 without memory

  const Failure& cpu = agent.failures[0];
  CHECK(cpu.reason == Reason::cpu);
  CHECK(cpu.count == 3);
  CHECK(of(cpu.blocked_by, Reason::cpu) == 3);
  CHECK(of(cpu.blocked_by, Reason::memory) == 1);
  CHECK(of(cpu.only_blocked_by, Reason::cpu) == 2);
  CHECK(total(cpu.blocked_by) == 4);  // the other entry's instance is not in this one
  CHECK(cpu.closest_instance == 1);   // no-cpu/0, which fails one check
  CHECK(cpu.message ==
        "(service agent) was unable to place a task because no container instance met all of its requirements. The "
        "closest "
        "matching (container-instance no-cpu/0) has insufficient CPU units available. For more information, see the "
        "Troubleshooting section of the Amazon ECS Developer Guide.");

  const Failure& memory = agent.failures[1];
  CHECK(memory.reason == Reason::memory);
  CHECK(memory.count == 1);
  CHECK(total(memory.blocked_by) == 1);
  CHECK(memory.closest_instance == 3);
}

TEST_CASE("daemons: where no instance is meant for it nothing is refused", "[daemons]") {
  Cluster cluster = cluster_of({});
  cluster.services = {daemon("agent", "web")};
  const GroupResult agent = simulate(cluster).services[0];
  CHECK(agent.desired_count == 0);
  CHECK(agent.failures.empty());
}
