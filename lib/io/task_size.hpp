#pragma once

#include <optional>

#include "io/fields.hpp"
#include <eniplan/units.hpp>

/// \file
/// Sizes of whole tasks, which the API takes as texts: `"512"`, `"0.5 vCPU"`, `"1 GB"`; and GPUs.

namespace eniplan::io {

/// CPU units, or vCPUs of 1024 units each. What does not come out whole is refused.
[[nodiscard]] CpuUnits read_task_cpu(const Node& node);

/// MiB, or GB of 1024 MiB each.
[[nodiscard]] MiB read_task_memory(const Node& node);

/// Devices of `resourceRequirements`; entries of other types are no GPUs.
[[nodiscard]] Gpus read_gpus(const Node& node);

}  // namespace eniplan::io
