#include "io/instance_ids.hpp"

#include <memory>

#include "support/catch.hpp"
#include "support/random.hpp"

using namespace eniplan;

namespace {

/// Single instances and groups by turns, three instances to two blocks.
InstanceResults alternating(std::size_t blocks) {
  const auto facts = std::make_shared<InstanceFacts>();
  InstanceResults instances;
  for (std::size_t block = 0; block < blocks; ++block) {
    const bool is_single = block % 2 == 0;
    instances.add_block({.name = "name" + std::to_string(block),
                         .first_number = is_single ? std::nullopt : std::optional(block * 9),
                         .facts = facts});
    instances.add_run({.instance_count = is_single ? 1U : 2U});
  }
  return instances;
}

}  // namespace

TEST_CASE("write: ids are the same in any order of asking", "[write]") {
  const InstanceResults instances = alternating(40);
  io::InstanceIds ids(instances);
  for (std::size_t i = 0; i < instances.size(); ++i) CHECK(ids[i] == instances.id(i));
  for (std::size_t i = instances.size(); i-- > 0;) CHECK(ids[i] == instances.id(i));
  test::Random random(1);
  for (int step = 0; step < 1000; ++step) {
    const std::size_t i = random.below(instances.size());
    CHECK(ids[i] == instances.id(i));
  }
}
