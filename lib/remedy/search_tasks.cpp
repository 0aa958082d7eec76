// Changes of task definitions, services and requests.
//
// Tested by: tests/remedy/.

#include <fmt/format.h>

#include <algorithm>

#include "remedy/reservations.hpp"
#include "remedy/searches.hpp"

namespace eniplan::remedy {
namespace {

using Owner = RelaxedConstraint::Owner;
using What = RelaxedConstraint::What;

constexpr std::int64_t highest_maximum = 200;  // at 200 all new tasks may run beside all old ones

bool has_static_ports(const TaskDefinition& definition) {
  const TaskNeeds needs = task_needs(definition);
  return !needs.ports.empty() || !needs.ports_udp.empty();
}

void try_relaxed(Finder& finder, RelaxedConstraint step) {
  const RemedyStep relaxed = std::move(step);
  finder.try_one(description(relaxed), relaxed);
}

void relax_list(Finder& finder, Owner owner, std::size_t number, const std::string& name,
                const std::vector<PlacementConstraint>& constraints) {
  for (std::size_t index = 0; index < constraints.size(); ++index) {
    const bool is_distinct = constraints[index].type == PlacementConstraint::Type::distinct_instance;
    try_relaxed(finder, {.owner = owner,
                         .number = number,
                         .name = name,
                         .what = is_distinct ? What::distinct_instance : What::member_of,
                         .index = index,
                         .text = is_distinct ? "" : constraints[index].expression.text});
  }
}

/// What services and requests have in common.
void relax_placement(Finder& finder, Owner owner, std::size_t number, const std::string& name, const auto& asker) {
  relax_list(finder, owner, number, name, asker.placement_constraints);
  const Cluster& cluster = finder.cluster();
  if (!asker.capacity_provider_strategy.empty()) {
    std::vector<std::string> providers;
    for (const CapacityProviderStrategyItem& item : asker.capacity_provider_strategy) {
      providers.push_back(item.capacity_provider);
    }
    try_relaxed(finder, {.owner = owner,
                         .number = number,
                         .name = name,
                         .what = What::capacity_providers,
                         .text = fmt::format("{}", fmt::join(providers, ", "))});
  }
  const bool can_widen = std::ranges::any_of(cluster.subnets, [&](const Subnet& subnet) {
    return std::ranges::find(asker.subnets, subnet.subnet_id) == asker.subnets.end();
  });
  if (!asker.subnets.empty() && can_widen) {
    try_relaxed(finder, {.owner = owner,
                         .number = number,
                         .name = name,
                         .what = What::subnets,
                         .text = fmt::format("{}", fmt::join(asker.subnets, ", "))});
  }
}

/// Names of those of `definitions` that `is_meant` holds for.
std::vector<std::string> names_of(const Refused& refused, const auto& is_meant) {
  std::vector<std::string> names;
  for (const TaskDefinition* definition : refused.definitions) {
    if (is_meant(*definition)) names.push_back(task_definition_name(*definition));
  }
  return names;
}

/// Each by itself, and all of them.
void try_each_and_all(Finder& finder, const std::vector<std::string>& names, const auto& step_for) {
  for (const std::string& name : names) {
    const RemedyStep step = step_for({name});
    finder.try_one(description(step), step);
  }
  if (names.size() < 2) return;
  const RemedyStep step = step_for(names);
  finder.try_one(description(step), step);
}

}  // namespace

void search_bridge(Finder& finder, const Refused& refused) {
  for (const NetworkMode from : {NetworkMode::awsvpc, NetworkMode::host}) {
    const auto is_meant = [from](const TaskDefinition& definition) {
      return definition.network_mode == from && (from == NetworkMode::awsvpc || has_static_ports(definition));
    };
    try_each_and_all(finder, names_of(refused, is_meant), [from](std::vector<std::string> names) -> RemedyStep {
      return BridgeMode{std::move(names), from};
    });
  }
}

void search_dynamic_ports(Finder& finder, const Refused& refused) {
  const auto is_meant = [](const TaskDefinition& definition) {
    return definition.network_mode == NetworkMode::bridge && has_static_ports(definition);
  };
  try_each_and_all(finder, names_of(refused, is_meant),
                   [](std::vector<std::string> names) -> RemedyStep { return DynamicPorts{std::move(names)}; });
}

void search_constraints(Finder& finder, const Refused& refused) {
  const Cluster& cluster = finder.cluster();
  for (const std::size_t number : refused.services) {
    const Service& service = cluster.services[number];
    relax_placement(finder, Owner::service, number, service.service_name, service);
  }
  for (const std::size_t number : refused.requests) {
    const RunTask& request = cluster.run_tasks[number];
    relax_placement(finder, Owner::request, number, request.group, request);
  }
  for (const TaskDefinition* definition : refused.definitions) {
    const auto number = static_cast<std::size_t>(definition - cluster.task_definitions.data());
    const std::string name = task_definition_name(*definition);
    relax_list(finder, Owner::task_definition, number, name, definition->placement_constraints);
    for (std::size_t index = 0; index < definition->requires_attributes.size(); ++index) {
      const Attribute& attribute = definition->requires_attributes[index];
      if (attribute.name.starts_with("ecs.") || attribute.name.starts_with("com.amazonaws.")) continue;
      try_relaxed(finder, {.owner = Owner::task_definition,
                           .number = number,
                           .name = name,
                           .what = What::attribute,
                           .index = index,
                           .text = attribute.value ? attribute.name + "=" + *attribute.value : attribute.name});
    }
  }
}

void search_reservations(Finder& finder, const Refused& refused) {
  for (const auto resource : {LowerReservation::Resource::memory, LowerReservation::Resource::cpu}) {
    for (const TaskDefinition* definition : refused.definitions) {
      const std::int64_t now = reserved(*definition, resource);
      const std::int64_t most = now - least_reservation(*definition, resource);
      if (most <= 0) continue;
      const std::string name = task_definition_name(*definition);
      const bool is_cpu = resource == LowerReservation::Resource::cpu;
      finder.try_sizes(fmt::format("less {} for {}", to_string(resource), name), {1, most},
                       is_cpu ? " units less" : " MiB less", [name, resource, now](std::int64_t less) {
                         return LowerReservation{name, resource, now, now - less};
                       });
    }
  }
}

void search_percentages(Finder& finder, const std::vector<std::string>& stuck) {
  std::int64_t most_less = 0;
  std::int64_t most_more = 0;
  std::vector<MilderPercentages::Of> now;
  for (const std::string& name : stuck) {
    const auto& configuration =
        std::ranges::find(finder.cluster().services, name, &Service::service_name)->deployment_configuration;
    now.push_back({name, configuration.minimum_healthy_percent.value_or(100),
                   configuration.maximum_percent.value_or(highest_maximum)});
    most_less = std::max(most_less, *now.back().minimum_healthy_percent);
    most_more = std::max(most_more, highest_maximum - *now.back().maximum_percent);
  }
  if (most_less > 0) {
    finder.try_sizes("a lower minimumHealthyPercent", {1, most_less}, " percent less", [now](std::int64_t less) {
      MilderPercentages step;
      for (const MilderPercentages::Of& of : now) {
        step.services.push_back(
            {of.service, std::max<std::int64_t>(*of.minimum_healthy_percent - less, 0), std::nullopt});
      }
      return step;
    });
  }
  if (most_more > 0) {
    finder.try_sizes("a higher maximumPercent", {1, most_more}, " percent more", [now](std::int64_t more) {
      MilderPercentages step;
      for (const MilderPercentages::Of& of : now) {
        const std::int64_t raised = std::min(*of.maximum_percent + more, highest_maximum);
        step.services.push_back({of.service, std::nullopt, std::max(*of.maximum_percent, raised)});
      }
      return step;
    });
  }
}

}  // namespace eniplan::remedy
