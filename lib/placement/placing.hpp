#pragma once

#include <cstdint>

#include "placement/place.hpp"

namespace eniplan::placement {

/// The tasks of one demand while they are placed: what every way of placing needs.
struct Placing {
  World& world;
  const Demand& demand;
  const Shape& shape;
  Sequence sequence;
  Outcome& outcome;

  void take(InstanceRange range, std::int64_t copies) {
    commit(world, demand, range, copies);
    outcome.add({range, copies});
    outcome.placed += copies * static_cast<std::int64_t>(range.size());
  }
};

/// The ways of placing: each places up to `count` tasks and stops when there is no instance for the next.

/// By an order that an index has.
void place_in_order(Placing& placing, std::int64_t count);
/// By `random` alone.
void place_at_random(Placing& placing, std::int64_t count);
/// By anything, the plain way: a look at all candidates for each task.
void place_by_scan(Placing& placing, std::int64_t count);

}  // namespace eniplan::placement
