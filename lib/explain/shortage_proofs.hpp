#pragma once

#include <vector>

#include <eniplan/explain.hpp>

#include "explain/bare_fleet.hpp"
#include "explain/pools.hpp"

namespace eniplan::explain_detail {

/// What is known about shortages.
struct Shortages {
  std::vector<ResourceBalance> balances;
  std::vector<ShortageProof> proofs;
  /// Tasks that no packing places: the most that proofs of one kind come to, whose services are all different.
  std::int64_t never_placed = 0;
};

/// Looks for proofs about services of which tasks are over: `unplaced`, [wanted]. Cost: see explain().
[[nodiscard]] Shortages find_shortages(BareFleet& fleet, const Pools& pools, const std::vector<std::int64_t>& unplaced);

}  // namespace eniplan::explain_detail
