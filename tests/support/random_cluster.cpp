#include "support/random_cluster.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <eniplan/catalog.hpp>

#include "support/random.hpp"
#include "support/random_query.hpp"

namespace eniplan::test {
namespace {

const std::vector<std::string> zones = {"zone-a", "zone-b", "zone-c"};
const std::vector<std::string> providers = {"spot", "ondemand"};
const std::vector<std::string> custom_attributes = {"rack", "stack", "tier"};
const std::string arn = "arn:aws:ecs:us-east-1:111122223333:";

/// How likely each thing is in this cluster, in percent.
struct Odds {
  explicit Odds(Random& random)
      : not_active(random.odds()),
        agent_lost(random.odds()),
        provider(random.odds()),
        asks_provider(random.odds()),
        trunk(random.odds()),
        eni_resource(random.odds()),
        odd_type(random.odds()),
        external(random.odds() / 4),
        no_zone(random.odds() / 2),
        overfull(random.odds()),
        extra_interfaces(random.odds()),
        custom(random.odds()),
        constraint(random.odds()),
        distinct(random.odds()),
        requires_attribute(random.odds() / 2),
        platform(random.odds() / 2),
        gpu(random.odds()),
        ports(random.odds()),
        many_ports(random.odds()),
        task_size(random.odds()),
        daemon(random.odds()),
        subnets(random.odds() + 20),
        addresses(random.odds() + 40),
        unlisted(random.odds()),
        overrides(random.odds()),
        no_strategy(random.odds()) {}

  std::size_t not_active, agent_lost, provider, asks_provider, trunk, eni_resource, odd_type, external, no_zone,
      overfull, extra_interfaces, custom, constraint, distinct, requires_attribute, platform, gpu, ports, many_ports,
      task_size, daemon, subnets, addresses, unlisted, overrides, no_strategy;
};

class Generator {
 public:
  explicit Generator(std::uint64_t seed)
      : random_(seed), odds_(random_), modes_(random_.weights(4)), strategies_(random_.weights(6)) {}

  Cluster generate() {
    modes_[static_cast<std::size_t>(NetworkMode::awsvpc)] += random_.below(12);  // the mode with most rules
    if (random_.chance(50)) cluster_.seed = random_.below(1000);
    if (random_.chance(5)) cluster_.memory_overhead = {random_.between(0, 20000), MiB{random_.between(0, 300)}};
    if (random_.chance(30)) cluster_.instance_types.push_back(own_type());
    const bool has_subnets = random_.chance(60);
    if (has_subnets) add_subnets();
    const std::size_t described = random_.below(5);
    for (std::size_t i = 0; i < described; ++i) cluster_.container_instances.push_back(described_instance(i));
    const std::size_t groups = random_.below(4);
    for (std::size_t i = 0; i < groups; ++i) cluster_.capacity.push_back(group(i));
    const std::size_t definitions = 1 + random_.below(4);
    for (std::size_t i = 0; i < definitions; ++i) cluster_.task_definitions.push_back(definition(i));
    const std::size_t tasks = random_.chance(40) ? 0 : random_.below(12);
    for (std::size_t i = 0; i < tasks; ++i) cluster_.tasks.push_back(task(i));
    const std::size_t services = random_.below(6);
    for (std::size_t i = 0; i < services; ++i) cluster_.services.push_back(service(i));
    const std::size_t requests = random_.below(4);
    for (std::size_t i = 0; i < requests; ++i) cluster_.run_tasks.push_back(request());
    return std::move(cluster_);
  }

 private:
  // Capacity

  /// A type that no table has, with a trunk that lowers the limit.
  InstanceType own_type() {
    InstanceType type{.name = "x9.tiny", .vcpus = 1, .memory = MiB{2048}, .architecture = "arm64"};
    type.max_network_interfaces = random_.between(0, 4);
    type.ecs_task_limit_trunking = EniSlots{1};
    type.registered_memory = class_memory_estimate(type);
    return type;
  }

