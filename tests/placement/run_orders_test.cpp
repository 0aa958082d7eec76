#include "placement/run_orders.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "placement/fleet_runs.hpp"
#include "plain_cluster.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"

using namespace eniplan;
using namespace eniplan::placement;
using namespace eniplan::tests;
using eniplan::test::Random;

namespace {

/// Instances of as many classes as there are counts, each a run.
struct ClassedRuns {
  explicit ClassedRuns(const std::vector<std::int64_t>& counts)
      : cluster(cluster_of(groups(counts))), fleet(cluster, MemoryFigure::registered), classes(fleet, facts()) {
    runs.emplace(fleet.size());
    for (std::size_t i = 0; i < fleet.blocks().size(); ++i) {
      const InstanceBlock& block = fleet.blocks()[i];
      runs->add({block.first, block.end()}, {.remaining = block.facts->registered, .of_class = classes.of_block[i]});
    }
  }

  [[nodiscard]] OrderId order_for(OrderKind kind, const ClassIds& wanted) {
    return runs->order_for(kind, wanted, classes);
  }

  static std::vector<CapacityGroup> groups(const std::vector<std::int64_t>& counts) {
    std::vector<CapacityGroup> groups;
    for (const std::int64_t count : counts) {
      groups.push_back(boxes(count));
      groups.back().name = std::to_string(groups.size());
      groups.back().attributes = {{"kind", groups.back().name}};
    }
    return groups;
  }
  static FactsAskedFor facts() {
    FactsAskedFor facts;
    facts.attributes.insert("kind");
    return facts;
  }

  Cluster cluster;
  Fleet fleet;
  InstanceClasses classes;
  std::optional<FleetRuns> runs;
};

ClassIds random_set(Random& random, std::size_t classes) {
  ClassIds set;
  for (ClassId of_class = 0; of_class < classes; ++of_class) {
    if (random.chance(40)) set.push_back(of_class);
  }
  if (set.empty()) set.push_back(static_cast<ClassId>(random.below(classes)));
  return set;
}

std::optional<OrderKey> first_by_scan(const FleetRuns& runs, OrderKind kind, const ClassIds& wanted, MiB memory) {
  std::optional<OrderKey> first;
  runs.for_each_run([&](InstanceRange run, const RunState& state) {
    if (state.remaining.memory < memory || !std::ranges::binary_search(wanted, state.of_class)) return;
    const OrderKey key = order_key(kind, run.begin, rounded(state.remaining));
    if (!first || key < *first) first = key;
  });
  return first;
}

}  // namespace

TEST_CASE("runs: who walks along them sees each once, in canonical order and in its state", "[placement][index]") {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    INFO("seed " << seed);
    Random random(seed);
    ClassedRuns world({500});
    FleetRuns& runs = *world.runs;
    for (std::int64_t i = random.between(0, 400); i > 0; --i) {
      const auto instance = static_cast<InstanceIndex>(random.below(500));
      RunState state = runs.state_of(instance);
      state.tasks = i;
      runs.change({instance, instance + 1}, state);
    }
    InstanceIndex next = 0;
    runs.for_each_run([&](InstanceRange run, const RunState& state) {
      CHECK(run.begin == next);
      CHECK(run == runs.run_of(run.begin));
      CHECK(state == runs.state_of(run.begin));
      next = run.end;
    });
    CHECK(next == 500);
  }
}

TEST_CASE("run orders: who looks among some classes finds what a look at every run finds", "[placement][index]") {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    INFO("seed " << seed);
    Random random(seed);
    std::vector<std::int64_t> counts;
    for (std::int64_t i = random.between(1, 12); i > 0; --i) {
      counts.push_back(random.between(1, random.chance(30) ? 2000 : 5));
    }
    ClassedRuns world(counts);
    FleetRuns& runs = *world.runs;
    const std::int64_t least = random.pick({std::int64_t{1}, std::int64_t{5}});
    runs.leave_out_of_orders(Wants::of({.memory = {least}}));
    struct Known {
      OrderKind kind;
      ClassIds wanted;
      OrderId id;
    };
    std::vector<Known> known;
    const int steps = random.pick({100, 100, 100, 5000});
    for (int step = 0; step < steps; ++step) {
      if (known.empty() || (known.size() < 40 && random.chance(20))) {
        const OrderKind kind = random.pick({OrderKind::canonical, OrderKind::memory, OrderKind::cpu_memory});
        const ClassIds wanted = random_set(random, counts.size());
        known.push_back({kind, wanted, world.order_for(kind, wanted)});
      }
      const auto at = static_cast<InstanceIndex>(random.below(runs.size()));
      const InstanceRange part{at, at + 1 + static_cast<InstanceIndex>(random.below(runs.end_of_run(at) - at))};
      RunState after = runs.state_of(at);
      after.remaining.memory = MiB{random.between(0, 9)};
      after.remaining.cpu = CpuUnits{random.between(0, 3)};
      runs.change(part, after);
      const auto& [kind, wanted, id] = random.pick(known);
      const MiB memory{random.between(least, 10)};
      const auto found =
          runs.order(id).first_fit(Wants::of({.memory = memory}), ~std::uint64_t{0}, before_all,
                                   [&](InstanceIndex, ClassId c) { return std::ranges::binary_search(wanted, c); });
      REQUIRE(found == first_by_scan(runs, kind, wanted, memory));
      if (random.chance(1)) runs.remember_cuts();
      if (random.chance(1)) runs.join_cuts();
      if (step % 20 == 0) REQUIRE(runs.orders_are_sound());
    }
  }
}

TEST_CASE("run orders: one index serves sets that are not much smaller", "[placement][index]") {
  ClassedRuns world({10, 10, 10, 100});
  const OrderId one = world.order_for(OrderKind::memory, {0});
  const OrderId three = world.order_for(OrderKind::memory, {0, 1, 2});
  const OrderId other_kind = world.order_for(OrderKind::cpu, {0});
  CHECK(&world.runs->order(one) == &world.runs->order(three));
  CHECK(&world.runs->order(one) != &world.runs->order(other_kind));
  CHECK(world.runs->order(three).size() == 3);
  const OrderId large = world.order_for(OrderKind::memory, {3});
  CHECK(world.runs->order(large).size() == 1);
  const OrderId all = world.order_for(OrderKind::memory, {0, 1, 2, 3});
  CHECK(&world.runs->order(large) == &world.runs->order(all));
  CHECK(&world.runs->order(three) == &world.runs->order(all));
  CHECK(&world.runs->order(one) == &world.runs->order(all));
  // Of 130 instances these are too few.
  CHECK(&world.runs->order(world.order_for(OrderKind::memory, {1})) != &world.runs->order(all));
  CHECK(world.runs->orders_are_sound());
}

TEST_CASE("run orders: a class is in few indexes, then in that of all", "[placement][index]") {
  ClassedRuns world({1, 1000, 100, 100, 100, 100});
  std::vector<OrderId> ids;
  for (const ClassId other : {2U, 3U, 4U, 5U}) ids.push_back(world.order_for(OrderKind::memory, {0, other}));
  for (std::size_t i = 0; i < RunOrders::most_of_class; ++i) CHECK(world.runs->order(ids[i]).size() == 2);
  CHECK(world.runs->order(ids.back()).size() == world.runs->run_count());
  CHECK(world.runs->orders_are_sound());
}
