// Normal form: every member of a cluster in the words of the input, defaults written out, so that a reader sees
// what was understood and a failing test can be pasted into a file.

#include <eniplan/catalog.hpp>
#include <eniplan/write.hpp>

#include <algorithm>

#include "io/answer_parts.hpp"
#include "io/write_clusters.hpp"
#include "io/write_definitions.hpp"
#include "placement/registered.hpp"

namespace eniplan::io {
namespace {

using Layout = DocumentWriter::Layout;

void write_numbers(DocumentWriter& writer, std::string_view key, const std::vector<std::int64_t>& numbers) {
  writer.key(key);
  writer.begin_array(Layout::row);
  for (const std::int64_t number : numbers) writer.integer(number);
  writer.end_array();
}

std::string_view word(Trunking trunking) { return trunking == Trunking::enabled ? "enabled" : "disabled"; }

// --- capacity -------------------------------------------------------------------------------------------------------

/// What `registered.MEMORY` must say for the group to register what it does: documents know no overhead.
std::optional<MiB> memory_to_write(const Cluster& cluster, const CapacityGroup& group) {
  const InstanceType* type = cluster.memory_overhead ? find_instance_type(cluster, group.instance_type) : nullptr;
  if (type == nullptr) return group.registered_memory;
  const MemoryEstimate estimate = placement::memory_estimate(group, *type, cluster.memory_overhead);
  return std::max(estimate.registered + group.reserved_memory, MiB{0});  // The reserve is taken off again when read.
}

void write_registered(DocumentWriter& writer, const CapacityGroup& group, std::optional<MiB> memory) {
  if (!group.registered_cpu && !memory && !group.registered_gpu && !group.registered_eni) return;
  writer.key("registered");
  writer.begin_object(Layout::row);
  write_if_any(writer, "CPU", group.registered_cpu);
  write_if_any(writer, "MEMORY", memory);
  write_if_any(writer, "GPU", group.registered_gpu);
  write_if_any(writer, "ENI", group.registered_eni);
  writer.end_object();
}

void write_attribute_map(DocumentWriter& writer, const std::vector<Attribute>& attributes) {
  writer.key("attributes");
  writer.begin_object();
  for (const Attribute& attribute : attributes) {
    writer.key(attribute.name);
    if (attribute.value) {
      writer.string(*attribute.value);
    } else {
      writer.null();
    }
  }
  writer.end_object();
}

}  // namespace

void write_group(DocumentWriter& writer, const Cluster& cluster, const CapacityGroup& group) {
  writer.begin_object();
  writer.member("name", group.name);
  writer.member("instanceType", group.instance_type);
  writer.member("count", group.count);
  writer.key("availabilityZones");
  writer.begin_array(Layout::row);
  for (const std::string& zone : group.availability_zones) writer.string(zone);
  writer.end_array();
  writer.member("trunking", word(group.trunking));
  write_attribute_map(writer, group.attributes);
  write_registered(writer, group, memory_to_write(cluster, group));
  writer.member("reservedMemory", group.reserved_memory.value);
  write_numbers(writer, "reservedPorts", group.reserved_ports);
  write_numbers(writer, "reservedPortsUdp", group.reserved_ports_udp);
  write_text_if_any(writer, "capacityProvider", group.capacity_provider);
  writer.member("networkInterfacesInUse", group.network_interfaces_in_use);
  writer.end_object();
}

namespace {

// --- container instances ---------------------------------------------------------------------------------------------

void write_count(DocumentWriter& writer, std::string_view name, std::int64_t count) {
  writer.begin_object(Layout::row);
  writer.member("name", name);
  writer.member("type", "INTEGER");
  writer.member("integerValue", count);
  writer.end_object();
}

void write_ports(DocumentWriter& writer, std::string_view name, const std::vector<std::int64_t>& ports) {
  writer.begin_object(Layout::row);
  writer.member("name", name);
  writer.member("type", "STRINGSET");
  writer.key("stringSetValue");
  writer.begin_array();
  for (const std::int64_t port : ports) writer.string(fmt::format_int(port).c_str());
  writer.end_array();
  writer.end_object();
}

/// Ports, as far as they are given, are those taken: that is what ECS lists under both names.
void write_resource_list(DocumentWriter& writer, std::string_view key, const Resources& resources,
                         std::optional<EniSlots> eni, const std::vector<std::int64_t>& ports,
                         const std::vector<std::int64_t>& ports_udp) {
  writer.key(key);
  writer.begin_array();
  write_count(writer, "CPU", resources.cpu.value);
  write_count(writer, "MEMORY", resources.memory.value);
  write_ports(writer, "PORTS", ports);
  write_ports(writer, "PORTS_UDP", ports_udp);
  write_count(writer, "GPU", resources.gpu.value);
  if (eni) write_count(writer, "ENI", eni->value);
  writer.end_array();
}

/// `2026-11-23T17:23:04.3Z`, as many decimals as it takes.
std::string instant_text(Instant instant) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(instant - day);
  std::string text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                                 static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                                 time.hours().count(), time.minutes().count(), time.seconds().count());
  if (time.subseconds().count() != 0) {
    text += fmt::format(".{:09}", time.subseconds().count());
    text.erase(text.find_last_not_of('0') + 1);
  }
  return text + "Z";
}

