#include <eniplan/placement.hpp>

#include "plain_cluster.hpp"
#include "support/catch.hpp"

using namespace eniplan;
using namespace eniplan::tests;

namespace {

/// The only failure of the only service of `cluster`.
Failure failure_of(const Cluster& cluster) {
  const PlacementResult result = simulate(cluster);
  REQUIRE(result.services.size() == 1);
  REQUIRE(result.services[0].failures.size() == 1);
  return result.services[0].failures[0];
}

std::int64_t placed(const Cluster& cluster) { return simulate(cluster).services[0].placed_count; }

Cluster one_box_and(Service wanted) {
  Cluster cluster = cluster_of({boxes(1)});
  cluster.services = {std::move(wanted)};
  return cluster;
}

/// A service in `net` that asks for every thing a described instance may lack.
Cluster described_and(Service wanted) {
  Cluster cluster = cluster_of({});
  cluster.container_instances = {described("i0")};
  cluster.services = {std::move(wanted)};
  return cluster;
}

TaskDefinition with_port(TaskDefinition definition, std::int64_t port, Protocol protocol = Protocol::tcp) {
  definition.container_definitions[0].port_mappings.push_back(
      {.container_port = port, .host_port = port, .protocol = protocol});
  return definition;
}

}  // namespace

TEST_CASE("filters: an instance that is not ACTIVE is no candidate", "[filters]") {
  Cluster cluster = described_and(service("web", "web", 1));
  CHECK(placed(cluster) == 1);
  cluster.container_instances[0].status = InstanceStatus::draining;
  const Failure failure = failure_of(cluster);
  CHECK(failure.reason == Reason::empty);
  CHECK(of(failure.blocked_by, Reason::inactive) == 1);
  CHECK_FALSE(failure.closest_instance);
}

TEST_CASE("filters: a service with a strategy of providers uses their instances alone", "[filters]") {
  Cluster cluster = cluster_of({boxes(1), {.name = "spot", .instance_type = "box", .count = 1}});
  cluster.capacity[1].capacity_provider = "spot";
  cluster.services = {service("web", "web", 1)};
  cluster.services[0].capacity_provider_strategy = {{.capacity_provider = "other"}, {.capacity_provider = "spot"}};
  const PlacementResult result = simulate(cluster, Sequence::listed);
  CHECK(names_of(result, result.services[0]) == std::vector<std::string>{"spot/0"});
}

TEST_CASE("filters: where no instance names a provider, strategies of providers say nothing", "[filters]") {
  Cluster cluster = one_box_and(service("web", "web", 1));
  cluster.services[0].capacity_provider_strategy = {{.capacity_provider = "spot"}};
  CHECK(placed(cluster) == 1);
  // A group without instances names nothing either.
  cluster.capacity.push_back({.name = "none", .instance_type = "box", .capacity_provider = "spot"});
  CHECK(placed(cluster) == 1);
}

TEST_CASE("filters: an instance whose agent is not connected takes nothing", "[filters]") {
  Cluster cluster = described_and(service("web", "web", 1));
  cluster.container_instances[0].agent_connected = false;
  CHECK(failure_of(cluster).reason == Reason::agent);
}

TEST_CASE("filters: awsvpc tasks go to the zones of their subnets", "[filters]") {
  Cluster cluster = cluster_of({boxes(2, {"a", "b"})});
  cluster.subnets = {{.subnet_id = "s-a", .availability_zone = "a"}, {.subnet_id = "s-b", .availability_zone = "b"}};
  cluster.services = {service("net", "net", 1)};
  cluster.services[0].subnets = {"s-b"};
  const PlacementResult result = simulate(cluster, Sequence::listed);
  CHECK(names_of(result, result.services[0]) == std::vector<std::string>{"box/1"});

  SECTION("a service that names none goes anywhere") {
    cluster.services[0].subnets.clear();
    CHECK(names_of(simulate(cluster, Sequence::listed), simulate(cluster, Sequence::listed).services[0])[0] == "box/0");
  }
  SECTION("a document without subnets limits nothing") {
    cluster.subnets.clear();
    CHECK(placed(cluster) == 1);
  }
  SECTION("tasks of other network modes have no location") {
    cluster.services[0].task_definition = "web";
    cluster.services[0].desired_count = 2;
    CHECK(placed(cluster) == 2);
  }
  SECTION("an instance whose zone is unknown is in none") {
    cluster.capacity.clear();
    cluster.container_instances = {described("i0")};
    cluster.container_instances[0].attributes =
        Attributes({{"ecs.instance-type", "box"}, {"ecs.capability.task-eni", std::nullopt}});
    CHECK(failure_of(cluster).reason == Reason::location);
  }
}