  std::string known_type() {
    if (!cluster_.instance_types.empty() && random_.chance(40)) return "x9.tiny";
    return random_.pick<std::string>({"t2.micro", "t2.micro", "c5.large", "m5.xlarge", "a1.medium", "g4dn.xlarge",
                                      "t3.small", "g4ad.xlarge", "p5.48xlarge"});
  }

  Attribute custom_attribute(const std::string& name) {
    if (random_.chance(15)) return {name, std::nullopt};
    return {name, random_.pick<std::string>({"a", "b", "c", "7", "9", "10", "", "in", "a b"})};
  }

  std::vector<std::int64_t> ports_taken() {
    std::set<std::int64_t> ports;
    if (random_.chance(odds_.ports)) ports.insert(random_.between(80, 84));
    if (random_.chance(odds_.many_ports)) {
      for (std::int64_t port = 0, count = random_.between(93, 101); port < count; ++port) ports.insert(20000 + port);
    }
    return {ports.begin(), ports.end()};
  }

  CapacityGroup group(std::size_t number) {
    CapacityGroup group{
        .name = "g" + std::to_string(number), .instance_type = known_type(), .count = random_.between(0, 4)};
    group.availability_zones.clear();
    for (std::size_t i = 1 + random_.below(3); i > 0; --i) group.availability_zones.push_back(random_.pick(zones));
    if (random_.chance(odds_.trunk)) group.trunking = Trunking::enabled;
    for (const std::string& name : custom_attributes) {
      if (random_.chance(odds_.custom)) group.attributes.push_back(custom_attribute(name));
    }
    if (random_.chance(odds_.external)) group.attributes.push_back({"ecs.capability.external", std::nullopt});
    if (random_.chance(odds_.platform))
      group.attributes.push_back({"ecs.os-type", random_.pick<std::string>({"windows", "linux"})});
    if (random_.chance(50)) group.registered_cpu = CpuUnits{random_.between(0, 7) * 512};
    if (random_.chance(70)) group.registered_memory = MiB{random_.between(0, 10) * 256};
    if (random_.chance(odds_.gpu)) group.registered_gpu = Gpus{random_.between(0, 3)};
    if (random_.chance(odds_.eni_resource)) group.registered_eni = EniSlots{random_.between(0, 6)};
    if (random_.chance(20)) group.reserved_memory = MiB{random_.between(0, 300)};
    if (random_.chance(50)) group.reserved_ports = ports_taken();
    if (random_.chance(30)) group.reserved_ports_udp = ports_taken();
    if (random_.chance(odds_.provider)) group.capacity_provider = random_.pick(providers);
    if (random_.chance(odds_.extra_interfaces)) {
      group.network_interfaces_in_use = random_.between(0, 5);
      // More slots than the type has interfaces: then the slots are the physical limit.
      if (random_.chance(30)) group.registered_eni = EniSlots{random_.between(2, 8)};
    }
    return group;
  }

