#pragma once

#include <vector>

#include <eniplan/diagnostic.hpp>

#include "placement/world.hpp"

namespace eniplan::placement {

/// Warns (`resources-overcommitted`) if some instance has less than nothing left. To be called before anything is
/// placed, when the running tasks alone are to blame. Cost: instances.
void warn_of_overcommitment(const World& world, std::vector<Warning>& warnings);

}  // namespace eniplan::placement
