#pragma once

#include <cstdint>
#include <vector>

#include <eniplan/placement.hpp>

#include "placement/world.hpp"

namespace eniplan::placement {

/// What became of everything that should run, in document order.
struct WorkDone {
  std::vector<GroupResult> services;
  std::vector<GroupResult> run_tasks;
};

/// Places daemons, then services, then requests on what the running tasks leave free.
[[nodiscard]] WorkDone place_all(World& world, Sequence sequence);

/// Tasks of a service or request that could not be placed, for any reason.
[[nodiscard]] std::int64_t unplaced_count(const GroupResult& result);

}  // namespace eniplan::placement
