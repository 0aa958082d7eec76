#include <eniplan/planner.hpp>

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <eniplan/diagnostic.hpp>

#include "placement/plain_cluster.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"
#include "support/random_cluster.hpp"

using namespace eniplan;
using namespace eniplan::test;
using namespace eniplan::tests;

namespace {

Cluster two_services() {
  Cluster cluster = cluster_of({boxes(6, {"a", "b"})});
  cluster.services = {service("net", "net", 4), service("web", "web", 3)};
  return cluster;
}

/// All asks of a cluster.
std::vector<Planner::Ask> prepare_all(Planner& planner, const Cluster& cluster) {
  std::vector<Planner::Ask> asks;
  for (const Service& service : cluster.services) asks.push_back(planner.prepare(service));
  for (const RunTask& request : cluster.run_tasks) asks.push_back(planner.prepare(request));
  return asks;
}

bool same_state(const Planner& a, const Planner& b) {
  return a.instances() == b.instances() && a.subnets() == b.subnets();
}

/// Places and releases by chance.
void meddle(Planner& planner, const std::vector<Planner::Ask>& asks, Random& random) {
  for (std::size_t step = 1 + random.below(6); step > 0; --step) {
    const Planner::Ask ask = random.pick(asks);
    const GroupResult placed = planner.place(ask, random.between(0, 9));
    if (random.chance(40)) planner.release(ask, placed.placements);
    if (random.chance(30)) (void)planner.place_one(random.pick(asks));
  }
}

}  // namespace

TEST_CASE("planner: places what the cluster asks for as simulate does", "[planner]") {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const Cluster cluster = random_cluster(seed);
    PlacementResult expected = simulate(cluster, Sequence::listed);
    std::erase_if(expected.warnings, [](const Warning& w) { return w.code == "memory-within-uncertainty"; });
    INFO("seed " << seed);
    CHECK(Planner(cluster).place_cluster(Sequence::listed) == expected);
  }
}

TEST_CASE("planner: services placed one by one end as the cluster does", "[planner]") {
  const Cluster cluster = two_services();
  Planner planner(cluster);
  for (const Service& service : cluster.services) (void)planner.place(planner.prepare(service), service.desired_count);
  CHECK(planner.instances() == simulate(cluster).instances);
}

TEST_CASE("planner: a place tells what it placed and why not more", "[planner]") {
  const Cluster cluster = two_services();
  Planner planner(cluster);
  const Planner::Ask net = planner.prepare(cluster.services[0]);
  const GroupResult all = planner.place(net, 1000);
  CHECK(all.desired_count == 1000);
  CHECK(all.placed_count > 0);
  REQUIRE(all.failures.size() == 1);
  CHECK(all.failures[0].count == 1000 - all.placed_count);
  CHECK_FALSE(planner.place_one(net).has_value());
}

TEST_CASE("planner: what is released can be placed again", "[planner]") {
  const Cluster cluster = two_services();
  Planner planner(cluster);
  const Planner::Ask net = planner.prepare(cluster.services[0]);
  const GroupResult first = planner.place(net, 1000);
  planner.release(net, first.placements);
  CHECK(same_state(planner, Planner(cluster)));
  CHECK(planner.place(net, 1000) == first);
}

TEST_CASE("planner: a copy does without what it was copied from", "[planner]") {
  const Cluster cluster = two_services();
  std::optional<Planner> original(cluster);
  const std::vector<Planner::Ask> asks = prepare_all(*original, cluster);
  const Planner snapshot(*original);
  const GroupResult placed = original->place(asks[0], 3);
  Planner copy(snapshot);
  original.reset();
  CHECK(copy.place(asks[0], 3) == placed);
  CHECK(placed.group == "service:net");
  CHECK(copy.prepare(cluster.services[1]) != asks[1]);
  CHECK(copy.place(asks[1], 1).group == "service:web");
}

TEST_CASE("planner: tasks that are not there cannot be released", "[planner]") {
  const Cluster cluster = two_services();
  Planner planner(cluster);
  const Planner::Ask net = planner.prepare(cluster.services[0]);
  const std::vector<PlacementRun> one = {{0, 1, 1}};
  CHECK_THROWS_AS(planner.release(net, one), std::invalid_argument);
  (void)planner.place(net, 1);
  const std::vector<PlacementRun> twice = {{0, 1, 1}, {0, 1, 1}};
  const std::vector<PlacementRun> outside = {{5, 2, 1}};
  CHECK_THROWS_AS(planner.release(net, twice), std::invalid_argument);
  CHECK_THROWS_AS(planner.release(net, outside), std::invalid_argument);
  planner.release(net, one);
  CHECK(same_state(planner, Planner(cluster)));
}

