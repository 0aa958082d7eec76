#pragma once

#include <eniplan/instance_results.hpp>

#include "placement/world.hpp"

namespace eniplan::placement {

/// The instances of `world` as they are now, neighbours in one state joined.
[[nodiscard]] InstanceResults report_instances(const World& world);

}  // namespace eniplan::placement
