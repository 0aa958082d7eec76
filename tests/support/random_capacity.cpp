#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <eniplan/catalog.hpp>

#include "support/random_draft.hpp"

namespace eniplan::test {
namespace {

const std::vector<std::string> providers = {"spot", "ondemand"};

class CapacityGenerator {
 public:
  explicit CapacityGenerator(Draft& draft)
      : draft_(draft), random_(draft.random), odds_(draft.odds), scale_(draft.scale), cluster_(draft.cluster) {}

  void generate() {
    if (random_.chance(30)) cluster_.instance_types.push_back(own_type());
    if (random_.chance(60)) add_subnets();
    for (std::size_t i = 0; i < scale_.models; ++i) models_.push_back(described_instance(0));
    const std::size_t described = draft_.how_many(scale_.described);
    for (std::size_t i = 0; i < described; ++i) cluster_.container_instances.push_back(any_instance(i));
    for (std::size_t i = draft_.how_many(scale_.groups); i > 0; --i) cluster_.capacity.push_back(any_group());
  }

 private:
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

  void add_subnets() {
    for (std::size_t i = 1 + random_.below(5); i > 0; --i) {
      Subnet subnet{.subnet_id = "subnet-" + std::to_string(cluster_.subnets.size()),
                    .availability_zone = random_.pick(random_zones)};
      if (random_.chance(odds_.addresses)) subnet.available_ip_address_count = random_.between(0, scale_.addresses);
      cluster_.subnets.push_back(subnet);
    }
  }

  std::vector<std::int64_t> ports_taken() {
    std::set<std::int64_t> ports;
    while (random_.chance(odds_.ports)) ports.insert(random_.between(80, 79 + scale_.ports));
    if (random_.chance(odds_.many_ports)) {
      for (std::int64_t port = 0, count = random_.between(93, 101); port < count; ++port) ports.insert(20000 + port);
    }
    return {ports.begin(), ports.end()};
  }

  // Groups

  /// Neighbours may be alike but for their name.
  CapacityGroup any_group() {
    CapacityGroup group =
        cluster_.capacity.empty() || !random_.chance(odds_.same_group) ? new_group() : cluster_.capacity.back();
    group.name = "g" + std::to_string(cluster_.capacity.size());
    return group;
  }

  CapacityGroup new_group() {
    CapacityGroup group{.instance_type = known_type(), .count = random_.between(0, scale_.group_size)};
    group.availability_zones.clear();
    for (std::size_t i = 1 + random_.below(3); i > 0; --i) {
      group.availability_zones.push_back(random_.pick(random_zones));
    }
    if (random_.chance(odds_.trunk)) group.trunking = Trunking::enabled;
    add_attributes(group);
    if (random_.chance(50)) group.registered_cpu = CpuUnits{draft_.amount(random_.between(0, scale_.cpu) * 512)};
    if (random_.chance(70)) group.registered_memory = MiB{draft_.amount(random_.between(0, scale_.memory) * 256)};
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

  void add_attributes(CapacityGroup& group) {
    for (const std::string& name : random_attributes) {
      if (random_.chance(odds_.custom)) group.attributes.push_back(custom_attribute(draft_, name));
    }
    if (scale_.racks > 0) {
      std::erase_if(group.attributes, [](const Attribute& attribute) { return attribute.name == "rack"; });
      group.attributes.push_back({"rack", std::to_string(random_.between(1, scale_.racks))});
    }
    if (random_.chance(odds_.external)) group.attributes.push_back({"ecs.capability.external", std::nullopt});
    if (random_.chance(odds_.platform)) {
      group.attributes.push_back({"ecs.os-type", random_.pick<std::string>({"windows", "linux"})});
    }
  }

  // Described instances

  /// A new one, or one like a model but for what is left of it.
  ContainerInstance any_instance(std::size_t number) {
    if (models_.empty()) return described_instance(number);
    ContainerInstance instance = random_.pick(models_);
    name(instance, number);
    add_state(instance);
    return instance;
  }

  static void name(ContainerInstance& instance, std::size_t number) {
    instance.container_instance_arn = random_arn + "container-instance/prod/c" + std::to_string(number);
    instance.ec2_instance_id = "i-" + std::to_string(number);
  }

  ContainerInstance described_instance(std::size_t number) {
    ContainerInstance instance;
    name(instance, number);
    if (random_.chance(odds_.not_active)) {
      instance.status = random_.pick({InstanceStatus::draining, InstanceStatus::registering, InstanceStatus::inactive});
    }
    instance.agent_connected = !random_.chance(odds_.agent_lost);
    if (random_.chance(odds_.provider)) instance.capacity_provider_name = random_.pick(providers);
    instance.attributes = described_attributes();
    instance.registered = {CpuUnits{draft_.amount(random_.between(0, scale_.cpu) * 512)},
                           MiB{draft_.amount(random_.between(0, scale_.memory) * 256)},
                           Gpus{random_.chance(odds_.gpu) ? random_.between(1, 3) : 0}};
    add_state(instance);
    if (random_.chance(80)) {
      // Drawn one after the other: of operands nobody knows which comes first.
      const std::chrono::days days{random_.between(-10, 300)};
      const std::chrono::seconds seconds{random_.between(0, 9)};
      instance.registered_at = Instant{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}} + days + seconds;
    }
    if (random_.chance(80)) {
      instance.agent_version = random_.pick<std::string>({"1.9.0", "1.14.5", "1.70.2", "1.70-rc", "dev"});
    }
    return instance;
  }