  ContainerInstance described_instance(std::size_t number) {
    ContainerInstance instance{.container_instance_arn = arn + "container-instance/prod/c" + std::to_string(number),
                               .ec2_instance_id = "i-" + std::to_string(number)};
    if (random_.chance(odds_.not_active)) {
      instance.status = random_.pick({InstanceStatus::draining, InstanceStatus::registering, InstanceStatus::inactive});
    }
    instance.agent_connected = !random_.chance(odds_.agent_lost);
    if (random_.chance(odds_.provider)) instance.capacity_provider_name = random_.pick(providers);
    instance.attributes = described_attributes();
    instance.registered = {CpuUnits{random_.between(0, 7) * 512}, MiB{random_.between(0, 10) * 256},
                           Gpus{random_.chance(odds_.gpu) ? random_.between(1, 3) : 0}};
    instance.remaining = instance.registered;
    if (random_.chance(50)) instance.remaining.cpu -= CpuUnits{random_.between(0, 6) * 128};
    if (random_.chance(50)) instance.remaining.memory -= MiB{random_.between(0, 6) * 128};
    if (random_.chance(odds_.eni_resource)) {
      instance.registered_eni = EniSlots{random_.between(0, 3)};
      instance.remaining_eni = EniSlots{random_.between(-1, 3)};
    }
    instance.ports_taken = ports_taken();
    instance.ports_udp_taken = ports_taken();
    if (random_.chance(odds_.unlisted)) instance.running_tasks_count = random_.between(0, 4);
    if (random_.chance(80)) {
      instance.registered_at = Instant{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}} +
                               std::chrono::days{random_.between(-10, 300)} +
                               std::chrono::seconds{random_.between(0, 9)};
    }
    if (random_.chance(80))
      instance.agent_version = random_.pick<std::string>({"1.9.0", "1.14.5", "1.70.2", "1.70-rc", "dev"});
    return instance;
  }

  Attributes described_attributes() {
    std::vector<Attribute> all;
    if (!random_.chance(10)) all.push_back({"ecs.capability.task-eni", std::nullopt});
    const std::string type = random_.chance(odds_.odd_type) ? "z9.unheard-of" : known_type();
    if (!random_.chance(odds_.odd_type)) all.push_back({"ecs.instance-type", type});
    if (!random_.chance(odds_.no_zone)) all.push_back({"ecs.availability-zone", random_.pick(zones)});
    if (random_.chance(odds_.trunk)) all.push_back({"ecs.awsvpc-trunk-id", "eni-0"});
    if (random_.chance(90)) all.push_back({"ecs.os-type", random_.chance(odds_.platform) ? "windows" : "linux"});
    if (random_.chance(90)) all.push_back({"ecs.cpu-architecture", random_.pick<std::string>({"x86_64", "arm64"})});
    if (random_.chance(odds_.external)) all.push_back({"ecs.capability.external", std::nullopt});
    for (const std::string& name : custom_attributes) {
      if (random_.chance(odds_.custom)) all.push_back(custom_attribute(name));
    }
    return Attributes(all);
  }

  void add_subnets() {
    for (std::size_t i = 1 + random_.below(5); i > 0; --i) {
      Subnet subnet{.subnet_id = "subnet-" + std::to_string(cluster_.subnets.size()),
                    .availability_zone = random_.pick(zones)};
      if (random_.chance(odds_.addresses)) subnet.available_ip_address_count = random_.between(0, 4);
      cluster_.subnets.push_back(subnet);
    }
  }

  // Task definitions

  TaskDefinition definition(std::size_t number) {
    TaskDefinition definition{.family = "f" + std::to_string(number / 2),
                              .revision = 1 + static_cast<std::int64_t>(number)};
    if (random_.chance(50))
      definition.task_definition_arn = arn + "task-definition/" + task_definition_name(definition);
    definition.network_mode = static_cast<NetworkMode>(random_.weighted(modes_));
    if (random_.chance(odds_.task_size)) definition.cpu = CpuUnits{random_.between(0, 4) * 128};
    if (random_.chance(odds_.task_size)) definition.memory = MiB{random_.between(0, 4) * 128};
    free_ports_ = {80, 81, 82, 83, 84};
    for (std::size_t i = 1 + random_.below(2); i > 0; --i) {
      definition.container_definitions.push_back(container(definition.network_mode, definition.memory.has_value(), i));
    }
    if (random_.chance(odds_.requires_attribute)) {
      const std::string name = random_.pick(custom_attributes);
      definition.requires_attributes.push_back(random_.chance(50) ? custom_attribute(name)
                                                                  : Attribute{name, std::nullopt});
    }
    if (random_.chance(odds_.platform)) definition.cpu_architecture = random_.pick<std::string>({"X86_64", "ARM64"});
    if (random_.chance(odds_.platform)) {
      definition.operating_system_family = random_.pick<std::string>({"LINUX", "LINUX", "WINDOWS_SERVER_2022_CORE"});
    }
    if (random_.chance(odds_.constraint / 3)) definition.placement_constraints.push_back(member_of());
    return definition;
  }

