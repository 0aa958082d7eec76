// Where the tasks of services and requests may go, and how one place is chosen among those.

#include <fmt/format.h>

#include "io/draft.hpp"

namespace eniplan::io {
namespace {

enum class LaunchType { ec2, fargate, external, managed_instances };
constexpr std::array<std::pair<std::string_view, LaunchType>, 4> launch_types{
    {{"EC2", LaunchType::ec2},
     {"FARGATE", LaunchType::fargate},
     {"EXTERNAL", LaunchType::external},
     {"MANAGED_INSTANCES", LaunchType::managed_instances}}};
constexpr std::array<std::pair<std::string_view, PlacementStrategy::Type>, 3> strategy_types{
    {{"random", PlacementStrategy::Type::random},
     {"spread", PlacementStrategy::Type::spread},
     {"binpack", PlacementStrategy::Type::binpack}}};

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
  if (type) strategy.type = type->choice(strategy_types);
  const bool has_field = strategy.type != PlacementStrategy::Type::random;
  const auto field = has_field ? fields.require("field") : fields.find("field");
  fields.finish(Owner::aws);
  if (!has_field || !field) return strategy;
  strategy.field =
      strategy.type == PlacementStrategy::Type::spread ? read_spread_field(*field) : read_binpack_field(*field);
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

std::vector<std::string> read_subnets(const Node& list, std::vector<ReferencePlace>& places) {
  std::vector<std::string> subnets;
  places.clear();
  for (const Node& subnet : list.elements()) {
    subnets.push_back(subnet.text());
    places.push_back(reference_at(subnet));
  }
  return subnets;
}

void read_network(const Node& node, std::vector<std::string>& subnets, std::vector<ReferencePlace>& places) {
  Fields fields(node);
  if (const auto awsvpc = fields.find("awsvpcConfiguration")) {
    Fields configuration(*awsvpc);
    if (const auto list = configuration.find("subnets")) subnets = read_subnets(*list, places);
    configuration.finish(Owner::aws);
  }
  fields.finish(Owner::aws);
}

bool names_fargate(const std::vector<CapacityProviderStrategyItem>& items) {
  return std::ranges::any_of(items, [](const CapacityProviderStrategyItem& item) {
    return item.capacity_provider == "FARGATE" || item.capacity_provider == "FARGATE_SPOT";
  });
}

// A launch type and a capacity provider strategy exclude each other, so the one given replaces the other.
template <class DraftType>
void read_capacity_choice(Fields& fields, DraftType& record) {
  const auto launch_type = fields.find("launchType");
  const auto providers = fields.find("capacityProviderStrategy");
  if (!launch_type && !providers) return;
  Participation& participation = record.participation;
  auto& strategy = record.value.capacity_provider_strategy;
  participation.launch_type.clear();
  strategy.clear();
  if (launch_type && launch_type->choice(launch_types) != LaunchType::ec2) {
    participation.launch_type = launch_type->value().scalar;
  }
  if (providers) strategy = read_providers(*providers);
  participation.names_fargate = names_fargate(strategy);
}

template <class DraftType>
void read_placement_of(Fields& fields, DraftType& record) {
  auto& value = record.value;
  if (const auto strategies = fields.find("placementStrategy")) value.placement_strategy = read_strategies(*strategies);
  if (const auto constraints = fields.find("placementConstraints")) {
    value.placement_constraints = read_placement_constraints(*constraints, ConstraintTypes::all);
  }
  if (const auto network = fields.find("networkConfiguration")) read_network(*network, value.subnets, record.subnets);
  read_capacity_choice(fields, record);
}

PlacementConstraint read_constraint(const Node& node, ConstraintTypes allowed) {
  using Type = PlacementConstraint::Type;
  constexpr std::array<std::pair<std::string_view, Type>, 2> types{
      {{"memberOf", Type::member_of}, {"distinctInstance", Type::distinct_instance}}};
  constexpr std::array<std::pair<std::string_view, Type>, 1> definition_types{{{"memberOf", Type::member_of}}};
  Fields fields(node);
  PlacementConstraint constraint;
  const auto type = fields.require("type");
  if (type) constraint.type = allowed == ConstraintTypes::all ? type->choice(types) : type->choice(definition_types);
  const bool is_member_of = type && type->value().scalar == "memberOf";
  const auto expression = is_member_of ? fields.require("expression") : fields.find("expression");
  fields.finish(Owner::aws);
  if (!is_member_of || !expression) return constraint;
  try {
    constraint.expression = parse_query(expression->text());
  } catch (const QueryError& error) {
    expression->error(fmt::format("{}\n{}", error.what(), error.excerpt()));
  }
  return constraint;
}

}  // namespace

std::vector<PlacementConstraint> read_placement_constraints(const Node& node, ConstraintTypes allowed) {
  std::vector<PlacementConstraint> constraints;
  for (const Node& element : node.elements()) constraints.push_back(read_constraint(element, allowed));
  return constraints;
}

void read_placement(Fields& fields, DraftService& record) { read_placement_of(fields, record); }
void read_placement(Fields& fields, DraftRunTask& record) { read_placement_of(fields, record); }

std::string reason_to_leave_out(const Participation& participation) {
  if (!participation.status.empty() && participation.status != "ACTIVE") {
    return fmt::format("its status is {}", participation.status);
  }
  if (!participation.launch_type.empty()) return fmt::format("its launchType is {}", participation.launch_type);
  if (participation.names_fargate) return "its capacityProviderStrategy names Fargate";
  return {};
}

}  // namespace eniplan::io
