#include <fmt/format.h>

#include <ostream>

#include "io/rollout_tables.hpp"
#include "io/rollout_wording.hpp"
#include "io/write_rollouts.hpp"

namespace eniplan::io {
namespace {

void append_resources(std::vector<std::string>& cells, const Resources& resources) {
  for (const std::int64_t amount :
       {resources.eni.value, resources.cpu.value, resources.memory.value, resources.gpu.value}) {
    cells.push_back(fmt::to_string(amount));
  }
}

std::vector<std::string> titles(bool with_time) {
  std::vector<std::string> titles = {
      "clusterName",  "service",      "taskDefinition",  "outcome",      "desired",      "minimumHealthy",
      "maximum",      "newRunning",   "oldRunning",      "rounds",       "unplaced",     "attachRaces",
      "reason",       "peakTasks",    "peakENI",         "peakCPU",      "peakMEMORY",   "peakGPU",
      "availableENI", "availableCPU", "availableMEMORY", "availableGPU", "wouldComplete"};
  if (with_time) titles.emplace_back("endMilliseconds");
  return titles;
}

std::vector<std::string> cells(const Rollout& rollout, const RolloutResult& result) {
  std::vector<std::string> cells = {result.cluster_name,
                                    rollout.service,
                                    rollout.task_definition,
                                    std::string(to_string(rollout.outcome)),
                                    fmt::to_string(rollout.desired),
                                    fmt::to_string(rollout.minimum_healthy),
                                    fmt::to_string(rollout.maximum),
                                    fmt::to_string(rollout.new_running),
                                    fmt::to_string(rollout.old_running),
                                    fmt::to_string(rollout.rounds),
                                    fmt::to_string(rollout.unplaced),
                                    fmt::to_string(rollout.attach_races),
                                    std::string(reason(rollout)),
                                    fmt::to_string(rollout.peak.tasks)};
  append_resources(cells, rollout.peak.resources);
  append_resources(cells, rollout.available);
  cells.push_back(remedies_in_words(rollout, result));
  return cells;
}

void write_csv(std::ostream& out, std::span<const RolloutAnswer> answers) {
  bool with_time = false;
  for (const RolloutAnswer& answer : answers) with_time = with_time || !answer.timelines.empty();
  write_csv_row(out, titles(with_time));
  for (const RolloutAnswer& answer : answers) {
    for (std::size_t i = 0; i < answer.result.rollouts.size(); ++i) {
      std::vector<std::string> row = cells(answer.result.rollouts[i], answer.result);
      if (with_time) row.push_back(answer.timelines.empty() ? "" : fmt::to_string(answer.timelines[i].end));
      write_csv_row(out, row);
    }
  }
}

}  // namespace

void write_rollouts_table(std::ostream& out, std::span<const RolloutAnswer> answers, const WriteOptions& options) {
  if (options.format == Format::csv) {
    write_csv(out, answers);
    return;
  }
  for (const RolloutAnswer& answer : answers) {
    if (&answer != &answers.front()) out << '\n';
    out << fmt::format("### {}: {}\n", answer.result.cluster_name, answer_in_words(answer.result));
    const LimitedTable limited = rollout_table(answer);
    if (limited.table.row_count() == 0) continue;
    out << '\n';
    limited.table.write_markdown(out);
    if (!limited.left_out.empty()) out << '\n' << limited.left_out << '\n';
  }
}

}  // namespace eniplan::io
