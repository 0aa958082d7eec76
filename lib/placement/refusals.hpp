#pragma once

#include <cstdint>
#include <string_view>

#include <eniplan/placement.hpp>

#include "placement/world.hpp"

namespace eniplan::placement {

/// Whether it is known, without a search, that no instance has room for tasks of this shape. Cost: constant, but where
/// refusals have become many and an index of shortages is at hand: a look at that.
[[nodiscard]] bool is_known_to_be_refused(World& world, Shape& shape);

/// The failure of `count` tasks of a demand for which no instance is left. Cost: runs, the first time for each shape;
/// then the runs that changed. Less where many shapes are refused (see Shortages).
[[nodiscard]] Failure nothing_left(World& world, const Demand& demand, std::int64_t count, std::string_view service);

}  // namespace eniplan::placement
