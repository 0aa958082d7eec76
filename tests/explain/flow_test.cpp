#include "explain/flow.hpp"

#include "support/catch.hpp"
#include "support/random.hpp"

using namespace eniplan::explain_detail;
using eniplan::test::Random;

namespace {

/// Two services that may use one pool each alone, and a third that may use both: 3, 4 and 2 wanted of 2 and 5.
const Supply two_pools = {
    .wanted = {3, 4, 2}, .available = {2, 5}, .ways = {{0, 0, 3}, {1, 1, 4}, {2, 0, 2}, {2, 1, 2}}};

/// The most that can be handed out, by trying every amount on every way.
std::int64_t most_by_trial(const Supply& supply, std::size_t way, std::vector<std::int64_t>& wanted,
                           std::vector<std::int64_t>& available) {
  if (way == supply.ways.size()) return 0;
  const Supply::Way& here = supply.ways[way];
  const std::int64_t most = std::min({here.bound, wanted[here.consumer], available[here.pool]});
  std::int64_t best = 0;
  for (std::int64_t amount = 0; amount <= most; ++amount) {
    wanted[here.consumer] -= amount;
    available[here.pool] -= amount;
    best = std::max(best, amount + most_by_trial(supply, way + 1, wanted, available));
    wanted[here.consumer] += amount;
    available[here.pool] += amount;
  }
  return best;
}

Supply random_supply(Random& random) {
  Supply supply;
  supply.wanted.resize(1 + random.below(3));
  supply.available.resize(1 + random.below(3));
  for (std::int64_t& wanted : supply.wanted) wanted = random.between(0, 4);
  for (std::int64_t& available : supply.available) available = random.between(0, 4);
  for (std::size_t c = 0; c < supply.wanted.size(); ++c) {
    for (std::size_t p = 0; p < supply.available.size(); ++p) {
      if (random.chance(60)) supply.ways.push_back({c, p, random.between(1, 4)});
    }
  }
  return supply;
}

}  // namespace

TEST_CASE("flow: what is missing is behind the smallest cut, in parts", "[explain]") {
  const Flow flow = maximum_flow(two_pools);
  CHECK(flow.total == 7);  // 2 + 5, all there is, of 3 + 4 + 2
  CHECK(is_proof(two_pools, flow));
  CHECK(flow.cut_consumers == std::vector<bool>{true, true, true});
  CHECK(flow.parts == 1);

  SECTION("services that share nothing are parts of their own") {
    Supply apart = two_pools;
    apart.wanted = {3, 6, 0};
    const Flow cut = maximum_flow(apart);
    CHECK(cut.total == 2 + 5 - 1);  // the second may take 4 of the 5
    CHECK(cut.cut_consumers == std::vector<bool>{true, true, false});
    CHECK(cut.parts == 2);
    CHECK(cut.part_of_consumer[1] == 1);
  }
  SECTION("where all is had there is no cut") {
    Supply enough = two_pools;
    enough.available = {5, 5};
    const Flow all = maximum_flow(enough);
    CHECK(all.total == 9);
    CHECK(is_proof(enough, all));
    CHECK(all.parts == 0);
  }
}

TEST_CASE("flow: a proof that is not one is told apart", "[explain]") {
  const Flow flow = maximum_flow(two_pools);
  SECTION("more than there is") {
    Flow more = flow;
    ++more.on_way[0];
    ++more.total;
    CHECK_FALSE(is_proof(two_pools, more));
  }
  SECTION("less than could be") {
    Flow less = flow;
    for (std::int64_t& amount : less.on_way) amount = 0;
    less.total = 0;
    CHECK_FALSE(is_proof(two_pools, less));
  }
  SECTION("a cut that lets more through") {
    Flow wide = flow;
    wide.cut_pools[0] = false;
    CHECK_FALSE(is_proof(two_pools, wide));
  }
  SECTION("a sum that is not the sum") {
    Flow wrong = flow;
    --wrong.total;
    CHECK_FALSE(is_proof(two_pools, wrong));
  }
}

TEST_CASE("flow: as much is handed out as every trial finds, and each time it is proved", "[explain]") {
  Random random(1);
  std::int64_t short_of = 0;
  for (int i = 0; i < 2000; ++i) {
    const Supply supply = random_supply(random);
    const Flow flow = maximum_flow(supply);
    std::vector<std::int64_t> wanted = supply.wanted;
    std::vector<std::int64_t> available = supply.available;
    INFO("supply " << i);
    CHECK(flow.total == most_by_trial(supply, 0, wanted, available));
    CHECK(is_proof(supply, flow));
    if (flow.parts > 0) ++short_of;
  }
  CHECK(short_of > 500);
}
