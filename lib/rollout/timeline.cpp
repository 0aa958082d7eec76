// Tested by tests/rollout/timeline_test.cpp.
//
// A round of a service is a chain: its tasks are launched at the rate ECS allows, start, become healthy; then the stops
// are ordered, and with that the next round begins while the old tasks still end and give up their interfaces. So the
// clock of a rollout is one number, the beginning of its round, carried from step to step. Rolled by itself each
// service has a clock of its own, rolled together all share one.

#include <eniplan/timeline.hpp>

#include <algorithm>
#include <map>
#include <span>
#include <string_view>
#include <unordered_map>

#include "model/task_definition_index.hpp"

namespace eniplan {
namespace {

constexpr std::int64_t per_second = 1000;  // milliseconds
constexpr std::int64_t launch_interval = 60 * per_second / launches_per_minute;

// Sources: API reference, ContainerDefinition and DeploymentConfiguration (2026).
constexpr std::int64_t default_stop_seconds = 30;
constexpr std::int64_t seconds_without_health_check = 40;

std::int64_t stop_seconds(const TaskDefinition& definition) {
  std::int64_t slowest = 0;
  for (const ContainerDefinition& container : definition.container_definitions) {
    slowest = std::max(slowest, container.stop_timeout.value_or(default_stop_seconds));
  }
  return definition.container_definitions.empty() ? default_stop_seconds : slowest;
}

std::optional<std::int64_t> health_check_seconds(const TaskDefinition& definition) {
  std::optional<std::int64_t> slowest;
  for (const ContainerDefinition& container : definition.container_definitions) {
    if (!container.essential || !container.health_check) continue;
    slowest = std::max(slowest.value_or(0), container.health_check->interval * container.health_check->retries);
  }
  return slowest;
}

// A cluster looked up by name.
class Names {
 public:
  explicit Names(const Cluster& cluster) : definitions_(cluster) {
    for (const Service& service : cluster.services) services_.emplace(service.service_name, &service);
  }

  [[nodiscard]] const TaskDefinition* definition(std::string_view reference) const {
    return definitions_.find(reference);
  }
  [[nodiscard]] const Service* service(std::string_view name) const {
    const auto found = services_.find(name);
    return found == services_.end() ? nullptr : found->second;
  }

 private:
  TaskDefinitionIndex definitions_;
  std::unordered_map<std::string_view, const Service*> services_;
};

// What the tasks that are stopped may be made of: what the service names and what its deployments replace, but for the
// target; that too where nothing else runs, or where tasks are only moved. Definitions that the input lacks are left
// out.
std::vector<const TaskDefinition*> old_definitions(const Names& names, const Service& service,
                                                   const TaskDefinition* target, bool only_moved) {
  std::vector<const TaskDefinition*> old;
  const auto add = [&](std::string_view reference) {
    const TaskDefinition* definition = names.definition(reference);
    if (definition != nullptr && (only_moved || definition != target)) old.push_back(definition);
  };
  add(service.task_definition);
  for (const Deployment& deployment : service.deployments) {
    if (deployment.status == "ACTIVE") add(deployment.task_definition);
  }
  if (old.empty() && target != nullptr) old.push_back(target);
  return old;
}

Timeline assumptions(const Names& names, const Rollout& rollout, const RolloutOptions& options,
                     const TimelineOptions& timing) {
  Timeline line{.start_seconds = timing.start_seconds};
  const TaskDefinition* target = names.definition(rollout.task_definition);
  const auto checked = target == nullptr ? std::nullopt : health_check_seconds(*target);
  line.has_health_check = checked.has_value();
  line.health_seconds = checked.value_or(seconds_without_health_check);
  const Service* service = names.service(rollout.service);
  if (service == nullptr) return line;
  for (const TaskDefinition* definition : old_definitions(names, *service, target, !options.drain.empty())) {
    line.stop_seconds = std::max(line.stop_seconds, stop_seconds(*definition));
    if (definition->network_mode == NetworkMode::awsvpc) line.detach_seconds = timing.detach_seconds;
  }
  return line;
}

// The times of one step that begins at `begin`; the stops are ordered when the new tasks are healthy.
TimelineStep timed(const RolloutStep& step, const Timeline& line, std::int64_t begin) {
  TimelineStep times{.round = step.round, .begin = begin};
  if (step.started > 0) {
    times.running = begin + (step.started - 1) * launch_interval + line.start_seconds * per_second;
    times.healthy = *times.running + line.health_seconds * per_second;
  }
  if (step.stopped == 0) return times;
  times.stopped = times.healthy.value_or(begin) + line.stop_seconds * per_second;
  if (line.detach_seconds) times.slots_free = *times.stopped + *line.detach_seconds * per_second;
  return times;
}

// Rollouts that share a clock.
class Clock {
 public:
  explicit Clock(bool strict_eni) : strict_eni_(strict_eni) {}

  // The steps of one round; rounds ascend.
  void enter(std::int64_t round) {
    begin_ = orders_given_;
    if (!strict_eni_) return;
    while (!slots_.empty() && slots_.begin()->first + 2 <= round) {
      begin_ = std::max(begin_, slots_.begin()->second);
      slots_.erase(slots_.begin());
    }
    orders_given_ = std::max(orders_given_, begin_);
  }

  void take(const RolloutStep& step, Timeline& line) {
    const TimelineStep times = timed(step, line, begin_);
    orders_given_ = std::max(orders_given_, times.healthy.value_or(begin_));
    if (times.slots_free) {
      auto& free = slots_[step.round];
      free = std::max(free, *times.slots_free);
    }
    line.end = std::max({line.end, times.healthy.value_or(begin_), times.stopped.value_or(begin_)});
    line.steps.push_back(times);
  }

 private:
  bool strict_eni_;
  std::int64_t begin_ = 0;
  std::int64_t orders_given_ = 0;               // of the round so far
  std::map<std::int64_t, std::int64_t> slots_;  // [rounds] when the last slot of those stopped in it is free
};

// Lays the rollouts `first` to `last` on one clock, round by round.
void share_clock(std::span<const Rollout> rollouts, std::span<Timeline> lines, bool strict_eni) {
  Clock clock(strict_eni);
  std::vector<std::size_t> next(rollouts.size(), 0);
  while (true) {
    std::optional<std::int64_t> round;
    for (std::size_t i = 0; i < rollouts.size(); ++i) {
      if (next[i] == rollouts[i].steps.size()) continue;
      round = std::min(round.value_or(rollouts[i].steps[next[i]].round), rollouts[i].steps[next[i]].round);
    }
    if (!round) return;
    clock.enter(*round);
    for (std::size_t i = 0; i < rollouts.size(); ++i) {
      const auto& steps = rollouts[i].steps;
      if (next[i] < steps.size() && steps[next[i]].round == *round) clock.take(steps[next[i]++], lines[i]);
    }
  }
}

}  // namespace

std::vector<Timeline> timeline(const Cluster& cluster, const RolloutResult& result, const RolloutOptions& options,
                               const TimelineOptions& timing) {
  std::vector<Timeline> lines;
  const Names names(cluster);
  for (const Rollout& rollout : result.rollouts) lines.push_back(assumptions(names, rollout, options, timing));
  if (options.together) {
    share_clock(result.rollouts, lines, options.strict_eni);
    return lines;
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    share_clock(std::span(result.rollouts).subspan(i, 1), std::span(lines).subspan(i, 1), options.strict_eni);
  }
  return lines;
}

}  // namespace eniplan