void write_attribute_list(DocumentWriter& writer, const Attributes& attributes) {
  writer.key("attributes");
  writer.begin_array();
  for (const std::string& name : attributes.without_value()) write_attribute(writer, {name, std::nullopt});
  for (const Attribute& attribute : attributes.with_value()) write_attribute(writer, attribute);
  writer.end_array();
}

}  // namespace

void write_container_instance(DocumentWriter& writer, const ContainerInstance& instance) {
  writer.begin_object();
  writer.member("containerInstanceArn", instance.container_instance_arn);
  write_text_if_any(writer, "ec2InstanceId", instance.ec2_instance_id);
  write_text_if_any(writer, "capacityProviderName", instance.capacity_provider_name);
  writer.member("status", to_string(instance.status));
  writer.member("agentConnected", instance.agent_connected);
  write_resource_list(writer, "registeredResources", instance.registered, instance.registered_eni, {}, {});
  write_resource_list(writer, "remainingResources", instance.remaining, instance.remaining_eni, instance.ports_taken,
                      instance.ports_udp_taken);
  writer.member("runningTasksCount", instance.running_tasks_count);
  if (instance.registered_at) writer.member("registeredAt", instant_text(*instance.registered_at));
  if (!instance.agent_version.empty()) {
    writer.key("versionInfo");
    writer.begin_object(Layout::row);
    writer.member("agentVersion", instance.agent_version);
    writer.end_object();
  }
  write_attribute_list(writer, instance.attributes);
  writer.end_object();
}

