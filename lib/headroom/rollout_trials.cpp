// Tested by: tests/headroom/rollout_headroom_test.cpp.
//
// More tasks need not roll worse: with percentages fewer tasks may leave no room between floor and cap where more do,
// and mixed tasks may happen to leave a gap that fits. So counts are tried from the top down, and only when every
// larger one was run and failed is the answer called proved. Where that takes too many trials, halving finds one that
// rolls, and nothing is claimed about those between.

#include "headroom/rollout_trials.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace eniplan::headroom_detail {
namespace {

std::int64_t unplaced(const GroupResult& group) {
  std::int64_t count = 0;
  for (const Failure& failure : group.failures) count += failure.count;
  return count;
}

/// Running tasks of services that `tasks` does not list are on instances that nobody knows, so that they cannot be
/// stopped.
std::map<std::string, std::int64_t, std::less<>> listed_by_group(const Cluster& cluster) {
  std::map<std::string, std::int64_t, std::less<>> listed;
  for (const Task& task : cluster.tasks) {
    if (is_running(task)) ++listed[task.group];
  }
  return listed;
}

RolloutOptions only(const std::string& service) {
  RolloutOptions options;
  options.services = {service};
  options.would_complete = false;
  return options;
}

}  // namespace

RolloutTrials::RolloutTrials(const Cluster& cluster, const PlacementResult& placed,
                             const std::vector<std::size_t>& numbers, std::int64_t trials_for_each)
    : placed_(placed), trials_for_each_(trials_for_each), changed_(cluster) {
  roll_as_they_are(numbers);
}

void RolloutTrials::roll_as_they_are(const std::vector<std::size_t>& numbers) {
  const auto listed = listed_by_group(changed_);
  RolloutOptions options = only("");
  options.services.clear();
  std::vector<std::size_t> known;
  for (const std::size_t number : numbers) {
    const Service& service = changed_.services[number];
    const auto found = listed.find(task_group(service));
    const std::int64_t on_known_instances = found == listed.end() ? 0 : found->second;
    const std::int64_t running = placed_.services[number].running_count;
    if (on_known_instances < running) {
      unknown_[number] = fmt::format(
          "{} of its {} running tasks are on instances unknown; the answer of describe-tasks "
          "tells",
          running - on_known_instances, running);
      continue;
    }
    known.push_back(number);
    options.services.push_back(service.service_name);
  }
  if (known.empty()) return;
  const RolloutResult result = roll(changed_, options);
  for (std::size_t i = 0; i < known.size(); ++i) present_[known[i]] = result.rollouts[i];
}

RolloutTrials::Answer RolloutTrials::answer(std::size_t number, std::int64_t fits) {
  if (const auto found = unknown_.find(number); found != unknown_.end()) return {std::nullopt, found->second};
  const Rollout& present = present_.at(number);
  const std::vector<Failure>& failures = placed_.services[number].failures;
  RolloutHeadroom headroom;
  headroom.rolls_now = failures.empty() && present.outcome != RolloutOutcome::stuck;
  if (!failures.empty()) {
    headroom.reason = to_string(failures.front().reason);
  } else {
    headroom.reason = reason(present);
  }
  if (trials_for_each_ > 0) scan(number, fits, headroom);
  return {headroom, {}};
}

bool RolloutTrials::rolls(std::size_t number, std::int64_t count) {
  Service& service = changed_.services[number];
  const std::int64_t as_it_was = std::exchange(service.desired_count, count);
  const PlacementResult placed = simulate(changed_);
  const std::int64_t others_before = placed_.summary.unplaced - unplaced(placed_.services[number]);
  bool good = unplaced(placed.services[number]) == 0 && placed.summary.unplaced <= others_before &&
              placed.summary.attach_failures <= placed_.summary.attach_failures;
  if (good) {
    RolloutOptions options = only(service.service_name);
    options.desired_count = count;
    good = roll(changed_, options).rollouts.front().outcome != RolloutOutcome::stuck;
  }
  service.desired_count = as_it_was;
  return good;
}

void RolloutTrials::scan(std::size_t number, std::int64_t fits, RolloutHeadroom& answer) {
  const std::int64_t present = changed_.services[number].desired_count;
  const auto is_good = [&](std::int64_t count) {
    if (count == 0) return true;  // Nothing to deploy.
    if (count == present) return answer.rolls_now;
    ++answer.trials;
    return rolls(number, count);
  };
  const std::int64_t for_scan = std::max<std::int64_t>(trials_for_each_ / 2, 1);
  std::int64_t failed = fits + 1;  // It was run and failed, or does not fit, and so has all above it.
  while (answer.trials < for_scan) {
    if (is_good(failed - 1)) {
      answer.largest = failed - 1;
      answer.proved = true;
      return;
    }
    --failed;
  }
  std::int64_t good = answer.rolls_now && present < failed ? present : 0;
  const std::int64_t scanned = failed;
  while (failed - good > 1 && answer.trials < trials_for_each_) {
    const std::int64_t middle = good + (failed - good) / 2;
    (is_good(middle) ? good : failed) = middle;
  }
  answer.largest = good;
  answer.proved = good + 1 == scanned;
}

std::int64_t trials_for_each(const Cluster& cluster, const InstanceResults& instances, std::size_t services,
                             std::int64_t most) {
  // What a simulation goes through, and how much of that one question may cost: some seconds.
  constexpr std::int64_t affordable = 3'000'000;
  const std::int64_t rows = std::ssize(instances.runs()) + std::ssize(cluster.services) +
                            std::ssize(cluster.run_tasks) + std::ssize(cluster.tasks) +
                            std::ssize(cluster.container_instances);
  const auto divided = static_cast<std::int64_t>(std::max<std::size_t>(services, 1));
  return std::min(most, affordable / std::max<std::int64_t>(rows, 1) / divided);
}

}  // namespace eniplan::headroom_detail
