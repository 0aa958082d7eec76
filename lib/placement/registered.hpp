#pragma once

#include <cstdint>
#include <optional>

#include <eniplan/cluster.hpp>
#include <eniplan/instance_type.hpp>
#include <eniplan/units.hpp>

/// \file
/// What the instances of a capacity group register with ECS.

namespace eniplan::placement {

/// Which figure of a memory estimate to count with. Verdicts count with `registered`; the other two
/// show how far a verdict hangs on the estimate.
enum class MemoryFigure { registered, low, high };

/// Resources that an instance of `type` registers when nothing is said of it.
[[nodiscard]] Resources registered_resources(const InstanceType& type, Trunking trunking);

/// Trunking where it is wished for and the type is known to have it.
[[nodiscard]] Trunking effective_trunking(const CapacityGroup& group, const InstanceType& type);

/// Memory that instances of `group` register, with its range; what the agent reserves is taken off.
[[nodiscard]] MemoryEstimate memory_estimate(const CapacityGroup& group, const InstanceType& type,
                                             const std::optional<MemoryOverhead>& overhead);

/// The same group's resources, its memory being `figure` of `estimate`.
[[nodiscard]] Resources registered_resources(const CapacityGroup& group, const InstanceType& type,
                                             const MemoryEstimate& estimate, MemoryFigure figure);

/// Interfaces that tasks and others can physically have on an untrunked instance with `slots` task slots.
[[nodiscard]] std::int64_t physical_interface_limit(const InstanceType& type, EniSlots slots);

}  // namespace eniplan::placement
