// Our own objects: `capacity[]` and `accountSettings`.

#include <fmt/format.h>

#include "io/draft.hpp"

namespace eniplan::io {
namespace {

void read_registered(const Node& node, CapacityGroup& group) {
  Fields fields(node);
  if (const auto cpu = fields.integer("CPU", 0, largest_amount)) group.registered_cpu = CpuUnits{*cpu};
  if (const auto memory = fields.integer("MEMORY", 0, largest_amount)) group.registered_memory = MiB{*memory};
  if (const auto gpu = fields.integer("GPU", 0, largest_amount)) group.registered_gpu = Gpus{*gpu};
  if (const auto eni = fields.integer("ENI", 0, largest_amount)) group.registered_eni = EniSlots{*eni};
  fields.finish(Owner::eniplan);
}

// A map; values by their text, null: without value.
void read_group_attributes(const Node& node, CapacityGroup& group) {
  if (node.value().kind != Value::Kind::map) return node.mismatch("a map of names and values");
  for (const Member& member : node.value().members) {
    const Node value(member.value, Path{&node.path(), member.key}, node.reading());
    const bool reserved = member.key == instance_type_attribute || member.key == availability_zone_attribute ||
                          member.key == trunk_attribute;
    if (reserved) {
      value.error(
          "expected another attribute, since this one follows from instanceType, availabilityZones and trunking");
    } else if (member.value.kind == Value::Kind::list || member.value.kind == Value::Kind::map) {
      value.mismatch("a text, a number, true, false or null");
    } else if (member.value.kind == Value::Kind::null) {
      group.attributes.push_back({std::string(member.key), std::nullopt});
    } else {
      group.attributes.push_back({std::string(member.key), std::string(member.value.scalar)});
    }
  }
}

std::vector<std::string> read_zones(const Node& node) {
  std::vector<std::string> zones;
  for (const Node& zone : node.elements()) zones.push_back(zone.text());
  if (node.value().kind == Value::Kind::list && zones.empty()) node.error("expected at least one zone, found none");
  return zones;
}

}  // namespace

std::vector<std::int64_t> read_ports(const Node& node) {
  std::vector<std::int64_t> ports;
  for (const Node& port : node.elements()) ports.push_back(port.integer(0, 65535));
  std::ranges::sort(ports);
  ports.erase(std::ranges::unique(ports).begin(), ports.end());
  return ports;
}

void read_capacity_group(const Node& node, Draft& draft) {
  Fields fields(node);
  DraftGroup record;
  CapacityGroup& group = record.value;
  record.place = node.place();
  record.path = to_string(node.path());
  if (const auto type = fields.require("instanceType")) {
    group.instance_type = type->text();
    record.type_offset = type->value().offset;
  }
  group.name = group.instance_type;
  if (const auto name = fields.find("name")) {
    group.name = name->text();
    if (group.name.empty() || group.name.find('/') != std::string::npos) name->mismatch("a name without \"/\"");
  }
  if (const auto count = fields.require("count")) {
    group.count = count->integer(0, largest_count);
    record.count_offset = count->value().offset;
  }
  if (const auto zones = fields.find("availabilityZones")) group.availability_zones = read_zones(*zones);
  if (const auto trunking = fields.find("trunking")) {
    group.trunking = trunking->choice(trunking_words);
    record.trunking_given = true;
  }
  if (const auto attributes = fields.find("attributes")) read_group_attributes(*attributes, group);
  if (const auto registered = fields.find("registered")) read_registered(*registered, group);
  if (const auto reserved = fields.integer("reservedMemory", 0, largest_amount)) group.reserved_memory = {*reserved};
  if (const auto ports = fields.find("reservedPorts")) group.reserved_ports = read_ports(*ports);
  if (const auto ports = fields.find("reservedPortsUdp")) group.reserved_ports_udp = read_ports(*ports);
  group.capacity_provider = fields.text("capacityProvider");
  group.network_interfaces_in_use = fields.integer("networkInterfacesInUse", 0, largest_amount).value_or(0);
  fields.finish(Owner::eniplan);
  draft.capacity.push_back(std::move(record));
}

void read_account_settings(const Node& node, Draft& draft) {
  Fields fields(node);
  if (const auto trunking = fields.find("awsvpcTrunking")) draft.awsvpc_trunking = trunking->choice(trunking_words);
  fields.finish(Owner::eniplan);
}

}  // namespace eniplan::io
