#pragma once

#include <cstdint>

#include <eniplan/cluster.hpp>

#include "support/random.hpp"

namespace eniplan::test {

/// A cluster, as load() would give it, in which anything may meet anything: groups beside described instances,
/// daemons beside requests, short addresses beside taken ports. The same seed gives the same cluster everywhere.
///
/// How likely each thing is, is drawn first and often comes out as never, so that clusters differ in kind and
/// not only in numbers. Half of them have up to a dozen instances and some forty tasks: small enough to follow by
/// hand. The others have hundreds of instances in rows, or in as many states, and up to some thousand tasks.
[[nodiscard]] Cluster random_cluster(std::uint64_t seed);

/// The same with thousands of instances in as many states, or tens of thousands in rows: enough to make an index of
/// several levels. The oracle takes some tenths of a second for one.
[[nodiscard]] Cluster random_vast_cluster(std::uint64_t seed);

enum class Size { tiny, small, large };

/// One that has room for most of what its services ask for: a handful of instances or some dozens.
[[nodiscard]] Cluster random_cluster_to_roll(Random& random, Size size);

}  // namespace eniplan::test
