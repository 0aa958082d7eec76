// The checks of placement, in their order.
//
// Tested by: tests/placement/filters_test.cpp and the comparison with the oracle.
//
// Status, provider, agent, location, attributes and those memberOf expressions that look at no tasks depend on facts
// that no placement changes: they are made once for each class of instances. What is left for each instance are
// some comparisons of integers. A task changes the state of its own instance only, so whoever holds a list of the
// candidates need look again at no other.

#include "placement/filters.hpp"

#include <algorithm>
#include <string_view>

namespace eniplan::placement {
namespace {

// TCP and UDP, the agent's own included. Source: ECS API reference, PortMapping, hostPort (2026).
constexpr std::size_t port_limit = 100;

bool is_of_other_provider(const InstanceBlock& instance, const Demand& demand, const World& world) {
  if (demand.capacity_providers.empty() || !world.names_providers) return false;
  return std::ranges::none_of(demand.capacity_providers, [&](const CapacityProviderStrategyItem& item) {
    return item.capacity_provider == instance.capacity_provider;
  });
}

bool is_elsewhere(const InstanceBlock& instance, const Demand& demand) {
  if (demand.subnets.empty()) return false;
  return std::ranges::none_of(
      demand.subnets, [&](const Subnet* subnet) { return subnet->availability_zone == instance.availability_zone; });
}

bool lacks(const Attributes& attributes, const Attribute& required) {
  const auto value = attributes.value_of(required.name);
  return !value || (required.value && *value != *required.value);
}

bool lacks_attributes(const InstanceBlock& instance, const Demand& demand) {
  // Launch type EC2 never uses instances of ECS Anywhere.
  if (instance.attributes->contains(external_capability)) return true;
  return std::ranges::any_of(demand.needs.attributes,
                             [&](const Attribute& required) { return lacks(*instance.attributes, required); });
}

/// What the cluster query language sees of an instance, but for its tasks.
query::Facts facts_of(const InstanceBlock& instance) {
  query::Facts facts{.attributes = *instance.attributes, .agent_connected = instance.agent_connected};
  if (const ContainerInstance* described = instance.container_instance) {
    facts.agent_version = described->agent_version;
    facts.ec2_instance_id = described->ec2_instance_id;
    facts.registered_at = described->registered_at;
  }
  return facts;
}

bool is_not_member(const std::vector<query::CompiledQuery>& expressions, const query::Facts& facts) {
  return std::ranges::any_of(expressions,
                             [&](const query::CompiledQuery& expression) { return !evaluate(expression, facts); });
}

/// The checks of facts that no placement changes; `member_of` are the expressions that look at such facts alone.
FailedChecks failed_for_good(const InstanceBlock& instance, const Demand& demand, const World& world,
                             const std::vector<query::CompiledQuery>& member_of) {
  FailedChecks failed;
  failed.add_if(instance.status != InstanceStatus::active, Reason::inactive);
  failed.add_if(is_of_other_provider(instance, demand, world), Reason::capacity_provider);
  failed.add_if(!instance.agent_connected, Reason::agent);
  failed.add_if(is_elsewhere(instance, demand), Reason::location);
  failed.add_if(lacks_attributes(instance, demand), Reason::attribute);
  failed.add_if(is_not_member(member_of, facts_of(instance)), Reason::member_of);
  return failed;
}

bool has_common(const std::vector<std::int64_t>& taken, const std::vector<std::int64_t>& needed) {
  return std::ranges::any_of(needed, [&](std::int64_t port) { return std::ranges::binary_search(taken, port); });
}

/// A need of nothing is never refused, even by an instance that has less than nothing left.
bool is_short(std::int64_t need, std::int64_t remaining) { return need > 0 && need > remaining; }

}  // namespace

Filters::Filters(const World& world, const Demand& demand, const GroupTasks& group)
    : world_(world),
      demand_(demand),
      group_(group),
      has_ports_(!demand.needs.ports.empty() || !demand.needs.ports_udp.empty()) {
  std::vector<query::CompiledQuery> fixed_member_of;
  for (const Query* expression : demand.member_of) {
    const bool changing = query::depends_on_state(expression->root);
    (changing ? changing_member_of_ : fixed_member_of).emplace_back(expression->root);
    asks_for_groups_ = asks_for_groups_ || query::depends_on_groups(expression->root);
  }
  failed_of_class_.reserve(world.classes.size());
  for (const InstanceIndex instance : world.classes.representative) {
    failed_of_class_.push_back(failed_for_good(world.fleet.block(instance), demand, world, fixed_member_of));
  }
}

FailedChecks Filters::failed(InstanceIndex instance) const {
  const Resources& needs = demand_.needs.resources;
  const FleetState& state = world_.state;
  FailedChecks failed = failed_of_class_[world_.classes.of[instance]];
  failed.add_if(is_short(needs.cpu.value, state.cpu[instance]), Reason::cpu);
  failed.add_if(is_short(needs.memory.value, state.memory[instance]), Reason::memory);
  failed.add_if(has_ports_ && lacks_ports(instance), Reason::ports);
  failed.add_if(is_short(needs.eni.value, state.eni[instance]), Reason::eni);
  failed.add_if(is_short(needs.gpu.value, state.gpu[instance]), Reason::gpu);
  failed.add_if(!changing_member_of_.empty() && is_not_member_now(instance), Reason::member_of);
  failed.add_if(demand_.distinct_instance && group_.on(instance) > 0, Reason::distinct_instance);
  return failed;
}

bool Filters::lacks_ports(InstanceIndex instance) const {
  const PortSet& taken = *world_.state.ports[instance];
  const TaskNeeds& needs = demand_.needs;
  const std::size_t held = taken.tcp.size() + taken.udp.size() + needs.ports.size() + needs.ports_udp.size();
  return held > port_limit || has_common(taken.tcp, needs.ports) || has_common(taken.udp, needs.ports_udp);
}

bool Filters::is_not_member_now(InstanceIndex instance) const {
  query::Facts facts = facts_of(world_.fleet.block(instance));
  facts.running_tasks_count = world_.state.tasks[instance];
  std::vector<std::string_view> groups;
  if (asks_for_groups_) {
    world_.groups.for_each_group(instance,
                                 [&](GroupId group, std::int64_t) { groups.emplace_back(world_.groups.name(group)); });
  }
  facts.groups = groups;
  return is_not_member(changing_member_of_, facts);
}

std::vector<InstanceIndex> Filters::candidates() const {
  std::vector<InstanceIndex> passing;
  for (const InstanceIndex instance : world_.fleet.instances()) {
    if (passes(instance)) passing.push_back(instance);
  }
  return passing;
}

}  // namespace eniplan::placement
