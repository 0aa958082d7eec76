// Tested by: tests/rollout/ and the comparison with the oracle.

#include "rollout/remedies.hpp"

#include <algorithm>
#include <functional>
#include <optional>

#include "rollout/roll_services.hpp"

namespace eniplan::rollout {
namespace {

bool is_stuck(const Rollout& rollout) { return rollout.outcome == RolloutOutcome::stuck; }

/// What is rolled when the rollout of one service is tried again: with others, if it was rolled with others.
class Trials {
 public:
  Trials(RolloutStart& start, const RolloutOptions& options) : start_(start), options_(options) {}

  /// Whether the subject of that number completes with these percentages.
  [[nodiscard]] bool completes(std::size_t number, const Percentages& percentages) {
    const std::vector<Subject>& subjects = start_.subjects();
    rolled_ += options_.together ? std::ssize(subjects) : 1;
    if (!options_.together) {
      const Rolled alone{&subjects[number], percentages};
      return !is_stuck(roll_services(start_.world(), {&alone, 1}, options_.strict_eni).front());
    }
    std::vector<Rolled> all;
    for (const Subject& subject : subjects) all.push_back({&subject, subject.percentages});
    all[number].percentages = percentages;
    return !is_stuck(roll_services(start_.world(), all, options_.strict_eni)[number]);
  }

  /// The first of the percentages from `first` in steps of `step` up to and with `last` with which it completes.
  /// Percentages that come to the same bounds are tried once.
  [[nodiscard]] std::optional<std::int64_t> first_that_completes(std::size_t number, std::int64_t Percentages::*which,
                                                                 std::int64_t last, std::int64_t step) {
    const Subject& subject = start_.subjects()[number];
    Percentages percentages = subject.percentages;
    Bounds tried = bounds(subject.desired, percentages);
    while (step > 0 ? percentages.*which < last : percentages.*which > last) {
      percentages.*which += step;
      const Bounds now = bounds(subject.desired, percentages);
      if (now == tried) continue;
      if (rolled_ >= most_rolled) return std::nullopt;
      tried = now;
      if (completes(number, percentages)) return percentages.*which;
    }
    return std::nullopt;
  }

 private:
  RolloutStart& start_;
  const RolloutOptions& options_;
  std::int64_t rolled_ = 0;  // services, each as often as it was
};

/// Adds instances to one group until every rollout that sticks has completed once. What simulate() makes of the larger
/// cluster is the same for all of them.
void try_extra_instances(const Cluster& cluster, std::size_t group, const RolloutOptions& options,
                         std::span<Rollout> rollouts) {
  std::vector<Rollout*> waiting;
  for (Rollout& rollout : rollouts) {
    if (is_stuck(rollout)) waiting.push_back(&rollout);
  }
  Cluster larger = cluster;
  const std::int64_t most = most_extra_instances(cluster);
  for (std::int64_t extra = 1; extra <= most && !waiting.empty(); ++extra) {
    ++larger.capacity[group].count;
    RolloutStart start(larger, options);
    const std::vector<Subject>& subjects = start.subjects();
    Trials trials(start, options);
    std::erase_if(waiting, [&](Rollout* rollout) {
      const auto number = static_cast<std::size_t>(rollout - rollouts.data());
      if (!trials.completes(number, subjects[number].percentages)) return false;
      rollout->would_complete.emplace_back(ExtraInstances{larger.capacity[group].name, extra});
      return true;
    });
  }
}

}  // namespace

std::int64_t most_extra_instances(const Cluster& cluster) {
  const std::int64_t services = std::max<std::int64_t>(std::ssize(cluster.services), 1);
  return std::clamp<std::int64_t>(10'000 / services, 4, 100);
}

void find_remedies(const Cluster& cluster, const RolloutOptions& options, RolloutStart& start,
                   std::span<Rollout> rollouts) {
  if (std::ranges::none_of(rollouts, is_stuck)) return;
  Trials trials(start, options);
  for (std::size_t number = 0; number < rollouts.size(); ++number) {
    Rollout& rollout = rollouts[number];
    if (!is_stuck(rollout)) continue;
    if (const auto percent = trials.first_that_completes(number, &Percentages::minimum_healthy, 0, -1)) {
      rollout.would_complete.emplace_back(LowerMinimumHealthyPercent{*percent});
    }
    if (start.subjects()[number].is_daemon()) continue;
    if (const auto percent = trials.first_that_completes(number, &Percentages::maximum, highest_maximum_percent, 1)) {
      rollout.would_complete.emplace_back(HigherMaximumPercent{*percent});
    }
  }
  for (std::size_t group = 0; group < cluster.capacity.size(); ++group) {
    try_extra_instances(cluster, group, options, rollouts);
  }
}

}  // namespace eniplan::rollout
