// Sweeps told by small examples, and everything that can be wrong with one.

#include <eniplan/load.hpp>
#include <eniplan/sweep.hpp>

#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/catch.hpp"

using namespace eniplan;

namespace {

using Counts = std::vector<std::int64_t>;

/// Two c5.large in each of two zones: 2 slots each, 10 with a trunk.
Cluster small_fleet() {
  return load_text(R"(
capacity:
  - {name: front, instanceType: c5.large, count: 4, availabilityZones: [a, b]}
taskDefinitions:
  - {family: web, networkMode: awsvpc, cpu: 128, memory: 128}
  - {family: agent, cpu: 16, memory: 16}
services:
  - {serviceName: web, taskDefinition: web, desiredCount: 6}
  - {serviceName: agent, taskDefinition: agent, schedulingStrategy: DAEMON}
)",
                   "fleet.yaml")
      .front();
}

std::vector<std::string> errors(const SweepAxes& axes, const SweepOptions& options = {},
                                const Cluster& cluster = small_fleet()) {
  try {
    static_cast<void>(sweep(cluster, axes, options));
  } catch (const InputError& error) {
    std::vector<std::string> texts;
    for (const Diagnostic& diagnostic : error.diagnostics()) texts.push_back(to_string(diagnostic));
    return texts;
  }
  return {};
}

std::set<std::string> lost_instances(std::uint64_t seed, std::int64_t count) {
  SweepAxes axes;
  axes.seeds = {seed};
  axes.lose_instances = {count};
  std::set<std::string> names;
  for (const Change& change : scenario(small_fleet(), axes, 0).changes) {
    names.insert(std::get<LoseInstance>(change).instance);
  }
  return names;
}

}  // namespace

TEST_CASE("sweep: without axes there is one scenario, and it is the simulation", "[sweep]") {
  const Cluster cluster = small_fleet();
  const SweepTable table = sweep(cluster, {});
  const PlacementSummary summary = simulate(cluster).summary;
  REQUIRE(table.size() == 1);
  CHECK(table.instances == Counts{summary.instances});
  CHECK(table.desired == Counts{summary.desired});
  CHECK(table.placed == Counts{summary.placed});
  CHECK(table.unplaced == Counts{0});
  CHECK(table.tasks_lost == Counts{0});
  CHECK(table.refused.front().empty());
  CHECK(!table.reason.front());
  CHECK(table.eni_slots == Counts{8});  // 4 instances · 2
  CHECK(table.eni_slots_left == Counts{2});
  CHECK(table.cpu == Counts{8192});  // 4 · 2048
  CHECK(table.cpu_left == Counts{8192 - 6 * 128 - 4 * 16});
  CHECK(!table.rollouts);
}

TEST_CASE("sweep: the last axis varies fastest", "[sweep]") {
  SweepAxes axes;
  axes.lose_zone = {{}, {"a"}};
  axes.trunking = {std::nullopt, Trunking::enabled};
  axes.desired = {{"web", {6, 12, 24}}};
  const SweepTable table = sweep(small_fleet(), axes, {.services = {"web", "agent"}, .rollout = std::nullopt});
  REQUIRE(scenario_count(axes) == 12);
  CHECK(table.lose_zone == std::vector<std::string>{"", "", "", "", "", "", "a", "a", "a", "a", "a", "a"});
  CHECK(table.counts.front().counts == Counts{6, 12, 24, 6, 12, 24, 6, 12, 24, 6, 12, 24});
  CHECK(table.instances == Counts{4, 4, 4, 4, 4, 4, 2, 2, 2, 2, 2, 2});
  // 8 slots, 40 with trunks; 4 and 20 without zone a.
  CHECK(table.eni_slots == Counts{8, 8, 8, 40, 40, 40, 4, 4, 4, 20, 20, 20});
  CHECK(table.services.front().running == Counts{6, 8, 8, 6, 12, 24, 4, 4, 4, 6, 12, 20});
  CHECK(table.services.front().unplaced == Counts{0, 4, 16, 0, 0, 0, 2, 8, 20, 0, 0, 4});
  CHECK(table.unplaced == table.services.front().unplaced);
  // The daemon's task on each instance.
  CHECK(table.services.back().running == Counts{4, 4, 4, 4, 4, 4, 2, 2, 2, 2, 2, 2});
  // Zone a runs half of web and two of the daemon, however many are wanted afterwards.
  CHECK(table.tasks_lost == Counts{0, 0, 0, 0, 0, 0, 5, 5, 5, 5, 5, 5});
  CHECK(table.refused == std::vector<std::string>{"", "web", "web", "", "", "", "web", "web", "web", "", "", "web"});
  CHECK(table.reason.back() == Reason::eni);
}

TEST_CASE("sweep: a scenario is told in the words of what-ifs", "[sweep]") {
  SweepAxes axes;
  axes.seeds = {7, 8};
  axes.lose_zone = {{"b", "a"}, {}};
  axes.trunking = {Trunking::disabled, std::nullopt};
  axes.desired = {{"web", {1, 2}}};
  const SweepScenario first = scenario(small_fleet(), axes, 0);
  CHECK(first.seed == 7);
  CHECK(first.changes.size() == 4);
  CHECK(std::get<LoseZone>(first.changes.front()).zone == "b");
  CHECK(std::get<SetTrunking>(first.changes[2]).trunking == Trunking::disabled);
  const SweepScenario last = scenario(small_fleet(), axes, scenario_count(axes) - 1);
  CHECK(last.seed == 8);
  REQUIRE(last.changes.size() == 1);
  CHECK(std::get<SetDesiredCount>(last.changes.front()).desired_count == 2);
  CHECK_THROWS_AS(scenario(small_fleet(), axes, scenario_count(axes)), std::out_of_range);
}

