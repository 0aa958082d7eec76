#include <eniplan/instance_type.hpp>

#include <cstdint>
#include <optional>

#include "bind.hpp"
#include "value_class.hpp"

namespace py = pybind11;
using namespace eniplan;

namespace {

/// Of each slot, rounded down; nothing where there are no slots.
std::optional<std::int64_t> share(std::optional<std::int64_t> whole, std::optional<EniSlots> slots) {
  return whole && slots && slots->value > 0 ? std::optional(*whole / slots->value) : std::nullopt;
}

std::vector<ColumnOf<Rows<InstanceType>>> instance_type_columns() {
  using Type = InstanceType;
  const auto untrunked = [](const Type& type) { return task_limit(type, Trunking::disabled); };
  const auto of_trunk = [](const Type& type) { return type.ecs_task_limit_trunking; };
  const auto gain = [=](const Type& type) {
    const auto trunked = of_trunk(type);
    return trunked ? std::optional(*trunked - untrunked(type)) : std::nullopt;
  };
  const auto memory = [](const Type& type) { return type.registered_memory.registered.value; };
  const auto price = [](const Type& type) { return type.ondemand_microusd_hour; };
  return {
      column<Type>("name", [](const Type& type) -> std::string_view { return type.name; }),
      column<Type>("vcpus", [](const Type& type) { return type.vcpus; }),
      column<Type>("memory", [](const Type& type) { return type.memory; }),
      column<Type>("registered_memory", [](const Type& type) { return type.registered_memory.registered; }),
      category<Type>("memory_basis", [](const Type& type) { return to_string(type.registered_memory.basis); }),
      category<Type>("architecture", [](const Type& type) -> std::string_view { return type.architecture; }),
      category<Type>("hypervisor", [](const Type& type) -> std::string_view { return type.hypervisor; }),
      column<Type>("bare_metal", [](const Type& type) { return type.bare_metal; }),
      column<Type>("gpus", [](const Type& type) { return type.gpus; }),
      column<Type>("network_cards", [](const Type& type) { return type.network_cards; }),
      column<Type>("max_network_interfaces", [](const Type& type) { return type.max_network_interfaces; }),
      column<Type>("task_limit", untrunked),
      column<Type>("task_limit_trunking", of_trunk),
      column<Type>("trunking_gain", gain),
      column<Type>("current_generation", [](const Type& type) { return type.current_generation; }),
      column<Type>("ondemand_microusd_hour", price),
      column<Type>("microusd_hour_per_slot", [=](const Type& type) { return share(price(type), untrunked(type)); }),
      column<Type>("microusd_hour_per_slot_trunking",
                   [=](const Type& type) { return share(price(type), of_trunk(type)); }),
      column<Type>("memory_per_slot", [=](const Type& type) { return share(memory(type), untrunked(type)); }),
      column<Type>("memory_per_slot_trunking", [=](const Type& type) { return share(memory(type), of_trunk(type)); }),
  };
}

}  // namespace

void bind_instance_type(py::module_& module) {
  ValueClass<Provenance>(module, "Provenance", "Where a figure comes from, and the day it was read there.")
      .field("source", &Provenance::source)
      .field("date", &Provenance::date, "ISO 8601, as far as it is known; empty for figures the user gave.")
      .hashable();

  ValueClass<MemoryEstimate>(module, "MemoryEstimate",
                             "The memory an instance registers with ECS, less than its nominal memory.")
      .field("basis", &MemoryEstimate::basis, "`observed`, `relatives`, `class` or `given`.")
      .field("registered", &MemoryEstimate::registered, "What placement counts with, MiB.")
      .field("low", &MemoryEstimate::low, "The truth is hardly below this, MiB.")
      .field("high", &MemoryEstimate::high, "Nor above this, MiB.")
      .hashable();

  ValueClass<InstanceType>(module, "InstanceType",
                           "An EC2 instance type: what it has, and how many `awsvpc` tasks ECS lets it run.")
      .field("name", &InstanceType::name)
      .field("vcpus", &InstanceType::vcpus, "An instance registers 1024 CPU units for each.")
      .field("memory", &InstanceType::memory, "Nominal, MiB. What ECS counts is `registered_memory`.")
      .field("architecture", &InstanceType::architecture)
      .field("hypervisor", &InstanceType::hypervisor, "`nitro`, `xen`, `none` (bare metal), empty if unknown.")
      .field("bare_metal", &InstanceType::bare_metal)
      .field("gpus", &InstanceType::gpus)
      .field("network_cards", &InstanceType::network_cards)
      .field("max_network_interfaces", &InstanceType::max_network_interfaces,
             "Over all network cards, the primary included.")
      .field("max_network_interfaces_card0", &InstanceType::max_network_interfaces_card0, "On the default card alone.")
      .field("ipv4_per_interface", &InstanceType::ipv4_per_interface)
      .field("ecs_task_limit_default", &InstanceType::ecs_task_limit_default,
             "As ECS publishes it; None if it does not.")
      .field("ecs_task_limit_trunking", &InstanceType::ecs_task_limit_trunking,
             "With trunk; None: trunking is not known to work.")
      .field("current_generation", &InstanceType::current_generation)
      .field("ondemand_microusd_hour", &InstanceType::ondemand_microusd_hour, "us-east-1, Linux, 10^-6 USD an hour.")
      .field("registered_memory", &InstanceType::registered_memory)
      .field("hardware_source", &InstanceType::hardware_source)
      .field("default_limit_source", &InstanceType::default_limit_source)
      .field("trunking_limit_source", &InstanceType::trunking_limit_source)
      .field("memory_source", &InstanceType::memory_source)
      .field("override_reason", &InstanceType::override_reason,
             "Why a figure differs from the published table; empty if none does.")
      .hashable()
      .shown([](const InstanceType& type) { return py::str("<InstanceType {}>").format(type.name); })
      .def(
          "task_limit",
          [](const InstanceType& type, bool trunking) {
            return task_limit(type, trunking ? Trunking::enabled : Trunking::disabled);
          },
          py::kw_only(), py::arg("trunking") = false, "How many `awsvpc` tasks an instance of this type runs.");

  bind_rows<InstanceType>(module, "InstanceTypes", "Instance types, a row each: memory in MiB, prices in 10^-6 USD.",
                          instance_type_columns());
}
