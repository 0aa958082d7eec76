#pragma once

#include <span>
#include <string>
#include <vector>

#include "placement/fleet.hpp"

/// \file
/// Instances by the names that `--drain` takes.

namespace eniplan::rollout {

/// The instances that any of `names` names: by ID, ARN or EC2 instance ID, by capacity group, or by availability zone;
/// ascending and apart. Throws InputError with every name that names none, but for groups that are empty. Cost: blocks
/// times names.
[[nodiscard]] std::vector<placement::InstanceRange> named_instances(const Cluster& cluster,
                                                                    const placement::Fleet& fleet,
                                                                    std::span<const std::string> names);

}  // namespace eniplan::rollout
