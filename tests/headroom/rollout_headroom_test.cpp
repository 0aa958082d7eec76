// The largest count that still rolls, against every count one by one.

#include <eniplan/headroom.hpp>
#include <eniplan/rollout.hpp>

#include <algorithm>

#include "placement/plain_cluster.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"
#include "support/random_cluster.hpp"

using namespace eniplan;
using namespace eniplan::test;
using namespace eniplan::tests;

namespace {

Cluster boxes_with_net(std::int64_t desired, std::int64_t minimum, std::int64_t maximum) {
  Cluster cluster = cluster_of({boxes(2)});
  cluster.services = {service("net", "net", desired)};
  cluster.services[0].deployment_configuration = {.minimum_healthy_percent = minimum, .maximum_percent = maximum};
  return cluster;
}

RolloutHeadroom only(const Cluster& cluster, std::int64_t trials = 64) {
  const HeadroomResult result = headroom(cluster, {.services = {}, .up_to = std::nullopt, .rollout_trials = trials});
  REQUIRE(result.services.size() == 1);
  REQUIRE(result.services.front().rollout.has_value());
  return *result.services.front().rollout;
}

/// Whether service `number` rolls with `count`, as the header defines it.
bool rolls(Cluster cluster, std::size_t number, std::int64_t count) {
  const PlacementResult before = simulate(cluster);
  const auto unplaced = [number](const PlacementResult& result) {
    std::int64_t own = 0;
    for (const Failure& failure : result.services[number].failures) own += failure.count;
    return own;
  };
  cluster.services[number].desired_count = count;
  const PlacementResult placed = simulate(cluster);
  if (unplaced(placed) > 0) return false;
  if (placed.summary.unplaced > before.summary.unplaced - unplaced(before)) return false;
  if (placed.summary.attach_failures > before.summary.attach_failures) return false;
  RolloutOptions options;
  options.services = {cluster.services[number].service_name};
  options.desired_count = count;
  options.would_complete = false;
  return roll(cluster, options).rollouts.front().outcome != RolloutOutcome::stuck;
}

std::int64_t largest_one_by_one(const Cluster& cluster, std::size_t number, std::int64_t fits) {
  for (std::int64_t count = fits; count > 0; --count) {
    if (rolls(cluster, number, count)) return count;
  }
  return 0;
}

}  // namespace

TEST_CASE("rollout headroom: start before stop needs one free slot", "[headroom]") {
  // 6 slots: with 5 tasks a new one starts before an old one stops, with 6 none can.
  const RolloutHeadroom answer = only(boxes_with_net(4, 100, 200));
  CHECK(answer.rolls_now);
  CHECK(answer.reason.empty());
  CHECK(answer.largest == 5);
  CHECK(answer.proved);
  CHECK(answer.trials == 2);  // 6 and 5
}

TEST_CASE("rollout headroom: where tasks may stop first, every slot counts", "[headroom]") {
  const RolloutHeadroom answer = only(boxes_with_net(6, 50, 100));
  CHECK(answer.rolls_now);
  CHECK(answer.largest == 6);
  CHECK(answer.trials == 0);  // The present count is the most that fits.
}

TEST_CASE("rollout headroom: percentages can allow nothing at all", "[headroom]") {
  const RolloutHeadroom answer = only(boxes_with_net(3, 100, 100));
  CHECK_FALSE(answer.rolls_now);
  CHECK(answer.reason == "DEPLOYMENT_CONFIGURATION");
  CHECK(answer.largest == 0);
  CHECK(answer.proved);
}

TEST_CASE("rollout headroom: more tasks may roll where fewer do not", "[headroom]") {
  // 100 to 125 %: below 4 tasks the cap leaves no room for one more; 4 and 5 roll, 6 have no free slot.
  const RolloutHeadroom answer = only(boxes_with_net(3, 100, 125));
  CHECK_FALSE(answer.rolls_now);
  CHECK(answer.largest == 5);
  CHECK(answer.proved);
}

TEST_CASE("rollout headroom: when the trials run out, what was found is not called the largest", "[headroom]") {
  // 12 slots; each new task waits for nothing, but 100 to 100 % forbids every rollout of 1 to 12.
  Cluster cluster = boxes_with_net(2, 100, 100);
  cluster.capacity[0].count = 4;
  const RolloutHeadroom answer = only(cluster, 4);
  CHECK(answer.largest == 0);
  CHECK_FALSE(answer.proved);
  CHECK(answer.trials <= 4);
}

TEST_CASE("rollout headroom: halving finds a count that rolls far below those that do not", "[headroom]") {
  // 30 slots, 200 % at once on boxes that have nothing else to do; the second service takes what deployments need.
  Cluster cluster = boxes_with_net(2, 100, 200);
  cluster.capacity[0].count = 10;
  cluster.services.push_back(service("rest", "net", 10));
  const RolloutHeadroom scanned = headroom(cluster, {.services = {"net"}}).services.front().rollout.value();
  CHECK(scanned.largest == 19);  // 30 - 10 fit, and one slot must be free
  CHECK(scanned.proved);
}

TEST_CASE("rollout headroom: a service without all its tasks does not roll", "[headroom]") {
  const RolloutHeadroom answer = only(boxes_with_net(9, 100, 200));
  CHECK_FALSE(answer.rolls_now);
  CHECK(answer.reason == "RESOURCE:ENI");
  CHECK(answer.largest == 5);
}

TEST_CASE("rollout headroom: running tasks that nobody listed leave it unknown, and the rest of the answer stands",
          "[headroom]") {
  Cluster cluster = boxes_with_net(4, 100, 200);
  cluster.services[0].running_count = 1;
  const ServiceHeadroom net = headroom(cluster).services.front();
  CHECK_FALSE(net.rollout.has_value());
  CHECK(net.rollout_unknown.starts_with("1 of its 1 running tasks"));
  CHECK(net.more > 0);
}

TEST_CASE("rollout headroom: the scan finds what trying every count finds, on random clusters", "[headroom]") {
  std::int64_t above_present = 0;
  std::int64_t below_present = 0;
  for (std::uint64_t seed = 1; seed <= 120; ++seed) {
    Random random(seed);
    const Cluster cluster = random_cluster_to_roll(random, Size::tiny);
    const HeadroomResult result = headroom(cluster);
    for (const ServiceHeadroom& service : result.services) {
      if (!service.rollout || service.bounded) continue;
      INFO("seed " << seed << ", service " << service.service_name);
      const auto at = std::ranges::find(cluster.services, service.service_name, &Service::service_name);
      const auto number = static_cast<std::size_t>(at - cluster.services.begin());
      if (service.rollout->proved) {
        CHECK(service.rollout->largest == largest_one_by_one(cluster, number, service.placed + service.more));
      } else {
        CHECK((service.rollout->largest == 0 || rolls(cluster, number, *service.rollout->largest)));
      }
      above_present += service.rollout->largest > service.desired_count ? 1 : 0;
      below_present += service.rollout->largest < service.desired_count ? 1 : 0;
    }
  }
  CHECK(above_present > 5);
  CHECK(below_present > 5);
}
