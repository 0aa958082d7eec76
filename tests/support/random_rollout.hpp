#pragma once

#include <cstdint>

#include <eniplan/cluster.hpp>
#include <eniplan/rollout.hpp>

namespace eniplan::test {

struct RolloutCase {
  Cluster cluster;
  RolloutOptions options;
};

/// A cluster, as load() would give it, of which something is to be rolled: any percentages, from scratch or half-way,
/// of placed tasks or running ones, together or not, redeployed, drained, grown or shrunk. The same seed gives the same
/// case everywhere. A few cannot be rolled.
[[nodiscard]] RolloutCase random_rollout(std::uint64_t seed);

/// The same, so small that everything that could let it complete can be tried.
[[nodiscard]] RolloutCase random_tiny_rollout(std::uint64_t seed);

}  // namespace eniplan::test
