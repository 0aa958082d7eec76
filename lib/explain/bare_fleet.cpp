// Tested by: tests/explain/.

#include "explain/bare_fleet.hpp"

#include <algorithm>
#include <unordered_map>

#include "model/task_definition_index.hpp"
#include "placement/filters.hpp"
#include "rollout/listed_tasks.hpp"

namespace eniplan::explain_detail {

using namespace placement;

BareFleet::BareFleet(World& start) : cluster_(start.cluster), in_use_(start), bare_(start) {
  find_wanted();
  find_running();
  take_off();
  unplaced_in_use_ = place_daemons(in_use_);
  unplaced_bare_ = place_daemons(bare_);
}

std::int64_t BareFleet::running(std::size_t number) const {
  const GroupId group = in_use_.service_demands()[number].group;
  return std::max(in_use_.running_of_group[group], cluster_.services[number].running_count);
}

void BareFleet::find_wanted() {
  const std::vector<Service>& services = cluster_.services;
  for (std::size_t s = 0; s < services.size(); ++s) {
    if (services[s].scheduling_strategy != SchedulingStrategy::replica) continue;
    wanted_.push_back({.number = s,
                       .name = services[s].service_name,
                       .demand = &in_use_.service_demands()[s],
                       .to_place = std::max<std::int64_t>(services[s].desired_count - running(s), 0)});
  }
  for (std::size_t r = 0; r < cluster_.run_tasks.size(); ++r) {
    wanted_.push_back({.number = services.size() + r,
                       .name = {},
                       .demand = &in_use_.request_demands()[r],
                       .to_place = cluster_.run_tasks[r].count});
  }
}

void BareFleet::find_running() {
  std::unordered_map<std::string_view, Wanted*> by_group;
  for (Wanted& wanted : wanted_) {
    if (!wanted.name.empty()) by_group.emplace(in_use_.groups.name(wanted.demand->group), &wanted);
  }
  const TaskDefinitionIndex definitions(cluster_);
  for (const rollout::ListedTask& listed : rollout::listed_tasks(in_use_, definitions)) {
    const auto found = by_group.find(listed.task->group);
    if (found == by_group.end() || listed.definition != found->second->demand->definition) continue;
    const Shape& shape = in_use_.shapes[found->second->demand->shape];
    const ClassId of_class = in_use_.runs.state_of(listed.instance).of_class;
    const bool could_be_placed_here = judged_eligibility(in_use_, shape).failed_of_class[of_class].none();
    const bool holds_what_it_needs = !listed.task->has_eni_attachment || shape.awsvpc();
    if (!could_be_placed_here || !holds_what_it_needs) continue;
    ++found->second->running[listed.instance];
    ++found->second->running_count;
    held_[listed.instance] += shape.needs;
  }
}

void BareFleet::take_off() {
  for (const Wanted& wanted : wanted_) {
    for (const auto& [instance, tasks] : wanted.running) {
      rollout::stop_listed(bare_, *wanted.demand, {instance, instance + 1}, tasks);
      give_back_addresses(bare_, *wanted.demand, {instance, instance + 1}, tasks);
    }
  }
}

std::map<std::size_t, std::int64_t> BareFleet::place_daemons(World& world) {
  std::map<std::size_t, std::int64_t> unplaced;
  for (std::size_t s = 0; s < cluster_.services.size(); ++s) {
    const Service& service = cluster_.services[s];
    if (service.scheduling_strategy != SchedulingStrategy::daemon) continue;
    const Demand& demand = world.service_demands()[s];
    const std::int64_t unlisted = running(s) - world.running_of_group[demand.group];
    const Outcome outcome = place_daemon(world, demand, unlisted, service.service_name);
    for (const Failure& failure : outcome.failures) unplaced[s] += failure.count;
  }
  return unplaced;
}

}  // namespace eniplan::explain_detail
