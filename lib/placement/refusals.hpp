#pragma once

#include <cstdint>
#include <string_view>

#include <eniplan/placement.hpp>

#include "placement/world.hpp"

namespace eniplan::placement {

/// Whether a look that costs less than a search shows that no instance has room for tasks of the demand: at the index
/// of shortages, if one is at hand, or at every run where for the search an order of all runs would have to be made.
/// Elsewhere it does not look.
[[nodiscard]] bool is_refused_at_a_look(World& world, const Demand& demand);

/// The failure of `count` tasks of a demand for which no instance is left. Cost: runs, the first time for each shape;
/// then the runs that changed. Less where many shapes are refused (see Shortages).
[[nodiscard]] Failure nothing_left(World& world, const Demand& demand, std::int64_t count, std::string_view service);

}  // namespace eniplan::placement
