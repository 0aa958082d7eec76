#include <eniplan/instance_type.hpp>

#include <algorithm>

namespace eniplan {

EniSlots task_limit(const InstanceType& type, Trunking trunking) {
  if (trunking == Trunking::enabled && type.ecs_task_limit_trunking) return *type.ecs_task_limit_trunking;
  if (type.ecs_task_limit_default) return *type.ecs_task_limit_default;
  return {std::max<std::int64_t>(type.max_network_interfaces - 1, 0)};
}

std::string_view cpu_architecture(const InstanceType& type) {
  return type.architecture.starts_with("arm64") ? "arm64" : "x86_64";
}

}  // namespace eniplan
