// Whole instance types from items that may leave much out.

#include <fmt/format.h>

#include <eniplan/catalog.hpp>

#include "io/assemble.hpp"

namespace eniplan::io {

InstanceType complete_type(const Record<InstanceTypeItem>& record, const InstanceType* known, Problems& problems) {
  const InstanceTypeItem& item = record.value;
  const InstanceType plain{.name = item.name, .architecture = "x86_64", .hypervisor = "nitro"};
  InstanceType type = known != nullptr ? *known : plain;
  const bool has_limit = item.max_network_interfaces || item.ecs_task_limit_default;
  if (known == nullptr && !has_limit) {
    record.error(
        problems,
        fmt::format("expected NetworkInfo or ecsTaskLimit of \"{}\", since the catalog has no such type", item.name));
  }
  const Provenance given{.source = record.place.source->name};
  const bool other_hardware = item.vcpus || item.memory || item.max_network_interfaces || item.gpus;
  const bool other_memory = known == nullptr || (item.memory && *item.memory != known->memory);
  type.vcpus = item.vcpus.value_or(type.vcpus);
  type.memory = item.memory.value_or(type.memory);
  type.architecture = item.architecture.value_or(type.architecture);
  type.hypervisor = item.hypervisor.value_or(type.hypervisor);
  type.bare_metal = item.bare_metal.value_or(type.bare_metal);
  type.gpus = item.gpus.value_or(type.gpus);
  type.network_cards = item.network_cards.value_or(type.network_cards);
  type.max_network_interfaces = item.max_network_interfaces.value_or(type.max_network_interfaces);
  if (item.max_network_interfaces_card0) type.max_network_interfaces_card0 = item.max_network_interfaces_card0;
  type.ipv4_per_interface = item.ipv4_per_interface.value_or(type.ipv4_per_interface);
  if (item.current_generation) type.current_generation = item.current_generation;
  if (item.ecs_task_limit_default) {
    type.ecs_task_limit_default = item.ecs_task_limit_default;
    type.default_limit_source = given;
  }
  if (item.ecs_task_limit_trunking) {
    type.ecs_task_limit_trunking = item.ecs_task_limit_trunking;
    type.trunking_limit_source = given;
  }
  if (other_hardware) type.hardware_source = given;
  if (other_memory) {
    type.registered_memory = class_memory_estimate(type);
    type.memory_source = given;
  }
  return type;
}

}  // namespace eniplan::io
