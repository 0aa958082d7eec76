// Tested by: tests/what_if/ and the comparison with the oracle.

#include "change/fleet_in_use.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "placement/attach_failures.hpp"
#include "placement/place.hpp"
#include "placement/report_instances.hpp"
#include "placement/simulate.hpp"
#include "rollout/old_tasks.hpp"
#include "rollout/stop_order.hpp"

namespace eniplan::change {

using namespace placement;
using rollout::demand_of;
using rollout::ListedTask;
using rollout::OldTasks;

namespace {

std::int64_t total(const TasksByInstance& tasks) {
  std::int64_t sum = 0;
  tasks.for_each([&](InstanceRange range, std::int64_t n) { sum += n * static_cast<std::int64_t>(range.size()); });
  return sum;
}

std::int64_t total(const std::vector<Failure>& failures) {
  std::int64_t sum = 0;
  for (const Failure& failure : failures) sum += failure.count;
  return sum;
}

TasksByInstance by_instance(const std::vector<PlacementRun>& placements) {
  TasksByInstance tasks;
  for (const PlacementRun& run : placements) {
    const auto begin = static_cast<InstanceIndex>(run.first_instance);
    tasks.add({begin, static_cast<InstanceIndex>(begin + run.instance_count)}, run.tasks_per_instance);
  }
  return tasks;
}

std::vector<PlacementRun> placements(const TasksByInstance& tasks) {
  std::vector<PlacementRun> runs;
  tasks.for_each([&](InstanceRange range, std::int64_t n) { runs.push_back({range.begin, range.size(), n}); });
  return runs;
}

void add(const Outcome& outcome, TasksByInstance& tasks) {
  for (const Step& step : outcome.steps) tasks.add(step.range, step.copies);
}

bool is_in(InstanceIndex instance, std::span<const InstanceRange> ranges) {
  const auto found = std::ranges::upper_bound(ranges, instance, {}, &InstanceRange::end);
  return found != ranges.end() && found->begin <= instance;
}

/// Where an instance that is kept is now.
InstanceIndex now(InstanceIndex instance, std::span<const KeptInstances> kept) {
  const auto part = std::ranges::upper_bound(kept, instance, {}, [](const KeptInstances& k) { return k.were.end; });
  return part->now + (instance - part->were.begin);
}

/// The instances that are not kept.
std::vector<InstanceRange> complement(std::span<const KeptInstances> kept, InstanceIndex size) {
  std::vector<InstanceRange> gone;
  InstanceIndex at = 0;
  for (const KeptInstances& part : kept) {
    if (part.were.begin > at) gone.push_back({at, part.were.begin});
    at = part.were.end;
  }
  if (at < size) gone.push_back({at, size});
  return gone;
}

std::int64_t tasks_on(const World& world, std::span<const InstanceRange> ranges) {
  std::int64_t tasks = 0;
  for (const InstanceRange& range : ranges) {
    for (InstanceIndex at = range.begin; at < range.end;) {
      const InstanceIndex end = std::min(range.end, world.runs.end_of_run(at));
      tasks += world.runs.state_of(at).tasks * (end - at);
      at = end;
    }
  }
  return tasks;
}

/// Daemons first.
std::vector<std::size_t> services_in_order_of_work(const Cluster& cluster) {
  std::vector<std::size_t> numbers(cluster.services.size());
  std::iota(numbers.begin(), numbers.end(), std::size_t{0});
  std::ranges::stable_partition(numbers, [&](std::size_t number) {
    return cluster.services[number].scheduling_strategy == SchedulingStrategy::daemon;
  });
  return numbers;
}

std::string difference_of(const std::vector<Failure>& failures) {
  std::string text;
  for (const Failure& failure : failures) {
    text += std::string(to_string(failure.reason)) + ' ' + std::to_string(failure.count) + ' ';
  }
  return text;
}

}  // namespace

FleetInUse::FleetInUse(const Cluster& cluster)
    : cluster_(cluster),
      definitions_(std::make_shared<const TaskDefinitionIndex>(cluster)),
      world_(std::make_unique<World>(cluster, MemoryFigure::registered)),
      before_(std::make_shared<const PlacementResult>(place_cluster(*world_, Sequence::omitted))) {
  note_where_tasks_are();
}

FleetInUse::FleetInUse(const FleetInUse& other)
    : cluster_(other.cluster_),
      definitions_(other.definitions_),
      world_(std::make_unique<World>(*other.world_)),
      before_(other.before_),
      in_order_of_work_(other.in_order_of_work_),
      placed_in_order_(other.placed_in_order_),
      services_(other.services_),
      requests_(other.requests_),
      standalone_(other.standalone_),
      displaced_(other.displaced_),
      placed_again_(other.placed_again_),
      tasks_lost_(other.tasks_lost_) {}

void FleetInUse::note_where_tasks_are() {
  services_.resize(cluster_.services.size());
  in_order_of_work_ = services_in_order_of_work(cluster_);
  std::unordered_map<std::string, std::size_t> service_of_group;
  for (std::size_t s = 0; s < services_.size(); ++s) {
    const GroupResult& result = before_->services[s];
    service_of_group.emplace(task_group(cluster_.services[s]), s);
    services_[s].desired = cluster_.services[s].desired_count;
    services_[s].placed = by_instance(result.placements);
    const GroupId group = world_->service_demands()[s].group;
    services_[s].elsewhere = result.running_count + result.placed_count - total(world_->groups.tasks_of(group));
  }
  for (const ListedTask& listed : rollout::listed_tasks(*world_, *definitions_)) {
    const auto service = service_of_group.find(listed.task->group);
    (service == service_of_group.end() ? standalone_ : services_[service->second].listed).push_back(listed);
  }
  for (const GroupResult& result : before_->run_tasks) {
    requests_.push_back({.wanted = result.desired_count,
                         .missing = result.desired_count - result.placed_count,
                         .placed = by_instance(result.placements),
                         .failures = result.failures});
  }
}

void FleetInUse::take_away(std::span<const InstanceRange> ranges, Tasks tasks) {
  ChangedBlocks changed(cluster_, *fleet(), MemoryFigure::registered);
  for (const InstanceBlock& block : fleet()->blocks()) {
    for_each_part({block.first, block.end()}, ranges, [&](InstanceRange part, bool goes) {
      if (!goes) changed.keep(part);
    });
  }
  change(changed.make(fleet()), tasks);
}

void FleetInUse::change(const ChangedBlocks::Result& changed, Tasks tasks) {
  give_up(complement(changed.kept, static_cast<InstanceIndex>(world_->runs.size())), tasks);
  const std::vector<KeptInstances> stretches = stretches_of(changed.kept);
  const auto move = [&](std::vector<ListedTask>& listed) {
    for (ListedTask& task : listed) task.instance = now(task.instance, stretches);
  };
  for (ServiceTasks& service : services_) {
    service.placed = service.placed.moved(stretches);
    move(service.listed);
  }
  for (RequestTasks& request : requests_) request.placed = request.placed.moved(stretches);
  move(standalone_);
  world_ = std::make_unique<World>(*world_, changed.fleet, changed.kept);
}

void FleetInUse::give_up(std::span<const InstanceRange> gone, Tasks tasks) {
  if (tasks == Tasks::lost) tasks_lost_ += tasks_on(*world_, gone);
  const auto is_gone = [&](const ListedTask& task) { return is_in(task.instance, gone); };
  for (std::size_t s = 0; s < services_.size(); ++s) {
    give_up(gone, world_->service_demands()[s], services_[s].placed);
    std::erase_if(services_[s].listed, is_gone);
  }
  for (std::size_t r = 0; r < requests_.size(); ++r) {
    const std::int64_t count = give_up(gone, world_->request_demands()[r], requests_[r].placed);
    (tasks == Tasks::lost ? requests_[r].wanted : requests_[r].missing) += tasks == Tasks::lost ? -count : count;
  }
  if (tasks == Tasks::displaced) std::ranges::copy_if(standalone_, std::back_inserter(displaced_), is_gone);
  std::erase_if(standalone_, is_gone);
}

/// Tasks that were placed here; how many.
std::int64_t FleetInUse::give_up(std::span<const InstanceRange> gone, const Demand& demand, TasksByInstance& placed) {
  std::vector<std::pair<InstanceRange, std::int64_t>> given_up;
  placed.for_each([&](InstanceRange range, std::int64_t tasks) {
    for_each_part(range, gone, [&](InstanceRange part, bool is_gone) {
      if (is_gone) given_up.emplace_back(part, tasks);
    });
  });
  std::int64_t count = 0;
  for (const auto& [range, tasks] : given_up) {
    placed.add(range, -tasks);
    give_back_addresses(*world_, demand, range, tasks);
    count += tasks * static_cast<std::int64_t>(range.size());
  }
  return count;
}

std::int64_t FleetInUse::tasks_there(std::size_t service) const {
  return services_[service].elsewhere + total(world_->groups.tasks_of(world_->service_demands()[service].group));
}

bool FleetInUse::set_desired_count(std::size_t service, std::int64_t desired_count) {
  ServiceTasks& tasks = services_[service];
  const std::int64_t too_many = tasks_there(service) - desired_count;
  if (too_many > total(tasks.placed) + static_cast<std::int64_t>(tasks.listed.size())) return false;
  tasks.desired = desired_count;
  tasks.was_changed = true;
  if (too_many > 0) stop(tasks, too_many, cluster_.services[service], world_->service_demands()[service]);
  return true;
}

void FleetInUse::stop(ServiceTasks& tasks, std::int64_t count, const Service& service, const Demand& demand) {
  OldTasks old_tasks;
  old_tasks.add_kind(&demand);
  tasks.placed.for_each([&](InstanceRange range, std::int64_t n) { old_tasks.add({0, range, n}); });
  std::deque<Demand> demands;
  std::map<std::pair<const TaskDefinition*, bool>, OldTasks::Kind> kinds;
  const auto kind_of = [&](const ListedTask& listed) {
    const auto [kind, is_new] = kinds.try_emplace({listed.definition, listed.task->has_eni_attachment}, 0U);
    if (is_new) kind->second = old_tasks.add_kind(&demands.emplace_back(demand_of(*world_, listed, demand.group)));
    return kind->second;
  };
  for (const ListedTask& listed : tasks.listed) {
    old_tasks.add({kind_of(listed), {listed.instance, listed.instance + 1}, 1});
  }
  const auto packed = rollout::packed_by(service.placement_strategy);
  for (const OldTasks::Part& part : rollout::first_to_stop(*world_, demand.group, old_tasks, count, packed)) {
    if (part.kind == 0) {
      take_back(*world_, demand, part.range, part.tasks);
      give_back_addresses(*world_, demand, part.range, part.tasks);
      tasks.placed.add(part.range, -part.tasks);
      continue;
    }
    rollout::stop_listed(*world_, old_tasks.demand(part.kind), part.range, part.tasks);
    for (std::int64_t i = 0; i < part.count(); ++i) {
      const auto last = std::find_if(tasks.listed.rbegin(), tasks.listed.rend(), [&](const ListedTask& listed) {
        return listed.instance >= part.range.begin && listed.instance < part.range.end && kind_of(listed) == part.kind;
      });
      tasks.listed.erase(std::prev(last.base()));
    }
  }
}

void FleetInUse::place_what_is_missing_before(std::size_t service) {
  for (; placed_in_order_ < in_order_of_work_.size(); ++placed_in_order_) {
    if (in_order_of_work_[placed_in_order_] == service) return;
    place(in_order_of_work_[placed_in_order_]);
  }
}

void FleetInUse::place_what_is_missing() {
  place_what_is_missing_before(services_.size());
  for (std::size_t r = 0; r < requests_.size(); ++r) {
    Outcome outcome = place_tasks(*world_, world_->request_demands()[r], requests_[r].missing, {}, Sequence::omitted);
    add(outcome, requests_[r].placed);
    requests_[r].failures = std::move(outcome.failures);
  }
  place_displaced();
}

void FleetInUse::place(std::size_t s) {
  const Service& service = cluster_.services[s];
  const Demand& demand = world_->service_demands()[s];
  Outcome outcome;
  if (service.scheduling_strategy == SchedulingStrategy::daemon) {
    outcome = place_daemon(*world_, demand, 0, service.service_name);
  } else {
    outcome =
        place_tasks(*world_, demand, services_[s].desired - tasks_there(s), service.service_name, Sequence::omitted);
  }
  add(outcome, services_[s].placed);
  services_[s].failures = std::move(outcome.failures);
}

/// Tasks that ran without a service are placed again as requests of their own.
void FleetInUse::place_displaced() {
  std::ranges::sort(displaced_, {}, &ListedTask::task);
  for (const ListedTask& listed : displaced_) {
    if (listed.definition == nullptr) continue;
    PlacedAgain& again = placed_again_.emplace_back();
    again.request.task_definition = task_definition_name(*listed.definition);
    again.request.group = listed.task->group;
    const Demand demand = Demands(cluster_, definitions_, world_->groups, world_->shapes).of(again.request);
    world_->learn(demand);
    again.outcome = place_tasks(*world_, demand, 1, {}, Sequence::omitted);
  }
}

ServiceCount FleetInUse::count_before(std::size_t service) const {
  const GroupResult& result = before_->services[service];
  return {.running = result.running_count + result.placed_count, .unplaced = total(result.failures)};
}

ServiceCount FleetInUse::count_now(std::size_t service) const {
  return {.running = tasks_there(service), .unplaced = total(services_[service].failures)};
}

PlacementSummary FleetInUse::summary() const {
  PlacementSummary summary{.instances = static_cast<std::int64_t>(world_->runs.size())};
  for (std::size_t s = 0; s < services_.size(); ++s) {
    const ServiceCount count = count_now(s);
    const bool is_daemon = cluster_.services[s].scheduling_strategy == SchedulingStrategy::daemon;
    summary.desired += is_daemon ? count.running + count.unplaced : services_[s].desired;
    summary.placed += total(services_[s].placed);
    summary.unplaced += count.unplaced;
  }
  for (const RequestTasks& request : requests_) {
    summary.desired += request.wanted;
    summary.placed += total(request.placed);
    summary.unplaced += total(request.failures);
  }
  for (const PlacedAgain& again : placed_again_) {
    summary.desired += 1;
    summary.placed += again.outcome.placed;
    summary.unplaced += 1 - again.outcome.placed;
  }
  summary.attach_failures = count_attach_failures(*world_);
  return summary;
}

std::optional<FleetInUse::Refusal> FleetInUse::first_refusal() const {
  for (const std::size_t s : in_order_of_work_) {
    if (services_[s].failures.empty()) continue;
    return Refusal{cluster_.services[s].service_name, services_[s].failures.front().reason};
  }
  for (std::size_t r = 0; r < requests_.size(); ++r) {
    if (requests_[r].failures.empty()) continue;
    return Refusal{std::string(world_->groups.name(world_->request_demands()[r].group)),
                   requests_[r].failures.front().reason};
  }
  for (const PlacedAgain& again : placed_again_) {
    if (again.outcome.failures.empty()) continue;
    return Refusal{again.request.group, again.outcome.failures.front().reason};
  }
  return std::nullopt;
}

rollout::Settled FleetInUse::settled() const {
  rollout::Settled settled{.world = *world_, .services = {}, .listed = {}};
  for (const ServiceTasks& tasks : services_) {
    settled.services.push_back({.desired = tasks.was_changed ? std::optional(tasks.desired) : std::nullopt,
                                .running = tasks.elsewhere + static_cast<std::int64_t>(tasks.listed.size()),
                                .placements = placements(tasks.placed),
                                .unplaced = total(tasks.failures)});
    settled.listed.insert(settled.listed.end(), tasks.listed.begin(), tasks.listed.end());
  }
  return settled;
}

WhatIfResult FleetInUse::result() const {
  WhatIfResult result{.cluster_name = cluster_.cluster_name,
                      .before = before_->summary,
                      .after = summary(),
                      .services = {},
                      .instances = report_instances(*world_),
                      .warnings = before_->warnings};
  for (std::size_t s = 0; s < services_.size(); ++s) {
    const ServiceCount before = count_before(s);
    const ServiceCount after = count_now(s);
    const bool differs =
        before != after || difference_of(before_->services[s].failures) != difference_of(services_[s].failures);
    if (!differs) continue;
    result.services.push_back({.service_name = cluster_.services[s].service_name,
                               .before = before,
                               .after = after,
                               .failures = services_[s].failures});
  }
  return result;
}

}  // namespace eniplan::change
