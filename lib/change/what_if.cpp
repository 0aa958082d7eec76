// A change is made to the state after simulate(): instances that stay keep their tasks, the others give theirs up.
// After the last change, what is wanted and not there is placed in the order of work.
//
// Tested by: tests/what_if/ and the comparison with the oracle.

#include <eniplan/what_if.hpp>

#include "change/changes.hpp"
#include "change/fleet_in_use.hpp"

namespace eniplan {

WhatIfResult what_if(const Cluster& cluster, std::span<const Change> changes) {
  change::FleetInUse fleet(cluster);
  change::Changes applied(cluster, fleet);
  for (const Change& change : changes) applied.apply(change);
  applied.require_all();
  fleet.place_what_is_missing();
  return fleet.result();
}

}  // namespace eniplan
