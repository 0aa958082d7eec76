// Tested by: tests/rollout/ and the comparison with the oracle.

#include "rollout/slot_books.hpp"

#include <algorithm>
#include <utility>

namespace eniplan::rollout {

using namespace placement;

namespace {

/// Changes how many slots the scheduler takes for free on each instance of `range`.
void change_slots(World& world, InstanceRange range, std::int64_t more) {
  if (more > 0) ++world.releases;
  for (InstanceIndex at = range.begin; at < range.end;) {
    const InstanceRange part{at, std::min(range.end, world.runs.end_of_run(at))};
    RunState state = world.runs.state_of(at);
    state.remaining.eni.value += more;
    world.runs.change(part, state);
    at = part.end;
  }
}

}  // namespace

void SlotBooks::begin_round() {
  if (strict_) freed_before_.for_each([&](InstanceRange range, std::int64_t n) { change_slots(world_, range, n); });
  freed_before_ = std::exchange(freed_now_, {});
  started_ = {};
}

void SlotBooks::free_all() {
  begin_round();
  begin_round();
}

void SlotBooks::stopped(InstanceRange range, std::int64_t tasks) {
  freed_now_.add(range, tasks);
  if (strict_) change_slots(world_, range, -tasks);
}

std::int64_t SlotBooks::started(const TasksByInstance& tasks) {
  std::int64_t races = 0;
  if (!strict_ && !(freed_before_.empty() && freed_now_.empty())) {
    tasks.for_each([&](InstanceRange range, std::int64_t count) { races += this->races(range, count); });
  }
  tasks.for_each([&](InstanceRange range, std::int64_t count) { started_.add(range, count); });
  return races;
}

/// Of `tasks` new ones on each instance of `range`, which the state of the instances counts already.
std::int64_t SlotBooks::races(InstanceRange range, std::int64_t tasks) const {
  std::int64_t races = 0;
  for (InstanceIndex at = range.begin; at < range.end;) {
    const auto before = freed_before_.alike(at, std::min(range.end, world_.runs.end_of_run(at)));
    const auto now = freed_now_.alike(at, before.range.end);
    const auto earlier = started_.alike(at, now.range.end);
    const std::int64_t free_in_scheduler_book =
        world_.runs.state_of(at).remaining.eni.value + earlier.tasks + tasks - now.tasks;
    const std::int64_t free = std::max<std::int64_t>(free_in_scheduler_book, 0) - before.tasks;
    const std::int64_t taken_before = std::max<std::int64_t>(earlier.tasks - std::max<std::int64_t>(free, 0), 0);
    const std::int64_t taken = std::max<std::int64_t>(earlier.tasks + tasks - std::max<std::int64_t>(free, 0), 0);
    races += (taken - taken_before) * static_cast<std::int64_t>(earlier.range.size());
    at = earlier.range.end;
  }
  return races;
}

}  // namespace eniplan::rollout