  ContainerDefinition container(NetworkMode mode, bool memory_is_known, std::size_t number) {
    ContainerDefinition container{.name = "c" + std::to_string(number), .cpu = CpuUnits{random_.between(0, 2) * 128}};
    if (random_.chance(40)) container.memory_reservation = MiB{random_.between(0, 3) * 128};
    if (!memory_is_known || random_.chance(60)) container.memory = MiB{random_.between(1, 2) * 128};
    if (random_.chance(odds_.gpu / 2)) container.gpus = Gpus{random_.between(0, 2)};
    if (random_.chance(odds_.ports)) add_mappings(container, mode);
    return container;
  }

  /// Static host ports differ within a task, as the loader demands.
  void add_mappings(ContainerDefinition& container, NetworkMode mode) {
    if (mode == NetworkMode::none) return;
    for (std::size_t i = 1 + random_.below(3); i > 0 && !free_ports_.empty(); --i) {
      PortMapping mapping{.protocol = random_.pick({Protocol::tcp, Protocol::tcp, Protocol::udp})};
      if (random_.chance(10)) {
        mapping.container_port_range = "8000-8010";
      } else if (mode == NetworkMode::bridge && random_.chance(25)) {
        mapping.container_port = 8080;
        if (random_.chance(50)) mapping.host_port = 0;
      } else {
        mapping.container_port = free_ports_.back();
        if (mode == NetworkMode::bridge || random_.chance(50)) mapping.host_port = free_ports_.back();
        free_ports_.pop_back();
      }
      container.port_mappings.push_back(mapping);
    }
  }

  std::string reference(const TaskDefinition& definition) {
    switch (random_.below(3)) {
      case 0: return definition.family;
      case 1: return task_definition_name(definition);
      default: return arn + "task-definition/" + task_definition_name(definition);
    }
  }

  std::string reference_to_any() { return reference(random_.pick(cluster_.task_definitions)); }

  // Work

  Task task(std::size_t number) {
    Task task{.task_arn = arn + "task/prod/" + std::to_string(number), .task_definition_arn = reference_to_any()};
    task.container_instance_arn = place_of_task();
    task.group =
        random_.pick<std::string>({"service:s0", "service:s1", "service:s2", "batch", "family:f0", "family:f1"});
    task.last_status = random_.pick<std::string>({"RUNNING", "RUNNING", "RUNNING", "ACTIVATING", "STOPPED"});
    task.desired_status = random_.chance(90) ? "RUNNING" : "STOPPED";
    task.has_eni_attachment = random_.chance(30);
    return task;
  }

  /// Few fill an instance on purpose: those without `overfull` odds go wherever a group has room or not.
  std::string place_of_task() {
    if (random_.chance(5)) return "";
    if (random_.chance(5)) return arn + "container-instance/prod/gone";
    const std::size_t places = cluster_.container_instances.size() + cluster_.capacity.size();
    if (places == 0) return arn + "container-instance/prod/gone";
    const std::size_t place = random_.chance(odds_.overfull) ? places - 1 : random_.below(places);
    if (place < cluster_.container_instances.size()) return cluster_.container_instances[place].container_instance_arn;
    const CapacityGroup& group = cluster_.capacity[place - cluster_.container_instances.size()];
    if (group.count == 0) return "";
    return group.name + "/" + std::to_string(random_.between(0, group.count - 1));
  }

  PlacementConstraint member_of() {
    return {.type = PlacementConstraint::Type::member_of, .expression = parse_query(random_query(random_))};
  }

