#include <eniplan/cluster.hpp>

#include <chrono>

#include "bind.hpp"
#include "value_class.hpp"
#include "writer.hpp"

namespace py = pybind11;
using namespace eniplan;

namespace pybind11::detail {

/// Nanoseconds since 1970: what pickles hold.
template <>
struct type_caster<Instant> {
  PYBIND11_TYPE_CASTER(Instant, const_name("int"));
  bool load(handle source, bool) {
    value = Instant(std::chrono::nanoseconds(source.cast<std::int64_t>()));
    return true;
  }
  static handle cast(const Instant& instant, return_value_policy, handle) {
    return pybind11::int_(instant.time_since_epoch().count()).release();
  }
};

}  // namespace pybind11::detail

namespace {

/// A `datetime` in UTC, to the microsecond.
py::object datetime_of(const Instant& instant) {
  const py::module_ datetime = py::module_::import("datetime");
  const py::object epoch =
      datetime.attr("datetime")(1970, 1, 1, py::arg("tzinfo") = datetime.attr("timezone").attr("utc"));
  const auto microseconds = std::chrono::floor<std::chrono::microseconds>(instant.time_since_epoch()).count();
  return epoch + datetime.attr("timedelta")(py::arg("microseconds") = microseconds);
}

std::string_view type_of(const ContainerInstance& instance) {
  return instance.attributes.value_of(instance_type_attribute).value_or("");
}

std::vector<ColumnOf<Rows<ContainerInstance>>> container_instance_columns() {
  using Instance = ContainerInstance;
  return {
      column<Instance>("id", [](const Instance& i) { return instance_id(i); }),
      column<Instance>("ec2_instance_id", [](const Instance& i) -> std::string_view { return i.ec2_instance_id; }),
      category<Instance>("instance_type",
                         [](const Instance& i) { return i.attributes.value_of(instance_type_attribute); }),
      category<Instance>("availability_zone",
                         [](const Instance& i) { return i.attributes.value_of(availability_zone_attribute); }),
      category<Instance>("status", [](const Instance& i) { return to_string(i.status); }),
      column<Instance>("agent_connected", [](const Instance& i) { return i.agent_connected; }),
      column<Instance>("trunking", [](const Instance& i) { return i.attributes.contains(trunk_attribute); }),
      column<Instance>("running_tasks_count", [](const Instance& i) { return i.running_tasks_count; }),
      column<Instance>("registered_cpu", [](const Instance& i) { return i.registered.cpu; }),
      column<Instance>("remaining_cpu", [](const Instance& i) { return i.remaining.cpu; }),
      column<Instance>("registered_memory", [](const Instance& i) { return i.registered.memory; }),
      column<Instance>("remaining_memory", [](const Instance& i) { return i.remaining.memory; }),
      column<Instance>("registered_gpu", [](const Instance& i) { return i.registered.gpu; }),
      column<Instance>("remaining_gpu", [](const Instance& i) { return i.remaining.gpu; }),
  };
}

void bind_container_instance(py::module_& module) {
  ValueClass<ContainerInstance>(module, "ContainerInstance",
                                "An instance as `describe-container-instances` tells of it.")
      .field("container_instance_arn", &ContainerInstance::container_instance_arn)
      .field("ec2_instance_id", &ContainerInstance::ec2_instance_id)
      .field("status", &ContainerInstance::status, "`ACTIVE`, `DRAINING`, ….")
      .field("agent_connected", &ContainerInstance::agent_connected)
      .field("capacity_provider_name", &ContainerInstance::capacity_provider_name, "Empty if none.")
      .field("attributes", &ContainerInstance::attributes, "By name; None for those without a value.")
      .field("registered", &ContainerInstance::registered, "`eni` is unused: ECS does not report interfaces.")
      .field("remaining", &ContainerInstance::remaining, "What running tasks hold is taken off.")
      .field("registered_eni", &ContainerInstance::registered_eni, "Of a resource named ENI, which ECS never reports.")
      .field("remaining_eni", &ContainerInstance::remaining_eni)
      .field("ports_taken", &ContainerInstance::ports_taken, "TCP.")
      .field("ports_udp_taken", &ContainerInstance::ports_udp_taken)
      .field("running_tasks_count", &ContainerInstance::running_tasks_count)
      .stored("registered_at", &ContainerInstance::registered_at)
      .field("agent_version", &ContainerInstance::agent_version, "Empty if not given.")
      .shown([](const ContainerInstance& instance) {
        return py::str("<ContainerInstance {}: {}>").format(instance_id(instance), type_of(instance));
      })
      .def_property_readonly("id", &instance_id, "The last part of the ARN: how results name the instance.")
      .def_property_readonly(
          "registered_at",
          [](const ContainerInstance& instance) -> py::object {
            return instance.registered_at ? datetime_of(*instance.registered_at) : py::none();
          },
          "A `datetime` in UTC; None if not given.");
  bind_rows<ContainerInstance>(module, "ContainerInstances", "Described instances, a row each; memory in MiB.",
                               container_instance_columns());
}

void bind_parts(py::module_& module) {
  ValueClass<CapacityGroup>(module, "CapacityGroup", "Identical instances, `<name>/0`, `<name>/1`, ….")
      .field("name", &CapacityGroup::name)
      .field("instance_type", &CapacityGroup::instance_type)
      .field("count", &CapacityGroup::count)
      .field("availability_zones", &CapacityGroup::availability_zones)
      .field("trunking", &CapacityGroup::trunking, "As wished; a type without trunking limit stays untrunked.")
      .field("attributes", &CapacityGroup::attributes)
      .field("registered_cpu", &CapacityGroup::registered_cpu, "These four replace the catalog's figures.")
      .field("registered_memory", &CapacityGroup::registered_memory, "MiB.")
      .field("registered_gpu", &CapacityGroup::registered_gpu)
      .field("registered_eni", &CapacityGroup::registered_eni)
      .field("reserved_memory", &CapacityGroup::reserved_memory, "`ECS_RESERVED_MEMORY`, MiB.")
      .field("reserved_ports", &CapacityGroup::reserved_ports)
      .field("reserved_ports_udp", &CapacityGroup::reserved_ports_udp)
      .field("capacity_provider", &CapacityGroup::capacity_provider, "Empty if none.")
      .field("network_interfaces_in_use", &CapacityGroup::network_interfaces_in_use,
             "Attached outside ECS, besides the primary.")
      .shown([](const CapacityGroup& group) {
        return py::str("<CapacityGroup {}: {} {}>").format(group.name, group.count, group.instance_type);
      });

  ValueClass<Subnet>(module, "Subnet", "A subnet that tasks can be in.")
      .field("subnet_id", &Subnet::subnet_id)
      .field("availability_zone", &Subnet::availability_zone)
      .field("available_ip_address_count", &Subnet::available_ip_address_count)
      .hashable();

  ValueClass<Task>(module, "Task", "A task that exists already.")
      .field("task_arn", &Task::task_arn)
      .field("task_definition_arn", &Task::task_definition_arn)
      .field("container_instance_arn", &Task::container_instance_arn, "ARN or `<group>/<k>`; empty while it waits.")
      .field("group", &Task::group)
      .field("last_status", &Task::last_status)
      .field("desired_status", &Task::desired_status)
      .field("has_eni_attachment", &Task::has_eni_attachment)
      .hashable();
  bind_rows<Task>(
      module, "Tasks", "Tasks that exist already, a row each.",
      {column<Task>("task_arn", [](const Task& t) -> std::string_view { return t.task_arn; }),
       category<Task>("task_definition_arn", [](const Task& t) -> std::string_view { return t.task_definition_arn; }),
       column<Task>("container_instance_arn",
                    [](const Task& t) -> std::string_view { return t.container_instance_arn; }),
       category<Task>("group", [](const Task& t) -> std::string_view { return t.group; }),
       category<Task>("last_status", [](const Task& t) -> std::string_view { return t.last_status; }),
       category<Task>("desired_status", [](const Task& t) -> std::string_view { return t.desired_status; }),
       column<Task>("has_eni_attachment", [](const Task& t) { return t.has_eni_attachment; })});

  ValueClass<MemoryOverhead>(module, "MemoryOverhead", "What instances do not register of their nominal memory.")
      .field("millipercent", &MemoryOverhead::millipercent, "7.5 % is 7500.")
      .field("amount", &MemoryOverhead::amount, "MiB.")
      .hashable()
      .constructible([](const MemoryOverhead&) {});
}

}  // namespace

