#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

/// \file
/// Who wants how much, who has how much, and who may take from whom: how much can be handed out, and what stands in the
/// way of the rest.

namespace eniplan::explain_detail {

struct Supply {
  struct Way {
    std::size_t consumer;
    std::size_t pool;
    std::int64_t bound;  ///< At most so much.
  };

  std::vector<std::int64_t> wanted;     ///< [consumers]
  std::vector<std::int64_t> available;  ///< [pools]
  std::vector<Way> ways;
};

struct Flow {
  std::int64_t total = 0;
  std::vector<std::int64_t> on_way;  ///< [ways]
  /// The smallest minimum cut, which does not depend on the flow that was found: on its side are the consumers that
  /// want more, those who take what these could have, and the pools of both.
  std::vector<bool> cut_consumers;  ///< [consumers]
  std::vector<bool> cut_pools;      ///< [pools]
  /// [consumers] The parts of the cut that share no pool, numbered from 0 by their first consumer; outside: 0.
  std::vector<std::size_t> part_of_consumer;
  std::vector<std::size_t> part_of_pool;  ///< [pools]
  std::size_t parts = 0;
};

/// Hands out as much as possible. Sums of what is wanted, and of what is available, must stay below 2^62. Cost: that of
/// a maximum flow by push and relabel, at most the cube of consumers and pools.
[[nodiscard]] Flow maximum_flow(const Supply& supply);

/// Whether `flow` keeps to the bounds and to what is wanted and available, and is as much as the cut lets through: then
/// no other is more. Knows nothing of how it was found. Cost: linear.
[[nodiscard]] bool is_proof(const Supply& supply, const Flow& flow);

}  // namespace eniplan::explain_detail
