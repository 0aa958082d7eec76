// What EC2 describes: instance types and subnets.

#include <fmt/format.h>

#include "io/draft.hpp"

namespace eniplan::io {
namespace {

// The first architecture that ECS runs on; 32-bit ones stand beside x86_64 on old types.
std::optional<std::string> read_architecture(const Node& node) {
  for (const Node& element : node.elements()) {
    if (std::string name = element.text(); name != "i386") return name;
  }
  return std::nullopt;
}

void read_network_info(const Node& node, InstanceTypeItem& item) {
  Fields fields(node);
  const auto number = [&](std::string_view key) -> std::optional<std::int64_t> {
    const auto found = fields.find_ec2(key);
    if (!found) return std::nullopt;
    return found->integer(0, 10000);
  };
  item.max_network_interfaces = number("MaximumNetworkInterfaces");
  item.ipv4_per_interface = number("Ipv4AddressesPerInterface");
  item.network_cards = number("MaximumNetworkCards");
  const std::int64_t default_card = number("DefaultNetworkCardIndex").value_or(0);
  if (const auto cards = fields.find_ec2("NetworkCards")) {
    for (const Node& element : cards->elements()) {
      Fields card(element);
      const auto index = card.find_ec2("NetworkCardIndex");
      const auto most = card.find_ec2("MaximumNetworkInterfaces");
      if (index && most && index->integer(0, 10000) == default_card) {
        item.max_network_interfaces_card0 = most->integer(0, 10000);
      }
      card.finish(Owner::aws);
    }
  }
  fields.finish(Owner::aws);
}

std::optional<Gpus> read_gpu_info(const Node& node) {
  Fields fields(node);
  const auto list = fields.find_ec2("Gpus");
  if (!list) return std::nullopt;
  Gpus gpus;
  for (const Node& element : list->elements()) {
    Fields gpu(element);
    if (const auto count = gpu.find_ec2("Count")) gpus += Gpus{count->integer(0, largest_amount)};
    gpu.finish(Owner::aws);
  }
  fields.finish(Owner::aws);
  return gpus;
}

// The number at `outer.inner`.
std::optional<std::int64_t> read_nested(Fields& fields, std::string_view outer, std::string_view inner) {
  const auto node = fields.find_ec2(outer);
  if (!node) return std::nullopt;
  Fields inside(*node);
  const auto found = inside.find_ec2(inner);
  inside.finish(Owner::aws);
  if (!found) return std::nullopt;
  return found->integer(0, largest_amount);
}

void read_task_limits(const Node& node, InstanceTypeItem& item) {
  Fields fields(node);
  if (const auto limit = fields.integer("default", 0, largest_amount)) item.ecs_task_limit_default = EniSlots{*limit};
  if (const auto limit = fields.integer("trunking", 0, largest_amount)) item.ecs_task_limit_trunking = EniSlots{*limit};
  fields.finish(Owner::eniplan);
}

}  // namespace

void read_instance_type(const Node& node, Draft& draft) {
  Fields fields(node);
  Record<InstanceTypeItem> record;
  InstanceTypeItem& item = record.value;
  record.place = node.place();
  record.path = to_string(node.path());
  if (const auto name = fields.require_ec2("InstanceType")) item.name = name->text();
  item.vcpus = read_nested(fields, "VCpuInfo", "DefaultVCpus");
  if (const auto memory = read_nested(fields, "MemoryInfo", "SizeInMiB")) item.memory = MiB{*memory};
  if (const auto processor = fields.find_ec2("ProcessorInfo")) {
    Fields info(*processor);
    if (const auto list = info.find_ec2("SupportedArchitectures")) item.architecture = read_architecture(*list);
    info.finish(Owner::aws);
  }
  if (const auto network = fields.find_ec2("NetworkInfo")) read_network_info(*network, item);
  if (const auto gpu = fields.find_ec2("GpuInfo")) item.gpus = read_gpu_info(*gpu);
  if (const auto metal = fields.find_ec2("BareMetal")) item.bare_metal = metal->boolean();
  if (const auto hypervisor = fields.find_ec2("Hypervisor")) item.hypervisor = hypervisor->text();
  if (const auto current = fields.find_ec2("CurrentGeneration")) item.current_generation = current->boolean();
  if (const auto limits = fields.find("ecsTaskLimit")) read_task_limits(*limits, item);
  fields.finish(Owner::aws);
  draft.instance_types.push_back(std::move(record));
}

void read_subnet(const Node& node, Draft& draft) {
  Fields fields(node);
  Record<Subnet> record;
  record.place = node.place();
  record.path = to_string(node.path());
  if (const auto id = fields.require_ec2("SubnetId")) record.value.subnet_id = id->text();
  if (const auto zone = fields.require_ec2("AvailabilityZone")) record.value.availability_zone = zone->text();
  if (const auto count = fields.find_ec2("AvailableIpAddressCount")) {
    record.value.available_ip_address_count = count->integer(0, largest_amount);
  }
  fields.finish(Owner::aws);
  draft.subnets.push_back(std::move(record));
}

}  // namespace eniplan::io
