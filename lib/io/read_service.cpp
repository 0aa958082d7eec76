// Services and run-task requests.

#include <fmt/format.h>

#include "io/draft.hpp"
#include "io/nearest.hpp"
#include "io/task_size.hpp"

namespace eniplan::io {
namespace {

enum class LaunchType { ec2, fargate, external, managed_instances };
constexpr std::array<std::pair<std::string_view, LaunchType>, 4> launch_types{
    {{"EC2", LaunchType::ec2},
     {"FARGATE", LaunchType::fargate},
     {"EXTERNAL", LaunchType::external},
     {"MANAGED_INSTANCES", LaunchType::managed_instances}}};
constexpr std::array<std::pair<std::string_view, SchedulingStrategy>, 2> scheduling_strategies{
    {{"REPLICA", SchedulingStrategy::replica}, {"DAEMON", SchedulingStrategy::daemon}}};
constexpr std::array<std::pair<std::string_view, PlacementStrategy::Type>, 3> strategy_types{
    {{"random", PlacementStrategy::Type::random},
     {"spread", PlacementStrategy::Type::spread},
     {"binpack", PlacementStrategy::Type::binpack}}};
constexpr std::array<std::pair<std::string_view, bool>, 2> rebalancing_words{{{"ENABLED", true}, {"DISABLED", false}}};

constexpr std::size_t most_strategies = 5;  // API reference, CreateService (2026)
constexpr std::string_view attribute_prefix = "attribute:";

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// Case does not count, but in the attribute's name.
std::string read_spread_field(const Node& node) {
  const std::string field = node.text();
  const std::string folded = lower(field);
  if (folded == "instanceid") return "instanceId";
  if (folded == "host") return "host";
  if (folded.starts_with(attribute_prefix) && field.size() > attribute_prefix.size()) {
    return std::string(attribute_prefix) + field.substr(attribute_prefix.size());
  }
  node.mismatch("instanceId, host or attribute:NAME");
  return "instanceId";
}

std::string read_binpack_field(const Node& node) {
  const std::string folded = lower(node.text());
  if (folded != "cpu" && folded != "memory") node.mismatch("cpu or memory");
  return folded;
}

PlacementStrategy read_strategy(const Node& node) {
  Fields fields(node);
  PlacementStrategy strategy;
  const auto type = fields.require("type");
  if (!type) return strategy;
  strategy.type = type->choice(strategy_types);
  if (strategy.type == PlacementStrategy::Type::random) return strategy;
  const auto field = fields.require("field");
  if (!field) return strategy;
  strategy.field = strategy.type == PlacementStrategy::Type::spread ? read_spread_field(*field) : read_binpack_field(*field);
  return strategy;
}

// No strategies and an empty list of them mean the same: the default.
std::optional<std::vector<PlacementStrategy>> read_strategies(const Node& node) {
  std::vector<PlacementStrategy> strategies;
  for (const Node& element : node.elements()) strategies.push_back(read_strategy(element));
  if (strategies.size() > most_strategies) {
    node.error(fmt::format("expected at most {} strategies, found {}", most_strategies, strategies.size()));
  }
  if (strategies.empty()) return std::nullopt;
  return strategies;
}

std::vector<CapacityProviderStrategyItem> read_providers(const Node& node) {
  std::vector<CapacityProviderStrategyItem> items;
  for (const Node& element : node.elements()) {
    Fields fields(element);
    CapacityProviderStrategyItem& item = items.emplace_back();
    if (const auto name = fields.require("capacityProvider")) item.capacity_provider = name->text();
    item.weight = fields.integer("weight", 0, 1000).value_or(0);
    item.base = fields.integer("base", 0, 100000).value_or(0);
    fields.finish(Owner::aws);
  }
  return items;
}

void read_network(const Node& node, std::vector<std::string>& subnets, std::vector<ReferencePlace>& places) {
  Fields fields(node);
  const auto awsvpc = fields.find("awsvpcConfiguration");
  fields.finish(Owner::aws);
  if (!awsvpc) return;
  Fields configuration(*awsvpc);
  const auto list = configuration.find("subnets");
  configuration.finish(Owner::aws);
  if (!list) return;
  subnets.clear();
  places.clear();
  for (const Node& subnet : list->elements()) {
    subnets.push_back(subnet.text());
    places.push_back({subnet.value().offset, fmt::format("networkConfiguration.awsvpcConfiguration.subnets[{}]", places.size())});
  }
}

bool names_fargate(const std::vector<CapacityProviderStrategyItem>& items) {
  return std::ranges::any_of(items, [](const CapacityProviderStrategyItem& item) {
    return item.capacity_provider == "FARGATE" || item.capacity_provider == "FARGATE_SPOT";
  });
}

// What services and requests have in common: where tasks may go and how one is chosen.
template <class DraftType>
void read_placement(Fields& fields, DraftType& record) {
  auto& value = record.value;
  if (const auto strategies = fields.find("placementStrategy")) value.placement_strategy = read_strategies(*strategies);
  if (const auto constraints = fields.find("placementConstraints")) {
    value.placement_constraints = read_placement_constraints(*constraints, false);
  }
  if (const auto network = fields.find("networkConfiguration")) read_network(*network, value.subnets, record.subnets);
  const auto launch_type = fields.find("launchType");
  const auto providers = fields.find("capacityProviderStrategy");
  if (launch_type) {
    value.capacity_provider_strategy.clear();
    record.left_out.clear();
    if (launch_type->choice(launch_types) != LaunchType::ec2) {
      record.left_out = fmt::format("its launchType is {}", launch_type->value().scalar);
    }
  }
  if (providers) {
    value.capacity_provider_strategy = read_providers(*providers);
    if (names_fargate(value.capacity_provider_strategy)) record.left_out = "its capacityProviderStrategy names Fargate";
  }
}

void read_deployment(const Node& node, DeploymentConfiguration& configuration) {
  Fields fields(node);
  if (const auto percent = fields.integer("minimumHealthyPercent", 0, 100)) configuration.minimum_healthy_percent = percent;
  if (const auto percent = fields.integer("maximumPercent", 0, 10000)) configuration.maximum_percent = percent;
  fields.finish(Owner::aws);
}

std::string read_service_cluster(Fields& fields) {
  if (const auto arn = fields.find("clusterArn")) return cluster_key(arn->text());
  if (const auto cluster = fields.find("cluster")) return cluster_key(cluster->text());
  if (const auto arn = fields.find("serviceArn")) return cluster_key_of_member(arn->text());
  return {};
}

// Reads what is given on top of what `record` holds already.
void read_service_fields(const Node& node, DraftService& record) {
  Fields fields(node);
  Service& service = record.value;
  if (const std::string cluster = read_service_cluster(fields); !cluster.empty()) record.cluster = cluster;
  if (const auto name = fields.require("serviceName")) service.service_name = name->text();
  if (const auto definition = fields.find("taskDefinition")) {
    service.task_definition = definition->text();
    record.definition = {definition->value().offset, "taskDefinition"};
  }
  if (const auto strategy = fields.find("schedulingStrategy")) service.scheduling_strategy = strategy->choice(scheduling_strategies);
  if (const auto count = fields.integer("desiredCount", 0, largest_count)) {
    service.desired_count = *count;
    record.has_desired_count = true;
  }
  service.running_count = fields.integer("runningCount", 0, largest_count).value_or(service.running_count);
  if (const auto configuration = fields.find("deploymentConfiguration")) {
    read_deployment(*configuration, service.deployment_configuration);
  }
  if (const auto rebalancing = fields.find("availabilityZoneRebalancing")) {
    static_cast<void>(rebalancing->choice(rebalancing_words));  // plays no part in placement, but must be a word AWS has
  }
  read_placement(fields, record);
  if (const auto status = fields.find("status"); status && status->text() != "ACTIVE") {
    record.left_out = fmt::format("its status is {}", status->text());
  }
  if (service.task_definition.empty()) record.left_out = "it has no taskDefinition (external deployment controller)";
  fields.finish(Owner::aws);
}

void check_service(const Node& node, const DraftService& record) {
  const Service& service = record.value;
  if (!record.left_out.empty() || node.value().kind != Value::Kind::map) return;
  if (service.scheduling_strategy == SchedulingStrategy::daemon && service.placement_strategy) {
    node.error("expected no placementStrategy in a service with schedulingStrategy DAEMON");
  }
  if (service.scheduling_strategy == SchedulingStrategy::replica && !record.has_desired_count) {
    node.error("expected desiredCount here, found nothing");
  }
}

TaskOverrides read_overrides(const Node& node) {
  Fields fields(node);
  TaskOverrides overrides;
  if (const auto cpu = fields.find("cpu")) overrides.cpu = read_task_cpu(*cpu);
  if (const auto memory = fields.find("memory")) overrides.memory = read_task_memory(*memory);
  const auto containers = fields.find("containerOverrides");
  fields.finish(Owner::aws);
  if (!containers) return overrides;
  for (const Node& element : containers->elements()) {
    Fields container(element);
    TaskOverrides::Container& replaced = overrides.containers.emplace_back();
    if (const auto name = container.require("name")) replaced.name = name->text();
    if (const auto cpu = container.integer("cpu", 0, largest_amount)) replaced.cpu = CpuUnits{*cpu};
    if (const auto memory = container.integer("memory", 0, largest_amount)) replaced.memory = MiB{*memory};
    if (const auto memory = container.integer("memoryReservation", 0, largest_amount)) replaced.memory_reservation = MiB{*memory};
    if (const auto requirements = container.find("resourceRequirements")) replaced.gpus = read_gpus(*requirements);
    container.finish(Owner::aws);
  }
  return overrides;
}

PlacementConstraint read_constraint(const Node& node, bool in_task_definition) {
  using Type = PlacementConstraint::Type;
  constexpr std::array<std::pair<std::string_view, Type>, 2> types{
      {{"memberOf", Type::member_of}, {"distinctInstance", Type::distinct_instance}}};
  constexpr std::array<std::pair<std::string_view, Type>, 1> definition_types{{{"memberOf", Type::member_of}}};
  Fields fields(node);
  PlacementConstraint constraint;
  const auto type = fields.require("type");
  if (!type) return constraint;
  constraint.type = in_task_definition ? type->choice(definition_types) : type->choice(types);
  if (constraint.type == Type::distinct_instance) return constraint;
  const auto expression = fields.require("expression");
  if (!expression) return constraint;
  try {
    constraint.expression = parse_query(expression->text());
  } catch (const QueryError& error) {
    expression->error(fmt::format("{}\n{}", error.what(), error.excerpt()));
  }
  return constraint;
}

}  // namespace

std::vector<PlacementConstraint> read_placement_constraints(const Node& node, bool in_task_definition) {
  std::vector<PlacementConstraint> constraints;
  for (const Node& element : node.elements()) constraints.push_back(read_constraint(element, in_task_definition));
  return constraints;
}

void read_service(const Node& node, Draft& draft) {
  DraftService record;
  record.place = node.place();
  record.path = to_string(node.path());
  read_service_fields(node, record);
  check_service(node, record);
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
  record.left_out.clear();
  record.place = node.place();
  record.path = to_string(node.path());
  read_service_fields(node, record);
  check_service(node, record);
  return record;
}

void read_run_task(const Node& node, Draft& draft) {
  Fields fields(node);
  DraftRunTask record;
  RunTask& request = record.value;
  record.place = node.place();
  record.path = to_string(node.path());
  if (const auto cluster = fields.find("cluster")) record.cluster = cluster_key(cluster->text());
  if (const auto definition = fields.require("taskDefinition")) {
    request.task_definition = definition->text();
    record.definition = {definition->value().offset, "taskDefinition"};
  }
  request.count = fields.integer("count", 0, largest_count).value_or(1);
  request.group = "family:" + std::string(task_family(request.task_definition));
  if (const auto group = fields.find("group"); group && !group->text().empty()) {
    request.group = group->text();
    if (request.group.starts_with("service:")) group->mismatch("a group that does not start with \"service:\", which belongs to services");
  }
  read_placement(fields, record);
  if (const auto overrides = fields.find("overrides")) request.overrides = read_overrides(*overrides);
  fields.finish(Owner::aws);
  draft.run_tasks.push_back(std::move(record));
}

}  // namespace eniplan::io
