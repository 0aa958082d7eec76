#pragma once

#include <span>

#include <eniplan/rollout.hpp>

#include "rollout/rolling_service.hpp"
#include "rollout/rollout_start.hpp"

/// \file
/// What lets a stuck rollout complete. Nothing is concluded, everything is tried: with mixed tasks more room need not
/// be better.

namespace eniplan::rollout {

/// The most instances added to one capacity group, and the highest maximum: at 200 all new tasks may run beside all
/// old ones.
inline constexpr std::int64_t most_extra_instances = 100;
inline constexpr std::int64_t highest_maximum_percent = 200;

/// Tells those of `rollouts` that are stuck, one for each subject of `start`, what each by itself would let them
/// complete.
void find_remedies(const Cluster& cluster, const RolloutOptions& options, RolloutStart& start,
                   std::span<Rollout> rollouts);

}  // namespace eniplan::rollout
