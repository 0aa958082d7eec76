// Every remedy of random clusters, judged by the oracle; and the same cluster, written as a document and read again.

#include <eniplan/load.hpp>
#include <eniplan/remedy.hpp>
#include <eniplan/write.hpp>

#include <algorithm>
#include <sstream>

#include "oracle/naive_placement.hpp"
#include "support/catch.hpp"
#include "support/random_cluster.hpp"
#include "support/seeds.hpp"

using namespace eniplan;
using namespace eniplan::test;

namespace {

struct Seen {
  int refused = 0;
  int cured = 0;
  int remedies = 0;
  int pairs = 0;
  int fewest = 0;
};

bool is_whole(const PlacementSummary& summary) { return summary.unplaced == 0 && summary.attach_failures == 0; }

bool oracle_places_all(const Cluster& cluster) { return is_whole(oracle::simulate(cluster).summary); }

Cluster read_back(const Cluster& cluster) {
  std::ostringstream out;
  write_clusters(out, std::span(&cluster, 1), Format::json);
  return load_text(out.str(), "default.json").front();
}

/// Fewer instances, from none, are not enough, whatever the search made of its bound.
void check_fewest(const Cluster& cluster, const Remedy& remedy, Seen& seen) {
  const auto* more = std::get_if<MoreInstances>(&remedy.steps.front());
  if (more == nullptr || remedy.steps.size() != 1 || !remedy.minimal || more->count > 12) return;
  ++seen.fewest;
  for (std::int64_t fewer = 1; fewer < more->count; ++fewer) {
    MoreInstances smaller = *more;
    smaller.count = fewer;
    const RemedyStep step = smaller;
    CHECK_FALSE(oracle_places_all(cured(cluster, {&step, 1})));
  }
}

void check_cluster(const Cluster& cluster, Seen& seen) {
  const RemedyResult result = find_remedies(cluster);
  CHECK(result.needs_remedy() == !oracle_places_all(cluster));
  if (!result.needs_remedy()) return;
  ++seen.refused;
  if (!result.remedies.empty()) ++seen.cured;
  for (const Remedy& remedy : result.remedies) {
    INFO(description(remedy.steps.front()));
    ++seen.remedies;
    if (remedy.steps.size() == 2) ++seen.pairs;
    const Cluster changed = cured(cluster, remedy.steps);
    CHECK(oracle_places_all(changed));
    CHECK(is_whole(simulate(read_back(changed)).summary));
    CHECK(is_whole(remedy.after));
    check_fewest(cluster, remedy, seen);
  }
  CHECK(std::ranges::is_sorted(result.remedies, {}, [](const Remedy& remedy) {
    return std::tuple(!remedy.extra_microusd_month, remedy.extra_microusd_month.value_or(0), remedy.disruption);
  }));
}

// Thousands of simulations for each.
constexpr std::uint64_t seeds = many_or_few(40, 4);

}  // namespace

TEST_CASE("remedy: on random clusters the oracle places everything after each, and the fewest are the fewest",
          "[remedy]") {
  Seen seen;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    INFO("seed " << seed);
    Random random(seed);
    check_cluster(random_cluster_to_roll(random, Size::tiny), seen);
    if (seed % 2 == 0) check_cluster(random_cluster_to_roll(random, Size::small), seen);
  }
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    INFO("seed " << seed << " of any kind");
    Cluster cluster = random_cluster(seed);
    cluster.memory_overhead.reset();  // an option of the command, not a part of documents
    const PlacementSummary summary = simulate(cluster).summary;
    if (summary.desired < 100 && summary.instances < 50) check_cluster(cluster, seen);
  }
  INFO(seen.refused << " refused, " << seen.cured << " cured by " << seen.remedies << " remedies, " << seen.pairs
                    << " of them pairs, " << seen.fewest << " with the fewest instances");
  CHECK(seen.remedies > 0);
  if (seeds < 40) return;
  CHECK(seen.cured > 10);
  CHECK(seen.remedies > 30);
  CHECK(seen.pairs > 0);
  CHECK(seen.fewest > 5);
}
