#pragma once

#include <string>

#include <eniplan/sweep.hpp>

namespace eniplan::test {

/// Where a row of the table and what what_if() makes of its scenario by itself differ first, `scenario 3: unplaced:
/// expected 2, found 1`; empty if nowhere. Rollouts are left aside.
[[nodiscard]] std::string sweep_difference(const Cluster& cluster, const SweepAxes& axes, const SweepOptions& options,
                                           const SweepTable& table);

}  // namespace eniplan::test
