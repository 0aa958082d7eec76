#include "fleets.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <eniplan/catalog.hpp>

namespace eniplan::bench {
namespace {

/// CPU and memory left: what tells an instance from all others of its type.
using Left = std::pair<CpuUnits, MiB>;

const InstanceType& type_of(std::size_t number) { return *find_instance_type(instance_types.at(number)); }

std::int64_t up_to(std::int64_t most, Dice& dice) {
  return static_cast<std::int64_t>(dice.below(static_cast<std::size_t>(most) + 1));
}

CapacityGroup group(const InstanceType& type, Trunking trunking, std::size_t count) {
  return {.name = type.name + (trunking == Trunking::enabled ? "-trunk" : ""),
          .instance_type = type.name,
          .count = static_cast<std::int64_t>(count),
          .availability_zones = {zones.begin(), zones.end()},
          .trunking = trunking,
          .registered_memory = type.registered_memory.registered};
}

Attributes attributes_of(const InstanceType& type, Trunking trunking, const std::string& id, std::size_t zone) {
  Attributes attributes(agent_capabilities(), {{std::string(availability_zone_attribute), zones.at(zone)},
                                               {"ecs.cpu-architecture", std::string(cpu_architecture(type))},
                                               {std::string(instance_type_attribute), type.name},
                                               {"ecs.os-type", "linux"}});
  if (trunking == Trunking::enabled) attributes.set({std::string(trunk_attribute), "eni-" + id});
  return attributes;
}

Left draw_left(const Resources& most, std::set<Left>& taken, Dice& dice) {
  while (true) {
    const Left left{{up_to(most.cpu.value, dice)}, {up_to(most.memory.value, dice)}};
    if (taken.insert(left).second) return left;
  }
}

ContainerInstance described(std::size_t number, const InstanceType& type, Trunking trunking, const Left& left,
                            Dice& dice) {
  const std::string id = std::to_string(1'000'000 + number);
  const EniSlots slots = task_limit(type, trunking);
  return {.container_instance_arn = "arn:aws:ecs:us-east-1:111122223333:container-instance/fleet/" + id,
          .ec2_instance_id = "i-" + id,
          .attributes = attributes_of(type, trunking, id, dice.below(zones.size())),
          .registered = {.cpu = {type.vcpus * 1024}, .memory = type.registered_memory.registered},
          .remaining = {.cpu = left.first, .memory = left.second},
          .registered_eni = slots,
          .remaining_eni = EniSlots{up_to(slots.value, dice)},
          .ports_taken = {22, 2375, 2376, 51678, 51679},
          .agent_version = "1.105.1"};
}

}  // namespace

void add_capacity(Cluster& cluster, std::size_t instances) {
  const std::size_t groups = 2 * instance_types.size();
  for (std::size_t i = 0; i < groups; ++i) {
    const std::size_t share = instances / groups + (i < instances % groups ? 1 : 0);
    const Trunking trunking = i % 2 == 0 ? Trunking::disabled : Trunking::enabled;
    CapacityGroup added = group(type_of(i / 2), trunking, share);
    added.attributes = {{"stack", stacks.at(i % stacks.size())}};
    cluster.capacity.push_back(std::move(added));
  }
}

void add_described(Cluster& cluster, std::size_t instances, const Ceiling& ceiling, Dice& dice) {
  std::array<std::set<Left>, instance_types.size()> taken;
  for (std::size_t i = 0; i < instances; ++i) {
    const std::size_t number = i % instance_types.size();
    const InstanceType& type = type_of(number);
    const Resources most{.cpu = std::min(CpuUnits{type.vcpus * 1024}, ceiling.cpu),
                         .memory = std::min(type.registered_memory.registered, ceiling.memory)};
    const Trunking trunking = dice.one_in(2) ? Trunking::enabled : Trunking::disabled;
    const Left left = draw_left(most, taken[number], dice);
    cluster.container_instances.push_back(described(i, type, trunking, left, dice));
  }
}

}  // namespace eniplan::bench
