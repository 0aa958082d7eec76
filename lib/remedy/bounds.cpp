// Two bounds, both of tasks that must all have places in the end whatever the order of placing.
//
// In sum: what is free after placing, and what the new instances register, is at least what the unplaced tasks need.
// What is placed now needs as much elsewhere.
//
// Alone: a service's tasks that do not fit on the fleet when nothing else is placed must go to new instances, so many
// on each. Where no constraint looks at other groups, how many copies an instance takes does not depend on the order,
// so one placing counts them.
//
// Tested by: tests/remedy/.

#include "remedy/bounds.hpp"

#include <fmt/format.h>

#include <algorithm>

#include <eniplan/catalog.hpp>

#include "placement/registered.hpp"
#include "query/evaluate.hpp"

namespace eniplan::remedy {
namespace {

constexpr std::size_t most_looked_at = 64;  // refused services and requests

const TaskDefinition* definition_of(const Cluster& cluster, const Service* service, const RunTask* request) {
  return find_task_definition(cluster, service != nullptr ? service->task_definition : request->task_definition);
}

bool looks_at_others(const std::vector<PlacementConstraint>& constraints) {
  return std::ranges::any_of(constraints, [](const PlacementConstraint& constraint) {
    return constraint.type == PlacementConstraint::Type::member_of && query::depends_on_state(constraint.expression);
  });
}

/// Places `count` tasks as tightly as they go: where no constraint looks at other groups the order does not matter, and
/// this one is quick. An ask looks at what it was prepared from, so that lives as long.
GroupResult place_packed(Planner& planner, const Service* service, const RunTask* request,
                         const std::string& definition, std::int64_t count) {
  const std::vector<PlacementStrategy> packed = {{.type = PlacementStrategy::Type::binpack, .field = "memory"}};
  if (service != nullptr) {
    Service own = *service;
    own.task_definition = definition;
    own.placement_strategy = packed;
    return planner.place(planner.prepare(own), count);
  }
  RunTask own = *request;
  own.task_definition = definition;
  own.placement_strategy = packed;
  return planner.place(planner.prepare(own), count);
}

std::int64_t quotient_up(std::int64_t amount, std::int64_t by) { return (amount + by - 1) / by; }

template <class Tag>
bool is_short(Quantity<Tag> wanted, Quantity<Tag> there) {
  return wanted > there && wanted.value > 0;
}

/// Instances that bring `each` until `lacking` is there; nothing if they bring none.
template <class Tag>
std::optional<std::int64_t> instances_for(Quantity<Tag> lacking, Quantity<Tag> each) {
  if (lacking.value <= 0) return 0;
  if (each.value <= 0) return std::nullopt;
  return quotient_up(lacking.value, each.value);
}

/// The most tasks that one empty instance of `group` takes.
std::int64_t most_on_one(const Cluster& cluster, const CapacityGroup& group, const Service* service,
                         const RunTask* request, std::int64_t wanted) {
  Cluster alone;
  alone.instance_types = cluster.instance_types;
  alone.memory_overhead = cluster.memory_overhead;
  alone.subnets = cluster.subnets;
  alone.task_definitions = {*definition_of(cluster, service, request)};
  alone.capacity = {group};
  alone.capacity.front().count = std::ssize(group.availability_zones);  // one in each
  Planner planner(alone);
  const std::string name = task_definition_name(alone.task_definitions.front());
  std::int64_t most = 0;
  // One of them is full, or all tasks have their places.
  const std::int64_t enough = wanted * alone.capacity.front().count;
  const GroupResult placed = place_packed(planner, service, request, name, enough);
  for (const PlacementRun& run : placed.placements) most = std::max(most, run.tasks_per_instance);
  return most;
}

}  // namespace

LowerBounds::LowerBounds(const Cluster& cluster, const PlacementResult& placed,
                         const std::vector<std::string>& services)
    : cluster_(cluster) {
  for (const InstanceResults::Run& run : placed.instances.runs()) {
    const auto count = static_cast<std::int64_t>(run.instance_count);
    free_ += {.cpu = std::max(run.remaining.cpu, CpuUnits{}) * count,
              .memory = std::max(run.remaining.memory, MiB{}) * count,
              .gpu = std::max(run.remaining.gpu, Gpus{}) * count,
              .eni = std::max(run.remaining.eni, EniSlots{}) * count};
  }
  Planner empty(cluster);
  for (std::size_t number = 0; number < placed.services.size(); ++number) {
    const Service& service = cluster.services[number];
    const bool is_asked = services.empty() || std::ranges::find(services, service.service_name) != services.end();
    if (is_asked && service.scheduling_strategy == SchedulingStrategy::replica) {
      look_at(placed.services[number], &service, nullptr, empty);
    }
  }
  for (std::size_t number = 0; number < placed.run_tasks.size() && services.empty(); ++number) {
    look_at(placed.run_tasks[number], nullptr, &cluster.run_tasks[number], empty);
  }
}

void LowerBounds::look_at(const GroupResult& result, const Service* service, const RunTask* request, Planner& empty) {
  if (result.failures.empty()) return;
  const TaskDefinition& definition = *definition_of(cluster_, service, request);
  const TaskNeeds needs = task_needs(definition, request != nullptr ? request->overrides : TaskOverrides{});
  const std::int64_t refused = result.failures.front().count;
  wanted_ += needs.resources * refused;
  const auto& constraints = service != nullptr ? service->placement_constraints : request->placement_constraints;
  if (looks_at_others(constraints) || looks_at_others(definition.placement_constraints)) return;
  if (alone_.size() == most_looked_at) return;
  const std::size_t before = empty.mark();
  const std::int64_t wanted = result.placed_count + refused;
  const std::int64_t placed =
      place_packed(empty, service, request, task_definition_name(definition), wanted).placed_count;
  empty.undo(before);
  if (placed == wanted) return;
  alone_.push_back({.name = service != nullptr ? service->service_name : result.group,
                    .service = service,
                    .request = request,
                    .wanted = wanted,
                    .unplaced = wanted - placed});
}

LowerBounds::Instances LowerBounds::instances_like(const CapacityGroup& group) const {
  const InstanceType& type = *find_instance_type(cluster_, group.instance_type);
  const Resources each =
      placement::registered_resources(group, type, placement::memory_estimate(group, type, cluster_.memory_overhead),
                                      placement::MemoryFigure::registered);
  Instances bound;
  const Resources lacking = wanted_ - free_;
  for (const std::optional<std::int64_t>& needed :
       {instances_for(lacking.cpu, each.cpu), instances_for(lacking.memory, each.memory),
        instances_for(lacking.gpu, each.gpu), instances_for(lacking.eni, each.eni)}) {
    if (!needed) return {.least = 0, .impossible = "they have nothing of what is short"};
    bound.least = std::max(bound.least, *needed);
  }
  for (const Alone& alone : alone_) {
    const std::int64_t each_takes = most_on_one(cluster_, group, alone.service, alone.request, alone.wanted);
    if (each_takes == 0) return {.least = 0, .impossible = fmt::format("an empty one takes no task of {}", alone.name)};
    bound.least = std::max(bound.least, quotient_up(alone.unplaced, each_takes));
  }
  return bound;
}

bool LowerBounds::may_be_enough(const Resources& registered, const Resources& before, std::int64_t count) const {
  const Resources there = free_ + (registered - before) * count;
  return !is_short(wanted_.cpu, there.cpu) && !is_short(wanted_.memory, there.memory) &&
         !is_short(wanted_.gpu, there.gpu) && !is_short(wanted_.eni, there.eni);
}

}  // namespace eniplan::remedy
