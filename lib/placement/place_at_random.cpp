// Placing by `random` alone: any candidate, one as likely as another, the same in every run.
//
// Tested by: tests/placement/random_test.cpp and the comparison with the oracle.
//
// The k-th candidate is asked for, so candidates are counted rather than listed. Placing a task changes the
// candidates by one at most: the instance it went to. Cost: runs and instances / 64 to begin with, then for each task a
// constant.

#include "placement/candidate_set.hpp"
#include "placement/filters.hpp"
#include "placement/placing.hpp"

namespace eniplan::placement {

void place_at_random(Placing& placing, std::int64_t count) {
  World& world = placing.world;
  const Filters filters(world, placing.demand);
  CandidateSet candidates(world.runs.size());
  filters.for_each_range([&](InstanceRange range, FailedChecks failed, std::int64_t) {
    if (failed.none()) candidates.insert(range);
  });
  SplitMix64& random = world.generator(placing.demand.group);
  for (; count > 0 && candidates.size() > 0; --count) {
    const std::uint64_t drawn = random.next();
    // A `random` further down the list has one candidate to choose from, and takes its number all the same.
    for (std::int64_t draw = 1; draw < placing.demand.preference.draws; ++draw) (void)random.next();
    const InstanceIndex chosen = candidates[static_cast<std::size_t>(scale_to(drawn, candidates.size()))];
    placing.take({chosen, chosen + 1}, 1);
    const bool is_full = copies_that_fit(placing.shape, world.runs[chosen], world.ports) == 0;
    if (is_full || placing.demand.distinct_instance) candidates.erase(chosen);
  }
}

}  // namespace eniplan::placement
