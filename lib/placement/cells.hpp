#pragma once

#include "placement/world.hpp"

namespace eniplan::placement {

/// The cells of a demand's candidates, for its shape and the attributes that it spreads over. Cost: classes, the first
/// time that a demand of the shape spreads over these.
[[nodiscard]] Cells& cells_of(World& world, const Demand& demand);

}  // namespace eniplan::placement
