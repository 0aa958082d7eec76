// Which way of placing a demand's tasks take, and what is said when there is no instance for the next.
//
// Tested by: tests/placement/order_of_work_test.cpp and the comparison with the oracle.

#include "placement/filters.hpp"
#include "placement/placing.hpp"
#include "placement/verdict.hpp"

namespace eniplan::placement {
namespace {

Verdict verdict_of(const Filters& filters) {
  Verdict verdict;
  filters.for_each_range([&](InstanceRange range, FailedChecks failed, std::int64_t) { verdict.add(range, failed); });
  return verdict;
}

/// Cost: runs, but where tasks of the same shape were refused and nothing was placed since.
Failure nothing_left(World& world, const Demand& demand, std::int64_t count, std::string_view service) {
  const Filters filters(world, demand);
  if (!filters.look_at_no_tasks()) return verdict_of(filters).failure(count, service, *world.fleet);
  auto& known = world.shapes[demand.shape].verdict;
  if (!known || known->first != world.runs.version()) known = {world.runs.version(), verdict_of(filters)};
  return known->second.failure(count, service, *world.fleet);
}

void place(Placing& placing, std::int64_t count) {
  const Demand& demand = placing.demand;
  if (!demand.changing_member_of.empty()) {
    place_by_scan(placing, count);
  } else if (demand.preference.is_random()) {
    place_at_random(placing, count);
  } else if (demand.preference.has_order()) {
    place_in_order(placing, count);
  } else {
    place_by_scan(placing, count);
  }
}

}  // namespace

Outcome place_tasks(World& world, const Demand& demand, std::int64_t count, std::string_view service,
                    Sequence sequence) {
  Outcome outcome;
  if (count <= 0) return outcome;
  Placing placing{world, demand, world.shapes[demand.shape], sequence, outcome};
  place(placing, count);
  if (outcome.placed < count) {
    outcome.failures.push_back(nothing_left(world, demand, count - outcome.placed, service));
  }
  return outcome;
}

}  // namespace eniplan::placement