TEST_CASE("filters: a required attribute must be there, and have the value if one is required", "[filters]") {
  Cluster cluster = one_box_and(service("web", "web", 1));
  cluster.capacity[0].attributes = {{"stack", "prod"}, {"flag", std::nullopt}};
  std::vector<Attribute>& required = cluster.task_definitions[1].requires_attributes;
  const auto [attribute, fits] = GENERATE(table<Attribute, bool>({{{"stack", std::nullopt}, true},
                                                                  {{"stack", "prod"}, true},
                                                                  {{"stack", "test"}, false},
                                                                  {{"flag", std::nullopt}, true},
                                                                  {{"flag", "x"}, false},
                                                                  {{"other", std::nullopt}, false}}));
  required = {attribute};
  CHECK(placed(cluster) == (fits ? 1 : 0));
  if (!fits) CHECK(failure_of(cluster).reason == Reason::attribute);
}

TEST_CASE("filters: an instance of ECS Anywhere lacks an attribute for every task", "[filters]") {
  Cluster cluster = described_and(service("web", "web", 1));
  cluster.container_instances[0].attributes.set({"ecs.capability.external", std::nullopt});
  CHECK(failure_of(cluster).reason == Reason::attribute);
}

TEST_CASE("filters: an instance that cannot attach interfaces lacks an attribute, and slots count apart", "[filters]") {
  Cluster cluster = described_and(service("net", "net", 1));
  cluster.container_instances[0].attributes = Attributes(std::vector<Attribute>{{"ecs.instance-type", "box"}});
  const Failure failure = failure_of(cluster);
  CHECK(failure.reason == Reason::attribute);
  CHECK(of(failure.blocked_by, Reason::eni) == 0);  // a box has 3 slots all the same
}

TEST_CASE("filters: each resource refuses what is more than remains", "[filters]") {
  Cluster cluster = one_box_and(service("web", "web", 1));
  TaskDefinition& web = cluster.task_definitions[1];
  SECTION("CPU") {
    web.cpu = CpuUnits{4096};
    CHECK(placed(cluster) == 1);
    web.cpu = CpuUnits{4097};
    CHECK(failure_of(cluster).reason == Reason::cpu);
  }
  SECTION("memory") {
    web.memory = MiB{8000};
    CHECK(placed(cluster) == 1);
    web.memory = MiB{8001};
    CHECK(failure_of(cluster).reason == Reason::memory);
  }
  SECTION("GPU") {
    cluster.capacity[0].instance_type = "gpu-box";
    web.container_definitions[0].gpus = {2};
    CHECK(placed(cluster) == 1);
    web.container_definitions[0].gpus = {3};
    CHECK(failure_of(cluster).reason == Reason::gpu);
  }
  SECTION("interfaces") {
    cluster.services[0] = service("net", "net", 4);
    const Failure failure = failure_of(cluster);
    CHECK(failure.reason == Reason::eni);
    CHECK(failure.count == 1);  // 3 slots
  }
}

TEST_CASE("filters: a need of nothing is never refused, even where less than nothing remains", "[filters]") {
  Cluster cluster = described_and(service("web", "web", 1));
  ContainerInstance& instance = cluster.container_instances[0];
  instance.remaining = {.cpu = {-1}, .memory = {-1}, .gpu = {-1}};
  for (std::int64_t port = 1; port <= 120; ++port) instance.ports_taken.push_back(port);
  instance.registered_eni = EniSlots{0};
  instance.remaining_eni = EniSlots{-1};
  cluster.task_definitions[1].cpu = CpuUnits{0};
  cluster.task_definitions[1].memory = MiB{0};
  CHECK(placed(cluster) == 1);
}

TEST_CASE("filters: a static port is taken once per instance and protocol", "[filters]") {
  Cluster cluster = one_box_and(service("web", "web", 2));
  cluster.task_definitions[1] = with_port(cluster.task_definitions[1], 8080);
  const Failure failure = failure_of(cluster);
  CHECK(failure.reason == Reason::ports);
  CHECK(failure.count == 1);

  cluster.task_definitions.push_back(with_port(definition("dns", NetworkMode::bridge, 1, 1), 8080, Protocol::udp));
  cluster.services = {service("web", "web", 1), service("dns", "dns", 1)};
  CHECK(simulate(cluster).summary.unplaced == 0);
}

TEST_CASE("filters: the agent's own ports are taken", "[filters]") {
  Cluster cluster = one_box_and(service("web", "web", 1));
  cluster.task_definitions[1] = with_port(cluster.task_definitions[1], 51678);
  CHECK(failure_of(cluster).reason == Reason::ports);
  cluster.capacity[0].reserved_ports = {22};
  CHECK(placed(cluster) == 1);
}

