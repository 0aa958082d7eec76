#include <eniplan/catalog.hpp>

#include <algorithm>
#include <vector>

#include "catalog/catalog_data.hpp"

namespace eniplan {
namespace {

using catalog_data::absent;

std::optional<std::int64_t> present(std::int64_t value) {
  if (value == absent) return std::nullopt;
  return value;
}

std::optional<EniSlots> present_slots(std::int64_t value) {
  if (value == absent) return std::nullopt;
  return EniSlots{value};
}

std::optional<bool> present_flag(std::int64_t value) {
  if (value == absent) return std::nullopt;
  return value == 1;
}

Provenance provenance(std::size_t index) {
  const auto& [source, date] = catalog_data::sources[index];
  return {std::string(source), std::string(date)};
}

InstanceType unpack(const catalog_data::Row& row) {
  return {
      .name = std::string(row.name),
      .vcpus = row.vcpus,
      .memory = {row.memory_mib},
      .architecture = std::string(row.architecture),
      .hypervisor = std::string(row.hypervisor),
      .bare_metal = row.bare_metal,
      .gpus = {row.gpus},
      .network_cards = row.network_cards,
      .max_network_interfaces = row.max_network_interfaces,
      .max_network_interfaces_card0 = present(row.max_network_interfaces_card0),
      .ipv4_per_interface = row.ipv4_per_interface,
      .ecs_task_limit_default = present_slots(row.ecs_task_limit_default),
      .ecs_task_limit_trunking = present_slots(row.ecs_task_limit_trunking),
      .current_generation = present_flag(row.current_generation),
      .ondemand_microusd_hour = present(row.ondemand_microusd_hour),
      .registered_memory = {.basis = row.memory_basis,
                            .registered = {row.registered_memory_mib},
                            .low = {row.memory_low_mib},
                            .high = {row.memory_high_mib}},
      .hardware_source = provenance(row.hardware_source),
      .default_limit_source = provenance(row.default_limit_source),
      .trunking_limit_source = provenance(row.trunking_limit_source),
      .memory_source = provenance(row.memory_source),
      .override_reason = std::string(catalog_data::override_reasons[row.override_reason]),
  };
}

std::vector<InstanceType> unpack_all() {
  std::vector<InstanceType> types;
  types.reserve(catalog_data::rows.size());
  std::ranges::transform(catalog_data::rows, std::back_inserter(types), unpack);
  return types;
}

catalog_data::Platform platform_of(const InstanceType& type) {
  if (type.bare_metal) return catalog_data::bare_metal;
  if (type.hypervisor == "xen") return catalog_data::xen;
  // A hypervisor that nobody says is Nitro's: every virtual type since 2018 runs on it.
  if (cpu_architecture(type) == "arm64") return catalog_data::nitro_arm64;
  return type.memory < MiB{4096} ? catalog_data::nitro_x86_small : catalog_data::nitro_x86;
}

/// 64 MiB more are kept on virtual types from 4 GiB on, on Graviton from 2 GiB on.
MiB big_overhead(const InstanceType& type) {
  if (type.bare_metal) return {};
  const MiB big = cpu_architecture(type) == "arm64" ? MiB{2048} : MiB{4096};
  return type.memory < big ? MiB{} : MiB{64};
}

/// What is left of the nominal memory, in whole MiB; the loss is rounded up.
/// Whole ten-thousandths and the rest apart, so that no memory is too big for it.
MiB left_after(const InstanceType& type, std::int64_t a, std::int64_t b_of_10000) {
  const std::int64_t nominal = type.memory.value;
  const std::int64_t proportional = nominal / 10000 * b_of_10000 + (nominal % 10000 * b_of_10000 + 9999) / 10000;
  return std::max(MiB{}, type.memory - MiB{a + proportional} - big_overhead(type));
}

}  // namespace

std::span<const InstanceType> catalog() {
  static const std::vector<InstanceType> types = unpack_all();
  return types;
}

std::string_view catalog_date() { return catalog_data::date; }

const InstanceType* find_instance_type(std::string_view name) {
  const auto types = catalog();
  const auto found = std::ranges::lower_bound(types, name, {}, &InstanceType::name);
  return found != types.end() && found->name == name ? &*found : nullptr;
}

const InstanceType* find_instance_type(const Cluster& cluster, std::string_view name) {
  const auto own = std::ranges::find(cluster.instance_types, name, &InstanceType::name);
  return own != cluster.instance_types.end() ? &*own : find_instance_type(name);
}

MemoryEstimate class_memory_estimate(const InstanceType& type) {
  const auto& model = catalog_data::class_models[platform_of(type)];
  const MiB safe = left_after(type, model.a_safe, model.b_safe);
  const MiB best = left_after(type, model.a_best, model.b_best);
  return {.basis = MemoryBasis::class_, .registered = safe, .low = safe, .high = std::max(safe, best)};
}

const Attributes::Capabilities& agent_capabilities() {
  static const Attributes::Capabilities shared = std::make_shared<const std::vector<std::string>>(
      catalog_data::capabilities.begin(), catalog_data::capabilities.end());
  return shared;
}

}  // namespace eniplan
