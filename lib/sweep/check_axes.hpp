#pragma once

#include <eniplan/sweep.hpp>

#include "change/fleet_in_use.hpp"

/// \file
/// What can be wrong with a sweep.

namespace eniplan::sweeping {

/// Throws InputError with everything wrong. `fleet` is the cluster as simulate() leaves it.
void require_good(const Cluster& cluster, const SweepAxes& axes, const SweepOptions& options,
                  const change::FleetInUse& fleet);

}  // namespace eniplan::sweeping
