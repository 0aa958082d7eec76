// Tested by: tests/headroom/headroom_test.cpp.
//
// As long as no constraint looks at other tasks, how many copies an instance takes does not depend on the others, so
// however they are placed the fleet is full with the same number of them, in the same state. Services whose tasks ask
// for the same then have the same answer, and only the first is placed, by the strategy that is quickest at it.

#include "headroom/more_tasks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

#include "query/evaluate.hpp"

namespace eniplan::headroom_detail {
namespace {

bool looks_at_tasks(const PlacementConstraint& constraint) {
  return constraint.type == PlacementConstraint::Type::distinct_instance ||
         query::depends_on_state(constraint.expression);
}

/// What a task asks of an instance, in one piece of text; nothing if that depends on where other tasks are.
std::optional<std::string> what_is_asked(const Service& service, const TaskDefinition& definition) {
  const TaskNeeds needs = task_needs(definition);
  std::string key =
      fmt::format("{} {} {} {} {} {} {}", needs.resources.cpu.value, needs.resources.memory.value,
                  needs.resources.gpu.value, needs.resources.eni.value, to_string(definition.network_mode),
                  fmt::join(needs.ports, ","), fmt::join(needs.ports_udp, ","));
  for (const Attribute& attribute : needs.attributes) {
    key += fmt::format("\n{}={}", attribute.name, attribute.value.value_or("\n"));
  }
  for (const auto* constraints : {&service.placement_constraints, &definition.placement_constraints}) {
    for (const PlacementConstraint& constraint : *constraints) {
      if (looks_at_tasks(constraint)) return std::nullopt;
      key += "\nmember of " + constraint.expression.text;
    }
  }
  for (const std::string& subnet : service.subnets) key += "\nin " + subnet;
  for (const CapacityProviderStrategyItem& item : service.capacity_provider_strategy) {
    key += fmt::format("\nby {} {} {}", item.capacity_provider, item.base, item.weight);
  }
  return key;
}

bool asks_for_nothing(const Service& service, const TaskDefinition& definition) {
  const TaskNeeds needs = task_needs(definition);
  return needs.resources == Resources{} && needs.ports.empty() && needs.ports_udp.empty() &&
         service.placement_constraints.empty() && definition.placement_constraints.empty();
}

std::string name_in_message(const std::string& service) { return fmt::format("(service {})", service); }

}  // namespace

FullFleet::FullFleet(const Cluster& cluster)
    : cluster_(cluster),
      planner_(cluster),
      placed_(planner_.place_cluster()),
      some_may_fail_to_attach_(!placed_.subnets.empty() ||
                               std::ranges::any_of(cluster.capacity, [](const CapacityGroup& group) {
                                 return group.network_interfaces_in_use > 0;
                               })) {}

std::int64_t FullFleet::placed_of(std::size_t number) const {
  const GroupResult& service = placed_.services[number];
  return service.running_count + service.placed_count;
}

MoreTasks FullFleet::more_of(std::size_t number) {
  if (const std::vector<Failure>& failures = placed_.services[number].failures; !failures.empty()) {
    return {.count = 0, .fail_to_attach = 0, .next = failures.front()};
  }
  const Service& service = cluster_.services[number];
  const TaskDefinition* definition = find_task_definition(cluster_, service.task_definition);
  assert(definition != nullptr);
  const std::optional<std::string> asked = what_is_asked(service, *definition);
  if (!asked) return fill(service, *definition);
  const std::string own_name = name_in_message(service.service_name);
  const auto found = known_.find(*asked);
  if (found == known_.end()) {
    Service quick = service;
    quick.placement_strategy = {{.type = PlacementStrategy::Type::binpack, .field = "memory"}};
    MoreTasks more = fill(quick, *definition);
    MoreTasks nameless = more;
    if (nameless.next) nameless.next->message.erase(0, own_name.size());
    known_.emplace(*asked, std::move(nameless));
    return more;
  }
  MoreTasks more = found->second;
  if (more.next) more.next->message.insert(0, own_name);
  return more;
}

MoreTasks FullFleet::fill(const Service& service, const TaskDefinition& definition) {
  // A task that asks for nothing fits as often as it likes if it fits once.
  const bool once_is_enough = asks_for_nothing(service, definition);
  const Planner::Ask ask = planner_.prepare(service);
  const std::size_t before = planner_.mark();
  const std::int64_t failed_before = attach_failures();
  GroupResult placed = planner_.place(ask, once_is_enough ? 1 : most_headroom);
  MoreTasks more{
      .count = placed.placed_count, .fail_to_attach = attach_failures() - failed_before, .next = std::nullopt};
  if (once_is_enough && more.count == 1) more.count = most_headroom;
  if (!placed.failures.empty()) {
    more.next = std::move(placed.failures.front());
    more.next->count = 1;
  }
  planner_.undo(before);
  return more;
}

std::int64_t FullFleet::attach_failures() const {
  if (!some_may_fail_to_attach_) return 0;
  std::int64_t failures = 0;
  for (const SubnetResult& subnet : planner_.subnets()) failures += subnet.short_;
  const InstanceResults instances = planner_.instances();
  for (const InstanceResults::Run& run : instances.runs()) {
    failures += run.attach_failures * static_cast<std::int64_t>(run.instance_count);
  }
  return failures;
}

}  // namespace eniplan::headroom_detail