TEST_CASE("filters: an instance holds 100 ports, tcp and udp and the agent's together", "[filters]") {
  Cluster cluster = one_box_and(service("web", "web", 1));
  CapacityGroup& group = cluster.capacity[0];
  group.reserved_ports = {22};
  for (std::int64_t port = 1000; port < 1098; ++port) group.reserved_ports_udp.push_back(port);  // 1 + 98 are 99
  cluster.task_definitions[1] = with_port(cluster.task_definitions[1], 80);
  CHECK(placed(cluster) == 1);  // 100
  cluster.task_definitions[1] = with_port(cluster.task_definitions[1], 81);
  CHECK(failure_of(cluster).reason == Reason::ports);  // 101
}

TEST_CASE("filters: every memberOf expression of service and definition must be true", "[filters]") {
  Cluster cluster = cluster_of({boxes(4, {"a", "b"})});
  cluster.capacity[0].attributes = {{"stack", "prod"}};
  cluster.services = {service("web", "web", 4)};
  cluster.services[0].placement_constraints = {member_of("attribute:ecs.availability-zone == b")};
  cluster.task_definitions[1].placement_constraints = {member_of("attribute:stack == prod")};
  PlacementResult result = simulate(cluster, Sequence::listed);
  CHECK(names_of(result, result.services[0]) == std::vector<std::string>{"box/2", "box/3", "box/2", "box/3"});

  cluster.task_definitions[1].placement_constraints = {member_of("attribute:stack == test")};
  CHECK(failure_of(cluster).reason == Reason::member_of);
}

TEST_CASE("filters: memberOf looks at tasks as they are at the moment of placement", "[filters]") {
  Cluster cluster = cluster_of({boxes(3)});
  cluster.services = {service("web", "web", 3), service("beside", "web", 1), service("apart", "web", 1)};
  cluster.services[0].placement_constraints = {
      member_of("runningTasksCount == 0 and attribute:ecs.instance-type == box")};
  cluster.services[1].placement_constraints = {member_of("task:group == service:web")};
  cluster.services[2].placement_constraints = {member_of("not(task:group == service:beside)")};
  const PlacementResult result = simulate(cluster, Sequence::listed);
  CHECK(names_of(result, result.services[0]) == std::vector<std::string>{"box/0", "box/1", "box/2"});
  CHECK(names_of(result, result.services[1]) == std::vector<std::string>{"box/0"});
  CHECK(names_of(result, result.services[2]) == std::vector<std::string>{"box/1"});
}

TEST_CASE("filters: memberOf sees what tells described instances apart", "[filters]") {
  Cluster cluster = cluster_of({});
  cluster.container_instances = {described("i0"), described("i1"), described("i2")};
  for (std::size_t i = 0; i < 3; ++i) {
    cluster.container_instances[i].ec2_instance_id = "i-" + std::to_string(i);
    cluster.container_instances[i].agent_version = "1." + std::to_string(8 + i) + ".0";
    cluster.container_instances[i].registered_at =
        Instant(std::chrono::sys_days(std::chrono::year{2020} / 1 / 1)) + std::chrono::hours(24 * i);
  }
  cluster.services = {service("web", "web", 1)};
  const auto placed_where = [&](const char* expression) {
    cluster.services[0].placement_constraints = {member_of(expression)};
    const PlacementResult result = simulate(cluster, Sequence::listed);
    return names_of(result, result.services[0]);
  };
  CHECK(placed_where("ec2InstanceId == i-1") == std::vector<std::string>{"i1"});
  CHECK(placed_where("agentVersion >= 1.10") == std::vector<std::string>{"i2"});
  CHECK(placed_where("registeredAt > 2020-01-01") == std::vector<std::string>{"i1"});
}

TEST_CASE("filters: distinctInstance leaves one task of the group on each instance", "[filters]") {
  Cluster cluster = cluster_of({boxes(2)});
  cluster.services = {service("web", "web", 3)};
  cluster.services[0].placement_constraints = {distinct_instance()};
  cluster.services[0].placement_strategy = binpack("cpu");
  const Failure failure = failure_of(cluster);
  CHECK(failure.reason == Reason::distinct_instance);
  CHECK(failure.count == 1);
  CHECK(placed(cluster) == 2);
}

TEST_CASE("filters: distinctInstance counts running tasks of the group, not those of others", "[filters]") {
  Cluster cluster = cluster_of({boxes(3)});
  cluster.services = {service("web", "web", 2)};
  cluster.services[0].placement_constraints = {distinct_instance()};
  cluster.tasks = {running("web", "box/0", "service:web"), running("web", "box/1", "service:other")};
  const PlacementResult result = simulate(cluster, Sequence::listed);
  CHECK(names_of(result, result.services[0]) == std::vector<std::string>{"box/1"});
}
