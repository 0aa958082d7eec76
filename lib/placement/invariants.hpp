#pragma once

#include <eniplan/placement.hpp>

#include "placement/world.hpp"

namespace eniplan::placement {

/// Whether what `world` kept step by step is what the placements of `result` make of the cluster when it is all
/// worked out again. Cost: instances and tasks. Debug builds assert it, tests call it in all builds.
[[nodiscard]] bool check_invariants(const World& world, const PlacementResult& result);

}  // namespace eniplan::placement
