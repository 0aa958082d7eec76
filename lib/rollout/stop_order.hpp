#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <eniplan/service.hpp>

#include "placement/world.hpp"
#include "rollout/old_tasks.hpp"

/// \file
/// Which task stops.

namespace eniplan::rollout {

/// The resource that tasks are packed by: that of the first `binpack` of a list of strategies, if it has one.
enum class Packed { cpu, memory };
[[nodiscard]] std::optional<Packed> packed_by(const std::optional<std::vector<PlacementStrategy>>& strategies);

/// The first `count` of the old tasks of `group` to stop, the state of the world being what it is, which stays. There
/// must be so many.
///
/// First those of the availability zone with most tasks of the group, old and new; instances without zone are one of
/// their own. Then those of the instance with most, or of the instance that would have most left of what tasks are
/// packed by; then of the last instance in canonical order. There, one that leaves most, then one placed here, then
/// the last listed.
///
/// Cost: the instances with old tasks, and for each task the logarithm of that; no more than ranges where all are to
/// stop, since then the order does not matter.
[[nodiscard]] std::vector<OldTasks::Part> first_to_stop(placement::World& world, placement::GroupId group,
                                                        const OldTasks& old_tasks, std::int64_t count,
                                                        std::optional<Packed> packed);

/// The same for a daemon: the first in canonical order, and on one instance as above. Cost: the instances with old
/// tasks.
[[nodiscard]] std::vector<OldTasks::Part> first_in_canonical_order(const OldTasks& old_tasks, std::int64_t count);

}  // namespace eniplan::rollout
