#pragma once

#include <eniplan/placement.hpp>

#include "placement/world.hpp"

namespace eniplan::placement {

/// Warns (`memory-within-uncertainty`) of each service and request of `result` that would fare otherwise if the
/// capacity groups registered the least or the most memory that their estimates allow.
/// Cost: two more simulations, none where no estimate is uncertain or no task needs memory.
void warn_of_uncertain_memory(const World& world, PlacementResult& result);

}  // namespace eniplan::placement
