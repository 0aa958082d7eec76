#include "support/rollout_judge.hpp"

#include <functional>
#include <utility>
#include <vector>

#include "oracle/naive_rollout.hpp"
#include "support/judge.hpp"
#include "support/shrink.hpp"

namespace eniplan::test {
namespace {

// Words

std::string words(const Resources& amounts) {
  return "CPU " + std::to_string(amounts.cpu.value) + " MEMORY " + std::to_string(amounts.memory.value) + " GPU " +
         std::to_string(amounts.gpu.value) + " ENI " + std::to_string(amounts.eni.value);
}

std::string words(const RolloutStep& step) {
  std::string text = "\n    round " + std::to_string(step.round) + ": +" + std::to_string(step.started) + " -" +
                     std::to_string(step.stopped);
  if (step.attach_races > 0) text += " races " + std::to_string(step.attach_races);
  if (step.refused) text += " " + std::string(to_string(*step.refused));
  if (step.closest_instance) text += " on " + std::to_string(*step.closest_instance);
  return text;
}

std::string words(const RolloutRemedy& remedy) {
  if (const auto* minimum = std::get_if<LowerMinimumHealthyPercent>(&remedy)) {
    return "\n    minimum " + std::to_string(minimum->percent);
  }
  if (const auto* maximum = std::get_if<HigherMaximumPercent>(&remedy)) {
    return "\n    maximum " + std::to_string(maximum->percent);
  }
  const auto& extra = std::get<ExtraInstances>(remedy);
  return "\n    " + std::to_string(extra.count) + " more of " + extra.group;
}

std::string words(const Rollout& rollout) {
  const std::string outcomes[] = {"completes", "completes after refusals", "stuck"};
  std::string text = "\n  " + rollout.service + " to " + rollout.task_definition + ": " +
                     outcomes[static_cast<std::size_t>(rollout.outcome)] + ", " +
                     std::to_string(rollout.minimum_healthy) + " <= " + std::to_string(rollout.desired) +
                     " <= " + std::to_string(rollout.maximum) + ", unplaced " + std::to_string(rollout.unplaced) +
                     ", old " + std::to_string(rollout.old_at_start) + " -> " + std::to_string(rollout.old_running) +
                     ", new " + std::to_string(rollout.new_at_start) + " -> " + std::to_string(rollout.new_running) +
                     ", races " + std::to_string(rollout.attach_races) + ", rounds " + std::to_string(rollout.rounds) +
                     "\n    needs " + words(rollout.needs) + "\n    peak " + std::to_string(rollout.peak.tasks) +
                     " tasks " + words(rollout.peak.resources) + "\n    available " + words(rollout.available);
  for (const RolloutStep& step : rollout.steps) text += words(step);
  if (rollout.refusal) {
    text += "\n    refused " + std::to_string(rollout.refusal->count) + ": " + rollout.refusal->message + " blocked by";
    for (const std::int64_t count : rollout.refusal->blocked_by) text += " " + std::to_string(count);
    text += " only by";
    for (const std::int64_t count : rollout.refusal->only_blocked_by) text += " " + std::to_string(count);
  }
  for (const RolloutRemedy& remedy : rollout.would_complete) text += words(remedy);
  return text;
}

std::string words(const RolloutOptions& options) {
  std::string text;
  for (const std::string& service : options.services) text += " --service " + service;
  if (options.task_definition) text += " --to " + *options.task_definition;
  if (options.desired_count) text += " --desired " + std::to_string(*options.desired_count);
  if (options.together) text += " --together";
  if (options.strict_eni) text += " --strict-eni";
  for (const std::string& name : options.drain) text += " --drain " + name;
  return text;
}

std::string words(const std::optional<RolloutResult>& result) {
  if (!result) return "\n  refuses the input";
  std::string text;
  for (const Rollout& rollout : result->rollouts) text += words(rollout);
  for (const InstanceResult& instance : result->instances) {
    text += "\n  " + instance.id + ": " + std::to_string(instance.tasks) + " tasks, left " + words(instance.remaining);
  }
  return text;
}

// Answers

std::optional<RolloutResult> engine_answer(const RolloutCase& one) {
  try {
    RolloutResult answer = roll(one.cluster, one.options);
    answer.warnings.clear();
    answer.instances = without_estimates(answer.instances);
    return answer;
  } catch (const InputError&) {
    return std::nullopt;
  }
}

// The smallest case

RolloutCase shrink_case(RolloutCase one, const std::function<bool(const RolloutCase&)>& fails) {
  const auto attempt = [&](const std::function<void(RolloutOptions&)>& change) {
    RolloutCase changed = one;
    change(changed.options);
    if (fails(changed)) one = std::move(changed);
  };
  attempt([](RolloutOptions& options) { options.would_complete = false; });
  attempt([](RolloutOptions& options) { options.together = false; });
  attempt([](RolloutOptions& options) { options.strict_eni = false; });
  attempt([](RolloutOptions& options) { options.task_definition.reset(); });
  attempt([](RolloutOptions& options) { options.desired_count.reset(); });
  attempt([](RolloutOptions& options) { options.drain.clear(); });
  attempt([](RolloutOptions& options) { options.services.clear(); });
  for (std::size_t i = one.options.drain.size(); i-- > 0;) {
    attempt([i](RolloutOptions& options) { options.drain.erase(options.drain.begin() + static_cast<long>(i)); });
  }
  for (std::size_t i = one.options.services.size(); i-- > 0 && one.options.services.size() > 1;) {
    attempt([i](RolloutOptions& options) { options.services.erase(options.services.begin() + static_cast<long>(i)); });
  }
  const RolloutOptions options = one.options;
  one.cluster = shrink(one.cluster, [&](const Cluster& cluster) { return fails({cluster, options}); });
  return one;
}

}  // namespace

std::optional<RolloutResult> rollout_judgement(const RolloutCase& one) {
  try {
    return oracle::roll(one.cluster, one.options);
  } catch (const InputError&) {
    return std::nullopt;
  }
}

std::string disagreement(const RolloutCase& one, const std::optional<RolloutResult>& judgement) {
  return difference_in_words(
      judgement, [&] { return engine_answer(one); }, [](const auto& answer) { return words(answer); });
}

std::string report_disagreement(const RolloutCase& one) {
  const auto differ = [](const RolloutCase& c) { return !disagreement(c, rollout_judgement(c)).empty(); };
  const RolloutCase small = shrink_case(one, differ);
  return as_yaml(small.cluster) + "\neniplan rollout" + words(small.options) +
         "\nthe oracle:" + disagreement(small, rollout_judgement(small));
}

}  // namespace eniplan::test
