#pragma once

#include <cstdint>
#include <vector>

#include <eniplan/cluster.hpp>

#include "placement/fleet.hpp"
#include "placement/fleet_state.hpp"
#include "placement/task_groups.hpp"

namespace eniplan::placement {

/// Lets the running tasks of `cluster` occupy what they hold, wherever and however many they are.
///
/// Returns, for each group that `groups` then knows, its running tasks: also those on instances that are not given,
/// which hold nothing.
[[nodiscard]] std::vector<std::int64_t> occupy(const Cluster& cluster, const Fleet& fleet, FleetState& state,
                                               TaskGroups& groups);

}  // namespace eniplan::placement
