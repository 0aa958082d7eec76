// The checks of placement, in their order.
//
// Tested by: tests/placement/filters_test.cpp and the comparison with the oracle.
//
// Status, provider, agent, location, attributes and those memberOf expressions that look at no tasks depend on facts
// that no placement changes: they are made once for each shape of tasks and class of instances. What is left for
// each run of instances are some comparisons of integers.

#include "placement/filters.hpp"

#include <algorithm>
#include <string_view>

namespace eniplan::placement {
namespace {

bool is_of_other_provider(const InstanceBlock& instance, const Shape& shape, const World& world) {
  if (shape.capacity_providers.empty() || !world.names_providers) return false;
  return std::ranges::find(shape.capacity_providers, instance.capacity_provider) == shape.capacity_providers.end();
}

bool is_elsewhere(const InstanceBlock& instance, const Shape& shape) {
  if (shape.zones.empty()) return false;
  return !instance.availability_zone || !shape.zones.contains(*instance.availability_zone);
}

bool lacks(const Attributes& attributes, const Attribute& required) {
  const auto value = attributes.value_of(required.name);
  return !value || (required.value && *value != *required.value);
}

bool lacks_attributes(const InstanceBlock& instance, const Shape& shape) {
  // Launch type EC2 never uses instances of ECS Anywhere.
  if (instance.attributes->contains(external_capability)) return true;
  return std::ranges::any_of(shape.needs.attributes,
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

FailedChecks failed_for_good(const InstanceBlock& instance, const Shape& shape, const World& world,
                             const std::vector<query::CompiledQuery>& member_of) {
  FailedChecks failed;
  failed.add_if(instance.status != InstanceStatus::active, Reason::inactive);
  failed.add_if(is_of_other_provider(instance, shape, world), Reason::capacity_provider);
  failed.add_if(!instance.agent_connected, Reason::agent);
  failed.add_if(is_elsewhere(instance, shape), Reason::location);
  failed.add_if(lacks_attributes(instance, shape), Reason::attribute);
  failed.add_if(is_not_member(member_of, facts_of(instance)), Reason::member_of);
  return failed;
}

/// The shape of a demand, which knows its classes.
const Shape& judged_shape(World& world, const Demand& demand) {
  Shape& shape = world.shapes[demand.shape];
  judge_classes(world, shape);
  return shape;
}

}  // namespace

void judge_classes(const World& world, Shape& shape) {
  if (!shape.failed_of_class.empty() || world.classes->size() == 0) return;
  std::vector<query::CompiledQuery> member_of;
  for (const Query* const expression : shape.member_of) member_of.emplace_back(expression->root);
  shape.failed_of_class.reserve(world.classes->size());
  for (const InstanceBlock* const block : world.classes->representative) {
    shape.failed_of_class.push_back(failed_for_good(*block, shape, world, member_of));
  }
}

Filters::Filters(World& world, const Demand& demand)
    : world_(world),
      demand_(demand),
      of_state_(judged_shape(world, demand), world.ports),
      own_tasks_(world.groups.tasks_of(demand.group)) {
  for (const Query* const expression : demand.changing_member_of) {
    changing_member_of_.emplace_back(expression->root);
    asks_for_groups_ = asks_for_groups_ || query::depends_on_groups(expression->root);
  }
}

FailedChecks Filters::failed(InstanceIndex instance, const RunState& state) const {
  FailedChecks failed = of_state_.failed(state);
  failed.add_if(!changing_member_of_.empty() && is_not_member_now(instance, state), Reason::member_of);
  failed.add_if(demand_.distinct_instance && own_tasks_.on(instance) > 0, Reason::distinct_instance);
  return failed;
}

bool Filters::is_not_member_now(InstanceIndex instance, const RunState& state) const {
  query::Facts facts = facts_of(world_.fleet->block(instance));
  facts.running_tasks_count = state.tasks;
  std::vector<std::string_view> groups;
  if (asks_for_groups_) {
    world_.groups.for_each_group_on(instance, [&](GroupId group) { groups.emplace_back(world_.groups.name(group)); });
  }
  facts.groups = groups;
  return is_not_member(changing_member_of_, facts);
}

}  // namespace eniplan::placement
