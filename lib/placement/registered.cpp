#include "placement/registered.hpp"

#include <algorithm>

namespace eniplan::placement {
namespace {

constexpr std::int64_t cpu_units_per_vcpu = 1024;
constexpr std::int64_t millipercent_of_all = 100'000;

MemoryEstimate certain(MiB memory) { return {MemoryBasis::given, memory, memory, memory}; }

MiB less_overhead(MiB nominal, const MemoryOverhead& overhead) {
  const std::int64_t share_left = millipercent_of_all - overhead.millipercent;
  return MiB{nominal.value * share_left / millipercent_of_all} - overhead.amount;
}

MiB pick(const MemoryEstimate& estimate, MemoryFigure figure) {
  switch (figure) {
    case MemoryFigure::registered: return estimate.registered;
    case MemoryFigure::low: return estimate.low;
    case MemoryFigure::high: return estimate.high;
  }
  return estimate.registered;
}

}  // namespace

Resources registered_resources(const InstanceType& type, Trunking trunking) {
  return {.cpu = {type.vcpus * cpu_units_per_vcpu},
          .memory = type.registered_memory.registered,
          .gpu = type.gpus,
          .eni = task_limit(type, trunking)};
}

Trunking effective_trunking(const CapacityGroup& group, const InstanceType& type) {
  return type.ecs_task_limit_trunking ? group.trunking : Trunking::disabled;
}

MemoryEstimate memory_estimate(const CapacityGroup& group, const InstanceType& type,
                               const std::optional<MemoryOverhead>& overhead) {
  MemoryEstimate estimate = type.registered_memory;
  if (group.registered_memory) estimate = certain(*group.registered_memory);
  if (overhead) estimate = certain(less_overhead(type.memory, *overhead));
  estimate.registered -= group.reserved_memory;
  estimate.low -= group.reserved_memory;
  estimate.high -= group.reserved_memory;
  return estimate;
}

Resources registered_resources(const CapacityGroup& group, const InstanceType& type, const MemoryEstimate& estimate,
                               MemoryFigure figure) {
  const Resources by_type = registered_resources(type, effective_trunking(group, type));
  return {.cpu = group.registered_cpu.value_or(by_type.cpu),
          .memory = pick(estimate, figure),
          .gpu = group.registered_gpu.value_or(by_type.gpu),
          .eni = group.registered_eni.value_or(by_type.eni)};
}

std::int64_t physical_interface_limit(const InstanceType& type, EniSlots slots) {
  return std::max(type.max_network_interfaces - 1, slots.value);
}

}  // namespace eniplan::placement
