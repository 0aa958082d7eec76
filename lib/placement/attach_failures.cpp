#include "placement/attach_failures.hpp"

#include <algorithm>

namespace eniplan::placement {

std::int64_t attach_failures(const World& world, const InstanceBlock& block, InstanceIndex instance,
                             const RunState& state) {
  if (block.group == nullptr || block.facts->trunking || block.group->network_interfaces_in_use == 0) return 0;
  // Each awsvpc task takes one slot and nothing else does.
  const std::int64_t all = block.facts->registered.eni.value - state.remaining.eni.value;
  const auto running = world.running_interfaces.find(instance);
  const std::int64_t placed = all - (running == world.running_interfaces.end() ? 0 : running->second);
  const std::int64_t wanted = all + block.group->network_interfaces_in_use;
  return std::clamp<std::int64_t>(wanted - block.interface_limit, 0, placed);
}

std::int64_t count_attach_failures(const World& world) {
  std::int64_t tasks = 0;
  world.runs.for_each_run([&](InstanceRange run, const RunState& state) {
    tasks +=
        attach_failures(world, world.fleet->block(run.begin), run.begin, state) * static_cast<std::int64_t>(run.size());
  });
  for (const SubnetResult& subnet : world.subnets.results()) tasks += subnet.short_;
  return tasks;
}

}  // namespace eniplan::placement
