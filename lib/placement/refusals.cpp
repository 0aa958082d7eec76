// Verdicts on demands for which no instance is left, and what is remembered of them.
//
// Tested by: tests/placement/verdict_test.cpp and the comparison with the oracle.

#include "placement/refusals.hpp"

#include "placement/filters.hpp"
#include "placement/verdict.hpp"

namespace eniplan::placement {
namespace {

/// By a look at every run.
Verdict verdict_of(const FleetRuns& runs, const StateChecks& checks) {
  Census census;
  runs.for_each_run([&](InstanceRange run, const RunState& state) { census.add(run, checks.failed(state)); });
  Verdict verdict = census.verdict();
  verdict.version = runs.version();
  return verdict;
}

Verdict verdict_of_all_checks(const Filters& filters) {
  Census census;
  filters.for_each_range([&](InstanceRange range, FailedChecks failed, std::int64_t) { census.add(range, failed); });
  return census.verdict();
}

void find_closest(const FleetRuns& runs, const Filters& filters, Distance wanted, Verdict& verdict) {
  for (InstanceIndex at = 0; at < runs.size(); at = runs.end_of_run(at)) {
    const FailedChecks failed = filters.failed(at, runs[at]);
    if (failed.none() || failed.any_of(absent_checks) || distance(failed) != wanted) continue;
    return verdict.found(at, failed);
  }
}

/// The verdict as it was at some version of the runs from which on all changes are remembered.
Verdict early_verdict(World& world, Shape& shape) {
  const StateChecks checks(shape, judged_eligibility(world, shape).failed_of_class, world.ports);
  if (ShortageIndex* const index = world.shortages.for_verdict(world.runs)) return index->verdict(shape.needs, checks);
  return verdict_of(world.runs, checks);
}

/// The verdict of checks that look at nothing but state and class, which is kept for the next tasks of the shape.
const Verdict& kept_verdict(World& world, Shape& shape, const Filters& filters) {
  FleetRuns& runs = world.runs;
  if (!shape.verdict || !runs.changes_since(shape.verdict->version)) {
    shape.verdict = early_verdict(world, shape);
  }
  Verdict& verdict = *shape.verdict;
  const auto changes = runs.changes_since(verdict.version);
  const StateChecks checks(shape, judged_eligibility(world, shape).failed_of_class, world.ports);
  for (const FleetRuns::Change& change : *changes) {
    verdict.change(change.part, checks.failed(change.before), checks.failed(change.after));
  }
  verdict.version = runs.version();
  if (const auto wanted = verdict.lost()) find_closest(runs, filters, *wanted, verdict);
  return verdict;
}

}  // namespace

bool is_refused_at_a_look(World& world, const Demand& demand) {
  const bool wants_new_order = demand.preference->has_order() && !world.runs.has_order(demand.preference->order);
  if (!wants_new_order && !world.shortages.has_index_of(world.runs)) return false;
  Shape& shape = world.shapes[demand.shape];
  if (shape.verdict) return false;
  shape.verdict = early_verdict(world, shape);
  return shape.verdict->version == world.runs.version() && !shape.verdict->some_have_room();
}

Failure nothing_left(World& world, const Demand& demand, std::int64_t count, std::string_view service) {
  const Filters filters(world, demand);
  if (!filters.look_at_no_tasks()) return verdict_of_all_checks(filters).failure(count, service, *world.fleet);
  world.shapes[demand.shape].is_refused = true;
  return kept_verdict(world, world.shapes[demand.shape], filters).failure(count, service, *world.fleet);
}

}  // namespace eniplan::placement
