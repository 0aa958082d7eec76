// Which way of placing a demand's tasks take, and what is said when there is no instance for the next.
//
// Tested by: tests/placement/order_of_work_test.cpp and the comparison with the oracle.

#include "placement/placing.hpp"
#include "placement/refusals.hpp"

namespace eniplan::placement {
namespace {

bool has_index(const Preference& preference, const FleetRuns& runs) {
  return preference.has_order() && (preference.order == OrderKind::canonical || !runs.has_vast_amounts());
}

void place(Placing& placing, std::int64_t count) {
  const Demand& demand = placing.demand;
  if (!demand.changing_member_of.empty()) {
    place_by_scan(placing, count);
  } else if (demand.preference->is_random()) {
    place_at_random(placing, count);
  } else if (has_index(*demand.preference, placing.world.runs)) {
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
  if (!shape.is_refused) shape.is_refused = is_refused_at_a_look(world, demand);
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
