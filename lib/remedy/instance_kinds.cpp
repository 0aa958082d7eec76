// Tested by: tests/remedy/.

#include "remedy/instance_kinds.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include <eniplan/catalog.hpp>

#include "placement/registered.hpp"

namespace eniplan::remedy {
namespace {

/// Attributes that a capacity group has by its type, zone and trunk, and may not be given.
bool is_of_type_or_place(std::string_view name) {
  return name == instance_type_attribute || name == availability_zone_attribute || name == trunk_attribute ||
         name == "ecs.cpu-architecture";
}

InstanceKind kind_of(const ContainerInstance& instance) {
  const std::string type(instance.attributes.value_of(instance_type_attribute).value_or(""));
  return {.name = type,
          .is_capacity_group = false,
          .instance_type = type,
          .trunked = instance.attributes.contains(trunk_attribute),
          .capacity_provider = instance.capacity_provider_name,
          .instances = 0};
}

void keep_common(std::vector<Attribute>& common, const Attributes& attributes) {
  std::erase_if(common, [&](const Attribute& attribute) {
    return attributes.value_of(attribute.name) != std::optional<std::string_view>(attribute.value.value_or(""));
  });
}

/// What a capacity group would not have by itself.
std::vector<Attribute> own_attributes(const Attributes& attributes) {
  std::vector<Attribute> own;
  for (const std::string& name : attributes.without_value()) {
    const bool is_usual = std::ranges::binary_search(*agent_capabilities(), name);
    if (!is_usual && !is_of_type_or_place(name)) own.push_back({name, std::nullopt});
  }
  for (const Attribute& attribute : attributes.with_value()) {
    const bool is_usual = attribute.name == "ecs.os-type" && attribute.value == "linux";
    if (!is_usual && !is_of_type_or_place(attribute.name)) own.push_back(attribute);
  }
  return own;
}

/// What the instances register, where it is less than the catalog says.
void register_least(CapacityGroup& group, const Resources& least, std::optional<EniSlots> slots,
                    const InstanceType& type) {
  const Resources by_type = placement::registered_resources(type, group.trunking);
  if (least.cpu != by_type.cpu) group.registered_cpu = least.cpu;
  if (least.memory != by_type.memory) group.registered_memory = least.memory;
  if (least.gpu != by_type.gpu) group.registered_gpu = least.gpu;
  group.registered_eni = slots;
}

CapacityGroup group_of_described(const Cluster& cluster, const InstanceKind& kind, const InstanceType& type) {
  CapacityGroup group{.name = kind.name + "-more", .instance_type = kind.instance_type};
  group.availability_zones.clear();
  group.trunking = kind.trunked ? Trunking::enabled : Trunking::disabled;
  group.capacity_provider = kind.capacity_provider;
  std::optional<Resources> least;
  std::optional<EniSlots> slots;
  for (const ContainerInstance& instance : cluster.container_instances) {
    if (!is_of(kind, instance)) continue;
    if (const auto zone = instance.attributes.value_of(availability_zone_attribute)) {
      if (std::ranges::find(group.availability_zones, *zone) == group.availability_zones.end()) {
        group.availability_zones.emplace_back(*zone);
      }
    }
    if (!least) {
      least = instance.registered;
      slots = instance.registered_eni;
      group.attributes = own_attributes(instance.attributes);
    } else {
      least->cpu = std::min(least->cpu, instance.registered.cpu);
      least->memory = std::min(least->memory, instance.registered.memory);
      least->gpu = std::min(least->gpu, instance.registered.gpu);
      slots = slots && instance.registered_eni ? std::min(slots, instance.registered_eni) : std::nullopt;
      keep_common(group.attributes, instance.attributes);
    }
  }
  if (group.availability_zones.empty()) group.availability_zones = CapacityGroup{}.availability_zones;
  if (least) register_least(group, *least, slots, type);
  return group;
}

std::string_view group_of_instance(std::string_view id) {
  const std::size_t slash = id.rfind('/');
  return slash == std::string_view::npos || id.starts_with("arn:") ? std::string_view() : id.substr(0, slash);
}

}  // namespace

std::string free_group_name(const Cluster& cluster, const std::string& base) {
  const auto is_taken = [&cluster](const std::string& name) {
    return std::ranges::find(cluster.capacity, name, &CapacityGroup::name) != cluster.capacity.end();
  };
  std::string name = base;
  for (int number = 2; is_taken(name); ++number) name = base + "-" + std::to_string(number);
  return name;
}

bool is_of(const InstanceKind& kind, const ContainerInstance& instance) {
  if (kind.is_capacity_group) return false;
  const InstanceKind own = kind_of(instance);
  return own.instance_type == kind.instance_type && own.trunked == kind.trunked &&
         own.capacity_provider == kind.capacity_provider;
}

std::vector<InstanceKind> instance_kinds(const Cluster& cluster, std::size_t most) {
  std::vector<InstanceKind> kinds;
  using Key = std::tuple<std::string, bool, std::string>;
  std::map<Key, std::size_t> described;
  for (const ContainerInstance& instance : cluster.container_instances) {
    if (instance.attributes.contains(external_capability)) continue;
    InstanceKind kind = kind_of(instance);
    if (kind.instance_type.empty()) continue;
    const auto [place, is_new] =
        described.try_emplace({kind.instance_type, kind.trunked, kind.capacity_provider}, kinds.size());
    if (is_new) kinds.push_back(std::move(kind));
    ++kinds[place->second].instances;
  }
  for (const CapacityGroup& group : cluster.capacity) {
    const InstanceType* type = find_instance_type(cluster, group.instance_type);
    kinds.push_back({.name = group.name,
                     .is_capacity_group = true,
                     .instance_type = group.instance_type,
                     .trunked = type != nullptr && placement::effective_trunking(group, *type) == Trunking::enabled,
                     .capacity_provider = group.capacity_provider,
                     .instances = group.count});
  }
  std::ranges::stable_sort(kinds, std::ranges::greater{}, &InstanceKind::instances);
  kinds.resize(std::min(kinds.size(), most));
  return kinds;
}

std::optional<CapacityGroup> group_like(const Cluster& cluster, const InstanceKind& kind) {
  const InstanceType* type = find_instance_type(cluster, kind.instance_type);
  if (type == nullptr || type->vcpus == 0 || type->memory == MiB{}) return std::nullopt;
  if (!kind.is_capacity_group) return group_of_described(cluster, kind, *type);
  CapacityGroup group = *std::ranges::find(cluster.capacity, kind.name, &CapacityGroup::name);
  group.name = kind.name + "-more";
  group.count = 0;
  return group;
}

RunsOn::RunsOn(const Cluster& cluster, std::span<const InstanceKind> kinds) {
  for (const InstanceKind& kind : kinds) {
    if (kind.is_capacity_group) groups_.push_back(kind.name);
  }
  for (const ContainerInstance& instance : cluster.container_instances) {
    if (std::ranges::none_of(kinds, [&](const InstanceKind& kind) { return is_of(kind, instance); })) continue;
    instances_.push_back(instance.container_instance_arn);
    instances_.push_back(instance_id(instance));
  }
  std::ranges::sort(groups_);
  std::ranges::sort(instances_);
}

bool RunsOn::operator()(const Task& task) const {
  if (!is_running(task)) return false;
  const std::string_view where = task.container_instance_arn;
  return std::ranges::binary_search(groups_, group_of_instance(where)) || std::ranges::binary_search(instances_, where);
}

std::int64_t listed_tasks_on(const Cluster& cluster, const InstanceKind& kind) {
  return std::ranges::count_if(cluster.tasks, RunsOn(cluster, {&kind, 1}));
}

bool has_unlisted_tasks(const Cluster& cluster, const InstanceKind& kind) {
  std::int64_t told = 0;
  for (const ContainerInstance& instance : cluster.container_instances) {
    if (is_of(kind, instance)) told += instance.running_tasks_count;
  }
  return told > listed_tasks_on(cluster, kind);
}

}  // namespace eniplan::remedy
