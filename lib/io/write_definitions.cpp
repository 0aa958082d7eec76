#include "io/write_definitions.hpp"

#include <eniplan/cluster.hpp>

namespace eniplan::io {
namespace {

using Layout = DocumentWriter::Layout;

/// The API has the sizes of whole tasks as text.
template <class Tag>
void write_size_if_any(DocumentWriter& writer, std::string_view key, const std::optional<Quantity<Tag>>& quantity) {
  if (quantity) writer.member(key, std::string_view(fmt::format_int(quantity->value).c_str()));
}

void write_number_if_any(DocumentWriter& writer, std::string_view key, const std::optional<std::int64_t>& number) {
  if (number) writer.member(key, *number);
}

void write_gpus(DocumentWriter& writer, Gpus gpus) {
  writer.key("resourceRequirements");
  writer.begin_array(Layout::row);
  writer.begin_object();
  writer.member("type", "GPU");
  writer.member("value", std::string_view(fmt::format_int(gpus.value).c_str()));
  writer.end_object();
  writer.end_array();
}

void write_port_mapping(DocumentWriter& writer, const PortMapping& mapping) {
  writer.begin_object(Layout::row);
  write_number_if_any(writer, "containerPort", mapping.container_port);
  write_number_if_any(writer, "hostPort", mapping.host_port);
  writer.member("protocol", to_string(mapping.protocol));
  write_text_if_any(writer, "containerPortRange", mapping.container_port_range);
  writer.end_object();
}

void write_health_check(DocumentWriter& writer, const HealthCheck& check) {
  writer.key("healthCheck");
  writer.begin_object(Layout::row);
  writer.member("interval", check.interval);
  writer.member("retries", check.retries);
  writer.end_object();
}

void write_container(DocumentWriter& writer, const ContainerDefinition& container) {
  writer.begin_object();
  writer.member("name", container.name);
  writer.member("essential", container.essential);
  writer.member("cpu", container.cpu.value);
  write_if_any(writer, "memory", container.memory);
  write_if_any(writer, "memoryReservation", container.memory_reservation);
  if (container.gpus.value != 0) write_gpus(writer, container.gpus);
  write_list(writer, "portMappings", container.port_mappings, write_port_mapping);
  if (!container.links.empty()) {
    write_list(writer, "links", container.links, [](DocumentWriter& w, const std::string& link) { w.string(link); });
  }
  if (!container.depends_on.empty()) {
    write_list(writer, "dependsOn", container.depends_on, [](DocumentWriter& w, const ContainerDependency& dependency) {
      w.begin_object(Layout::row);
      w.member("containerName", dependency.container_name);
      w.member("condition", to_string(dependency.condition));
      w.end_object();
    });
  }
  write_number_if_any(writer, "stopTimeout", container.stop_timeout);
  if (container.health_check) write_health_check(writer, *container.health_check);
  writer.end_object();
}

void write_constraints(DocumentWriter& writer, const std::vector<PlacementConstraint>& constraints) {
  write_list(writer, "placementConstraints", constraints, [](DocumentWriter& w, const PlacementConstraint& constraint) {
    const bool is_member_of = constraint.type == PlacementConstraint::Type::member_of;
    w.begin_object(Layout::row);
    w.member("type", is_member_of ? "memberOf" : "distinctInstance");
    if (is_member_of) w.member("expression", constraint.expression.text);
    w.end_object();
  });
}

void write_strategies(DocumentWriter& writer, const std::vector<PlacementStrategy>& strategies) {
  write_list(writer, "placementStrategy", strategies, [](DocumentWriter& w, const PlacementStrategy& strategy) {
    w.begin_object(Layout::row);
    w.member("type", to_string(strategy.type));
    write_text_if_any(w, "field", strategy.field);
    w.end_object();
  });
}

void write_subnets(DocumentWriter& writer, const std::vector<std::string>& subnets) {
  if (subnets.empty()) return;
  writer.key("networkConfiguration");
  writer.begin_object();
  writer.key("awsvpcConfiguration");
  writer.begin_object();
  write_list(writer, "subnets", subnets, [](DocumentWriter& w, const std::string& subnet) { w.string(subnet); });
  writer.end_object();
  writer.end_object();
}

void write_providers(DocumentWriter& writer, const std::vector<CapacityProviderStrategyItem>& items) {
  // The API has no empty strategy: such a service says nothing of providers.
  if (items.empty()) return;
  write_list(writer, "capacityProviderStrategy", items,
             [](DocumentWriter& w, const CapacityProviderStrategyItem& item) {
               w.begin_object(Layout::row);
               w.member("capacityProvider", item.capacity_provider);
               w.member("weight", item.weight);
               w.member("base", item.base);
               w.end_object();
             });
}

void write_deployment_configuration(DocumentWriter& writer, const Service& service) {
  const bool is_daemon = service.scheduling_strategy == SchedulingStrategy::daemon;
  const DeploymentConfiguration& configuration = service.deployment_configuration;
  writer.key("deploymentConfiguration");
  writer.begin_object(Layout::row);
  writer.member("minimumHealthyPercent", configuration.minimum_healthy_percent.value_or(is_daemon ? 0 : 100));
  writer.member("maximumPercent", configuration.maximum_percent.value_or(is_daemon ? 100 : 200));
  writer.end_object();
}

void write_deployments(DocumentWriter& writer, const std::vector<Deployment>& deployments) {
  if (deployments.empty()) return;
  write_list(writer, "deployments", deployments, [](DocumentWriter& w, const Deployment& deployment) {
    w.begin_object(Layout::row);
    w.member("status", deployment.status);
    w.member("taskDefinition", deployment.task_definition);
    w.member("desiredCount", deployment.desired_count);
    w.end_object();
  });
}

void write_overrides(DocumentWriter& writer, const TaskOverrides& overrides) {
  if (overrides == TaskOverrides{}) return;
  writer.key("overrides");
  writer.begin_object();
  write_size_if_any(writer, "cpu", overrides.cpu);
  write_size_if_any(writer, "memory", overrides.memory);
  write_list(writer, "containerOverrides", overrides.containers,
             [](DocumentWriter& w, const TaskOverrides::Container& container) {
               w.begin_object(Layout::row);
               w.member("name", container.name);
               write_if_any(w, "cpu", container.cpu);
               write_if_any(w, "memory", container.memory);
               write_if_any(w, "memoryReservation", container.memory_reservation);
               if (container.gpus) write_gpus(w, *container.gpus);
               w.end_object();
             });
  writer.end_object();
}

}  // namespace

void write_text_if_any(DocumentWriter& writer, std::string_view key, std::string_view text) {
  if (!text.empty()) writer.member(key, text);
}

void write_attribute(DocumentWriter& writer, const Attribute& attribute) {
  writer.begin_object(Layout::row);
  writer.member("name", attribute.name);
  if (attribute.value) writer.member("value", *attribute.value);
  writer.end_object();
}

void write_task_definition(DocumentWriter& writer, const TaskDefinition& definition) {
  writer.begin_object();
  write_text_if_any(writer, "taskDefinitionArn", definition.task_definition_arn);
  writer.member("family", definition.family);
  writer.member("revision", definition.revision);
  writer.member("networkMode", to_string(definition.network_mode));
  write_size_if_any(writer, "cpu", definition.cpu);
  write_size_if_any(writer, "memory", definition.memory);
  write_list(writer, "containerDefinitions", definition.container_definitions, write_container);
  write_list(writer, "requiresAttributes", definition.requires_attributes, write_attribute);
  if (!definition.cpu_architecture.empty() || !definition.operating_system_family.empty()) {
    writer.key("runtimePlatform");
    writer.begin_object(Layout::row);
    write_text_if_any(writer, "cpuArchitecture", definition.cpu_architecture);
    write_text_if_any(writer, "operatingSystemFamily", definition.operating_system_family);
    writer.end_object();
  }
  write_constraints(writer, definition.placement_constraints);
  writer.end_object();
}

void write_service(DocumentWriter& writer, const Service& service) {
  // The defaults of services: spread over zones, then over instances. Daemons have no strategies.
  static const std::vector<PlacementStrategy> by_default = {
      {PlacementStrategy::Type::spread, "attribute:" + std::string(availability_zone_attribute)},
      {PlacementStrategy::Type::spread, "instanceId"}};
  writer.begin_object();
  writer.member("serviceName", service.service_name);
  writer.member("taskDefinition", service.task_definition);
  writer.member("desiredCount", service.desired_count);
  writer.member("runningCount", service.running_count);
  writer.member("schedulingStrategy", to_string(service.scheduling_strategy));
  if (service.scheduling_strategy == SchedulingStrategy::replica) {
    write_strategies(writer, service.placement_strategy.value_or(by_default));
  }
  write_constraints(writer, service.placement_constraints);
  write_subnets(writer, service.subnets);
  write_providers(writer, service.capacity_provider_strategy);
  write_deployment_configuration(writer, service);
  write_deployments(writer, service.deployments);
  writer.end_object();
}

void write_run_task(DocumentWriter& writer, const RunTask& request) {
  static const std::vector<PlacementStrategy> by_default = {{PlacementStrategy::Type::random, ""}};
  writer.begin_object();
  writer.member("taskDefinition", request.task_definition);
  writer.member("count", request.count);
  write_text_if_any(writer, "group", request.group);
  write_strategies(writer, request.placement_strategy.value_or(by_default));
  write_constraints(writer, request.placement_constraints);
  write_subnets(writer, request.subnets);
  write_providers(writer, request.capacity_provider_strategy);
  write_overrides(writer, request.overrides);
  writer.end_object();
}

}  // namespace eniplan::io
