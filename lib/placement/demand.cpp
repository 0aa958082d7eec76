#include "placement/demand.hpp"

#include <algorithm>
#include <array>

#include <eniplan/diagnostic.hpp>

#include "query/evaluate.hpp"

namespace eniplan::placement {
namespace {

// Source: ECS API reference, CreateService and RunTask, placementStrategy (2026).
const std::array<PlacementStrategy, 2> default_of_services = {{
    {PlacementStrategy::Type::spread, "attribute:ecs.availability-zone"},
    {PlacementStrategy::Type::spread, "instanceId"},
}};
const std::array<PlacementStrategy, 1> default_of_requests = {{{PlacementStrategy::Type::random, ""}}};

void add_constraints(const std::vector<PlacementConstraint>& constraints, Demand& demand, Eligibility& eligibility) {
  for (const PlacementConstraint& constraint : constraints) {
    if (constraint.type == PlacementConstraint::Type::distinct_instance) {
      demand.distinct_instance = true;
    } else if (query::depends_on_state(constraint.expression)) {
      demand.changing_member_of.push_back(&constraint.expression);
    } else {
      eligibility.member_of.push_back(&constraint.expression);
    }
  }
}

std::vector<const Subnet*> named_subnets(const std::vector<std::string>& names, const Cluster& cluster) {
  std::vector<const Subnet*> named;
  for (const std::string& name : names) {
    const auto found = std::ranges::find(cluster.subnets, name, &Subnet::subnet_id);
    if (found != cluster.subnets.end()) named.push_back(&*found);
  }
  return named;
}

const TaskDefinition& required_definition(const TaskDefinitionIndex& definitions, const std::string& reference) {
  const TaskDefinition* definition = definitions.find(reference);
  if (definition == nullptr) {
    throw InputError({{.key = "taskDefinition", .message = "no task definition is named '" + reference + "'"}});
  }
  return *definition;
}

/// Whether tasks ask for no more than their definition does.
bool is_plain(const Demand& demand, const auto& wish, const TaskDefinition& definition) {
  return demand.subnets.empty() && wish.placement_constraints.empty() && wish.capacity_provider_strategy.empty() &&
         definition.placement_constraints.empty();
}

}  // namespace

Demands::Known& Demands::known(const TaskDefinition& definition) {
  const auto [place, is_new] = known_.try_emplace(&definition);
  if (is_new) place->second.needs = task_needs(definition);
  return place->second;
}

/// What services and requests have in common.
Demand Demands::common(const auto& wish, const TaskDefinition& definition, const TaskNeeds& needs,
                       std::optional<ShapeId>& plain_shape, std::span<const PlacementStrategy> default_strategies) {
  Demand demand;
  demand.definition = &definition;
  if (definition.network_mode == NetworkMode::awsvpc) demand.subnets = named_subnets(wish.subnets, cluster_);

  const bool asks_for_no_more = is_plain(demand, wish, definition);
  if (asks_for_no_more && plain_shape) {
    demand.shape = *plain_shape;
  } else {
    Eligibility asked{.attributes = needs.attributes};
    add_constraints(definition.placement_constraints, demand, asked);
    add_constraints(wish.placement_constraints, demand, asked);
    for (const Subnet* const subnet : demand.subnets) asked.zones.insert(subnet->availability_zone);
    for (const auto& item : wish.capacity_provider_strategy) asked.capacity_providers.push_back(item.capacity_provider);
    demand.shape = shapes_.id_of(needs, std::move(asked));
    if (asks_for_no_more) plain_shape = demand.shape;
  }
  // An empty list is what AWS answers for a service without strategies.
  const bool given = wish.placement_strategy && !wish.placement_strategy->empty();
  demand.preference =
      shapes_.preference_of(given ? std::span<const PlacementStrategy>(*wish.placement_strategy) : default_strategies,
                            demand.distinct_instance);
  return demand;
}

Demand Demands::of(const Service& service) {
  const TaskDefinition& definition = required_definition(*definitions_, service.task_definition);
  Known& known = this->known(definition);
  Demand demand = common(service, definition, known.needs, known.plain_shape, default_of_services);
  demand.group = groups_.id_of(task_group(service));
  return demand;
}

Demand Demands::of(const RunTask& request) {
  const TaskDefinition& definition = required_definition(*definitions_, request.task_definition);
  const bool is_overridden = request.overrides != TaskOverrides{};
  Known own;
  if (is_overridden) own.needs = task_needs(definition, request.overrides);
  Known& known = is_overridden ? own : this->known(definition);
  Demand demand = common(request, definition, known.needs, known.plain_shape, default_of_requests);
  demand.group = groups_.id_of(request.group);
  return demand;
}

}  // namespace eniplan::placement
