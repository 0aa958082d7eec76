#pragma once

#include <cstdint>

#include <eniplan/units.hpp>

#include "placement/instance_range.hpp"

/// \file
/// What is the same on all instances of a run.

namespace eniplan::placement {

using ClassId = std::uint32_t;    ///< See InstanceClasses.
using PortSetId = std::uint32_t;  ///< See PortSets.

/// All that placing changes about an instance and that no group of tasks is needed to tell, and its class.
struct RunState {
  Resources remaining;     ///< May be negative.
  std::int64_t tasks = 0;  ///< Running, listed or not, and placed.
  ClassId of_class = 0;
  PortSetId ports = 0;  ///< Taken.

  friend bool operator==(const RunState&, const RunState&) = default;
};

}  // namespace eniplan::placement
