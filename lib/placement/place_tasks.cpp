// Which way of placing a demand's tasks take, and what is said when there is no instance for the next.
//
// Tested by: tests/placement/order_of_work_test.cpp and the comparison with the oracle.

#include "placement/filters.hpp"
#include "placement/placing.hpp"
#include "placement/verdict.hpp"

namespace eniplan::placement {
namespace {

Verdict verdict_of(const FleetRuns& runs, const Filters& filters) {
  Census census;
  if (filters.look_at_no_tasks()) {
    const StateChecks checks = filters.of_state();  // A copy at hand: it is asked about every run.
    runs.for_each_run([&](InstanceRange run, const RunState& state) { census.add(run, checks.failed(state)); });
  } else {
    filters.for_each_range([&](InstanceRange range, FailedChecks failed, std::int64_t) { census.add(range, failed); });
  }
  return census.verdict();
}

void find_closest(const FleetRuns& runs, const Filters& filters, Distance wanted, Verdict& verdict) {
  for (InstanceIndex at = 0; at < runs.size(); at = runs.end_of_run(at)) {
    const FailedChecks failed = filters.failed(at, runs[at]);
    if (failed.none() || failed.any_of(absent_checks) || distance(failed) != wanted) continue;
    return verdict.found(at, failed);
  }
}

/// The verdict of checks that look at nothing but state and class, which is kept for the next tasks of the shape.
/// Cost: runs, the first time; then the runs that changed, and some of the rest when the closest match did.
const Verdict& kept_verdict(World& world, Shape& shape, const Filters& filters) {
  FleetRuns& runs = world.runs;
  const auto changes = runs.changes_since(shape.verdict ? shape.verdict->version : 0);
  if (shape.verdict && changes) {
    for (const FleetRuns::Change& change : *changes) {
      shape.verdict->change(change.part, filters.failed(change.part.begin, change.before),
                            filters.failed(change.part.begin, change.after));
    }
  } else {
    shape.verdict = verdict_of(runs, filters);
  }
  shape.verdict->version = runs.version();
  if (const auto wanted = shape.verdict->lost()) find_closest(runs, filters, *wanted, *shape.verdict);
  return *shape.verdict;
}

Failure nothing_left(World& world, const Demand& demand, std::int64_t count, std::string_view service) {
  const Filters filters(world, demand);
  if (!filters.look_at_no_tasks()) return verdict_of(world.runs, filters).failure(count, service, *world.fleet);
  world.shapes[demand.shape].is_refused = true;
  return kept_verdict(world, world.shapes[demand.shape], filters).failure(count, service, *world.fleet);
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

Outcome place_up_to(World& world, const Demand& demand, std::int64_t count, Sequence sequence) {
  Outcome outcome;
  if (count <= 0) return outcome;
  Shape& shape = world.shapes[demand.shape];
  if (shape.releases != world.releases) {
    shape.forget_room();
    shape.releases = world.releases;
  }
  Placing placing{world, demand, shape, sequence, outcome};
  if (!shape.is_refused) place(placing, count);
  return outcome;
}

Outcome place_tasks(World& world, const Demand& demand, std::int64_t count, std::string_view service,
                    Sequence sequence) {
  Outcome outcome = place_up_to(world, demand, count, sequence);
  if (outcome.placed < count) {
    outcome.failures.push_back(nothing_left(world, demand, count - outcome.placed, service));
  }
  return outcome;
}

}  // namespace eniplan::placement
