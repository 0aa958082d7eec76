#include "io/rollout_wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "io/wording.hpp"

namespace eniplan::io {
namespace {

// `a`, `a and b`, `a, b and c`
std::string listed(const std::vector<std::string>& parts, std::string_view last_word) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += i + 1 == parts.size() ? fmt::format(" {} ", last_word) : ", ";
    text += parts[i];
  }
  return text;
}

// `2 t2.small`, `2 t2.small and 1 c5.large`; of many types, their number.
std::string fleet_in_words(const InstanceResults& instances) {
  constexpr std::size_t most = 3;
  std::map<std::string, std::int64_t> types;
  for (const InstanceResults::Run& run : instances.runs()) {
    const auto& type = instances.facts(run).instance_type;
    types[type.value_or("of unknown type")] += static_cast<std::int64_t>(run.instance_count);
  }
  if (types.size() > most) {
    return fmt::format("{} of {} types", counted(static_cast<std::int64_t>(instances.size()), "instance"),
                       types.size());
  }
  std::vector<std::string> parts;
  for (const auto& [type, count] : types) parts.push_back(fmt::format("{} {}", count, type));
  return parts.empty() ? "no instance" : listed(parts, "and");
}

// Where the check that refused fails: all instances by type, else how many of them. A daemon asks one instance alone.
std::string where_it_fails(const Rollout& rollout, const Failure& refusal, const InstanceResults& instances) {
  if (rollout.scheduling_strategy == SchedulingStrategy::daemon && refusal.closest_instance) {
    return instances.id(*refusal.closest_instance);
  }
  const std::int64_t blocked = refusal.blocked_by[static_cast<std::size_t>(refusal.reason)];
  const auto all = static_cast<std::int64_t>(instances.size());
  return blocked == all ? fleet_in_words(instances) : fmt::format("{} of {}", blocked, counted(all, "instance"));
}

// `512 MiB for each of 2 more tasks`
std::string amount_in_words(std::int64_t each, std::string_view unit, std::int64_t tasks) {
  if (tasks == 1) return fmt::format("{} {} for one more task", each, unit);
  return fmt::format("{} {} for each of {} more tasks", each, unit, tasks);
}

// `needs 2 more ENI slots, 0 free on 2 t2.small`; empty for what is no shortage.
std::string shortage_in_words(const Rollout& rollout, const Failure& refusal, const std::string& where) {
  const std::int64_t tasks = refusal.count;
  const auto less_left = [&](std::int64_t each, std::string_view unit) {
    return fmt::format("needs {}, less is left on {}", amount_in_words(each, unit, tasks), where);
  };
  switch (refusal.reason) {
    case Reason::eni:
      return fmt::format("needs {} more ENI {}, 0 free on {}", tasks, tasks == 1 ? "slot" : "slots", where);
    case Reason::cpu: return less_left(rollout.needs.cpu.value, "CPU units");
    case Reason::memory: return less_left(rollout.needs.memory.value, "MiB");
    case Reason::gpu: return less_left(rollout.needs.gpu.value, rollout.needs.gpu.value == 1 ? "GPU" : "GPUs");
    case Reason::ports:
      return fmt::format("needs spare instances on which its static host ports are free for {}, taken on {}",
                         counted(tasks, "more task"), where);
    case Reason::distinct_instance:
      return fmt::format("needs spare instances without a task of its group (distinctInstance) for {}, one is on {}",
                         counted(tasks, "more task"), where);
    default: return {};
  }
}

std::string refusal_in_words(const Rollout& rollout, const Failure& refusal, const InstanceResults& instances) {
  if (refusal.reason == Reason::empty) return "there is no instance";
  const std::string reasons = fmt::format("{}", fmt::join(reasons_in_words(refusal), "; "));
  const std::string shortage = shortage_in_words(rollout, refusal, where_it_fails(rollout, refusal, instances));
  if (shortage.empty()) return fmt::format("finds no room for {}: {}", counted(refusal.count, "more task"), reasons);
  const bool everywhere = std::ranges::count(refusal.blocked_by, 0) == std::ssize(refusal.blocked_by) - 1;
  return everywhere ? shortage : fmt::format("{} ({})", shortage, reasons);
}

int rank(RolloutOutcome outcome) {
  switch (outcome) {
    case RolloutOutcome::stuck: return 0;
    case RolloutOutcome::completes_after_transient_placement_errors: return 1;
    case RolloutOutcome::completes: return 2;
  }
  return 2;
}

}  // namespace

void RolloutCounts::add(const Rollout& rollout) {
  ++(rollout.outcome == RolloutOutcome::stuck ? stuck : completes);
  if (rollout.outcome == RolloutOutcome::completes_after_transient_placement_errors) ++transient;
}

RolloutCounts counts_of(const RolloutResult& result) {
  RolloutCounts counts;
  for (const Rollout& rollout : result.rollouts) counts.add(rollout);
  return counts;
}

std::string_view outcome_in_words(RolloutOutcome outcome) {
  switch (outcome) {
    case RolloutOutcome::completes: return "completes";
    case RolloutOutcome::completes_after_transient_placement_errors:
      return "completes after transient placement errors";
    case RolloutOutcome::stuck: return "stuck";
  }
  return {};
}