TEST_CASE("sweep: of two numbers of instances drawn with one seed the larger takes those of the smaller", "[sweep]") {
  std::set<std::string> lost_alone;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const auto one = lost_instances(seed, 1);
    const auto three = lost_instances(seed, 3);
    CHECK(one.size() == 1);
    CHECK(three.size() == 3);
    CHECK(three.contains(*one.begin()));
    lost_alone.insert(*one.begin());
  }
  CHECK(lost_alone.size() == 4);  // Each of them was drawn by some seed.
}

TEST_CASE("sweep: instances are drawn from those that zones leave", "[sweep]") {
  SweepAxes axes;
  axes.seeds = {1, 2, 3, 4, 5, 6, 7, 8};
  axes.lose_zone = {{"a"}};
  axes.lose_instances = {2};
  CHECK(sweep(small_fleet(), axes).instances == Counts(8, 0));
}

TEST_CASE("sweep: seeds that nobody asks for make no difference", "[sweep]") {
  SweepAxes axes;
  axes.seeds = {1, 2, std::nullopt};
  axes.desired = {{"web", {6, 12}}};
  CHECK(sweep(small_fleet(), axes).unplaced == Counts{0, 4, 0, 4, 0, 4});
}

TEST_CASE("sweep: parts of different sweeps cannot be joined", "[sweep]") {
  const SweepTable one = sweep(small_fleet(), {});
  const SweepTable other = sweep(small_fleet(), {}, {.services = {"web"}, .rollout = std::nullopt});
  CHECK(joined({one, one}).size() == 2);
  CHECK(joined({}).size() == 0);
  CHECK_THROWS_AS(joined({one, other}), std::invalid_argument);
}

TEST_CASE("sweep: a part of the grid may be empty", "[sweep]") {
  CHECK(sweep(small_fleet(), {}, {.services = {}, .rollout = std::nullopt, .first = 1, .last = 1}).size() == 0);
}

TEST_CASE("sweep: everything wrong is said at once", "[sweep]") {
  SweepAxes axes;
  axes.seeds = {};
  axes.lose_zone = {{"c"}, {"a", "a"}};
  axes.lose_instances = {-1, 5};
  axes.trunking = {};
  axes.desired = {{"wb", {1}}, {"agent", {1}}, {"web", {}}, {"web", {-1}}};
  SweepOptions options;
  options.services = {"age"};
  options.rollout = SweepRollout{.services = {"we"}};
  options.first = 3;
  options.last = 2;
  options.threads = 0;
  CHECK(errors(axes, options) ==
        std::vector<std::string>{
            "seeds: expected at least one value, found none",
            "trunking: expected at least one value, found none",
            "desired: expected a service of cluster fleet, found \"wb\"; did you mean \"web\"?",
            "desired: expected no counts for agent: a daemon has one task on each instance",
            "desired: expected at least one count for web, found none",
            "desired: expected each service once, found \"web\" twice",
            "desired: expected a number from 0 to 10000000 for web, found -1",
            "lose_zone: expected an availability zone with instances, found \"c\"; did you mean \"a\"?",
            "lose_zone: expected zones that are lost together once, found \"a\" twice",
            "lose_instances: expected a number from 0 to 2, the instances that are left when zones are lost, found -1",
            "lose_instances: expected a number from 0 to 2, the instances that are left when zones are lost, found 5",
            "services: expected a service of cluster fleet, found \"age\"; the nearest is \"agent\"",
            "rollout: expected a service of cluster fleet, found \"we\"; did you mean \"web\"?",
            "first: expected a part of the scenarios 0 to 0, found 3 to 2",
            "threads: expected 1 or more, found 0",
        });
}

TEST_CASE("sweep: a grid has a bound", "[sweep]") {
  SweepAxes axes;
  axes.seeds.assign(3'163, 1);
  axes.desired = {{"web", Counts(3'162, 1)}};  // 3,163 · 3,162 = 10,001,406
  CHECK(scenario_count(axes) == most_scenarios + 1);
  CHECK(errors(axes, {.services = {}, .rollout = std::nullopt, .first = 0, .last = 0}) ==
        std::vector<std::string>{"expected at most 10000000 scenarios, found axes that make more"});
  axes.desired.front().counts.pop_back();  // 3,163 · 3,161 = 9,998,243
  CHECK(scenario_count(axes) == 9'998'243);
}

TEST_CASE("sweep: tasks that nobody knows where to find cannot be stopped", "[sweep]") {
  Cluster cluster = small_fleet();
  cluster.services.front().running_count = 4;
  SweepAxes axes;
  axes.desired = {{"web", {3, 4, 8}}};
  CHECK(errors(axes, {}, cluster) ==
        std::vector<std::string>{
            "desired: expected 4 or more for web: so many of its running tasks are on instances unknown, and none of "
            "them can be stopped; add the answer of describe-tasks"});
  axes.desired.front().counts = {4, 8};
  CHECK(errors(axes, {}, cluster).empty());
}