TEST_CASE("planner: an instance takes 64 bytes at most while nothing is asked", "[planner]") {
  Cluster fresh = cluster_of({boxes(1'000'000, {"a", "b"})});
  CHECK(Planner(fresh).bytes() < 1'000'000);
  Cluster described;
  constexpr std::int64_t count = 20'000;
  for (std::int64_t i = 0; i < count; ++i) {
    ContainerInstance& instance = described.container_instances.emplace_back();
    instance.container_instance_arn = "arn:aws:ecs:us-east-1:1:container-instance/c/" + std::to_string(i);
    instance.registered = instance.remaining = {CpuUnits{1024 + i}, MiB{2048 + i}};
  }
  CHECK(Planner(described).bytes() <= 64 * count);
}

TEST_CASE("planner: marks that do not hold are refused", "[planner]") {
  const Cluster cluster = two_services();
  Planner planner(cluster);
  const std::size_t before = planner.mark();
  CHECK_THROWS_AS(planner.undo(before + 1), std::invalid_argument);
  (void)planner.place_cluster();
  CHECK_THROWS_AS(planner.undo(before), std::invalid_argument);
}

TEST_CASE("planner: a service whose definition is missing is an input error", "[planner]") {
  const Cluster cluster = two_services();
  Planner planner(cluster);
  CHECK_THROWS_AS(planner.prepare(service("new", "unknown", 1)), InputError);
}

TEST_CASE("planner: constraints on attributes that nobody asked about before are judged", "[planner]") {
  Cluster cluster = cluster_of({boxes(2, {"a"}), boxes(2, {"a"})});
  cluster.capacity[1].name = "blue";
  cluster.capacity[1].attributes = {{"stack", "blue"}};
  cluster.services = {service("net", "net", 1)};
  Planner planner(cluster);
  (void)planner.place_cluster();
  Service picky = service("picky", "net", 1);
  picky.placement_constraints = {{PlacementConstraint::Type::member_of, parse_query("attribute:stack == blue")}};
  CHECK(planner.place_one(planner.prepare(picky)) == 2U);
}

TEST_CASE("planner: tasks that need less than all before find room that was too little for those", "[planner]") {
  Cluster cluster = cluster_of({boxes(1)});
  cluster.task_definitions.push_back(definition("large", NetworkMode::bridge, 3500, 7000));
  Planner planner(cluster);
  const Planner::Ask large = planner.prepare(service("large", "large", 2));
  CHECK(planner.place(large, 2).placed_count == 1);
  // Of 4096 units 596 are left.
  CHECK(planner.place(planner.prepare(service("web", "web", 5)), 5).placed_count == 2);
}

TEST_CASE("planner: undo leaves nothing behind, whatever was placed and released", "[planner]") {
  for (std::uint64_t seed = 1; seed <= 1500; ++seed) {
    const Cluster cluster = random_cluster(seed);
    if (cluster.services.empty() && cluster.run_tasks.empty()) continue;
    Random random(seed);
    Planner planner(cluster);
    const std::vector<Planner::Ask> asks = prepare_all(planner, cluster);
    meddle(planner, asks, random);
    Planner snapshot = planner;
    const std::size_t before = planner.mark();
    meddle(planner, asks, random);
    planner.undo(before);
    INFO("seed " << seed);
    REQUIRE(same_state(planner, snapshot));
    // What counts cannot be seen in the state alone: groups, random numbers, what searches remember.
    for (const Planner::Ask ask : asks) REQUIRE(planner.place(ask, 5) == snapshot.place(ask, 5));
    REQUIRE(same_state(planner, snapshot));
  }
}

TEST_CASE("planner: a planner that has taken much back answers as a fresh one", "[planner]") {
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    const Cluster cluster = random_cluster(seed);
    if (cluster.services.empty()) continue;
    Random random(seed);
    Planner used(cluster);
    const std::vector<Planner::Ask> asks = prepare_all(used, cluster);
    const std::size_t start = used.mark();
    meddle(used, asks, random);
    used.undo(start);
    Planner fresh(cluster);
    const std::vector<Planner::Ask> fresh_asks = prepare_all(fresh, cluster);
    INFO("seed " << seed);
    for (std::size_t i = 0; i < asks.size(); ++i) REQUIRE(used.place(asks[i], 7) == fresh.place(fresh_asks[i], 7));
  }
}
