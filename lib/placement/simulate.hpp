#pragma once

#include <eniplan/placement.hpp>

#include "placement/world.hpp"

namespace eniplan::placement {

/// Places what the world's cluster asks for and tells what came of it, but for the warnings about uncertain memory.
[[nodiscard]] PlacementResult place_cluster(World& world, Sequence sequence);

}  // namespace eniplan::placement