  void add_state(ContainerInstance& instance) {
    instance.remaining = instance.registered;
    if (scale_.fragmented) {
      instance.remaining.cpu.value = random_.between(-1, instance.registered.cpu.value);
      instance.remaining.memory.value = random_.between(-1, instance.registered.memory.value);
    }
    if (random_.chance(50)) instance.remaining.cpu -= CpuUnits{draft_.amount(random_.between(0, 6) * scale_.grain)};
    if (random_.chance(50)) instance.remaining.memory -= MiB{draft_.amount(random_.between(0, 6) * scale_.grain)};
    if (random_.chance(odds_.eni_resource)) {
      instance.registered_eni = EniSlots{random_.between(0, 3)};
      instance.remaining_eni = EniSlots{random_.between(-1, 3)};
    }
    instance.ports_taken = ports_taken();
    instance.ports_udp_taken = ports_taken();
    if (random_.chance(odds_.unlisted)) instance.running_tasks_count = random_.between(0, 4);
  }

  Attributes described_attributes() {
    std::vector<Attribute> all;
    if (!random_.chance(10)) all.push_back({"ecs.capability.task-eni", std::nullopt});
    const std::string type = random_.chance(odds_.odd_type) ? "z9.unheard-of" : known_type();
    if (!random_.chance(odds_.odd_type)) all.push_back({"ecs.instance-type", type});
    if (!random_.chance(odds_.no_zone)) all.push_back({"ecs.availability-zone", random_.pick(random_zones)});
    if (random_.chance(odds_.trunk)) all.push_back({"ecs.awsvpc-trunk-id", "eni-0"});
    if (random_.chance(90)) all.push_back({"ecs.os-type", random_.chance(odds_.platform) ? "windows" : "linux"});
    if (random_.chance(90)) all.push_back({"ecs.cpu-architecture", random_.pick<std::string>({"x86_64", "arm64"})});
    if (random_.chance(odds_.external)) all.push_back({"ecs.capability.external", std::nullopt});
    for (const std::string& name : random_attributes) {
      if (random_.chance(odds_.custom)) all.push_back(custom_attribute(draft_, name));
    }
    if (scale_.racks > 0) all.push_back({"rack", std::to_string(random_.between(1, scale_.racks))});
    return Attributes(all);
  }

  Draft& draft_;
  Random& random_;
  const Odds& odds_;
  const Scale& scale_;
  Cluster& cluster_;
  std::vector<ContainerInstance> models_;
};

}  // namespace

Attribute custom_attribute(Draft& draft, const std::string& name) {
  if (draft.random.chance(15)) return {name, std::nullopt};
  return {name, draft.random.pick<std::string>({"a", "b", "c", "7", "9", "10", "", "in", "a b"})};
}

void add_capacity(Draft& draft) { CapacityGenerator(draft).generate(); }

}  // namespace eniplan::test
