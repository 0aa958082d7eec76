#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <eniplan/explain.hpp>

#include "explain/bare_fleet.hpp"
#include "explain/pools.hpp"

namespace eniplan::explain_detail {

struct PackingsTried {
  std::optional<Packing> best;  ///< Nothing if none was tried.
  std::int64_t tried = 0;
};

/// Places everything anew in other orders and by other strategies, until tasks over and failing to attach are no more
/// than `least`, which no packing is below. First with the tasks that run where they are. At most `most` times. Cost:
/// that of simulate() for each.
[[nodiscard]] PackingsTried try_packings(BareFleet& fleet, const Pools& pools, std::int64_t least, std::int64_t most);

}  // namespace eniplan::explain_detail
