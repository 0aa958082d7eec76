// Tested by: tests/rollout/ and the comparison with the oracle.

#include "rollout/rolling_service.hpp"

#include <algorithm>
#include <utility>

#include "placement/filters.hpp"
#include "placement/verdict.hpp"

namespace eniplan::rollout {

using namespace placement;

namespace {

const Resources& needs_of(const World& world, const Demand& demand) { return world.shapes[demand.shape].needs; }

void raise(Resources& most, const Resources& now) {
  most = {std::max(most.cpu, now.cpu), std::max(most.memory, now.memory), std::max(most.gpu, now.gpu),
          std::max(most.eni, now.eni)};
}

}  // namespace

RollingService::RollingService(World& world, const Subject& subject, const Percentages& percentages)
    : world_(world),
      subject_(subject),
      bounds_(bounds(subject.desired, percentages)),
      old_tasks_(subject.old_tasks),
      new_(subject.new_tasks),
      hold_(subject.new_tasks_hold),
      generator_(world.generator(subject.demand.group)),
      subnets_(world.subnets) {
  old_tasks_.for_each(
      [&](const OldTasks::Part& part) { hold_ += needs_of(world_, old_tasks_.demand(part.kind)) * part.count(); });
  note_peak();
}

void RollingService::note_peak() {
  peak_.tasks = std::max(peak_.tasks, old_tasks_.count() + new_);
  raise(peak_.resources, hold_);
}

bool RollingService::go_round(std::int64_t round, SlotBooks& books) {
  Started started = start(books);
  note_peak();
  const std::int64_t stopped = stop(books);
  refusal_ = std::move(started.refusal);
  was_refused_ = was_refused_ || refusal_.has_value();
  if (started.tasks > 0 || stopped > 0 || refusal_) {
    RolloutStep step{.round = round, .started = started.tasks, .stopped = stopped, .attach_races = started.races};
    if (refusal_) {
      step.refused = refusal_->reason;
      step.closest_instance = refusal_->closest_instance;
    }
    steps_.push_back(step);
  }
  return started.tasks > 0 || stopped > 0;
}

RollingService::Started RollingService::start(SlotBooks& books) {
  const std::int64_t wanted = std::min(subject_.desired - new_, bounds_.cap - old_tasks_.count() - new_);
  if (wanted <= 0) return {};
  Outcome outcome = place(wanted);
  new_ += outcome.placed;
  hold_ += needs_of(world_, subject_.demand) * outcome.placed;

  Started started{.tasks = outcome.placed};
  TasksByInstance fresh;
  for (const Step& step : outcome.steps) fresh.add(step.range, step.copies);
  fresh.for_each([&](InstanceRange range, std::int64_t tasks) { started_.add(range, tasks); });
  if (world_.shapes[subject_.demand.shape].awsvpc()) started.races = books.started(fresh);
  if (!outcome.failures.empty()) {
    started.refusal = std::move(outcome.failures.front());
    started.refusal->count = subject_.desired - new_;
  }
  return started;
}

Outcome RollingService::place(std::int64_t count) {
  return subject_.is_daemon()
             ? restart_daemon(count)
             : place_tasks(world_, subject_.demand, count, subject_.service->service_name, Sequence::omitted);
}

/// Where an old task was stopped, and nowhere else.
Outcome RollingService::restart_daemon(std::int64_t count) {
  Outcome outcome;
  while (outcome.placed < count && !vacated_.empty()) {
    const InstanceIndex instance = *vacated_.begin();
    const InstanceRange range{instance, instance + 1};
    const FailedChecks failed = Filters(world_, subject_.demand).failed(instance, world_.runs.state_of(instance));
    if (!failed.none()) {
      Verdict verdict;
      verdict.add(range, failed);
      outcome.failures.push_back(verdict.failure(1, subject_.service->service_name, *world_.fleet));
      break;
    }
    commit(world_, subject_.demand, range, 1);
    outcome.steps.push_back({range, 1});
    ++outcome.placed;
    vacated_.erase(vacated_.begin());
  }
  return outcome;
}

std::int64_t RollingService::stop(SlotBooks& books) {
  const std::int64_t spare = old_tasks_.count() + new_ - bounds_.floor;
  const std::int64_t count = std::max<std::int64_t>(0, std::min(old_tasks_.count(), spare));
  if (count == 0) return 0;
  for (const OldTasks::Part& part : next_to_stop(count)) {
    const Demand& demand = old_tasks_.demand(part.kind);
    take_back(world_, demand, part.range, part.tasks);
    old_tasks_.remove(part);
    hold_ -= needs_of(world_, demand) * part.count();
    if (world_.shapes[demand.shape].awsvpc()) books.stopped(part.range, part.tasks);
    stopped_.push_back(part);
    if (!subject_.is_daemon()) continue;
    for (InstanceIndex at = part.range.begin; at < part.range.end; ++at) vacated_.insert(at);
  }
  return count;
}

std::vector<OldTasks::Part> RollingService::next_to_stop(std::int64_t count) const {
  if (subject_.is_daemon()) return first_in_canonical_order(old_tasks_, count);
  return first_to_stop(world_, subject_.demand.group, old_tasks_, count, subject_.packed_by);
}

RolloutOutcome RollingService::outcome() const {
  if (!is_complete()) return RolloutOutcome::stuck;
  return was_refused_ ? RolloutOutcome::completes_after_transient_placement_errors : RolloutOutcome::completes;
}

Rollout RollingService::result() const {
  Rollout result{.service = subject_.service->service_name,
                 .scheduling_strategy = subject_.service->scheduling_strategy,
                 .task_definition = task_definition_name(*subject_.demand.definition),
                 .outcome = outcome(),
                 .desired = subject_.desired,
                 .minimum_healthy = bounds_.floor,
                 .maximum = bounds_.cap,
                 .unplaced = subject_.unplaced,
                 .old_at_start = subject_.old_tasks.count(),
                 .new_at_start = subject_.new_tasks,
                 .old_running = old_tasks_.count(),
                 .new_running = new_,
                 .rounds = static_cast<std::int64_t>(steps_.size()),
                 .needs = needs_of(world_, subject_.demand),
                 .peak = peak_,
                 .steps = steps_};
  for (const RolloutStep& step : steps_) result.attach_races += step.attach_races;
  if (result.outcome == RolloutOutcome::stuck) result.refusal = refusal_;
  return result;
}

void RollingService::take_back_started() {
  started_.for_each([&](InstanceRange range, std::int64_t tasks) { take_back(world_, subject_.demand, range, tasks); });
}

void RollingService::put_back_stopped() {
  for (const OldTasks::Part& part : stopped_) {
    put_back(world_, subject_.old_tasks.demand(part.kind), part.range, part.tasks);
  }
  world_.generator(subject_.demand.group) = generator_;
  world_.subnets = subnets_;
}

}  // namespace eniplan::rollout
