#include <eniplan/placement.hpp>

#include "plain_cluster.hpp"
#include "support/catch.hpp"

using namespace eniplan;
using namespace eniplan::tests;

namespace {

/// One box with `in_use` interfaces of others, on which `count` awsvpc tasks are wanted.
Cluster crowded(std::int64_t in_use, std::int64_t count) {
  Cluster cluster = cluster_of({boxes(1)});
  cluster.capacity[0].network_interfaces_in_use = in_use;
  cluster.services = {service("net", "net", count)};
  return cluster;
}

/// Boxes in zones a and b, subnets `s0` and `s1` in a and `s2` in b.
Cluster with_subnets(std::optional<std::int64_t> s0, std::optional<std::int64_t> s1) {
  Cluster cluster = cluster_of({boxes(2, {"a", "b"})});
  cluster.subnets = {{"s0", "a", s0}, {"s1", "a", s1}, {"s2", "b", 100}};
  cluster.services = {service("net", "net", 3)};
  cluster.services[0].placement_constraints = {member_of("attribute:ecs.availability-zone == a")};
  cluster.services[0].subnets = {"s0", "s1", "s2"};
  return cluster;
}

}  // namespace

TEST_CASE("attach failures: interfaces of others are unseen when placing and missed when attaching", "[attach]") {
  // A box has 4 interfaces, 3 besides the primary. 3 tasks and 2 others are 2 too many.
  const PlacementResult result = simulate(crowded(2, 3));
  CHECK(result.services[0].placed_count == 3);
  CHECK(result.instances[0].attach_failures == 2);
  CHECK(result.summary.attach_failures == 2);
  CHECK(result.instances[0].remaining.eni == EniSlots{0});
}

TEST_CASE("attach failures: no more than were placed, none while there is room", "[attach]") {
  CHECK(simulate(crowded(9, 3)).instances[0].attach_failures == 3);
  CHECK(simulate(crowded(2, 1)).instances[0].attach_failures == 0);  // 1 + 2 = 3
  CHECK(simulate(crowded(0, 3)).instances[0].attach_failures == 0);
}

TEST_CASE("attach failures: running tasks take interfaces but cannot fail any more", "[attach]") {
  Cluster cluster = crowded(2, 1);
  cluster.tasks = {running("net", "box/0", "family:net"), running("net", "box/0", "family:net")};
  // 2 running + 1 placed + 2 others are 2 too many, but 1 was placed.
  CHECK(simulate(cluster).instances[0].attach_failures == 1);
}

TEST_CASE("attach failures: a limit that is given above the physical one is believed", "[attach]") {
  Cluster cluster = crowded(2, 5);
  cluster.capacity[0].registered_eni = EniSlots{6};
  CHECK(simulate(cluster).instances[0].attach_failures == 1);  // 5 + 2 - max(4 - 1, 6)
}

TEST_CASE("attach failures: tasks on a trunk and tasks without interface attach", "[attach]") {
  Cluster cluster = crowded(9, 3);
  cluster.capacity[0].trunking = Trunking::enabled;
  CHECK(simulate(cluster).summary.attach_failures == 0);
  cluster = crowded(9, 3);
  cluster.services[0].task_definition = "web";
  CHECK(simulate(cluster).summary.attach_failures == 0);
}

TEST_CASE("subnets: a task takes an address of the subnet with most left, ties the first listed", "[subnets]") {
  const PlacementResult result = simulate(with_subnets(1, 2));
  // s1 (2 > 1), then s0 (1 = 1, listed first), then s1.
  REQUIRE(result.subnets.size() == 3);
  CHECK(result.subnets[0] == SubnetResult{"s0", "a", 1, 1, 0});
  CHECK(result.subnets[1] == SubnetResult{"s1", "a", 2, 2, 0});
  CHECK(result.subnets[2] == SubnetResult{"s2", "b", 100, 0, 0});
  CHECK(result.summary.attach_failures == 0);
}

TEST_CASE("subnets: a task that finds no address is placed and fails to attach", "[subnets]") {
  const PlacementResult result = simulate(with_subnets(1, 0));
  CHECK(result.services[0].placed_count == 3);
  CHECK(result.subnets[0] == SubnetResult{"s0", "a", 1, 1, 2});  // both have none left: s0 is listed first
  CHECK(result.subnets[1] == SubnetResult{"s1", "a", 0, 0, 0});
  CHECK(result.summary.attach_failures == 2);
  CHECK(result.instances[0].attach_failures == 0);  // a matter of the subnet, not of the instance
}

TEST_CASE("subnets: addresses are counted only where each listed subnet of the zone has a count", "[subnets]") {
  const PlacementResult result = simulate(with_subnets(1, std::nullopt));
  REQUIRE(result.subnets.size() == 2);
  CHECK(result.subnets[0] == SubnetResult{"s0", "a", 1, 0, 0});
  CHECK(result.summary.attach_failures == 0);
}

TEST_CASE("subnets: running tasks have their addresses, services that name no subnet take none", "[subnets]") {
  Cluster cluster = with_subnets(1, 1);
  cluster.services[0].subnets.clear();
  cluster.tasks = {running("net", "box/0", "family:net")};
  CHECK(simulate(cluster).subnets[0].taken == 0);
}

TEST_CASE("subnets: interfaces and addresses that are missing add up", "[subnets]") {
  Cluster cluster = with_subnets(1, 0);
  cluster.capacity[0].network_interfaces_in_use = 1;
  // 3 tasks + 1 other on 3 interfaces: 1. Addresses: 2.
  CHECK(simulate(cluster).summary.attach_failures == 3);
}
