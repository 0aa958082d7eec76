#include <eniplan/service.hpp>

#include "bind.hpp"
#include "value_class.hpp"

namespace py = pybind11;
using namespace eniplan;

namespace {

void bind_wishes(py::module_& module) {
  ValueClass<PlacementStrategy>(module, "PlacementStrategy", "One step of choosing among instances.")
      .field("type", &PlacementStrategy::type, "`random`, `spread` or `binpack`.")
      .field("field", &PlacementStrategy::field, "`instanceId`, `attribute:NAME`, `cpu`, `memory`; empty for random.")
      .hashable();

  ValueClass<CapacityProviderStrategyItem>(module, "CapacityProviderStrategyItem", "A capacity provider and its share.")
      .field("capacity_provider", &CapacityProviderStrategyItem::capacity_provider)
      .field("weight", &CapacityProviderStrategyItem::weight)
      .field("base", &CapacityProviderStrategyItem::base)
      .hashable();

  ValueClass<DeploymentConfiguration>(module, "DeploymentConfiguration",
                                      "How far a deployment may leave the desired count, in percent of it.")
      .field("minimum_healthy_percent", &DeploymentConfiguration::minimum_healthy_percent, "None: 100, daemons 0.")
      .field("maximum_percent", &DeploymentConfiguration::maximum_percent, "None: 200, daemons 100.")
      .hashable();

  ValueClass<Deployment>(module, "Deployment", "One of the deployments of a described service.")
      .field("status", &Deployment::status)
      .field("task_definition", &Deployment::task_definition)
      .field("desired_count", &Deployment::desired_count)
      .hashable();

  ValueClass<TaskOverrides::Container>(module, "ContainerOverride", "What a request replaces in one container.")
      .field("name", &TaskOverrides::Container::name)
      .field("cpu", &TaskOverrides::Container::cpu)
      .field("memory", &TaskOverrides::Container::memory)
      .field("memory_reservation", &TaskOverrides::Container::memory_reservation)
      .field("gpus", &TaskOverrides::Container::gpus)
      .hashable();

  ValueClass<TaskOverrides>(module, "TaskOverrides", "What a request replaces in the definition, for itself alone.")
      .field("cpu", &TaskOverrides::cpu)
      .field("memory", &TaskOverrides::memory)
      .field("containers", &TaskOverrides::containers);
}

std::vector<ColumnOf<Rows<Service>>> service_columns() {
  return {
      column<Service>("service_name", [](const Service& s) -> std::string_view { return s.service_name; }),
      column<Service>("task_definition", [](const Service& s) -> std::string_view { return s.task_definition; }),
      column<Service>("desired_count", [](const Service& s) { return s.desired_count; }),
      column<Service>("running_count", [](const Service& s) { return s.running_count; }),
      category<Service>("scheduling_strategy", [](const Service& s) { return to_string(s.scheduling_strategy); }),
      column<Service>("minimum_healthy_percent",
                      [](const Service& s) { return s.deployment_configuration.minimum_healthy_percent; }),
      column<Service>("maximum_percent", [](const Service& s) { return s.deployment_configuration.maximum_percent; }),
  };
}

}  // namespace

void bind_service(py::module_& module) {
  bind_wishes(module);

  ValueClass<Service>(module, "Service", "What ECS keeps running.")
      .field("service_name", &Service::service_name)
      .field("task_definition", &Service::task_definition, "Family, family:revision or ARN.")
      .field("desired_count", &Service::desired_count)
      .field("running_count", &Service::running_count, "As described.")
      .field("scheduling_strategy", &Service::scheduling_strategy, "`REPLICA` or `DAEMON`.")
      .field("placement_strategy", &Service::placement_strategy, "None: spread over zones, then over instances.")
      .field("placement_constraints", &Service::placement_constraints)
      .field("subnets", &Service::subnets)
      .field("capacity_provider_strategy", &Service::capacity_provider_strategy)
      .field("deployment_configuration", &Service::deployment_configuration)
      .field("deployments", &Service::deployments, "As described.")
      .shown([](const Service& service) {
        return py::str("<Service {}: {} wanted>").format(service.service_name, service.desired_count);
      });
  bind_rows<Service>(module, "Services", "The services of a cluster, a row each.", service_columns());

  ValueClass<RunTask>(module, "RunTask", "A run-task request: `count` tasks, placed once.")
      .field("task_definition", &RunTask::task_definition)
      .field("count", &RunTask::count)
      .field("group", &RunTask::group, "`family:<family>` unless given.")
      .field("placement_strategy", &RunTask::placement_strategy, "None: random.")
      .field("placement_constraints", &RunTask::placement_constraints)
      .field("subnets", &RunTask::subnets)
      .field("capacity_provider_strategy", &RunTask::capacity_provider_strategy)
      .field("overrides", &RunTask::overrides)
      .shown([](const RunTask& request) {
        return py::str("<RunTask {}: {} wanted>").format(request.task_definition, request.count);
      });
}
