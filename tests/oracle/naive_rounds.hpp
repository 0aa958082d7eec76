#pragma once

#include <vector>

#include "oracle/naive_rollout_start.hpp"

namespace eniplan::oracle {

/// Rolls the services, all at once, round by round to the end. One answer for each, without remedies.
[[nodiscard]] std::vector<Rollout> naive_rounds(NaiveSimulation simulation, std::vector<Rolled> services,
                                                bool strict_eni);

}  // namespace eniplan::oracle
