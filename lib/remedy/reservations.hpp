#pragma once

#include <cstdint>

#include <eniplan/remedy.hpp>

/// \file
/// What tasks of a definition reserve, and how they would reserve less.

namespace eniplan::remedy {

/// CPU units or MiB of one task.
[[nodiscard]] std::int64_t reserved(const TaskDefinition& definition, LowerReservation::Resource resource);

/// The least that AWS lets a task reserve: 128 CPU units of a whole task, else nothing; 6 MiB a container.
/// Source: Amazon ECS API reference, RegisterTaskDefinition and ContainerDefinition (2026).
[[nodiscard]] std::int64_t least_reservation(const TaskDefinition& definition, LowerReservation::Resource resource);

/// Makes tasks reserve `amount`, which is not more than now: the size of the whole task where it is given, and what
/// containers reserve, each its share, where together they would be above it. Of memory they lower what is reserved,
/// and keep the hard limits of containers.
void reserve(TaskDefinition& definition, LowerReservation::Resource resource, std::int64_t amount);

}  // namespace eniplan::remedy
