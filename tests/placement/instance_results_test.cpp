#include <eniplan/instance_results.hpp>

#include <algorithm>
#include <iterator>

#include "support/catch.hpp"
#include "support/random.hpp"

using namespace eniplan;

static_assert(std::forward_iterator<InstanceResults::Iterator>);

namespace {

std::shared_ptr<const InstanceFacts> facts(std::string type) {
  return std::make_shared<InstanceFacts>(InstanceFacts{.instance_type = std::move(type), .registered = {.cpu = {4}}});
}

InstanceResults::Run run(std::size_t count, std::int64_t tasks) {
  return {.instance_count = count, .remaining = {.cpu = {4 - tasks}}, .tasks = tasks};
}

/// i0; web/0, web/1 with one task and web/2 with none; web/3 and web/4 of another type.
InstanceResults six_instances() {
  InstanceResults instances;
  instances.add_block({.name = "i0", .first_number = std::nullopt, .facts = facts("large")});
  instances.add_run(run(1, 0));
  instances.add_block({.name = "web", .first_number = 0, .facts = facts("large")});
  instances.add_run(run(2, 1));
  instances.add_run(run(1, 0));
  instances.add_block({.name = "web", .first_number = 3, .facts = facts("small")});
  instances.add_run(run(2, 0));
  return instances;
}

std::vector<InstanceResult> rows_of(const InstanceResults& instances) {
  std::vector<InstanceResult> rows;
  std::ranges::copy(instances, std::back_inserter(rows));
  return rows;
}

/// The same rows, each added on its own.
InstanceResults one_by_one(const InstanceResults& instances) {
  InstanceResults copy;
  for (const InstanceResult& instance : instances) copy.push_back(instance);
  return copy;
}

/// Up to three blocks of up to three runs, of few names, facts and states, so that equal ones are frequent.
InstanceResults random_instances(test::Random& random) {
  InstanceResults instances;
  for (std::int64_t block = random.between(0, 3); block > 0; --block) {
    const bool is_single = random.chance(33);
    instances.add_block({.name = random.chance(25) ? "b" : "a",
                         .first_number = is_single ? std::nullopt : std::optional(instances.size()),
                         .facts = facts(random.chance(15) ? "small" : "large")});
    for (std::int64_t i = is_single ? 1 : random.between(0, 3); i > 0; --i) {
      instances.add_run(run(is_single ? 1 : random.below(3), random.chance(25) ? 1 : 0));
    }
  }
  return instances;
}

}  // namespace

TEST_CASE("instances: rows come in order, by index as by walking", "[placement]") {
  const InstanceResults instances = six_instances();
  REQUIRE(instances.size() == 6);
  const std::vector<InstanceResult> rows = rows_of(instances);
  REQUIRE(rows.size() == 6);
  std::string story;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CHECK(instances[i] == rows[i]);
    CHECK(instances.id(i) == rows[i].id);
    story += rows[i].id + ':' + *rows[i].instance_type + ':' + std::to_string(rows[i].tasks) + ' ';
  }
  CHECK(story == "i0:large:0 web/0:large:1 web/1:large:1 web/2:large:0 web/3:small:0 web/4:small:0 ");
  CHECK(rows[1].remaining.cpu == CpuUnits{3});
  CHECK(rows[1].registered.cpu == CpuUnits{4});
}

TEST_CASE("instances: neighbours of one block in one state are one run, blocks and runs without any are none",
          "[placement]") {
  InstanceResults instances;
  CHECK(instances.empty());
  instances.add_block({.name = "none", .first_number = 0, .facts = facts("large")});
  instances.add_run(run(0, 1));
  instances.add_block({.name = "web", .first_number = 7, .facts = facts("large")});
  instances.add_run(run(2, 1));
  instances.add_run(run(0, 0));
  instances.add_run(run(3, 1));
  instances.add_run(run(1, 0));
  REQUIRE(instances.runs().size() == 2);
  CHECK(instances.runs()[0].instance_count == 5);
  CHECK(instances.runs()[1].first_instance == 5);
  REQUIRE(instances.blocks().size() == 1);
  CHECK(instances.id(5) == "web/12");
  CHECK(&instances.block_of(5) == &instances.blocks()[0]);
  CHECK(instances.facts(instances.runs()[1]).instance_type == "large");
}

TEST_CASE("instances: they are equal if their rows are, however they were added", "[placement]") {
  CHECK(six_instances() == one_by_one(six_instances()));
  std::size_t equal = 0;
  for (std::uint64_t seed = 0; seed < 4000; ++seed) {
    test::Random random(seed);
    const InstanceResults a = random_instances(random);
    const InstanceResults b = random_instances(random);
    const bool same_rows = rows_of(a) == rows_of(b);
    CAPTURE(seed);
    CHECK((a == b) == same_rows);
    CHECK((a == one_by_one(b)) == same_rows);
    CHECK((one_by_one(b) == a) == same_rows);
    CHECK(a == one_by_one(a));
    equal += same_rows && a.size() > 0 ? 1U : 0U;
  }
  CHECK(equal > 20);
}
