#pragma once

#include <cstddef>
#include <span>

#include "placement/world.hpp"

namespace eniplan::placement {

/// Lets the running tasks of the world's cluster occupy what they hold, wherever and however many they are. Those on
/// instances that are not given hold nothing; they count as tasks of their group all the same. `with_tasks` are the
/// blocks of instances that say they run some.
void occupy(World& world, std::span<const std::size_t> with_tasks);

}  // namespace eniplan::placement
