#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <eniplan/cluster.hpp>

// The clusters that the targets of README.md are about: strange in nothing but size, and the same on every machine.

namespace eniplan::bench {

struct WorkSize {
  std::size_t instances = 0;
  std::size_t services = 0;  ///< 0 where requests ask for the tasks.
  std::size_t tasks = 0;
  std::size_t shapes = 0;  ///< Different needs of tasks.
  std::uint64_t seed = 1;

  friend bool operator==(const WorkSize&, const WorkSize&) = default;
};

/// As many times smaller, but with the same shapes; what is there at all stays at least 1.
[[nodiscard]] WorkSize divided(WorkSize size, std::size_t divisor);

/// What else is measured: a second seed and twice the shapes, or nothing.
enum class Variants { none, seed_and_shapes };

/// How a cluster of any size is made, the size of the target, and one that the oracle can bear.
struct Workload {
  std::string name;
  std::function<Cluster(const WorkSize&)> make;
  WorkSize size;
  WorkSize oracle_size;  ///< Without instances: the oracle is not asked.
  Variants variants = Variants::seed_and_shapes;
};

/// One for each row of the targets, in their order; rows of several strategies have one for each.
[[nodiscard]] std::vector<Workload> workloads();

/// Clusters that grow in one thing, `growth/<what>/<size>`: tasks, instances or services, of a fleet that the oracle
/// can bear
/// (`tasks`, `instances`, `services`) and of a million instances (`tasks-of-million`, `services-of-million`).
[[nodiscard]] std::vector<Workload> growing_workloads();

/// Capacity groups and services with the default strategies, as in `fleet/fresh/default`.
[[nodiscard]] Cluster fresh_by_default(const WorkSize& size);

/// Half its instances described, each with a trunk of its own, half in capacity groups whose registered memory is an
/// estimate, so that it is placed three times; services of every strategy, some with constraints.
[[nodiscard]] Cluster mixed_cluster(const WorkSize& size);

}  // namespace eniplan::bench
