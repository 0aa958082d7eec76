// What is counted in one sweep, against one simulation for each count.

#include <eniplan/headroom.hpp>

#include <algorithm>

#include "headroom/all_trunked.hpp"
#include "support/catch.hpp"
#include "support/random_cluster.hpp"

using namespace eniplan;
using namespace eniplan::test;

namespace {

/// A request for `count` more tasks that are to a scheduler as those of the service, behind everything else.
RunTask more_of(const Service& service, std::int64_t count) {
  const std::vector<PlacementStrategy> usual = {
      {PlacementStrategy::Type::spread, "attribute:ecs.availability-zone"},
      {PlacementStrategy::Type::spread, "instanceId"},
  };
  return {.task_definition = service.task_definition,
          .count = count,
          .group = task_group(service),
          .placement_strategy = service.placement_strategy.value_or(usual),
          .placement_constraints = service.placement_constraints,
          .subnets = service.subnets,
          .capacity_provider_strategy = service.capacity_provider_strategy,
          .overrides = {}};
}

/// How many of `count` more tasks of service `number` simulate() places.
std::int64_t placed_of_more(Cluster cluster, std::size_t number, std::int64_t count) {
  cluster.run_tasks.push_back(more_of(cluster.services[number], count));
  return simulate(cluster).run_tasks.back().placed_count;
}

constexpr std::int64_t most_simulated = 300;  // some strategies look at every instance for every task

struct Seen {
  std::int64_t services = 0;
  std::int64_t with_room = 0;
  std::int64_t with_more_room_if_trunked = 0;
};

/// Whether `more` tasks of the service fit and no other one, by simulations.
void check_count(const Cluster& cluster, std::size_t number, std::int64_t more) {
  CHECK(placed_of_more(cluster, number, more) == more);
  CHECK(placed_of_more(cluster, number, more + 1) == more);
}

void check_cluster(const Cluster& cluster, Seen& seen) {
  constexpr std::int64_t up_to = 20;
  const HeadroomResult result = headroom(cluster, {.services = {}, .up_to = up_to, .rollouts = false});
  const PlacementResult placed = simulate(cluster);
  const Cluster trunked = headroom_detail::all_trunked(cluster);
  const PlacementResult placed_trunked = simulate(trunked);
  std::size_t i = 0;
  for (std::size_t number = 0; number < cluster.services.size(); ++number) {
    if (cluster.services[number].scheduling_strategy == SchedulingStrategy::daemon) continue;
    const ServiceHeadroom& service = result.services.at(i++);
    INFO("service " << service.service_name);
    ++seen.services;
    const GroupResult& now = placed.services[number];
    CHECK(service.placed == now.running_count + now.placed_count);
    if (!now.failures.empty()) {
      CHECK(service.more == 0);
      CHECK(service.next == now.failures.front());
    } else if (service.more < most_simulated) {
      check_count(cluster, number, service.more);
      seen.with_room += service.more > 0 ? 1 : 0;
    }
    CHECK(service.curve->fits == service.placed + service.more);
    const GroupResult& later = placed_trunked.services[number];
    const std::int64_t more = service.curve->fits_all_trunked - later.running_count - later.placed_count;
    if (!later.failures.empty()) {
      CHECK(more == 0);
    } else if (more < most_simulated) {
      check_count(trunked, number, more);
    }
    seen.with_more_room_if_trunked += service.curve->fits_all_trunked > service.curve->fits ? 1 : 0;
  }
  CHECK(i == result.services.size());
}

}  // namespace

TEST_CASE("headroom: one sweep counts what a simulation for each count does, on random clusters", "[headroom]") {
  Seen seen;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    INFO("seed " << seed);
    check_cluster(random_cluster(seed), seen);
  }
  CHECK(seen.services > 50);
  CHECK(seen.with_room > 20);
  CHECK(seen.with_more_room_if_trunked > 10);
}
