#include <eniplan/task_definition.hpp>

#include "bind.hpp"
#include "value_class.hpp"

namespace py = pybind11;
using namespace eniplan;

namespace {

void bind_containers(py::module_& module) {
  ValueClass<PortMapping>(module, "PortMapping", "A port of a container, and the one of the instance it is mapped to.")
      .field("container_port", &PortMapping::container_port, "None with a range.")
      .field("host_port", &PortMapping::host_port, "None or 0 in `bridge`: dynamic.")
      .field("protocol", &PortMapping::protocol, "`tcp` or `udp`.")
      .field("container_port_range", &PortMapping::container_port_range, "`8000-8010`; empty if none.")
      .hashable();

  ValueClass<ContainerDependency>(module, "ContainerDependency", "A container that must come to a condition first.")
      .field("container_name", &ContainerDependency::container_name)
      .field("condition", &ContainerDependency::condition, "`START`, `COMPLETE`, `SUCCESS` or `HEALTHY`.")
      .hashable();

  ValueClass<HealthCheck>(module, "HealthCheck", "What ECS asks a container before it counts as healthy.")
      .field("interval", &HealthCheck::interval, "Seconds.")
      .field("retries", &HealthCheck::retries)
      .hashable();

  ValueClass<ContainerDefinition>(module, "ContainerDefinition", "A container of a task.")
      .field("name", &ContainerDefinition::name)
      .field("essential", &ContainerDefinition::essential)
      .field("cpu", &ContainerDefinition::cpu, "CPU units.")
      .field("memory", &ContainerDefinition::memory, "Hard limit, MiB.")
      .field("memory_reservation", &ContainerDefinition::memory_reservation, "MiB.")
      .field("gpus", &ContainerDefinition::gpus)
      .field("port_mappings", &ContainerDefinition::port_mappings)
      .field("links", &ContainerDefinition::links, "`name` or `name:alias`; only in `bridge`.")
      .field("depends_on", &ContainerDefinition::depends_on)
      .field("stop_timeout", &ContainerDefinition::stop_timeout, "Seconds; None: as the agent is told, 30.")
      .field("health_check", &ContainerDefinition::health_check);
}

}  // namespace

void bind_task_definition(py::module_& module) {
  ValueClass<Attribute>(module, "Attribute", "An attribute of an instance, or one that a task requires.")
      .field("name", &Attribute::name)
      .field("value", &Attribute::value, "None for capabilities, which have none.")
      .hashable();

  bind_containers(module);

  ValueClass<PlacementConstraint>(module, "PlacementConstraint", "A constraint on where tasks may go.")
      .field("type", &PlacementConstraint::type, "`distinctInstance` or `memberOf`.")
      .field("expression", &PlacementConstraint::expression,
             "Of `memberOf`, in the cluster query language; else empty.")
      .hashable();

  ValueClass<TaskDefinition>(module, "TaskDefinition", "A task definition; `family:revision` names it.")
      .field("family", &TaskDefinition::family)
      .field("revision", &TaskDefinition::revision)
      .field("task_definition_arn", &TaskDefinition::task_definition_arn, "Empty when it was never registered.")
      .field("network_mode", &TaskDefinition::network_mode, "`bridge`, `host`, `awsvpc` or `none`.")
      .field("cpu", &TaskDefinition::cpu, "CPU units of the whole task; None: the containers' sum counts.")
      .field("memory", &TaskDefinition::memory, "MiB of the whole task; None: the containers' sum counts.")
      .field("container_definitions", &TaskDefinition::container_definitions)
      .field("requires_attributes", &TaskDefinition::requires_attributes)
      .field("cpu_architecture", &TaskDefinition::cpu_architecture, "`X86_64` or `ARM64`; empty if not given.")
      .field("operating_system_family", &TaskDefinition::operating_system_family, "Empty if not given.")
      .field("placement_constraints", &TaskDefinition::placement_constraints)
      .shown([](const TaskDefinition& definition) {
        return py::str("<TaskDefinition {}:{}, {}>")
            .format(definition.family, definition.revision, to_string(definition.network_mode));
      });
}
