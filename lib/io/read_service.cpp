// Services, as describe-services returns and create-service takes them.

#include <fmt/format.h>

#include "io/draft.hpp"

namespace eniplan::io {
namespace {

constexpr std::array<std::pair<std::string_view, SchedulingStrategy>, 2> scheduling_strategies{
    {{"REPLICA", SchedulingStrategy::replica}, {"DAEMON", SchedulingStrategy::daemon}}};
constexpr std::array<std::pair<std::string_view, bool>, 2> rebalancing_words{{{"ENABLED", true}, {"DISABLED", false}}};

void read_configuration(const Node& node, DeploymentConfiguration& configuration) {
  Fields fields(node);
  if (const auto percent = fields.integer("minimumHealthyPercent", 0, 100))
    configuration.minimum_healthy_percent = percent;
  if (const auto percent = fields.integer("maximumPercent", 0, 10000)) configuration.maximum_percent = percent;
  fields.finish(Owner::aws);
}

// Deployments that are neither under way nor being replaced say nothing of the tasks that run.
void read_deployments(const Node& list, DraftService& record) {
  for (const Node& element : list.elements()) {
    Fields fields(element);
    Deployment deployment{.status = fields.text("status")};
    const auto definition = fields.find("taskDefinition");
    if (definition) deployment.task_definition = definition->text();
    deployment.desired_count = fields.integer("desiredCount", 0, largest_count).value_or(0);
    fields.finish(Owner::aws);
    const bool counts = deployment.status == "PRIMARY" || deployment.status == "ACTIVE";
    if (!counts || deployment.task_definition.empty()) continue;
    record.value.deployments.push_back(std::move(deployment));
    record.deployments.push_back(reference_at(*definition));
  }
}

std::string read_service_cluster(Fields& fields) {
  if (const auto arn = fields.find("clusterArn")) return cluster_key(arn->text());
  if (const auto cluster = fields.find("cluster")) return cluster_key(cluster->text());
  if (const auto arn = fields.find("serviceArn")) return cluster_key_of_member(arn->text());
  return {};
}

// What depends on several members of a service that takes part.
void check_service(Fields& fields, const DraftService& record) {
  const bool is_daemon = record.value.scheduling_strategy == SchedulingStrategy::daemon;
  if (is_daemon && record.value.placement_strategy) {
    const Node node = fields.find("placementStrategy").value_or(fields.node());
    node.error("expected none in a service with schedulingStrategy DAEMON, found one");
  }
  if (!is_daemon && !record.has_desired_count) fields.report_missing("desiredCount");
}

// Reads what is given on top of what `record` holds already.
void read_service_fields(const Node& node, DraftService& record) {
  Fields fields(node);
  Service& service = record.value;
  if (const std::string cluster = read_service_cluster(fields); !cluster.empty()) record.cluster = cluster;
  if (const auto name = fields.require("serviceName")) {
    service.service_name = name->text();
    if (name->value().kind == Value::Kind::text && service.service_name.empty()) name->mismatch("a name");
  }
  if (const auto definition = fields.find("taskDefinition")) {
    service.task_definition = definition->text();
    record.definition = reference_at(*definition);
  }
  if (const auto strategy = fields.find("schedulingStrategy"))
    service.scheduling_strategy = strategy->choice(scheduling_strategies);
  if (const auto count = fields.integer("desiredCount", 0, largest_count)) {
    service.desired_count = *count;
    record.has_desired_count = true;
  }
  service.running_count = fields.integer("runningCount", 0, largest_count).value_or(service.running_count);
  if (const auto configuration = fields.find("deploymentConfiguration")) {
    read_configuration(*configuration, service.deployment_configuration);
  }
  if (const auto deployments = fields.find("deployments")) read_deployments(*deployments, record);
  if (const auto rebalancing = fields.find("availabilityZoneRebalancing")) {
    static_cast<void>(
        rebalancing->choice(rebalancing_words));  // plays no part in placement, but must be a word AWS has
  }
  read_placement(fields, record);
  if (const auto status = fields.find("status")) record.participation.status = status->text();
  if (reason_to_leave_out(record).empty()) check_service(fields, record);
  fields.finish(Owner::aws);
}

}  // namespace

std::string reason_to_leave_out(const DraftService& service) {
  if (service.value.task_definition.empty()) return "it has no taskDefinition (external deployment controller)";
  return reason_to_leave_out(service.participation);
}

void read_service(const Node& node, Draft& draft) {
  DraftService record;
  record.place = node.place();
  record.path = to_string(node.path());
  read_service_fields(node, record);
  draft.services.push_back(std::move(record));
}

DraftService read_service_request_name(const Node& node) {
  Fields fields(node);
  DraftService record;
  record.place = node.place();
  record.path = to_string(node.path());
  record.cluster = read_service_cluster(fields);
  record.value.service_name = fields.text("serviceName");
  record.request = node.value();
  return record;
}

DraftService read_service_request(const Node& node, const DraftService* described) {
  DraftService record = described != nullptr ? *described : DraftService{};
  record.value.deployments.clear();  // The request starts a new one, which replaces whatever runs.
  record.deployments.clear();
  record.place = node.place();
  record.path = to_string(node.path());
  read_service_fields(node, record);
  return record;
}

}  // namespace eniplan::io
