#include <eniplan/catalog.hpp>
#include <eniplan/placement.hpp>

#include "plain_cluster.hpp"
#include "support/catch.hpp"

// The incident that started the project: two copies of an awsvpc task on one t2.micro.

using namespace eniplan;
using namespace eniplan::tests;

namespace {

/// `count` tasks of 256 units and 256 MiB on one instance of a real type.
Cluster incident(std::string instance_type, NetworkMode mode, std::int64_t count,
                 Trunking trunking = Trunking::disabled) {
  Cluster cluster;
  cluster.capacity = {{.name = instance_type, .instance_type = instance_type, .count = 1, .trunking = trunking}};
  cluster.task_definitions = {definition("ecs-django", mode, 256, 256)};
  cluster.services = {service("ecs-django-service", "ecs-django", count)};
  return cluster;
}

}  // namespace

TEST_CASE("seed incident: a t2.micro runs one awsvpc task and refuses the second for its interfaces",
          "[seed_incident]") {
  const PlacementResult result = simulate(incident("t2.micro", NetworkMode::awsvpc, 2));
  const GroupResult& django = result.services[0];
  CHECK(django.placed_count == 1);
  REQUIRE(django.failures.size() == 1);
  CHECK(django.failures[0].reason == Reason::eni);
  CHECK(django.failures[0].count == 1);
  CHECK(of(django.failures[0].only_blocked_by, Reason::eni) == 1);
  CHECK(django.failures[0].message ==
        "(service ecs-django-service) was unable to place a task because no container instance met all of its "
        "requirements. "
        "The closest matching (container-instance t2.micro/0) encountered error \"RESOURCE:ENI\". For more "
        "information, see "
        "the Troubleshooting section of the Amazon ECS Developer Guide.");
}

TEST_CASE("seed incident: a t2.small runs both", "[seed_incident]") {
  CHECK(simulate(incident("t2.small", NetworkMode::awsvpc, 2)).summary.unplaced == 0);
}

TEST_CASE("seed incident: in bridge mode the t2.micro runs both", "[seed_incident]") {
  Cluster cluster = incident("t2.micro", NetworkMode::bridge, 2);
  cluster.task_definitions[0].container_definitions[0].port_mappings = {{.container_port = 80, .host_port = 0}};
  CHECK(simulate(cluster).summary.unplaced == 0);
}

TEST_CASE("seed incident: a trunk gives a c5.large ten slots, and CPU runs out at eight tasks", "[seed_incident]") {
  const PlacementResult without = simulate(incident("c5.large", NetworkMode::awsvpc, 10));
  CHECK(without.services[0].placed_count == 2);
  CHECK(without.services[0].failures[0].reason == Reason::eni);

  const PlacementResult with = simulate(incident("c5.large", NetworkMode::awsvpc, 10, Trunking::enabled));
  CHECK(with.instances[0].registered.eni == EniSlots{10});
  CHECK(with.services[0].placed_count == 8);  // 2048 / 256
  CHECK(with.services[0].failures[0].reason == Reason::cpu);
  CHECK(with.instances[0].remaining.eni == EniSlots{2});
}

TEST_CASE("seed incident: fit gives the same answer without any file", "[seed_incident]") {
  const Resources needs{.cpu = {256}, .memory = {256}, .eni = {1}};
  const InstanceType* c5_large = find_instance_type("c5.large");
  REQUIRE(c5_large != nullptr);
  CHECK(fit(*c5_large, needs, Trunking::disabled).count == 2);
  CHECK(fit(*c5_large, needs, Trunking::enabled).count == 8);
  CHECK(fit(*c5_large, needs, Trunking::enabled).limit == Reason::cpu);
}
