#include "change/changed_blocks.hpp"

#include <utility>

#include <eniplan/catalog.hpp>

namespace eniplan::change {

using namespace placement;

namespace {

/// What new blocks are made of; they point into it.
struct Source {
  Cluster cluster;
  std::shared_ptr<const Fleet> fleet;
};

/// An instance on which nothing ran yet.
ContainerInstance fresh(ContainerInstance instance, Trunking trunking) {
  const CapacityGroup defaults;
  instance.status = InstanceStatus::active;
  instance.agent_connected = true;
  instance.remaining = instance.registered;
  instance.registered_eni.reset();  // They were those of the old instance; its type tells those of the new one.
  instance.remaining_eni.reset();
  instance.ports_taken = defaults.reserved_ports;
  instance.ports_udp_taken = defaults.reserved_ports_udp;
  instance.running_tasks_count = 0;
  if (trunking == Trunking::enabled) {
    instance.attributes.set({std::string(trunk_attribute), "trunk"});
  } else {
    instance.attributes.remove(trunk_attribute);
  }
  return instance;
}

}  // namespace

void ChangedBlocks::keep(InstanceRange range) {
  if (range.size() > 0) parts_.push_back({.what = Part::What::kept, .range = range});
}

void ChangedBlocks::add(CapacityGroup group, const std::string& zone, std::size_t count, std::size_t first_in_group) {
  if (count == 0) return;
  group.availability_zones = {zone};
  group.count = static_cast<std::int64_t>(count);
  groups_.push_back(std::move(group));
  parts_.push_back({.what = Part::What::of_group, .range = {}, .first_in_group = first_in_group});
}

void ChangedBlocks::add(ContainerInstance instance) {
  described_.push_back(std::move(instance));
  parts_.push_back({.what = Part::What::described, .range = {}});
}

ChangedBlocks::Result ChangedBlocks::make(const std::shared_ptr<const Fleet>& before) {
  const auto source = std::make_shared<Source>();
  source->cluster.instance_types = cluster_.instance_types;
  source->cluster.memory_overhead = cluster_.memory_overhead;
  source->cluster.capacity = std::move(groups_);
  source->cluster.container_instances = std::move(described_);
  source->fleet = std::make_shared<const Fleet>(source->cluster, figure_);

  // Each new part is a block of its own there: first the described ones, then those of groups.
  std::size_t next_described = 0;
  std::size_t next_of_group = source->cluster.container_instances.size();
  std::vector<InstanceBlock> blocks;
  std::vector<KeptInstances> kept;
  InstanceIndex now = 0;
  for (const Part& part : parts_) {
    if (part.what == Part::What::kept) {
      blocks.push_back(part_of(fleet_.block(part.range.begin), part.range));
      kept.push_back({part.range, now});
    } else {
      std::size_t& next = part.what == Part::What::described ? next_described : next_of_group;
      blocks.push_back(source->fleet->blocks()[next++]);
      blocks.back().first_in_group = part.first_in_group;
    }
    now += static_cast<InstanceIndex>(blocks.back().count);
  }
  std::vector<std::shared_ptr<const void>> sources{before, source};
  return {std::make_shared<const Fleet>(std::move(sources), std::move(blocks)), std::move(kept)};
}

ContainerInstance replacement(const ContainerInstance& instance, const InstanceType& type, Trunking trunking,
                              const Cluster& cluster) {
  const CapacityGroup like{.instance_type = type.name, .trunking = trunking};
  ContainerInstance result = instance;
  result.registered =
      registered_resources(like, type, memory_estimate(like, type, cluster.memory_overhead), MemoryFigure::registered);
  result.registered.eni = {};
  result.attributes.set({std::string(instance_type_attribute), type.name});
  result.attributes.set({"ecs.cpu-architecture", std::string(cpu_architecture(type))});
  return fresh(std::move(result), trunking);
}

ContainerInstance replacement(const ContainerInstance& instance, Trunking trunking) {
  return fresh(instance, trunking);
}

}  // namespace eniplan::change
