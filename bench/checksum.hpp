#pragma once

#include <string>

#include <eniplan/placement.hpp>
#include <eniplan/rollout.hpp>

namespace eniplan::bench {

/// Sixteen hexadecimal digits that change when any placement or verdict does. The same on every machine.
[[nodiscard]] std::string checksum(const PlacementResult& result);

/// The same for every round of every rollout.
[[nodiscard]] std::string checksum(const RolloutResult& result);

}  // namespace eniplan::bench