std::string stuck_names(std::span<const RolloutResult> results) {
  constexpr std::size_t most = 3;
  std::vector<std::string> names;
  std::size_t count = 0;
  for (const RolloutResult& result : results) {
    for (const Rollout& rollout : result.rollouts) {
      if (rollout.outcome == RolloutOutcome::stuck && ++count <= most) names.push_back(rollout.service);
    }
  }
  if (count > most) names.push_back(fmt::format("{} more", count - most));
  return names.empty() ? std::string() : listed(names, "and") + (count == 1 ? " is stuck" : " are stuck");
}

std::string answer_in_words(const RolloutResult& result) {
  const RolloutCounts counts = counts_of(result);
  if (counts.total() == 0) return "there is nothing to roll";
  std::string text;
  if (counts.total() == 1) {
    const Rollout& only = result.rollouts.front();
    return fmt::format("the rollout of {} {}{}", only.service, counts.stuck == 1 ? "is " : "",
                       outcome_in_words(only.outcome));
  }
  text = counts.stuck == 0 ? fmt::format("all {} rollouts complete", counts.total())
                           : fmt::format("{} of {} rollouts complete", counts.completes, counts.total());
  if (counts.transient > 0) text += fmt::format(", {} after transient placement errors", counts.transient);
  if (counts.stuck > 0) text += "; " + stuck_names({&result, 1});
  return text;
}

std::string verdict_in_words(const PlacementSummary& summary, std::span<const RolloutResult> rollouts) {
  const std::string placed = answer_in_words(summary);
  if (summary.unplaced > 0 || summary.attach_failures > 0) return "does not fit: " + placed;
  const std::string stuck = stuck_names(rollouts);
  if (!stuck.empty()) return "fits now but cannot be rolled: " + stuck;
  RolloutCounts counts;
  for (const RolloutResult& result : rollouts) {
    for (const Rollout& rollout : result.rollouts) counts.add(rollout);
  }
  return fmt::format("fits: {}, and {} be rolled", placed,
                     counts.total() == 1 ? "the service can" : "every service can");
}

std::string stuck_in_words(const Rollout& rollout, const RolloutResult& result) {
  if (rollout.refusal) {
    return fmt::format("round {}: {}; stuck.", rollout.steps.empty() ? rollout.rounds : rollout.steps.back().round,
                       refusal_in_words(rollout, *rollout.refusal, result.instances));
  }
  const std::string when = rollout.rounds == 0 ? "round 1" : fmt::format("after {}", counted(rollout.rounds, "round"));
  const std::int64_t running = rollout.old_running + rollout.new_running;
  return fmt::format("{}: {} {}, fewer than {} may not and more than {} may not; stuck.", when, running,
                     running == 1 ? "runs" : "run", rollout.minimum_healthy, rollout.maximum);
}

std::string remedy_in_words(const RolloutRemedy& remedy, const RolloutResult& result) {
  if (const auto* minimum = std::get_if<LowerMinimumHealthyPercent>(&remedy)) {
    return fmt::format("minimumHealthyPercent {}", minimum->percent);
  }
  if (const auto* maximum = std::get_if<HigherMaximumPercent>(&remedy)) {
    return fmt::format("maximumPercent {}", maximum->percent);
  }
  const auto& extra = std::get<ExtraInstances>(remedy);
  const std::string count = extra.count == 1 ? "one" : fmt::to_string(extra.count);
  const auto& blocks = result.instances.blocks();
  const bool named_by_type = std::ranges::any_of(blocks, [&extra](const InstanceResults::Block& block) {
    return block.name == extra.group && block.facts->instance_type == extra.group;
  });
  if (named_by_type) return fmt::format("{} more {}", count, extra.group);
  return fmt::format("{} more {} of {}", count, extra.count == 1 ? "instance" : "instances", extra.group);
}

std::string remedies_in_words(const Rollout& rollout, const RolloutResult& result) {
  std::vector<std::string> parts;
  for (const RolloutRemedy& remedy : rollout.would_complete) parts.push_back(remedy_in_words(remedy, result));
  return listed(parts, "or");
}

std::string peak_in_words(const Rollout& rollout) {
  const Resources& peak = rollout.peak.resources;
  const Resources& available = rollout.available;
  std::string text = counted(rollout.peak.tasks, "task");
  const auto add = [&text](std::string_view name, std::int64_t taken, std::int64_t there) {
    if (taken > 0) text += fmt::format(", {} {} of {}", name, taken, there);
  };
  add("ENI", peak.eni.value, available.eni.value);
  add("CPU", peak.cpu.value, available.cpu.value);
  add("MEMORY", peak.memory.value, available.memory.value);
  add("GPU", peak.gpu.value, available.gpu.value);
  return text;
}

std::string clock_time(std::int64_t milliseconds) {
  const std::int64_t seconds = (milliseconds + 999) / 1000;
  if (seconds < 3600) return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
  return fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

std::string assumptions_in_words(const Timeline& timeline) {
  std::string text =
      fmt::format("{} launches a minute, {} s to start, {} s to be healthy ({}), {} s to stop", launches_per_minute,
                  timeline.start_seconds, timeline.health_seconds,
                  timeline.has_health_check ? "interval times retries" : "no health check", timeline.stop_seconds);
  if (timeline.detach_seconds) text += fmt::format(", {} s to detach an interface", *timeline.detach_seconds);
  return text;
}

std::vector<std::size_t> worst_first(const RolloutResult& result) {
  std::vector<std::size_t> order(result.rollouts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&result](std::size_t i) { return rank(result.rollouts[i].outcome); });
  return order;
}

}  // namespace eniplan::io