namespace {

// --- types, subnets, tasks -------------------------------------------------------------------------------------------

void write_optional(DocumentWriter& writer, std::string_view key, const std::optional<EniSlots>& slots) {
  writer.key(key);
  if (slots) {
    writer.integer(slots->value);
  } else {
    writer.null();
  }
}

/// An object with one number, EC2's way of writing a size.
void write_wrapped(DocumentWriter& writer, std::string_view key, std::string_view inner, std::int64_t number) {
  writer.key(key);
  writer.begin_object(Layout::row);
  writer.member(inner, number);
  writer.end_object();
}

void write_gpu_info(DocumentWriter& writer, Gpus gpus) {
  writer.key("GpuInfo");
  writer.begin_object(Layout::row);
  writer.key("Gpus");
  writer.begin_array();
  if (gpus.value != 0) {
    writer.begin_object();
    writer.member("Count", gpus.value);
    writer.end_object();
  }
  writer.end_array();
  writer.end_object();
}

void write_network_info(DocumentWriter& writer, const InstanceType& type) {
  writer.key("NetworkInfo");
  writer.begin_object();
  writer.member("MaximumNetworkInterfaces", type.max_network_interfaces);
  writer.member("Ipv4AddressesPerInterface", type.ipv4_per_interface);
  writer.member("MaximumNetworkCards", type.network_cards);
  if (type.max_network_interfaces_card0) {
    writer.member("DefaultNetworkCardIndex", std::int64_t{0});
    writer.key("NetworkCards");
    writer.begin_array(Layout::row);
    writer.begin_object();
    writer.member("NetworkCardIndex", std::int64_t{0});
    writer.member("MaximumNetworkInterfaces", *type.max_network_interfaces_card0);
    writer.end_object();
    writer.end_array();
  }
  writer.end_object();
}

void write_instance_type(DocumentWriter& writer, const InstanceType& type) {
  writer.begin_object();
  writer.member("InstanceType", type.name);
  if (type.current_generation) writer.member("CurrentGeneration", *type.current_generation);
  write_text_if_any(writer, "Hypervisor", type.hypervisor);
  writer.member("BareMetal", type.bare_metal);
  writer.key("ProcessorInfo");
  writer.begin_object(Layout::row);
  writer.key("SupportedArchitectures");
  writer.begin_array();
  if (!type.architecture.empty()) writer.string(type.architecture);
  writer.end_array();
  writer.end_object();
  write_wrapped(writer, "VCpuInfo", "DefaultVCpus", type.vcpus);
  write_wrapped(writer, "MemoryInfo", "SizeInMiB", type.memory.value);
  write_gpu_info(writer, type.gpus);
  write_network_info(writer, type);
  writer.key("ecsTaskLimit");
  writer.begin_object(Layout::row);
  write_optional(writer, "default", type.ecs_task_limit_default);
  write_optional(writer, "trunking", type.ecs_task_limit_trunking);
  writer.end_object();
  writer.end_object();
}

void write_subnet(DocumentWriter& writer, const Subnet& subnet) {
  writer.begin_object(Layout::row);
  writer.member("subnetId", subnet.subnet_id);
  writer.member("availabilityZone", subnet.availability_zone);
  if (subnet.available_ip_address_count) writer.member("availableIpAddressCount", *subnet.available_ip_address_count);
  writer.end_object();
}

}  // namespace

void write_task(DocumentWriter& writer, const Task& task) {
  writer.begin_object();
  write_text_if_any(writer, "taskArn", task.task_arn);
  write_text_if_any(writer, "taskDefinitionArn", task.task_definition_arn);
  write_text_if_any(writer, "containerInstanceArn", task.container_instance_arn);
  write_text_if_any(writer, "group", task.group);
  write_text_if_any(writer, "lastStatus", task.last_status);
  write_text_if_any(writer, "desiredStatus", task.desired_status);
  if (task.has_eni_attachment) {
    writer.key("attachments");
    writer.begin_array(Layout::row);
    writer.begin_object();
    writer.member("type", "ElasticNetworkInterface");
    writer.end_object();
    writer.end_array();
  }
  writer.end_object();
}

namespace {

void write_cluster(DocumentWriter& writer, const Cluster& cluster) {
  writer.begin_object();
  writer.member("clusterName", cluster.cluster_name);
  writer.key("accountSettings");
  writer.begin_object(Layout::row);
  writer.member("awsvpcTrunking", word(cluster.awsvpc_trunking));
  writer.end_object();
  writer.key("seed");
  writer.natural(cluster.seed);
  write_list(writer, "capacity", cluster.capacity,
             [&cluster](DocumentWriter& w, const CapacityGroup& group) { write_group(w, cluster, group); });
  write_list(writer, "containerInstances", cluster.container_instances, write_container_instance);
  write_list(writer, "instanceTypes", cluster.instance_types, write_instance_type);
  write_list(writer, "subnets", cluster.subnets, write_subnet);
  write_list(writer, "taskDefinitions", cluster.task_definitions, write_task_definition);
  write_list(writer, "tasks", cluster.tasks, write_task);
  write_list(writer, "services", cluster.services, write_service);
  write_list(writer, "runTasks", cluster.run_tasks, write_run_task);
  writer.end_object();
}

}  // namespace
}  // namespace eniplan::io

namespace eniplan {

void write_clusters(std::ostream& out, std::span<const Cluster> clusters, Format format) {
  io::DocumentWriter writer(out, io::syntax_of(format));
  for (const Cluster& cluster : clusters) io::write_cluster(writer, cluster);
}

}  // namespace eniplan
