#pragma once

#include "placement/world.hpp"

namespace eniplan::placement {

/// Lets the running tasks of the world's cluster occupy what they hold, wherever and however many they are. Those on
/// instances that are not given hold nothing; they count as tasks of their group all the same.
void occupy(World& world);

}  // namespace eniplan::placement
