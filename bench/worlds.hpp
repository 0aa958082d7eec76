#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <eniplan/cluster.hpp>
#include <eniplan/placement.hpp>

// Clusters to measure with: strange in nothing but size, and the same on every machine.

namespace eniplan::bench {

struct WorldSize {
  std::size_t instances = 0;
  std::size_t services = 0;
  std::size_t tasks = 0;  ///< Spread evenly over the services.
};

/// A busy cluster: half its instances described by AWS, each with a trunk of its own, half in capacity groups; services
/// of either network mode, with every strategy and some constraints. There is room for nearly all tasks.
[[nodiscard]] Cluster mixed_cluster(const WorldSize& size, std::uint64_t seed);

/// Capacity groups and services that all use `strategies`.
[[nodiscard]] Cluster uniform_cluster(const WorldSize& size, std::vector<PlacementStrategy> strategies);

/// Sixteen hexadecimal digits that change when any placement or verdict does. The same on every machine.
[[nodiscard]] std::string checksum(const PlacementResult& result);

}  // namespace eniplan::bench
