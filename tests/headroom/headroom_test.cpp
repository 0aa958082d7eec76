// How many more tasks fit, told by boxes of 3 ENI slots, 4096 CPU units and 8000 MiB.

#include <eniplan/headroom.hpp>

#include <eniplan/diagnostic.hpp>

#include "headroom/all_trunked.hpp"
#include "placement/plain_cluster.hpp"
#include "support/catch.hpp"

using namespace eniplan;
using namespace eniplan::tests;

namespace {

HeadroomResult ask(const Cluster& cluster, std::optional<std::int64_t> up_to = std::nullopt) {
  return headroom(cluster, {.services = {}, .up_to = up_to, .rollouts = false});
}

}  // namespace

TEST_CASE("headroom: each service is asked by itself from the same state", "[headroom]") {
  Cluster cluster = cluster_of({boxes(2)});
  cluster.services = {service("net", "net", 4), service("web", "web", 1), service("also", "net", 0)};
  const HeadroomResult result = ask(cluster);
  REQUIRE(result.services.size() == 3);
  // 2 boxes have 6 slots, 4 are taken.
  CHECK(result.services[0].placed == 4);
  CHECK(result.services[0].more == 2);
  REQUIRE(result.services[0].next.has_value());
  CHECK(result.services[0].next->reason == Reason::eni);
  CHECK(result.services[0].next->count == 1);
  CHECK(result.services[0].next->only_blocked_by[static_cast<std::size_t>(Reason::eni)] == 2);
  // 2 * 4096 units hold 32 tasks of 256, 5 are there.
  CHECK(result.services[1].more == 27);
  CHECK(result.services[1].next->reason == Reason::cpu);
  // One that wants nothing yet has the same room as the other of its kind, and a message of its own.
  CHECK(result.services[2].placed == 0);
  CHECK(result.services[2].more == 2);
  CHECK(result.services[2].next->message.starts_with("(service also) was unable"));
  CHECK(result.services[0].next->message.starts_with("(service net) was unable"));
}

TEST_CASE("headroom: a service that lacks tasks has none, and the refusal is what stops it", "[headroom]") {
  Cluster cluster = cluster_of({boxes(1)});
  cluster.services = {service("net", "net", 5)};
  const HeadroomResult result = ask(cluster, 6);
  CHECK(result.services[0].placed == 3);
  CHECK(result.services[0].more == 0);
  CHECK(result.services[0].next->count == 2);
  CHECK(result.services[0].next->reason == Reason::eni);
  // With a trunk a box has 10 slots, so all 5 are placed and 5 more fit.
  CHECK(result.services[0].curve == HeadroomCurve{.up_to = 6, .fits = 3, .fits_all_trunked = 10});
}

TEST_CASE("headroom: distinctInstance counts instances, not slots", "[headroom]") {
  Cluster cluster = cluster_of({boxes(5)});
  cluster.services = {service("one", "net", 2), service("two", "net", 0)};
  cluster.services[0].placement_constraints = {{PlacementConstraint::Type::distinct_instance, {}}};
  cluster.services[1].placement_constraints = {{PlacementConstraint::Type::distinct_instance, {}}};
  const HeadroomResult result = ask(cluster);
  // 5 boxes, on 2 of them there is one.
  CHECK(result.services[0].more == 3);
  CHECK(result.services[0].next->reason == Reason::distinct_instance);
  CHECK(result.services[1].more == 5);
}

TEST_CASE("headroom: what asks for nothing is limited by nothing", "[headroom]") {
  Cluster cluster = cluster_of({boxes(1)});
  cluster.task_definitions.push_back(definition("idle", NetworkMode::none, 0, 0));
  cluster.services = {service("idle", "idle", 1)};
  const ServiceHeadroom idle = ask(cluster, 50).services.front();
  CHECK(idle.bounded);
  CHECK(idle.more == most_headroom);
  CHECK_FALSE(idle.next.has_value());
  CHECK(idle.curve->fits == most_headroom + 1);
}

TEST_CASE("headroom: without instances there is no room, and no instance is to blame", "[headroom]") {
  Cluster cluster = cluster_of({});
  cluster.task_definitions.push_back(definition("idle", NetworkMode::none, 0, 0));
  cluster.services = {service("net", "net", 0), service("idle", "idle", 0)};
  for (const ServiceHeadroom& none : ask(cluster).services) {
    CHECK(none.more == 0);
    CHECK_FALSE(none.bounded);
    CHECK(none.next->reason == Reason::empty);
  }
}

TEST_CASE("headroom: tasks that would find no address are counted, and said to fail", "[headroom]") {
  Cluster cluster = cluster_of({boxes(1)});
  cluster.subnets = {{.subnet_id = "s", .availability_zone = "a", .available_ip_address_count = 2}};
  cluster.services = {service("net", "net", 1)};
  cluster.services[0].subnets = {"s"};
  const ServiceHeadroom net = ask(cluster).services.front();
  // 3 slots, one taken; 2 addresses, one taken.
  CHECK(net.more == 2);
  CHECK(net.more_that_fail_to_attach == 1);
}

TEST_CASE("headroom: daemons have no headroom, and asking for one is an error", "[headroom]") {
  Cluster cluster = cluster_of({boxes(1)});
  cluster.services = {daemon("agent", "net"), service("web", "web", 1)};
  CHECK(ask(cluster).services.size() == 1);
  CHECK_THROWS_WITH(headroom(cluster, {.services = {"agent"}}),
                    Catch::Contains("a daemon has one task on each instance"));
  CHECK_THROWS_WITH(headroom(cluster, {.services = {"wbe"}}), Catch::Contains("did you mean \"web\"?"));
  const HeadroomResult only = headroom(cluster, {.services = {"web"}, .up_to = std::nullopt, .rollouts = false});
  CHECK(only.services.size() == 1);
}

TEST_CASE("headroom: all trunked means groups and described instances whose types can", "[headroom]") {
  Cluster cluster = cluster_of({boxes(1)});
  const auto instance = [](std::string id, std::string type) {
    return ContainerInstance{.container_instance_arn = std::move(id),
                             .attributes = Attributes({{std::string(instance_type_attribute), std::move(type)}}),
                             .registered_eni = EniSlots{1},
                             .remaining_eni = EniSlots{1}};
  };
  cluster.container_instances = {instance("can", "box"), instance("cannot", "t3.large"),
                                 instance("unknown", "q9.large")};
  const Cluster trunked = headroom_detail::all_trunked(cluster);
  CHECK(trunked.capacity[0].trunking == Trunking::enabled);
  CHECK(trunked.container_instances[0].attributes.contains(trunk_attribute));
  CHECK_FALSE(trunked.container_instances[0].registered_eni.has_value());
  CHECK(trunked.container_instances[1] == cluster.container_instances[1]);
  CHECK(trunked.container_instances[2] == cluster.container_instances[2]);
}
