#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "placement/fleet.hpp"

/// \file
/// Which instances are lost.

namespace eniplan::sweeping {

/// The instances of some availability zones, in canonical order and apart.
[[nodiscard]] std::vector<placement::InstanceRange> instances_of_zones(const placement::Fleet& fleet,
                                                                       const std::vector<std::string>& zones);

/// `count` instances, ascending, of the others than `gone`, of which there must be as many. Of two counts with one seed
/// the larger takes all that the smaller takes. Cost: the ranges, and `count` times its logarithm.
[[nodiscard]] std::vector<placement::InstanceIndex> drawn_instances(const placement::Fleet& fleet,
                                                                    const std::vector<placement::InstanceRange>& gone,
                                                                    std::size_t count, std::uint64_t seed);

/// Both together, in canonical order and apart.
[[nodiscard]] std::vector<placement::InstanceRange> joined(std::vector<placement::InstanceRange> gone,
                                                           const std::vector<placement::InstanceIndex>& drawn);

}  // namespace eniplan::sweeping
