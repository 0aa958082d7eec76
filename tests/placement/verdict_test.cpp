#include <eniplan/placement.hpp>

#include "plain_cluster.hpp"
#include "support/catch.hpp"

using namespace eniplan;
using namespace eniplan::tests;

namespace {

const std::string unable =
    "(service web) was unable to place a task because no container instance met all of its requirements. ";
const std::string more_information =
    " For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.";

/// A box of its own group, so that each can lack something else.
CapacityGroup box(std::string name) { return {.name = std::move(name), .instance_type = "box", .count = 1}; }

Failure failure_of(const Cluster& cluster) { return simulate(cluster).services.at(0).failures.at(0); }

}  // namespace

TEST_CASE("verdict: each check counts the instances that fail it, and those that fail no other", "[verdict]") {
  Cluster cluster = cluster_of({box("small"), box("tiny"), box("gpu")});
  cluster.capacity[0].registered_cpu = CpuUnits{100};
  cluster.capacity[1].registered_cpu = CpuUnits{100};
  cluster.capacity[1].registered_memory = MiB{100};
  cluster.capacity[2].registered_memory = MiB{100};
  cluster.services = {service("web", "web", 5)};
  const Failure failure = failure_of(cluster);
  CHECK(failure.count == 5);
  CHECK(of(failure.blocked_by, Reason::cpu) == 2);
  CHECK(of(failure.blocked_by, Reason::memory) == 2);
  CHECK(total(failure.blocked_by) == 4);
  CHECK(of(failure.only_blocked_by, Reason::cpu) == 1);
  CHECK(of(failure.only_blocked_by, Reason::memory) == 1);
  CHECK(total(failure.only_blocked_by) == 2);
}

TEST_CASE("verdict: the closest match fails the fewest checks", "[verdict]") {
  Cluster cluster = cluster_of({box("two"), box("one")});
  cluster.capacity[0].registered_memory = MiB{100};
  cluster.capacity[0].registered_eni = EniSlots{0};
  cluster.capacity[1].registered_cpu = CpuUnits{100};
  cluster.services = {service("web", "net", 1)};
  const Failure failure = failure_of(cluster);
  CHECK(failure.closest_instance == 1);
  CHECK(failure.reason == Reason::cpu);
}

TEST_CASE("verdict: of as many failed checks the latest first one is closest, then the earlier instance", "[verdict]") {
  Cluster cluster = cluster_of({box("no-cpu"), box("no-eni"), box("no-eni-either")});
  cluster.capacity[0].registered_cpu = CpuUnits{100};
  cluster.capacity[1].registered_eni = EniSlots{0};
  cluster.capacity[2].registered_eni = EniSlots{0};
  cluster.services = {service("web", "net", 1)};
  const Failure failure = failure_of(cluster);
  CHECK(failure.closest_instance == 1);
  CHECK(failure.reason == Reason::eni);
}

TEST_CASE("verdict: an instance the task was never meant for does not hide a shortage", "[verdict]") {
  Cluster cluster = cluster_of({box("other-zone"), box("full")});
  cluster.capacity[0].availability_zones = {"z"};
  cluster.capacity[1].registered_cpu = CpuUnits{100};
  cluster.capacity[1].registered_memory = MiB{100};
  cluster.services = {service("web", "web", 1)};
  cluster.services[0].placement_constraints = {member_of("attribute:ecs.availability-zone == az1")};
  const Failure failure = failure_of(cluster);
  // other-zone fails one check, full fails two; yet full is where the task belongs.
  CHECK(failure.closest_instance == 1);
  CHECK(failure.reason == Reason::cpu);
}

TEST_CASE("verdict: instances of other providers are counted and never the closest", "[verdict]") {
  Cluster cluster = cluster_of({box("other"), box("listed")});
  cluster.capacity[0].capacity_provider = "other";
  cluster.capacity[1].capacity_provider = "listed";
  cluster.capacity[1].registered_cpu = CpuUnits{100};
  cluster.capacity[1].registered_memory = MiB{100};
  cluster.services = {service("web", "web", 1)};
  cluster.services[0].capacity_provider_strategy = {{.capacity_provider = "listed"}};
  const Failure failure = failure_of(cluster);
  CHECK(failure.closest_instance == 1);
  CHECK(of(failure.only_blocked_by, Reason::capacity_provider) == 1);
}

