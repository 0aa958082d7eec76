#include "placement/fleet_state.hpp"

#include <algorithm>
#include <iterator>

namespace eniplan::placement {
namespace {

Resources initial_remaining(const InstanceBlock& block) {
  if (block.container_instance == nullptr) return block.registered;
  Resources remaining = block.container_instance->remaining;
  remaining.eni = block.container_instance->remaining_eni.value_or(block.registered.eni);
  return remaining;
}

std::vector<std::int64_t> sorted_unique(std::vector<std::int64_t> ports) {
  std::ranges::sort(ports);
  const auto repeated = std::ranges::unique(ports);
  ports.erase(repeated.begin(), repeated.end());
  return ports;
}

std::shared_ptr<const PortSet> initial_ports(const InstanceBlock& block) {
  if (block.container_instance != nullptr) {
    return std::make_shared<PortSet>(
        PortSet{block.container_instance->ports_taken, block.container_instance->ports_udp_taken});
  }
  return std::make_shared<PortSet>(
      PortSet{sorted_unique(block.group->reserved_ports), sorted_unique(block.group->reserved_ports_udp)});
}

std::vector<std::int64_t> united(const std::vector<std::int64_t>& a, const std::vector<std::int64_t>& b) {
  std::vector<std::int64_t> all;
  all.reserve(a.size() + b.size());
  std::ranges::set_union(a, b, std::back_inserter(all));
  return all;
}

}  // namespace

FleetState::FleetState(const Fleet& fleet) {
  for (auto* const amounts : {&cpu, &memory, &gpu, &eni}) amounts->reserve(fleet.size());
  ports.reserve(fleet.size());
  for (const InstanceBlock& block : fleet.blocks()) {
    const Resources remaining = initial_remaining(block);
    cpu.resize(cpu.size() + block.count, remaining.cpu.value);
    memory.resize(memory.size() + block.count, remaining.memory.value);
    gpu.resize(gpu.size() + block.count, remaining.gpu.value);
    eni.resize(eni.size() + block.count, remaining.eni.value);
    ports.resize(ports.size() + block.count, initial_ports(block));
  }
  for (auto* const counts : {&tasks, &awsvpc_running, &awsvpc_placed}) counts->resize(fleet.size());
}

void FleetState::take(InstanceIndex instance, const TaskNeeds& needs) {
  cpu[instance] -= needs.resources.cpu.value;
  memory[instance] -= needs.resources.memory.value;
  gpu[instance] -= needs.resources.gpu.value;
  eni[instance] -= needs.resources.eni.value;
  if (needs.ports.empty() && needs.ports_udp.empty()) return;
  const PortSet& taken = *ports[instance];
  ports[instance] =
      std::make_shared<PortSet>(PortSet{united(taken.tcp, needs.ports), united(taken.udp, needs.ports_udp)});
}

}  // namespace eniplan::placement
