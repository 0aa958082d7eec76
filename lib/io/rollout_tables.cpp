#include "io/rollout_tables.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "io/rollout_wording.hpp"

namespace eniplan::io {
namespace {

using Align = TextTable::Align;

/// Rounds `first` to `last` of the steps, in which the same happened.
struct Fold {
  std::size_t first = 0;
  std::size_t last = 0;
};

bool same_but_for_the_number(const RolloutStep& a, const RolloutStep& b) {
  return a.started == b.started && a.stopped == b.stopped && a.attach_races == b.attach_races &&
         a.refused == b.refused && a.round + 1 == b.round;
}

std::vector<Fold> folded(const std::vector<RolloutStep>& steps) {
  std::vector<Fold> folds;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (i > 0 && same_but_for_the_number(steps[i - 1], steps[i])) {
      folds.back().last = i;
    } else {
      folds.push_back({i, i});
    }
  }
  return folds;
}

/// Nothing instead of 0, so that columns in which nothing ever happens are left out.
std::string number_if_any(std::int64_t number) { return number == 0 ? std::string() : fmt::to_string(number); }

class StepsTable {
 public:
  StepsTable(const Rollout& rollout, const Timeline* timeline)
      : rollout_(rollout), timeline_(timeline), old_(rollout.old_at_start), new_(rollout.new_at_start) {}

  TextTable make() {
    add_start();
    const std::vector<Fold> folds = folded(rollout_.steps);
    // The beginning and the end of what is still too long.
    const std::size_t half = max_table_rows / 2 - 1;
    for (std::size_t i = 0; i < folds.size(); ++i) {
      const bool shown = folds.size() <= 2 * half || i < half || i >= folds.size() - half;
      add(folds[i], shown);
      if (!shown && i == half) table_.add_row({"...", "", "", "", "", "", "", "", "", ""});
    }
    return std::move(table_);
  }

 private:
  void add_start() {
    table_.add_row({"start", fmt::to_string(old_), fmt::to_string(new_), "", "", "", "", "", "", ""});
  }

  void add(const Fold& fold, bool shown) {
    const RolloutStep& step = rollout_.steps[fold.first];
    const auto rounds = static_cast<std::int64_t>(fold.last - fold.first + 1);
    old_ -= step.stopped * rounds;
    new_ += step.started * rounds;
    if (!shown) return;
    const std::string numbers =
        rounds == 1 ? fmt::to_string(step.round) : fmt::format("{}-{}", step.round, step.round + rounds - 1);
    table_.add_row({numbers, fmt::to_string(old_), fmt::to_string(new_), fmt::to_string(step.started * rounds),
                    fmt::to_string(step.stopped * rounds), number_if_any(step.attach_races * rounds),
                    step.refused ? std::string(to_string(*step.refused)) : "", time(fold.first, &TimelineStep::begin),
                    time(fold.last, &TimelineStep::healthy), time(fold.last, &TimelineStep::stopped)});
  }

  std::string time(std::size_t step, std::int64_t TimelineStep::*when) const {
    return timeline_ == nullptr ? std::string() : clock_time(timeline_->steps[step].*when);
  }
  std::string time(std::size_t step, std::optional<std::int64_t> TimelineStep::*when) const {
    if (timeline_ == nullptr) return {};
    const std::optional<std::int64_t> happens = timeline_->steps[step].*when;
    return happens ? clock_time(*happens) : std::string();
  }

  const Rollout& rollout_;
  const Timeline* timeline_;
  std::int64_t old_;  // tasks after the rounds so far
  std::int64_t new_;
  TextTable table_ = TextTable({{"ROUND"},
                                {"OLD", Align::right},
                                {"NEW", Align::right},
                                {"STARTED", Align::right},
                                {"STOPPED", Align::right},
                                {"RACES", Align::right},
                                {"REFUSED"},
                                {"BEGINS", Align::right},
                                {"HEALTHY", Align::right},
                                {"ENDED", Align::right}});
};

std::vector<std::string> cluster_row(const std::string& title, const RolloutCounts& counts) {
  return {title, fmt::to_string(counts.total()), fmt::to_string(counts.completes), number_if_any(counts.transient),
          fmt::to_string(counts.stuck)};
}

}  // namespace

TextTable steps_table(const Rollout& rollout, const Timeline* timeline) { return StepsTable(rollout, timeline).make(); }

LimitedTable rollout_table(const RolloutAnswer& answer) {
  LimitedTable limited{TextTable({{"SERVICE"},
                                  {"TASK DEFINITION"},
                                  {"OUTCOME"},
                                  {"ROUNDS", Align::right},
                                  {"OLD", Align::right},
                                  {"NEW", Align::right},
                                  {"WANTED", Align::right},
                                  {"RACES", Align::right},
                                  {"PEAK"},
                                  {"REASON"},
                                  {"WOULD COMPLETE WITH"},
                                  {"TIME", Align::right}}),
                       ""};
  const RolloutResult& result = answer.result;
  for (const std::size_t i : worst_first(result)) {
    if (limited.table.row_count() == max_table_rows) break;
    const Rollout& rollout = result.rollouts[i];
    limited.table.add_row({rollout.service, rollout.task_definition, std::string(outcome_in_words(rollout.outcome)),
                           fmt::to_string(rollout.rounds), fmt::to_string(rollout.old_running),
                           fmt::to_string(rollout.new_running), fmt::to_string(rollout.desired),
                           number_if_any(rollout.attach_races), peak_in_words(rollout), std::string(reason(rollout)),
                           remedies_in_words(rollout, result),
                           answer.timelines.empty() ? std::string() : clock_time(answer.timelines[i].end)});
  }
  if (const std::size_t all = result.rollouts.size(); all > max_table_rows) {
    limited.left_out = fmt::format("{} more are left out.", all - max_table_rows);
  }
  return limited;
}

LimitedTable rollout_cluster_table(std::span<const RolloutAnswer> answers) {
  LimitedTable limited{TextTable({{"CLUSTER"},
                                  {"ROLLOUTS", Align::right},
                                  {"COMPLETE", Align::right},
                                  {"AFTER ERRORS", Align::right},
                                  {"STUCK", Align::right}}),
                       ""};
  RolloutCounts total;
  std::vector<std::pair<RolloutCounts, const RolloutAnswer*>> clusters;
  for (const RolloutAnswer& answer : answers) {
    for (const Rollout& rollout : answer.result.rollouts) total.add(rollout);
    clusters.emplace_back(counts_of(answer.result), &answer);
  }
  std::ranges::stable_sort(clusters, std::ranges::greater{}, [](const auto& cluster) { return cluster.first.stuck; });
  limited.table.add_row(cluster_row("*", total), Emphasis::strong);
  for (const auto& [counts, answer] : clusters) {
    if (limited.table.row_count() < max_table_rows)
      limited.table.add_row(cluster_row(answer->result.cluster_name, counts));
  }
  if (answers.size() >= max_table_rows) {
    limited.left_out = fmt::format("{} more are left out.", answers.size() - (max_table_rows - 1));
  }
  return limited;
}

}  // namespace eniplan::io
