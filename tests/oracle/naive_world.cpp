#include "oracle/naive_world.hpp"

#include <algorithm>

#include <eniplan/catalog.hpp>

namespace eniplan::oracle {
namespace {

/// The catalog's memory, or what the user says instead, less what the agent keeps back.
MiB registered_memory(const Cluster& cluster, const CapacityGroup& group, const InstanceType& type) {
  MiB memory = group.registered_memory ? *group.registered_memory : type.registered_memory.registered;
  if (cluster.memory_overhead) {
    const std::int64_t kept_millipercent = 100000 - cluster.memory_overhead->millipercent;
    memory = MiB{type.memory.value * kept_millipercent / 100000} - cluster.memory_overhead->amount;
  }
  return memory - group.reserved_memory;
}

void add_instance(NaiveWorld& world, const NaiveFreshInstance& fresh) {
  world.instances.push_back(fresh.facts);
  world.states.push_back(fresh.state);
}

/// Zone j of z gets floor(n / z) instances and the first n mod z zones one more, zone by zone.
void add_group(NaiveWorld& world, const Cluster& cluster, const CapacityGroup& group) {
  if (group.count == 0) return;
  NaiveFreshInstance fresh = fresh_instance(cluster, group);
  const auto zones = static_cast<std::int64_t>(group.availability_zones.size());
  std::int64_t number = 0;
  for (std::int64_t zone = 0; zone < zones; ++zone) {
    const std::int64_t in_zone = group.count / zones + (zone < group.count % zones ? 1 : 0);
    for (std::int64_t i = 0; i < in_zone; ++i) {
      fresh.facts.id = group.name + "/" + std::to_string(number++);
      fresh.facts.attributes.set({"ecs.availability-zone", group.availability_zones[static_cast<std::size_t>(zone)]});
      add_instance(world, fresh);
    }
  }
}

bool holds_interface(const Cluster& cluster, const Task& task) {
  const TaskDefinition* definition = find_task_definition(cluster, task.task_definition_arn);
  return task.has_eni_attachment || (definition && definition->network_mode == NetworkMode::awsvpc);
}

NaiveFreshInstance described_instance(const ContainerInstance& described) {
  NaiveFreshInstance fresh;
  NaiveInstance& instance = fresh.facts;
  instance.id = described.container_instance_arn.substr(described.container_instance_arn.rfind('/') + 1);
  instance.active = described.status == InstanceStatus::active;
  instance.agent_connected = described.agent_connected;
  instance.provider = described.capacity_provider_name;
  instance.attributes = described.attributes;
  instance.agent_version = described.agent_version;
  instance.ec2_instance_id = described.ec2_instance_id;
  instance.registered_at = described.registered_at;
  instance.registered = described.registered;
  fresh.state.remaining = described.remaining;
  fresh.state.tcp_ports.insert(described.ports_taken.begin(), described.ports_taken.end());
  fresh.state.udp_ports.insert(described.ports_udp_taken.begin(), described.ports_udp_taken.end());
  return fresh;
}

/// The API's figures stand; only interfaces are worked out, since it does not report them.
void run_tasks_on_described(const Cluster& cluster, const ContainerInstance& described, NaiveWorld& world,
                            std::size_t number) {
  NaiveInstance& instance = world.instances[number];
  NaiveState& state = world.states[number];
  std::int64_t listed = 0;
  std::int64_t listed_with_interface = 0;
  for (const Task& task : cluster.tasks) {
    if (!is_running(task) || task.container_instance_arn != described.container_instance_arn) continue;
    ++listed;
    ++world.groups[group_number(world, task.group)].tasks[number];
    if (holds_interface(cluster, task)) ++listed_with_interface;
  }
  state.tasks = std::max(listed, described.running_tasks_count);

  if (described.registered_eni || described.remaining_eni) {
    instance.registered.eni = described.registered_eni.value_or(EniSlots{0});
    state.remaining.eni = described.remaining_eni.value_or(EniSlots{0});
    return;
  }
  instance.registered.eni = EniSlots{0};
  const InstanceType* type = find_instance_type(cluster, instance.attribute("ecs.instance-type").value_or(""));
  if (type) {
    const bool trunked = instance.attribute("ecs.awsvpc-trunk-id").has_value();
    instance.registered.eni = task_limit(*type, trunked ? Trunking::enabled : Trunking::disabled);
  }
  state.remaining.eni = instance.registered.eni - EniSlots{listed_with_interface};
  // Each task that runs there unlisted is taken to hold an interface while one is free.
  for (std::int64_t unlisted = state.tasks - listed; unlisted > 0 && state.remaining.eni > EniSlots{0}; --unlisted) {
    state.remaining.eni -= EniSlots{1};
  }
}

/// Running tasks on `<group>/<k>` hold all that their definition needs, and nothing is checked.
void run_tasks_on_group_instance(const Cluster& cluster, NaiveWorld& world, std::size_t number) {
  NaiveState& state = world.states[number];
  for (const Task& task : cluster.tasks) {
    if (!is_running(task) || task.container_instance_arn != world.instances[number].id) continue;
    const NaiveNeeds needs = naive_needs(*find_task_definition(cluster, task.task_definition_arn), {});
    const bool interface = holds_interface(cluster, task);
    ++state.tasks;
    ++world.groups[group_number(world, task.group)].tasks[number];
    state.remaining.cpu -= needs.resources.cpu;
    state.remaining.memory -= needs.resources.memory;
    state.remaining.gpu -= needs.resources.gpu;
    if (interface) state.remaining.eni -= EniSlots{1};
    if (interface) ++state.awsvpc_tasks;
    state.tcp_ports.insert(needs.tcp_ports.begin(), needs.tcp_ports.end());
    state.udp_ports.insert(needs.udp_ports.begin(), needs.udp_ports.end());
  }
}

/// A container as a request's overrides leave it.
ContainerDefinition overridden(ContainerDefinition container, const TaskOverrides& overrides) {
  for (const TaskOverrides::Container& other : overrides.containers) {
    if (other.name != container.name) continue;
    if (other.cpu) container.cpu = *other.cpu;
    if (other.memory) container.memory = other.memory;
    if (other.memory_reservation) container.memory_reservation = other.memory_reservation;
    if (other.gpus) container.gpus = *other.gpus;
  }
  return container;
}

MiB container_memory(const ContainerDefinition& container) {
  if (container.memory_reservation && container.memory_reservation->value != 0) return *container.memory_reservation;
  return container.memory.value_or(MiB{0});
}

void add_ports(NaiveNeeds& needs, NetworkMode mode, const ContainerDefinition& container) {
  for (const PortMapping& mapping : container.port_mappings) {
    if (!mapping.container_port_range.empty()) continue;
    std::optional<std::int64_t> port;
    if (mode == NetworkMode::bridge && mapping.host_port.value_or(0) != 0) port = mapping.host_port;
    if (mode == NetworkMode::host) port = mapping.host_port ? mapping.host_port : mapping.container_port;
    if (!port) continue;
    (mapping.protocol == Protocol::tcp ? needs.tcp_ports : needs.udp_ports).insert(*port);
  }
}

}  // namespace

NaiveNeeds naive_needs(const TaskDefinition& definition, const TaskOverrides& overrides) {
  NaiveNeeds needs;
  for (const ContainerDefinition& given : definition.container_definitions) {
    const ContainerDefinition container = overridden(given, overrides);
    needs.resources.cpu += container.cpu;
    needs.resources.memory += container_memory(container);
    needs.resources.gpu += container.gpus;
    add_ports(needs, definition.network_mode, container);
  }
  if (definition.cpu) needs.resources.cpu = *definition.cpu;
  if (definition.memory) needs.resources.memory = *definition.memory;
  if (overrides.cpu) needs.resources.cpu = *overrides.cpu;
  if (overrides.memory) needs.resources.memory = *overrides.memory;

  needs.attributes = definition.requires_attributes;
  if (definition.network_mode == NetworkMode::awsvpc) {
    needs.resources.eni = EniSlots{1};
    needs.attributes.push_back({"ecs.capability.task-eni", std::nullopt});
  }
  if (definition.cpu_architecture == "X86_64") needs.attributes.push_back({"ecs.cpu-architecture", "x86_64"});
  if (definition.cpu_architecture == "ARM64") needs.attributes.push_back({"ecs.cpu-architecture", "arm64"});
  if (definition.operating_system_family == "LINUX") needs.attributes.push_back({"ecs.os-type", "linux"});
  if (definition.operating_system_family.starts_with("WINDOWS_"))
    needs.attributes.push_back({"ecs.os-type", "windows"});
  return needs;
}

NaiveFreshInstance fresh_instance(const Cluster& cluster, const CapacityGroup& group) {
  const InstanceType& type = *find_instance_type(cluster, group.instance_type);
  const bool trunked = group.trunking == Trunking::enabled && type.ecs_task_limit_trunking.has_value();

  NaiveFreshInstance fresh;
  NaiveInstance& instance = fresh.facts;
  instance.provider = group.capacity_provider;
  instance.attributes = Attributes(agent_capabilities(), {});
  instance.attributes.set({"ecs.os-type", "linux"});
  instance.attributes.set({"ecs.cpu-architecture", std::string(cpu_architecture(type))});
  for (const Attribute& attribute : group.attributes) instance.attributes.set(attribute);
  instance.attributes.set({"ecs.instance-type", group.instance_type});
  if (trunked) instance.attributes.set({"ecs.awsvpc-trunk-id", "trunk"});

  instance.registered.cpu = group.registered_cpu ? *group.registered_cpu : CpuUnits{1024 * type.vcpus};
  instance.registered.memory = registered_memory(cluster, group, type);
  instance.registered.gpu = group.registered_gpu ? *group.registered_gpu : type.gpus;
  instance.registered.eni =
      group.registered_eni ? *group.registered_eni : task_limit(type, trunked ? Trunking::enabled : Trunking::disabled);
  fresh.state.remaining = instance.registered;
  fresh.state.tcp_ports.insert(group.reserved_ports.begin(), group.reserved_ports.end());
  fresh.state.udp_ports.insert(group.reserved_ports_udp.begin(), group.reserved_ports_udp.end());

  instance.physical_limit = std::max(type.max_network_interfaces - 1, instance.registered.eni.value);
  instance.network_interfaces_in_use = group.network_interfaces_in_use;
  return fresh;
}

std::size_t group_number(NaiveWorld& world, const std::string& name) {
  const auto found = std::ranges::find(world.groups, name, &NaiveGroup::name);
  if (found != world.groups.end()) return static_cast<std::size_t>(found - world.groups.begin());
  world.groups.push_back({name, std::vector<std::int64_t>(world.instances.size())});
  return world.groups.size() - 1;
}

NaiveWorld naive_world(const Cluster& cluster) {
  NaiveWorld world;
  for (const ContainerInstance& described : cluster.container_instances) {
    add_instance(world, described_instance(described));
  }
  for (const CapacityGroup& group : cluster.capacity) add_group(world, cluster, group);
  for (const NaiveInstance& instance : world.instances) world.names_providers |= !instance.provider.empty();
  const std::size_t described = cluster.container_instances.size();
  for (std::size_t i = 0; i < described; ++i) {
    run_tasks_on_described(cluster, cluster.container_instances[i], world, i);
  }
  for (std::size_t i = described; i < world.instances.size(); ++i) run_tasks_on_group_instance(cluster, world, i);
  for (const Subnet& subnet : cluster.subnets) world.subnets.push_back({subnet});
  return world;
}

std::int64_t listed_tasks(const Cluster& cluster, const std::string& group) {
  return std::ranges::count_if(cluster.tasks,
                               [&](const Task& task) { return is_running(task) && task.group == group; });
}

}  // namespace eniplan::oracle