  std::vector<PlacementStrategy> strategies() {
    std::vector<PlacementStrategy> all(random_.pick({1U, 1U, 2U, 2U, 3U, 3U, 3U, 5U}));
    for (PlacementStrategy& strategy : all) {
      using Type = PlacementStrategy::Type;
      switch (random_.weighted(strategies_)) {
        case 0: strategy = {Type::random, ""}; break;
        case 1: strategy = {Type::spread, random_.pick<std::string>({"instanceId", "host"})}; break;
        case 2: strategy = {Type::spread, "attribute:ecs.availability-zone"}; break;
        case 3: strategy = {Type::spread, "attribute:" + random_.pick(custom_attributes)}; break;
        case 4: strategy = {Type::binpack, "cpu"}; break;
        default: strategy = {Type::binpack, "memory"}; break;
      }
    }
    return all;
  }

  /// What services and requests have in common.
  template <class ServiceOrRunTask>
  void add_wishes(ServiceOrRunTask& asked) {
    if (random_.chance(odds_.distinct)) asked.placement_constraints.push_back({});
    for (std::size_t i = random_.below(3); i > 0; --i) {
      if (random_.chance(odds_.constraint)) asked.placement_constraints.push_back(member_of());
    }
    for (const Subnet& subnet : cluster_.subnets) {
      if (random_.chance(odds_.subnets)) asked.subnets.push_back(subnet.subnet_id);
    }
    if (asked.subnets.size() > 1 && random_.chance(50)) std::ranges::reverse(asked.subnets);
    if (random_.chance(odds_.asks_provider)) {
      asked.capacity_provider_strategy.push_back(
          {.capacity_provider = random_.pick<std::string>({"spot", "ondemand", "gone"})});
    }
  }

  Service service(std::size_t number) {
    Service service{.service_name = number == 3 ? "bücher" : "s" + std::to_string(number)};
    service.task_definition = reference_to_any();
    service.desired_count = random_.between(0, 8);
    if (random_.chance(odds_.unlisted)) service.running_count = random_.between(0, 4);
    if (random_.chance(odds_.daemon)) service.scheduling_strategy = SchedulingStrategy::daemon;
    add_wishes(service);
    if (service.scheduling_strategy == SchedulingStrategy::replica && !random_.chance(odds_.no_strategy)) {
      service.placement_strategy = strategies();
    }
    return service;
  }

  RunTask request() {
    RunTask request{.task_definition = reference_to_any(), .count = random_.between(0, 6)};
    request.group = random_.chance(50) ? "batch" : "family:" + std::string(task_family(request.task_definition));
    add_wishes(request);
    if (!random_.chance(odds_.no_strategy)) request.placement_strategy = strategies();
    if (random_.chance(odds_.overrides)) request.overrides = overrides();
    return request;
  }

  TaskOverrides overrides() {
    TaskOverrides overrides;
    if (random_.chance(30)) overrides.cpu = CpuUnits{random_.between(0, 4) * 64};
    if (random_.chance(30)) overrides.memory = MiB{random_.between(0, 4) * 64};
    for (const std::string name : {"c1", "c2"}) {
      TaskOverrides::Container container{.name = name};
      if (random_.chance(30)) container.cpu = CpuUnits{random_.between(0, 4) * 64};
      if (random_.chance(30)) container.memory = MiB{random_.between(1, 4) * 64};
      if (random_.chance(30)) container.memory_reservation = MiB{random_.between(0, 4) * 64};
      if (random_.chance(20)) container.gpus = Gpus{random_.between(0, 2)};
      overrides.containers.push_back(container);
    }
    return overrides;
  }

  Random random_;
  Odds odds_;
  std::vector<std::size_t> modes_;
  std::vector<std::size_t> strategies_;
  std::vector<std::int64_t> free_ports_;
  Cluster cluster_;
};

}  // namespace

Cluster random_cluster(std::uint64_t seed) { return Generator(seed).generate(); }

}  // namespace eniplan::test
