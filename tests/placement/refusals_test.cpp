#include "placement/refusals.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "oracle/naive_placement.hpp"
#include "placement/ladder.hpp"
#include "placement/shortage_index.hpp"
#include "placement/state_checks.hpp"
#include "plain_cluster.hpp"
#include "support/catch.hpp"
#include "support/judge.hpp"
#include "support/random.hpp"

using namespace eniplan;
using namespace eniplan::placement;
using namespace eniplan::tests;
using eniplan::test::Random;

namespace {

constexpr ClassId class_count = 3;

RunState random_state(Random& random, std::int64_t most, PortSets& ports) {
  const PortSetId taken = ports.id_of(random.chance(20) ? Ports{{80}, {}} : Ports{});
  return {.remaining = {{random.between(-1, most)},
                        {random.between(-1, most)},
                        {random.between(0, 1)},
                        {random.between(-1, 3)}},
          .of_class = static_cast<ClassId>(random.below(class_count)),
          .ports = taken};
}

/// Runs of one instance, mostly, and some of many.
FleetRuns random_runs(Random& random, std::size_t size, PortSets& ports) {
  const std::int64_t most = random.pick({std::int64_t{2}, std::int64_t{50}, std::int64_t{1000}});
  FleetRuns runs(size);
  for (std::size_t at = 0; at < size;) {
    const std::size_t length = random.chance(80) ? 1 : 1 + random.below(8);
    const std::size_t end = std::min(size, at + length);
    runs.add({static_cast<InstanceIndex>(at), static_cast<InstanceIndex>(end)}, random_state(random, most, ports));
    at = end;
  }
  return runs;
}

/// What tasks need, and which classes they are not meant for.
struct Wish {
  Shape shape;
  std::vector<FailedChecks> failed_of_class;
};

Wish random_wish(Random& random) {
  Wish wish;
  Shape& shape = wish.shape;
  shape.needs = {{random.between(0, 60)}, {random.between(0, 60)}, {random.between(0, 1)}, {random.between(0, 1)}};
  if (random.chance(30)) shape.ports = {{80}, {}};
  for (ClassId of_class = 0; of_class < class_count; ++of_class) {
    FailedChecks failed;
    failed.add_if(random.chance(10), Reason::inactive);
    failed.add_if(random.chance(20), Reason::agent);
    failed.add_if(random.chance(20), Reason::member_of);
    wish.failed_of_class.push_back(failed);
  }
  return wish;
}

Verdict verdict_by_scan(const FleetRuns& runs, const StateChecks& checks) {
  Census census;
  runs.for_each_run([&](InstanceRange run, const RunState& state) { census.add(run, checks.failed(state)); });
  return census.verdict();
}

/// Few kinds of instances and many of tasks, most of which are refused.
Cluster cluster_of_refusals(Random& random) {
  Cluster cluster = cluster_of({boxes(random.between(1, 40), {"a", "b"})});
  for (std::int64_t i = random.between(1, 30); i > 0; --i) {
    ContainerInstance instance = described(std::to_string(i), random.pick({"a", "b"}));
    instance.remaining = {.cpu = {random.between(0, 900)}, .memory = {random.between(0, 900)}};
    cluster.container_instances.push_back(std::move(instance));
  }
  const std::int64_t most = random.pick({std::int64_t{900}, std::int64_t{3000}, std::int64_t{9000}});
  for (int i = 0; i < 120; ++i) {
    const std::string name = std::to_string(i);
    const NetworkMode mode = random.chance(50) ? NetworkMode::awsvpc : NetworkMode::bridge;
    const std::int64_t cpu = 128 + random.between(0, most);
    cluster.task_definitions.push_back(definition(name, mode, cpu, 128 + random.between(0, most)));
    cluster.services.push_back(service(name, name, random.between(1, 9)));
    if (random.chance(50)) cluster.services.back().placement_strategy = binpack("memory");
    if (random.chance(10)) cluster.services.back().placement_strategy = {PlacementStrategy{}};  // random
    if (random.chance(20)) cluster.services.back().placement_constraints = {distinct_instance()};
    if (random.chance(20)) {
      cluster.services.back().placement_constraints = {member_of("attribute:ecs.availability-zone == a")};
    }
  }
  return cluster;
}

}  // namespace

TEST_CASE("ladder: has those with less, whatever the amount", "[placement][index]") {
  Random random(1);
  for (const std::size_t count : {0UL, 1UL, 63UL, 64UL, 200UL, 5000UL}) {
    std::vector<Ladder::Thing> things;
    for (std::size_t i = 0; i < count; ++i) {
      things.push_back({random.between(-3, random.chance(50) ? 3 : 1000), static_cast<std::uint32_t>(i + i / 10)});
    }
    const Ladder ladder(things, (count + count / 10) / 64 + 1);
    for (const std::int64_t amount : {std::numeric_limits<std::int64_t>::min(), std::int64_t{-3}, std::int64_t{0},
                                      std::int64_t{3}, std::int64_t{4}, std::int64_t{500}, std::int64_t{1001}}) {
      std::vector<std::uint64_t> memory;
      const Ladder::Less less = ladder.less_than(amount, memory);
      std::vector<std::uint64_t> expected(less.set.size());
      std::size_t number = 0;
      for (const Ladder::Thing& thing : things) {
        if (thing.amount >= amount) continue;
        expected[thing.bit / 64] |= std::uint64_t{1} << (thing.bit % 64);
        ++number;
      }
      REQUIRE(std::ranges::equal(less.set, expected));
      REQUIRE(less.are_none == (number == 0));
      REQUIRE(less.are_all == (number == count));
    }
  }
}

TEST_CASE("shortage index: its verdict is that of a look at every run", "[placement][index]") {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    Random random(seed);
    const std::size_t size = random.pick({std::size_t{1}, std::size_t{70}, std::size_t{3000}, std::size_t{20000}});
    const Cluster cluster = cluster_of({boxes(static_cast<std::int64_t>(size))});
    const Fleet fleet(cluster, MemoryFigure::registered);
    PortSets ports;
    const FleetRuns runs = random_runs(random, size, ports);
    auto index = ShortageIndex::of(runs);
    REQUIRE(index);
    for (int asked = 0; asked < 40; ++asked) {
      const Wish wish = random_wish(random);
      const StateChecks checks(wish.shape, wish.failed_of_class, ports);
      const Verdict verdict = index->verdict(wish.shape.needs, checks);
      const Verdict expected = verdict_by_scan(runs, checks);
      REQUIRE(verdict.failure(1, "web", fleet) == expected.failure(1, "web", fleet));
      REQUIRE(verdict.some_have_room() == expected.some_have_room());
    }
  }
}

TEST_CASE("shortage index: there is none where hardly two runs are alike in anything", "[placement][index]") {
  FleetRuns runs(1000);
  for (InstanceIndex i = 0; i < 1000; ++i) runs.add({i, i + 1}, {.of_class = i});
  CHECK_FALSE(ShortageIndex::of(runs));
}

TEST_CASE("refusals: engine and oracle agree where a hundred different tasks are refused in turn", "[verdict]") {
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    Random random(seed);
    const Cluster cluster = cluster_of_refusals(random);
    INFO("seed " << seed);
    REQUIRE(eniplan::test::disagreement(cluster, oracle::simulate(cluster)) == "");
  }
}
