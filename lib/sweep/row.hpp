#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <eniplan/sweep.hpp>

#include "change/fleet_in_use.hpp"

/// \file
/// What a scenario comes to.

namespace eniplan::sweeping {

struct Row {
  /// Of all services rolled.
  struct Rollouts {
    RolloutOutcome worst = RolloutOutcome::completes;
    std::int64_t services = 0;
    std::int64_t stuck = 0;
    std::string stuck_service;
    std::string reason;
    std::int64_t attach_races = 0;
  };

  PlacementSummary summary;
  std::int64_t tasks_lost = 0;
  std::optional<change::FleetInUse::Refusal> refusal;
  Resources registered;
  Resources left;
  std::vector<ServiceCount> services;  // [SweepOptions::services]
  std::optional<Rollouts> rollouts;
};

/// Of a fleet in which everything is placed. Cost: runs, services, and that of the rollouts.
[[nodiscard]] Row row_of(const change::FleetInUse& fleet, const SweepOptions& options);

}  // namespace eniplan::sweeping
