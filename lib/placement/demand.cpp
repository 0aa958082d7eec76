#include "placement/demand.hpp"

#include <algorithm>
#include <array>

#include <eniplan/diagnostic.hpp>

#include "model/task_definition_index.hpp"

namespace eniplan::placement {
namespace {

// Source: ECS API reference, CreateService and RunTask, placementStrategy (2026).
const std::array<PlacementStrategy, 2> default_of_services = {{
    {PlacementStrategy::Type::spread, "attribute:ecs.availability-zone"},
    {PlacementStrategy::Type::spread, "instanceId"},
}};
const std::array<PlacementStrategy, 1> default_of_requests = {{{PlacementStrategy::Type::random, ""}}};

void add_constraints(const std::vector<PlacementConstraint>& constraints, Demand& demand) {
  for (const PlacementConstraint& constraint : constraints) {
    if (constraint.type == PlacementConstraint::Type::distinct_instance) {
      demand.distinct_instance = true;
    } else {
      demand.member_of.push_back(&constraint.expression);
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

/// What services and requests have in common.
Demand demand_of(const auto& wish, const TaskDefinition& definition, const Cluster& cluster,
                 std::span<const PlacementStrategy> default_strategies) {
  Demand demand;
  demand.definition = &definition;
  add_constraints(definition.placement_constraints, demand);
  add_constraints(wish.placement_constraints, demand);
  if (definition.network_mode == NetworkMode::awsvpc) demand.subnets = named_subnets(wish.subnets, cluster);
  demand.capacity_providers = wish.capacity_provider_strategy;
  // An empty list is what AWS answers for a service without strategies.
  const bool given = wish.placement_strategy && !wish.placement_strategy->empty();
  demand.strategies = given ? std::span<const PlacementStrategy>(*wish.placement_strategy) : default_strategies;
  return demand;
}

const TaskDefinition& required_definition(const TaskDefinitionIndex& definitions, const std::string& reference) {
  const TaskDefinition* definition = definitions.find(reference);
  if (definition == nullptr) {
    throw InputError({{.key = "taskDefinition", .message = "no task definition is named '" + reference + "'"}});
  }
  return *definition;
}

}  // namespace

std::vector<Demand> all_demands(const Cluster& cluster, TaskGroups& groups) {
  const TaskDefinitionIndex definitions(cluster);
  std::vector<Demand> demands;
  demands.reserve(cluster.services.size() + cluster.run_tasks.size());
  for (const Service& service : cluster.services) {
    const TaskDefinition& definition = required_definition(definitions, service.task_definition);
    Demand& demand = demands.emplace_back(demand_of(service, definition, cluster, default_of_services));
    demand.group = groups.id_of(task_group(service));
    demand.needs = task_needs(definition);
  }
  for (const RunTask& request : cluster.run_tasks) {
    const TaskDefinition& definition = required_definition(definitions, request.task_definition);
    Demand& demand = demands.emplace_back(demand_of(request, definition, cluster, default_of_requests));
    demand.group = groups.id_of(request.group);
    demand.needs = task_needs(definition, request.overrides);
  }
  return demands;
}

}  // namespace eniplan::placement