void bind_cluster(py::module_& module) {
  bind_container_instance(module);
  bind_parts(module);

  ValueClass<Cluster> cluster(module, "Cluster", "What one document holds: a cluster and what should run on it.");
  cluster.field("cluster_name", &Cluster::cluster_name)
      .field("awsvpc_trunking", &Cluster::awsvpc_trunking, "The account setting.")
      .field("capacity", &Cluster::capacity)
      .rows("container_instances", &Cluster::container_instances)
      .field("instance_types", &Cluster::instance_types, "Whole types that stand before the built-in catalog's.")
      .field("subnets", &Cluster::subnets, "None listed: no limit of location or addresses.")
      .field("task_definitions", &Cluster::task_definitions)
      .rows("tasks", &Cluster::tasks)
      .rows("services", &Cluster::services)
      .field("run_tasks", &Cluster::run_tasks)
      .field("seed", &Cluster::seed, "Of the `random` strategy.")
      .field("memory_overhead", &Cluster::memory_overhead)
      .field("warnings", &Cluster::warnings, "What reading it already found.")
      .shown([](const Cluster& value) {
        return py::str("<Cluster {}: {} services, {} run tasks>")
            .format(value.cluster_name, value.services.size(), value.run_tasks.size());
      });
  def_to_string(cluster,
                [](std::ostream& out, const Cluster& value, const WriteOptions& options) {
                  write_clusters(out, {&value, 1}, options.format);
                },
                {"yaml", "json"});
}
