#pragma once

#include <span>

#include <eniplan/rollout.hpp>

#include "rollout/rolling_service.hpp"
#include "rollout/rollout_start.hpp"

/// \file
/// What lets a stuck rollout complete. Nothing is concluded, everything is tried: with mixed tasks more room need not
/// be better.

namespace eniplan::rollout {

/// At 200 all new tasks may run beside all old ones.
inline constexpr std::int64_t highest_maximum_percent = 200;

/// After so many rollouts of single services the search for percentages ends. Thousands that stick while they are
/// rolled together would be tried for days.
inline constexpr std::int64_t most_rolled = 2'000'000;

/// The most instances that are added to one capacity group: 100, but fewer in clusters of more than 100 services, since
/// each is simulated anew.
[[nodiscard]] std::int64_t most_extra_instances(const Cluster& cluster);

/// Tells those of `rollouts` that are stuck, one for each subject of `start`, what each by itself would let them
/// complete.
void find_remedies(const Cluster& cluster, const RolloutOptions& options, RolloutStart& start,
                   std::span<Rollout> rollouts);

}  // namespace eniplan::rollout
