#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <eniplan/rollout.hpp>

#include "rollout/rolling_service.hpp"

/// \file
/// The rounds of services that are rolled at once.

namespace eniplan::rollout {

/// A service to roll, with percentages that need not be its own.
struct Rolled {
  const Subject* subject;
  Percentages percentages;
};

/// Rolls services together and puts the world back as it was, but for cuts. One result for each. Cost: for each round
/// and service that of placing and stopping its tasks; the rounds are bounded by the tasks.
[[nodiscard]] std::vector<Rollout> roll_services(placement::World& world, std::span<const Rolled> services,
                                                 bool strict_eni);

}  // namespace eniplan::rollout
