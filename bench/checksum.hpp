#pragma once

#include <string>

#include <eniplan/placement.hpp>

namespace eniplan::bench {

/// Sixteen hexadecimal digits that change when any placement or verdict does. The same on every machine.
[[nodiscard]] std::string checksum(const PlacementResult& result);

}  // namespace eniplan::bench
