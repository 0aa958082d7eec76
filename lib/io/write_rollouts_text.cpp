// The answer first; then, for each service that sticks, its rounds, the shortage, and what would let it through.

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "io/rollout_tables.hpp"
#include "io/rollout_wording.hpp"
#include "io/utf8.hpp"
#include "io/wording.hpp"
#include "io/write_rollouts.hpp"

namespace eniplan::io {
namespace {

/// Names longer than this do not push the rest of the lines to the right.
constexpr std::size_t widest_name = 32;

/// Of more services than these the rounds are not told: by then it is the fleet that is too small.
constexpr std::size_t most_explained = 8;

class RolloutsText {
 public:
  RolloutsText(std::ostream& out, const WriteOptions& options) : out_(out), options_(options) {}

  void write_fleet(std::span<const RolloutAnswer> answers);
  void write_cluster(const RolloutAnswer& answer);

 private:
  void write_answer(std::string_view name, std::string_view answer, bool bad);
  void write_title(const Rollout& rollout, std::size_t name_width);
  void write_start(const Rollout& rollout);
  void write_races(const Rollout& rollout);
  void explain(const RolloutAnswer& answer, std::size_t index);
  void write_remedies(const RolloutAnswer& answer, const Rollout& rollout);

  std::ostream& out_;
  const WriteOptions& options_;
};

void RolloutsText::write_answer(std::string_view name, std::string_view answer, bool bad) {
  const Emphasis emphasis = bad ? Emphasis::bad : Emphasis::good;
  out_ << painted(fmt::format("{}: {}", name, answer), emphasis, options_.color) << '\n';
}

void RolloutsText::write_fleet(std::span<const RolloutAnswer> answers) {
  RolloutCounts total;
  std::vector<const RolloutAnswer*> clusters;
  for (const RolloutAnswer& answer : answers) {
    for (const Rollout& rollout : answer.result.rollouts) total.add(rollout);
    clusters.push_back(&answer);
  }
  write_answer(counted(static_cast<std::int64_t>(answers.size()), "cluster"),
               fmt::format("{} of {} rollouts complete", total.completes, total.total()), total.stuck > 0);
  out_ << '\n';
  const LimitedTable table = rollout_cluster_table(answers);
  table.table.write_text(out_, options_.color);
  if (!table.left_out.empty()) out_ << "  " << table.left_out << '\n';

  std::ranges::stable_sort(clusters, std::ranges::greater{},
                           [](const RolloutAnswer* answer) { return counts_of(answer->result).stuck; });
  const std::size_t shown = std::min(clusters.size(), max_table_rows - 1);
  for (const RolloutAnswer* answer : std::span(clusters).first(shown)) {
    out_ << '\n';
    write_cluster(*answer);
  }
  if (shown < clusters.size()) {
    out_ << fmt::format("\n{} more clusters are left out; --cluster NAME shows one.\n", clusters.size() - shown);
  }
}

void RolloutsText::write_cluster(const RolloutAnswer& answer) {
  const RolloutResult& result = answer.result;
  const RolloutCounts counts = counts_of(result);
  write_answer(result.cluster_name, answer_in_words(result), counts.stuck > 0);
  if (result.rollouts.empty()) return;
  const std::vector<std::size_t> order = worst_first(result);
  const std::size_t shown = std::min(order.size(), max_table_rows);
  std::size_t name_width = 0;
  for (const std::size_t i : std::span(order).first(shown)) {
    name_width = std::max(name_width, std::min(widest_name, character_count(result.rollouts[i].service)));
  }
  std::size_t explained = 0;
  std::size_t unexplained = 0;
  bool after_table = true;  // a line of its own around what is told round by round
  for (const std::size_t i : std::span(order).first(shown)) {
    const Rollout& rollout = result.rollouts[i];
    const bool worth_it = rollout.outcome == RolloutOutcome::stuck || !answer.timelines.empty();
    const bool tell = worth_it && explained < most_explained;
    if (after_table || tell) out_ << '\n';
    write_title(rollout, name_width);
    if (tell) explain(answer, i), ++explained;
    if (worth_it && !tell) ++unexplained;
    if (!tell) write_races(rollout);
    after_table = tell;
  }
  if (unexplained > 0) out_ << fmt::format("  The rounds of {} are left out; JSON has them all.\n", unexplained);
  if (shown == order.size()) return;
  RolloutCounts rest;
  for (const std::size_t i : std::span(order).subspan(shown)) rest.add(result.rollouts[i]);
  out_ << fmt::format("  {} more are left out; {}.\n", rest.total(),
                      rest.stuck == 0 ? "all of them complete" : fmt::format("{} of them are stuck", rest.stuck));
}

/// `web   completes in 2 rounds; at its peak 4 tasks, ENI 4 of 6, …`
void RolloutsText::write_title(const Rollout& rollout, std::size_t name_width) {
  const std::size_t padding = name_width - std::min(name_width, character_count(rollout.service));
  const bool stuck = rollout.outcome == RolloutOutcome::stuck;
  out_ << fmt::format("  {}{:{}}   ", rollout.service, "", padding);
  if (stuck) {
    out_ << painted(fmt::format("stuck    {}", reason(rollout)), Emphasis::bad, options_.color) << '\n';
  } else {
    out_ << fmt::format("{} in {}; at its peak {}\n", outcome_in_words(rollout.outcome),
                        counted(rollout.rounds, "round"), peak_in_words(rollout));
  }
  write_start(rollout);
}

void RolloutsText::write_start(const Rollout& rollout) {
  if (rollout.new_at_start > 0) {
    out_ << fmt::format("  It begins with {} and {} new.\n", counted(rollout.old_at_start, "old task"),
                        rollout.new_at_start);
  }
  if (rollout.unplaced > 0) {
    out_ << fmt::format("  Before it begins {} cannot be placed.\n", counted(rollout.unplaced, "task"));
  }
}

void RolloutsText::write_races(const Rollout& rollout) {
  if (rollout.attach_races == 0) return;
  const std::string who = rollout.attach_races == 1
                              ? "1 new task is placed on an interface"
                              : fmt::format("{} new tasks are placed on interfaces", rollout.attach_races);
  out_ << "  " << who
       << " not yet detached: \"Unable to attach network interface to unused device index\" until then (--strict-eni "
          "waits for that)\n";
}

void RolloutsText::explain(const RolloutAnswer& answer, std::size_t index) {
  const RolloutResult& result = answer.result;
  const Rollout& rollout = result.rollouts[index];
  const Timeline* timeline = answer.timelines.empty() ? nullptr : &answer.timelines[index];
  if (!rollout.steps.empty()) steps_table(rollout, timeline).write_text(out_, options_.color);
  if (rollout.outcome == RolloutOutcome::stuck) {
    out_ << "  " << stuck_in_words(rollout, result);
    write_remedies(answer, rollout);
    out_ << "\n  ECS says: " << message(rollout) << '\n';
  }
  write_races(rollout);
  if (timeline == nullptr || rollout.steps.empty()) return;
  out_ << fmt::format("  {} after {}, assuming {}.\n",
                      rollout.outcome == RolloutOutcome::stuck ? "Nothing moves" : "Done", clock_time(timeline->end),
                      assumptions_in_words(*timeline));
}

void RolloutsText::write_remedies(const RolloutAnswer& answer, const Rollout& rollout) {
  if (!rollout.would_complete.empty()) {
    out_ << " It completes with " << remedies_in_words(rollout, answer.result) << '.';
  } else if (answer.remedies_sought) {
    const bool has_groups = std::ranges::any_of(answer.result.instances.blocks(),
                                                [](const auto& block) { return block.first_number.has_value(); });
    out_ << " No other percentage " << (has_groups ? "and no hundred more instances of one group let" : "lets")
         << " it complete.";
  }
}

}  // namespace

void write_rollouts_text(std::ostream& out, std::span<const RolloutAnswer> answers, const WriteOptions& options) {
  RolloutsText text(out, options);
  if (answers.size() == 1) {
    text.write_cluster(answers.front());
  } else {
    text.write_fleet(answers);
  }
}

}  // namespace eniplan::io
