// Tested by: tests/remedy/.

#include "remedy/reservations.hpp"

#include <algorithm>

#include <eniplan/placement.hpp>

namespace eniplan::remedy {
namespace {

using Resource = LowerReservation::Resource;

std::int64_t reserved(const ContainerDefinition& container, Resource resource) {
  if (resource == Resource::cpu) return container.cpu.value;
  if (container.memory_reservation && container.memory_reservation->value != 0) {
    return container.memory_reservation->value;
  }
  return container.memory.value_or(MiB{}).value;
}

/// Where the whole task has a size, hard limits of containers may not be above it.
void reserve(ContainerDefinition& container, Resource resource, std::int64_t amount, bool task_has_size) {
  if (resource == Resource::cpu) {
    container.cpu = CpuUnits{amount};
  } else if (task_has_size && container.memory) {
    container.memory = MiB{amount};
    container.memory_reservation.reset();
  } else {
    container.memory_reservation = MiB{amount};
  }
}

std::int64_t share_of(std::int64_t own, std::int64_t amount, std::int64_t before) {
  __extension__ using Wide = __int128;  // amounts go up to 10^12
  return static_cast<std::int64_t>(static_cast<Wide>(own) * amount / before);
}

/// Each container has its share, rounded down but not to nothing; what is left over goes to the first ones, a unit
/// each.
void share_out(TaskDefinition& definition, Resource resource, std::int64_t before, std::int64_t amount) {
  std::int64_t left = amount;
  for (const ContainerDefinition& container : definition.container_definitions) {
    left -= share_of(reserved(container, resource), amount, before);
  }
  for (ContainerDefinition& container : definition.container_definitions) {
    const std::int64_t own = reserved(container, resource);
    if (own == 0) continue;
    std::int64_t share = share_of(own, amount, before);
    if (left > 0) ++share, --left;
    reserve(container, resource, std::max<std::int64_t>(share, 1), definition.memory.has_value());
  }
}

std::int64_t sum_of_containers(const TaskDefinition& definition, Resource resource) {
  std::int64_t sum = 0;
  for (const ContainerDefinition& container : definition.container_definitions) sum += reserved(container, resource);
  return sum;
}

}  // namespace

std::int64_t reserved(const TaskDefinition& definition, Resource resource) {
  const Resources needs = task_needs(definition).resources;
  return resource == Resource::cpu ? needs.cpu.value : needs.memory.value;
}

std::int64_t least_reservation(const TaskDefinition& definition, Resource resource) {
  constexpr std::int64_t least_task_cpu = 128;
  constexpr std::int64_t least_container_memory = 6;
  if (resource == Resource::cpu) return definition.cpu ? least_task_cpu : 0;
  return least_container_memory * std::max<std::int64_t>(std::ssize(definition.container_definitions), 1);
}

void reserve(TaskDefinition& definition, Resource resource, std::int64_t amount) {
  if (resource == Resource::cpu && definition.cpu) definition.cpu = CpuUnits{amount};
  if (resource == Resource::memory && definition.memory) definition.memory = MiB{amount};
  const std::int64_t before = sum_of_containers(definition, resource);
  if (before > amount) share_out(definition, resource, before, amount);
}

}  // namespace eniplan::remedy
