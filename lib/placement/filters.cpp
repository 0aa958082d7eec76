// The checks of placement, in their order.
//
// Tested by: tests/placement/filters_test.cpp and the comparison with the oracle.
//
// Status, provider, agent, location, attributes and those memberOf expressions that look at no tasks depend on facts
// that no placement changes: they are made once for each class of instances and all tasks that ask the same, and where
// they look at one attribute alone, once for each of its values. What is left for each run of instances are some
// comparisons of integers.

#include "placement/filters.hpp"

#include <algorithm>
#include <string_view>

namespace eniplan::placement {
namespace {

bool is_of_other_provider(const InstanceBlock& instance, const Eligibility& eligibility) {
  const auto& providers = eligibility.capacity_providers;
  return std::ranges::find(providers, instance.capacity_provider) == providers.end();
}

bool is_elsewhere(const InstanceBlock& instance, const Eligibility& eligibility) {
  const std::optional<std::string>& zone = instance.facts->availability_zone;
  return !zone || !eligibility.zones.contains(*zone);
}

bool lacks(const InstanceBlock& instance, const Attribute& required) {
  const auto value = instance.attributes->value_of(required.name);
  return !value || (required.value && *value != *required.value);
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

/// The attribute that is all an expression looks at; nothing if there is more.
const std::string* only_attribute_of(const Expression& expression) {
  if (expression.kind == Expression::Kind::predicate) {
    return expression.predicate.subject == Subject::attribute ? &expression.predicate.attribute : nullptr;
  }
  const std::string* const first = only_attribute_of(expression.operands.front());
  const bool is_only = first != nullptr && std::ranges::all_of(expression.operands, [&](const Expression& operand) {
                         const std::string* const other = only_attribute_of(operand);
                         return other != nullptr && *other == *first;
                       });
  return is_only ? first : nullptr;
}

/// Makes the checks of what no placement changes for all classes.
class Judge {
 public:
  Judge(World& world, std::vector<FailedChecks>& failed)
      : world_(world), representative_(world.classes->representative), failed_(failed) {
    failed_.resize(representative_.size());
  }

  void check(const Eligibility& eligibility) {
    of_each_class(Reason::inactive, [](const InstanceBlock& i) { return i.status != InstanceStatus::active; });
    if (!eligibility.capacity_providers.empty() && world_.names_providers) {
      of_each_class(Reason::capacity_provider,
                    [&](const InstanceBlock& i) { return is_of_other_provider(i, eligibility); });
    }
    of_each_class(Reason::agent, [](const InstanceBlock& i) { return !i.agent_connected; });
    if (!eligibility.zones.empty()) {
      of_each_value(availability_zone_attribute, Reason::location,
                    [&](const InstanceBlock& i) { return is_elsewhere(i, eligibility); });
    }
    // Launch type EC2 never uses instances of ECS Anywhere.
    of_each_value(external_capability, Reason::attribute,
                  [](const InstanceBlock& i) { return i.attributes->contains(external_capability); });
    for (const Attribute& required : eligibility.attributes) {
      of_each_value(required.name, Reason::attribute, [&](const InstanceBlock& i) { return lacks(i, required); });
    }
    for (const Query* const query : eligibility.member_of) check(query->root);
  }

 private:
  void check(const Expression& expression) {
    const query::CompiledQuery compiled(expression);
    const auto refuses = [&](const InstanceBlock& i) { return !evaluate(compiled, facts_of(i)); };
    if (const std::string* const attribute = only_attribute_of(expression)) {
      of_each_value(*attribute, Reason::member_of, refuses);
    } else {
      of_each_class(Reason::member_of, refuses);
    }
  }

  void of_each_class(Reason check, const auto& fails) {
    for (std::size_t i = 0; i < failed_.size(); ++i) failed_[i].add_if(fails(*representative_[i]), check);
  }

  /// Where the check looks at nothing but one attribute: once for each of its values.
  void of_each_value(std::string_view attribute, Reason check, const auto& fails) {
    const AttributeColumn& column = world_.columns.column(attribute);
    fails_.clear();
    for (const ClassId of_class : column.first_class) fails_.push_back(fails(*representative_[of_class]));
    for (std::size_t i = 0; i < failed_.size(); ++i) failed_[i].add_if(fails_[column.value_of_class[i]] != 0, check);
  }

  World& world_;
  const std::vector<const InstanceBlock*>& representative_;
  std::vector<FailedChecks>& failed_;  // [classes]
  std::vector<char> fails_;            // [values + 1] of one check
};

}  // namespace

Eligibility& judged_eligibility(World& world, const Shape& shape) {
  Eligibility& eligibility = world.shapes.eligibility(shape);
  if (eligibility.failed_of_class.empty() && world.classes->size() > 0) {
    Judge(world, eligibility.failed_of_class).check(eligibility);
  }
  return eligibility;
}

Filters::Filters(World& world, const Demand& demand)
    : world_(world),
      demand_(demand),
      of_state_(world.shapes[demand.shape], judged_eligibility(world, world.shapes[demand.shape]).failed_of_class,
                world.ports),
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
