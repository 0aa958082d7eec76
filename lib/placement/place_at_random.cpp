// Placing by `random` alone: any candidate, one as likely as another, the same in every run.
//
// Tested by: tests/placement/random_test.cpp and the comparison with the oracle.
//
// The k-th candidate is asked for, so candidates are counted rather than listed. Placing a task changes the
// candidates by one at most: the instance it went to. The candidates of a shape are kept for the next demand of the
// shape, which looks again only at the runs that changed since, or at all of them where most did. Cost: runs and
// instances / 64 the first time, then the changes, and for each task a constant.

#include "placement/candidate_set.hpp"
#include "placement/filters.hpp"
#include "placement/placing.hpp"

namespace eniplan::placement {
namespace {

/// The instances with room for tasks of a shape, whatever group they are of.
CandidateSet& kept_candidates(World& world, Shape& shape) {
  const std::vector<FailedChecks>& failed_of_class = judged_eligibility(world, shape).failed_of_class;
  const auto fits = [&](const RunState& state) {
    return failed_of_class[state.of_class].none() && has_room(shape, state, world.ports);
  };
  const auto changes = world.runs.changes_since(shape.candidates ? shape.candidates->version : 0);
  if (shape.candidates && changes) {
    for (const FleetRuns::Change& change : *changes) shape.candidates->set(change.part, fits(change.after));
  } else {
    shape.candidates.emplace(world.runs.size());
    world.runs.for_each_run([&](InstanceRange run, const RunState& state) {
      if (fits(state)) shape.candidates->put(run);
    });
    shape.candidates->count();
  }
  shape.candidates->version = world.runs.version();
  return *shape.candidates;
}

/// The same but for those that run tasks of the group.
CandidateSet without_own(CandidateSet candidates, const TasksByInstance& own_tasks) {
  own_tasks.for_each([&](InstanceRange range, std::int64_t) { candidates.set(range, false); });
  return candidates;
}

InstanceIndex chosen_of(const CandidateSet& candidates, std::uint64_t drawn) {
  return candidates[static_cast<std::size_t>(scale_to(drawn, candidates.size()))];
}

void place_among(CandidateSet& candidates, Placing& placing, std::int64_t count) {
  const World& world = placing.world;
  SplitMix64& random = placing.world.generator(placing.demand.group);
  for (; count > 0 && candidates.size() > 0; --count) {
    const std::uint64_t drawn = random.next();
    // A `random` further down the list has one candidate to choose from, and takes its number all the same.
    for (std::int64_t draw = 1; draw < placing.demand.preference->draws; ++draw) (void)random.next();
    const InstanceIndex chosen = chosen_of(candidates, drawn);
    // Where the next number will lead, if this task fills no instance: what is there may lie anywhere in memory.
    __builtin_prefetch(&world.runs.state_of(chosen_of(candidates, SplitMix64(random).next())));
    placing.take({chosen, chosen + 1}, 1);
    const bool is_full = !has_room(placing.shape, world.runs[chosen], world.ports);
    if (is_full || placing.demand.distinct_instance) candidates.erase(chosen);
  }
}

}  // namespace

void place_at_random(Placing& placing, std::int64_t count) {
  World& world = placing.world;
  CandidateSet& candidates = kept_candidates(world, world.shapes[placing.demand.shape]);
  if (placing.demand.distinct_instance) {
    CandidateSet empty = without_own(candidates, world.groups.tasks_of(placing.demand.group));
    return place_among(empty, placing, count);
  }
  place_among(candidates, placing, count);
  candidates.version = world.runs.version();
}

}  // namespace eniplan::placement
