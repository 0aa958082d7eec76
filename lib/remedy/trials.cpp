// Tested by: tests/remedy/.

#include "remedy/trials.hpp"

#include <algorithm>
#include <cstdint>
#include <map>

#include <eniplan/rollout.hpp>

#include "remedy/instance_kinds.hpp"

namespace eniplan::remedy {
namespace {

constexpr std::int64_t most_trials = 4'000;
constexpr std::int64_t fewest_trials = 128;
/// Things to place or look at in all trials together: some seconds.
constexpr std::int64_t work = 4'000'000;

std::int64_t unplaced(const GroupResult& group) {
  std::int64_t count = 0;
  for (const Failure& failure : group.failures) count += failure.count;
  return count;
}

std::int64_t trials_for(const Cluster& cluster, const PlacementResult& placed) {
  const std::int64_t size = std::ssize(placed.instances.runs()) + std::ssize(cluster.services) +
                            std::ssize(cluster.run_tasks) + std::ssize(cluster.tasks) +
                            std::ssize(cluster.container_instances);
  return std::clamp(work / std::max<std::int64_t>(size, 1), fewest_trials, most_trials);
}

/// Replica services all of whose running tasks are listed on instances that are known. The others cannot be rolled: nobody knows where to stop
/// tasks.
std::vector<std::string> services_to_roll(const Cluster& cluster, const PlacementResult& placed) {
  std::map<std::string, std::int64_t, std::less<>> listed;
  const RunsOn is_on_known_instance(cluster, instance_kinds(cluster, SIZE_MAX));
  for (const Task& task : cluster.tasks) {
    if (is_on_known_instance(task)) ++listed[task.group];
  }
  std::vector<std::string> names;
  for (std::size_t number = 0; number < cluster.services.size(); ++number) {
    const Service& service = cluster.services[number];
    if (service.scheduling_strategy == SchedulingStrategy::daemon) continue;
    const auto found = listed.find(task_group(service));
    const std::int64_t known = found == listed.end() ? 0 : found->second;
    if (known >= placed.services[number].running_count) names.push_back(service.service_name);
  }
  return names;
}

}  // namespace

Trials::Trials(const Cluster& cluster, const RemedyOptions& options)
    : cluster_(cluster), options_(options), before_(simulate(cluster)) {
  limit_ = trials_for(cluster, before_);
  kept_for_pairs_ = limit_ / 3;
  rollable_ = services_to_roll(cluster, before_);
  std::erase_if(rollable_, [this](const std::string& name) { return !is_asked_about(name); });
}

bool Trials::is_asked_about(const std::string& service) const {
  return options_.services.empty() || std::ranges::find(options_.services, service) != options_.services.end();
}

std::vector<std::string> Trials::stuck(const Cluster& cluster) const {
  if (rollable_.empty()) return {};
  std::vector<std::string> names;
  for (const Rollout& rollout : roll(cluster, {.services = rollable_, .would_complete = false}).rollouts) {
    if (rollout.outcome == RolloutOutcome::stuck) names.push_back(rollout.service);
  }
  return names;
}

Outcome Trials::run(std::span<const RemedyStep> steps) {
  ++used_;
  const Cluster changed = cured(cluster_, steps);
  const PlacementResult result = simulate(changed);
  Outcome outcome{.summary = result.summary, .lacking = lacking(result)};
  if (options_.rollouts && outcome.is_cured()) outcome.lacking += std::ssize(stuck(changed));
  return outcome;
}

std::int64_t Trials::left_for_one() const {
  constexpr std::int64_t share = 8;
  return std::min(std::max<std::int64_t>(left() - kept_for_pairs_, 0), std::max<std::int64_t>(limit_ / share, 16));
}

std::int64_t Trials::lacking(const PlacementResult& result) const {
  std::int64_t count = result.summary.attach_failures;
  if (options_.services.empty()) return count + result.summary.unplaced;
  // Requests for displaced tasks are behind those there were before.
  const auto more_than_before = [](const std::vector<GroupResult>& groups, const std::vector<GroupResult>& were,
                                   std::size_t number) {
    const std::int64_t now = unplaced(groups[number]);
    return number < were.size() ? std::max<std::int64_t>(now - unplaced(were[number]), 0) : now;
  };
  for (std::size_t number = 0; number < result.services.size(); ++number) {
    count += is_asked_about(result.services[number].name) ? unplaced(result.services[number])
                                                          : more_than_before(result.services, before_.services, number);
  }
  for (std::size_t number = 0; number < result.run_tasks.size(); ++number) {
    count += more_than_before(result.run_tasks, before_.run_tasks, number);
  }
  return count;
}

std::optional<Smallest> smallest_that_helps(Trials& trials, Sizes sizes,
                                            const std::function<Outcome(std::int64_t)>& run) {
  std::int64_t left = trials.left_for_one();
  std::vector<std::int64_t> failed;  // ascending, as long as steps double
  std::optional<Smallest> found;
  for (std::int64_t step = 1, size = sizes.least; left > 0 && !found; step *= 2) {
    const Outcome outcome = run(size);
    --left;
    if (outcome.is_cured()) {
      found = Smallest{.size = size, .outcome = outcome};
    } else {
      failed.push_back(size);
    }
    if (size >= sizes.most) break;
    size = std::min(size + step, sizes.most);
  }
  if (!found) return std::nullopt;
  std::int64_t below = failed.empty() ? sizes.least - 1 : failed.back();
  while (found->size - below > 1 && left > 0) {
    const std::int64_t middle = below + (found->size - below) / 2;
    const Outcome outcome = run(middle);
    --left;
    if (outcome.is_cured()) {
      found->size = middle;
      found->outcome = outcome;
    } else {
      failed.push_back(middle);
      below = middle;
    }
  }
  for (std::int64_t size = sizes.least; size < found->size; ++size) {
    if (std::ranges::find(failed, size) != failed.end()) continue;
    if (left-- <= 0) return found;
    const Outcome outcome = run(size);
    if (!outcome.is_cured()) continue;
    found->size = size;
    found->outcome = outcome;
  }
  found->minimal = true;
  return found;
}

}  // namespace eniplan::remedy
