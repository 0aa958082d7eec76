#pragma once

#include <cstddef>
#include <vector>

#include <eniplan/rollout.hpp>

/// \file
/// Rollouts of several clusters: what is named need only be in one of them.

namespace eniplan::cli {

/// Throws UsageError for a service, task definition, instance, group or zone that no cluster has.
void require_rollout_names(const std::vector<Cluster>& clusters, const RolloutOptions& options);

/// Whether the cluster has something of each kind that is named: a service, the definition, an instance to drain.
[[nodiscard]] bool concerns(const Cluster& cluster, const RolloutOptions& options);

/// Rolls each cluster, several at a time, with the names that it has; those that nothing concerns have no rollouts. In
/// the order of the clusters. Throws InputError with what is wrong in all of them.
[[nodiscard]] std::vector<RolloutResult> roll_all(const std::vector<Cluster>& clusters, const RolloutOptions& options,
                                                  std::size_t threads);

/// Whether a rollout of the cluster is stuck.
[[nodiscard]] bool any_stuck(const RolloutResult& result);

}  // namespace eniplan::cli
