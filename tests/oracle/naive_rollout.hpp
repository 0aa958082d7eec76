#pragma once

#include <eniplan/rollout.hpp>

namespace eniplan::oracle {

/// The rules of rollouts in plain loops: obviously right, and slow. Never for production.
/// `instances[].memory_estimate` and `warnings` of the result stay empty. Throws InputError where roll() does; what it
/// says then is of no account.
[[nodiscard]] RolloutResult roll(const Cluster& cluster, const RolloutOptions& options = {});

}  // namespace eniplan::oracle
