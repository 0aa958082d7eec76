// Filter, choose, commit; only the last changes anything.
//
// Tested by: tests/placement/order_of_work_test.cpp and the comparison with the oracle.

#include "placement/place.hpp"

#include <algorithm>
#include <cassert>

#include "placement/filters.hpp"
#include "placement/strategies.hpp"
#include "placement/verdict.hpp"

namespace eniplan::placement {
namespace {

Failure nothing_left(const World& world, const Filters& filters, std::int64_t count, std::string_view service) {
  Verdict verdict;
  for (const InstanceIndex instance : world.fleet.instances()) verdict.add(instance, filters.failed(instance));
  return verdict.failure(count, service, world.fleet);
}

void remove(std::vector<InstanceIndex>& candidates, InstanceIndex instance) {
  candidates.erase(std::ranges::lower_bound(candidates, instance));
}

}  // namespace

Outcome place_tasks(World& world, const Demand& demand, std::int64_t count, std::string_view service) {
  Outcome outcome;
  if (count <= 0) return outcome;
  GroupTasks group(world.groups, demand.group, world.group_scratch);
  const Filters filters(world, demand, group);
  Strategies strategies(world, demand, group);

  std::vector<InstanceIndex> candidates = filters.candidates();
  for (; count > 0 && !candidates.empty(); --count) {
    const InstanceIndex chosen = strategies.choose(candidates);
    commit(world, demand, group, chosen);
    strategies.note_placed(chosen);
    outcome.sequence.push_back(chosen);
    if (!filters.passes(chosen)) remove(candidates, chosen);
  }
  assert(candidates == filters.candidates());
  if (count > 0) outcome.failures.push_back(nothing_left(world, filters, count, service));
  return outcome;
}

}  // namespace eniplan::placement