TEST_CASE("verdict: without instances the cluster is empty", "[verdict]") {
  Cluster cluster = cluster_of({});
  cluster.services = {service("web", "web", 2)};
  const Failure failure = failure_of(cluster);
  CHECK(failure.reason == Reason::empty);
  CHECK(failure.count == 2);
  CHECK_FALSE(failure.closest_instance);
  CHECK(failure.message == unable + "Reason: No Container Instances were found in your cluster." + more_information);
}

TEST_CASE("verdict: with instances of other providers alone the provider is empty", "[verdict]") {
  Cluster cluster = cluster_of({box("other")});
  cluster.capacity[0].capacity_provider = "other";
  cluster.services = {service("web", "web", 1)};
  cluster.services[0].capacity_provider_strategy = {{.capacity_provider = "listed"}};
  const Failure failure = failure_of(cluster);
  CHECK(failure.reason == Reason::empty);
  CHECK(of(failure.blocked_by, Reason::capacity_provider) == 1);
  CHECK(failure.message ==
        unable + "Reason: No Container Instances were found in your capacity provider." + more_information);
}

TEST_CASE("verdict: each reason is worded as ECS words it", "[verdict]") {
  Cluster cluster = cluster_of({box("b")});
  cluster.services = {service("web", "net", 1)};
  const auto message = [&] { return failure_of(cluster).message; };
  const std::string closest = unable + "The closest matching (container-instance b/0) ";

  SECTION("interfaces") {
    cluster.capacity[0].registered_eni = EniSlots{0};
    CHECK(message() == closest + "encountered error \"RESOURCE:ENI\"." + more_information);
  }
  SECTION("GPU") {
    cluster.task_definitions[0].container_definitions[0].gpus = {1};
    CHECK(message() == closest + "encountered error \"RESOURCE:GPU\"." + more_information);
  }
  SECTION("location") {
    cluster.subnets = {{.subnet_id = "s", .availability_zone = "elsewhere"}};
    cluster.services[0].subnets = {"s"};
    CHECK(message() == closest + "encountered error \"LOCATION\"." + more_information);
  }
  SECTION("memory") {
    cluster.capacity[0].registered_memory = MiB{1};
    CHECK(message() == closest + "has insufficient memory available." + more_information);
  }
  SECTION("CPU") {
    cluster.capacity[0].registered_cpu = CpuUnits{1};
    CHECK(message() == closest + "has insufficient CPU units available." + more_information);
  }
  SECTION("ports") {
    cluster.services[0].task_definition = "web";
    cluster.task_definitions[1].container_definitions[0].port_mappings = {{.container_port = 22, .host_port = 22}};
    CHECK(message() == closest + "is already using a port required by your task." + more_information);
  }
  SECTION("attributes") {
    cluster.task_definitions[0].requires_attributes = {{"rack", std::nullopt}};
    CHECK(message() == closest + "is missing an attribute required by your task." + more_information);
  }
  SECTION("memberOf") {
    cluster.services[0].placement_constraints = {member_of("attribute:rack exists")};
    CHECK(message() ==
          closest + "encountered error \"MemberOf placement constraint unsatisfied.\"." + more_information);
  }
  SECTION("distinctInstance") {
    cluster.services[0].placement_constraints = {distinct_instance()};
    cluster.services[0].desired_count = 2;
    CHECK(message() ==
          closest + "encountered error \"DistinctInstance placement constraint unsatisfied.\"." + more_information);
  }
}

TEST_CASE("verdict: an agent that is away is named by the id of its instance", "[verdict]") {
  Cluster cluster = cluster_of({});
  cluster.container_instances = {described("0123abcd")};
  cluster.container_instances[0].agent_connected = false;
  cluster.services = {service("web", "web", 1)};
  CHECK(failure_of(cluster).message ==
        unable + "The closest matching (container-instance 0123abcd) encountered error \"AGENT\"." + more_information);
}

TEST_CASE("verdict: requests have no service event", "[verdict]") {
  Cluster cluster = cluster_of({});
  cluster.run_tasks = {request("web", 1)};
  const Failure failure = simulate(cluster).run_tasks.at(0).failures.at(0);
  CHECK(failure.reason == Reason::empty);
  CHECK(failure.message.empty());
}
