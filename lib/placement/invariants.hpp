#pragma once

#include <span>

#include "placement/world.hpp"

namespace eniplan::placement {

/// Whether `world` is what its cluster comes to when these placements are repeated task by task, and its indexes hold
/// what they should. True unless the engine has a mistake. Cost: instances and tasks.
[[nodiscard]] bool check_invariants(World& world, std::span<const GroupResult> services,
                                    std::span<const GroupResult> requests);

}  // namespace eniplan::placement
