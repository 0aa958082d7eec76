// Tested by: tests/headroom/headroom_test.cpp.

#include "headroom/all_trunked.hpp"

#include <eniplan/catalog.hpp>

namespace eniplan::headroom_detail {
namespace {

bool can_be_trunked(const Cluster& cluster, const ContainerInstance& instance) {
  if (instance.attributes.contains(trunk_attribute)) return false;
  const auto name = instance.attributes.value_of(instance_type_attribute);
  const InstanceType* type = name ? find_instance_type(cluster, *name) : nullptr;
  return type != nullptr && type->ecs_task_limit_trunking.has_value();
}

}  // namespace

Cluster all_trunked(const Cluster& cluster) {
  Cluster trunked = cluster;
  trunked.awsvpc_trunking = Trunking::enabled;
  for (CapacityGroup& group : trunked.capacity) group.trunking = Trunking::enabled;
  for (ContainerInstance& instance : trunked.container_instances) {
    if (!can_be_trunked(cluster, instance)) continue;
    instance.attributes.set({std::string(trunk_attribute), "trunk"});
    instance.registered_eni.reset();
    instance.remaining_eni.reset();
  }
  return trunked;
}

}  // namespace eniplan::headroom_detail
