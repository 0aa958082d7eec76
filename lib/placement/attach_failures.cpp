#include "placement/attach_failures.hpp"

#include <algorithm>

namespace eniplan::placement {

std::int64_t attach_failures(const World& world, InstanceIndex instance) {
  const InstanceBlock& block = world.fleet.block(instance);
  if (block.group == nullptr || block.trunked || block.group->network_interfaces_in_use == 0) return 0;
  const std::int64_t placed = world.state.awsvpc_placed[instance];
  const std::int64_t wanted = world.state.awsvpc_running[instance] + placed + block.group->network_interfaces_in_use;
  return std::clamp<std::int64_t>(wanted - block.interface_limit, 0, placed);
}

}  // namespace eniplan::placement
