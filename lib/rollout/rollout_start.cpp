// Tested by: tests/rollout/ and the comparison with the oracle.

#include "rollout/rollout_start.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <map>
#include <set>
#include <utility>

#include <eniplan/diagnostic.hpp>

#include "model/nearest.hpp"
#include "placement/order_of_work.hpp"
#include "placement/simulate.hpp"
#include "rollout/drained.hpp"
#include "rollout/roll_services.hpp"
#include "rollout/target.hpp"

namespace eniplan::rollout {

using namespace placement;

namespace {

std::string nearest_service(const Cluster& cluster, std::string_view wrong) {
  std::vector<std::string_view> names;
  for (const Service& service : cluster.services) names.emplace_back(service.service_name);
  return nearest_of(wrong, names);
}

std::string nearest_definition(const Cluster& cluster, std::string_view wrong) {
  std::set<std::string> known;
  for (const TaskDefinition& definition : cluster.task_definitions) {
    known.insert(definition.family);
    known.insert(task_definition_name(definition));
  }
  const std::vector<std::string_view> names(known.begin(), known.end());
  return nearest_of(wrong, names);
}

/// `part`, cut where `drained` changes.
void for_each_alike(const OldTasks::Part& part, const TasksByInstance& drained, auto&& visit) {
  for (InstanceIndex at = part.range.begin; at < part.range.end;) {
    const auto alike = drained.alike(at, part.range.end);
    visit(OldTasks::Part{part.kind, alike.range, part.tasks}, alike.tasks > 0);
    at = alike.range.end;
  }
}

}  // namespace

RolloutStart::RolloutStart(const Cluster& cluster, const RolloutOptions& options)
    : cluster_(cluster),
      options_(options),
      definitions_(std::make_shared<const TaskDefinitionIndex>(cluster)),
      world_(cluster, MemoryFigure::registered) {
  check_options();
  const std::vector<InstanceRange> drained = named_instances(cluster, *world_.fleet, options.drain);
  PlacementResult placed = place_cluster(world_, Sequence::omitted);
  for (GroupResult& service : placed.services) {
    tasks_.push_back({.desired = std::nullopt,
                      .running = service.running_count,
                      .placements = std::move(service.placements),
                      .unplaced = unplaced_count(service)});
  }
  warnings_ = std::move(placed.warnings);
  note_where_tasks_are(listed_tasks(world_, *definitions_));
  if (!drained.empty()) {
    for (const InstanceRange& range : drained) drained_.add(range, 1);
    world_.drain(drained);
    stop_drained_daemons();
  }
  add_subjects();
}

RolloutStart::RolloutStart(const Cluster& cluster, const RolloutOptions& options, const Settled& settled)
    : cluster_(cluster),
      options_(options),
      definitions_(std::make_shared<const TaskDefinitionIndex>(cluster)),
      world_(settled.world),
      tasks_(settled.services) {
  assert(options.drain.empty());
  check_options();
  note_where_tasks_are(settled.listed);
  add_subjects();
}

void RolloutStart::note_where_tasks_are(const std::vector<ListedTask>& listed) {
  for (const ListedTask& task : listed) listed_[task.task->group].push_back(task);
  require_known_instances();
}

void RolloutStart::add_subjects() {
  for (std::size_t number = 0; number < cluster_.services.size(); ++number) {
    if (is_rolled(cluster_.services[number])) add_subject(number);
  }
  sum_up_what_is_left();
}

bool RolloutStart::is_rolled(const Service& service) const {
  if (options_.services.empty()) return service.scheduling_strategy == SchedulingStrategy::replica;
  return std::ranges::find(options_.services, service.service_name) != options_.services.end();
}

void RolloutStart::check_options() const {
  std::vector<Diagnostic> diagnostics;
  for (const std::string& name : options_.services) {
    const auto service = std::ranges::find(cluster_.services, name, &Service::service_name);
    if (service == cluster_.services.end()) {
      diagnostics.push_back({.key = "service",
                             .message = fmt::format("expected a service of cluster {}, found \"{}\"{}",
                                                    cluster_.cluster_name, name, nearest_service(cluster_, name))});
    } else if (options_.desired_count && service->scheduling_strategy == SchedulingStrategy::daemon) {
      diagnostics.push_back({.key = "desired",
                             .message = fmt::format("expected no count for {}: a daemon has one task on each instance",
                                                    service->service_name)});
    }
  }
  if (options_.task_definition && definitions_->find(*options_.task_definition) == nullptr) {
    diagnostics.push_back(
        {.key = "to",
         .message = fmt::format("expected a task definition of cluster {}, found \"{}\"{}", cluster_.cluster_name,
                                *options_.task_definition, nearest_definition(cluster_, *options_.task_definition))});
  }
  if (!diagnostics.empty()) throw InputError(std::move(diagnostics));
}

const std::vector<ListedTask>& RolloutStart::listed_of(const Service& service) const {
  static const std::vector<ListedTask> none;
  const auto found = listed_.find(task_group(service));
  return found == listed_.end() ? none : found->second;
}

void RolloutStart::require_known_instances() const {
  std::vector<Diagnostic> diagnostics;
  for (std::size_t number = 0; number < cluster_.services.size(); ++number) {
    const Service& service = cluster_.services[number];
    if (!is_rolled(service)) continue;
    const std::int64_t running = tasks_[number].running;
    const auto known = static_cast<std::int64_t>(listed_of(service).size());
    if (known >= running) continue;
    diagnostics.push_back(
        {.key = "tasks",
         .message = fmt::format("expected the running tasks of service {}, which a rollout stops: {} of {} are on "
                                "instances unknown; add the answer of describe-tasks",
                                service.service_name, running - known, running)});
  }
  if (!diagnostics.empty()) throw InputError(std::move(diagnostics));
}

void RolloutStart::for_each_task(std::size_t number, auto&& visit) {
  const Service& service = cluster_.services[number];
  const Demand& own = world_.service_demands()[number];
  for (const PlacementRun& run : tasks_[number].placements) {
    const auto begin = static_cast<InstanceIndex>(run.first_instance);
    const InstanceRange range{begin, static_cast<InstanceIndex>(begin + run.instance_count)};
    visit(OldTasks::Part{0, range, run.tasks_per_instance}, &own, own.definition);
  }
  std::map<std::pair<const TaskDefinition*, bool>, const Demand*> known;
  for (const ListedTask& task : listed_of(service)) {
    const Demand*& demand = known[{task.definition, task.task->has_eni_attachment}];
    if (demand == nullptr) demand = &demands_.emplace_back(demand_of(world_, task, own.group));
    visit(OldTasks::Part{1, {task.instance, task.instance + 1}, 1}, demand, task.definition);
  }
}

void RolloutStart::stop_drained_daemons() {
  for (std::size_t number = 0; number < cluster_.services.size(); ++number) {
    if (cluster_.services[number].scheduling_strategy != SchedulingStrategy::daemon) continue;
    for_each_task(number, [&](const OldTasks::Part& part, const Demand* demand, const TaskDefinition*) {
      for_each_alike(part, drained_, [&](const OldTasks::Part& alike, bool is_drained) {
        if (!is_drained) return;
        if (alike.kind == 0) {
          take_back(world_, *demand, alike.range, alike.tasks);
        } else {
          stop_listed(world_, *demand, alike.range, alike.tasks);
        }
      });
    });
    forget_assumed(world_.service_demands()[number].group);
  }
}

/// Tasks of a daemon that nobody listed hold nothing where they are taken to be, but `task:group` would go on to see
/// them.
void RolloutStart::forget_assumed(GroupId group) {
  const TasksByInstance& left = world_.groups.tasks_of(group);
  std::vector<TasksByInstance::Alike> assumed;
  drained_.for_each([&](InstanceRange range, std::int64_t) {
    for (InstanceIndex at = range.begin; at < range.end;) {
      // What is written down about groups is of one class.
      const auto alike = left.alike(at, std::min(range.end, world_.fleet->block(at).end()));
      if (alike.tasks > 0) assumed.push_back(alike);
      at = alike.range.end;
    }
  });
  for (const auto& [range, tasks] : assumed) world_.groups.add(group, range, -tasks);
}

void RolloutStart::add_subject(std::size_t number) {
  const Service& service = cluster_.services[number];
  const Target target = target_of(service, options_, *definitions_);
  const bool is_daemon = service.scheduling_strategy == SchedulingStrategy::daemon;
  Subject subject{.service = &service,
                  .demand = demand_of_target(number, *target.definition),
                  .desired = tasks_[number].desired.value_or(target.desired),
                  .percentages = percentages_of(service),
                  .unplaced = tasks_[number].unplaced,
                  .packed_by = packed_by(service.placement_strategy)};
  TasksByInstance instances;
  std::map<const Demand*, OldTasks::Kind> kinds;
  kinds[&world_.service_demands()[number]] = subject.old_tasks.add_kind(&world_.service_demands()[number]);
  for_each_task(number, [&](const OldTasks::Part& whole, const Demand* demand, const TaskDefinition* definition) {
    const Resources& needs = world_.shapes[demand->shape].needs;
    for_each_alike(whole, drained_, [&](const OldTasks::Part& part, bool is_drained) {
      if (is_daemon && is_drained) return;  // Stopped already.
      const bool is_new = options_.drain.empty() ? target.is_under_way && definition == target.definition : !is_drained;
      hold(needs, part, subject);
      instances.add(part.range, part.tasks);
      if (is_new) {
        subject.new_tasks += part.count();
        subject.new_tasks_hold += needs * part.count();
        return;
      }
      const auto [kind, first_seen] = kinds.try_emplace(demand, OldTasks::Kind{0});
      if (first_seen) kind->second = subject.old_tasks.add_kind(demand);
      subject.old_tasks.add({kind->second, part.range, part.tasks});
    });
  });
  if (is_daemon) {
    subject.desired = 0;
    instances.for_each(
        [&](InstanceRange range, std::int64_t) { subject.desired += static_cast<std::int64_t>(range.size()); });
  }
  subjects_.push_back(std::move(subject));
}

Demand RolloutStart::demand_of_target(std::size_t number, const TaskDefinition& target) {
  const Demand& own = world_.service_demands()[number];
  if (own.definition == &target) return own;
  Service service = cluster_.services[number];
  service.task_definition = task_definition_name(target);
  targets_.push_back(std::move(service));
  Demand demand = Demands(cluster_, definitions_, world_.groups, world_.shapes).of(targets_.back());
  world_.learn(demand);
  return demand;
}

/// Adds what tasks hold on `ACTIVE` instances.
void RolloutStart::hold(const Resources& needs, const OldTasks::Part& part, Subject& subject) const {
  for (InstanceIndex at = part.range.begin; at < part.range.end;) {
    const InstanceBlock& block = world_.fleet->block(at);
    const InstanceIndex end = std::min(part.range.end, static_cast<InstanceIndex>(block.first + block.count));
    if (block.status == InstanceStatus::active) subject.hold_on_active += needs * (part.tasks * (end - at));
    at = end;
  }
}

void RolloutStart::sum_up_what_is_left() {
  const auto at_least_nothing = [](auto amount) { return std::max(amount, decltype(amount){}); };
  world_.runs.for_each_run([&](InstanceRange run, const RunState& state) {
    if (world_.classes->representative[state.of_class]->status != InstanceStatus::active) return;
    const Resources& remaining = state.remaining;
    left_ += Resources{at_least_nothing(remaining.cpu), at_least_nothing(remaining.memory),
                       at_least_nothing(remaining.gpu), at_least_nothing(remaining.eni)} *
             static_cast<std::int64_t>(run.size());
  });
}

std::vector<Rollout> roll_subjects(RolloutStart& start, const RolloutOptions& options) {
  std::vector<Rolled> services;
  for (const Subject& subject : start.subjects()) services.push_back({&subject, subject.percentages});
  if (options.together) return roll_services(start.world(), services, options.strict_eni);
  std::vector<Rollout> rollouts;
  for (const Rolled& alone : services) {
    rollouts.push_back(std::move(roll_services(start.world(), {&alone, 1}, options.strict_eni).front()));
  }
  return rollouts;
}

}  // namespace eniplan::rollout
