#pragma once

#include <eniplan/placement.hpp>

namespace eniplan::oracle {

/// The rules of placement in plain loops: obviously right, and slow. Never for production.
/// `instances[].memory_estimate` and `warnings` of the result stay empty.
[[nodiscard]] PlacementResult simulate(const Cluster& cluster);

}  // namespace eniplan::oracle
