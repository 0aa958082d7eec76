#pragma once

#include <cstdint>
#include <vector>

#include <eniplan/placement.hpp>

#include "placement/world.hpp"

namespace eniplan::placement {

/// Places what the world's cluster asks for and tells what came of it, but for the warnings about uncertain memory.
[[nodiscard]] PlacementResult place_cluster(World& world, Sequence sequence);

/// Tasks that find no interface or no address, on all instances and in all subnets.
[[nodiscard]] std::int64_t count_attach_failures(const InstanceResults& instances,
                                                 const std::vector<SubnetResult>& subnets);

}  // namespace eniplan::placement
