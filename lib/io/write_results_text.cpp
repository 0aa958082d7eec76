// The answer first, then the reason, then tables: what a person reads at three in the morning.

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "io/instance_ids.hpp"
#include "io/result_tables.hpp"
#include "io/rollout_wording.hpp"
#include "io/utf8.hpp"
#include "io/wording.hpp"
#include "io/write_results.hpp"

namespace eniplan::io {
namespace {

/// Names longer than this do not push the rest of the lines to the right.
constexpr std::size_t widest_name = 32;

/// Of more services than these the reasons are not spelled out: by then it is the fleet that is too small.
constexpr std::size_t most_explained = 8;

class ResultsText {
 public:
  ResultsText(std::ostream& out, std::span<const PlacementResult> results, std::span<const RolloutResult> rollouts,
              const WriteOptions& options)
      : out_(out), results_(results), rollouts_(rollouts), options_(options) {}

  void write_fleet();
  void write_cluster(const PlacementResult& result);

 private:
  void write_answer(std::string_view name, const PlacementSummary& summary, std::span<const RolloutResult> rollouts);
  void write_groups(const PlacementResult& result);
  void write_group_line(const GroupResult& group, std::size_t name_width);
  void write_reasons(const GroupResult& group, const PlacementResult& result, std::string_view indent);
  void write_sequence(const GroupResult& group, const PlacementResult& result, std::string_view indent);
  void write_failure(const Failure& failure, const PlacementResult& result, std::string_view indent);
  void write_attach_failures(const PlacementResult& result);
  void write_table(const LimitedTable& limited);

  std::ostream& out_;
  std::span<const PlacementResult> results_;
  std::span<const RolloutResult> rollouts_;  // [results], or empty
  const WriteOptions& options_;
};

void ResultsText::write_answer(std::string_view name, const PlacementSummary& summary,
                               std::span<const RolloutResult> rollouts) {
  const bool stuck = std::ranges::any_of(rollouts, [](const RolloutResult& r) { return counts_of(r).stuck > 0; });
  const bool is_bad = summary.unplaced > 0 || summary.attach_failures > 0 || stuck;
  const std::string answer = rollouts_.empty() ? answer_in_words(summary) : verdict_in_words(summary, rollouts);
  out_ << painted(fmt::format("{}: {}", name, answer), is_bad ? Emphasis::bad : Emphasis::good, options_.color) << '\n';
}

void ResultsText::write_fleet() {
  PlacementSummary total;
  std::vector<const PlacementResult*> clusters;
  for (const PlacementResult& result : results_) {
    clusters.push_back(&result);
    total.desired += result.summary.desired;
    total.unplaced += result.summary.unplaced;
    total.attach_failures += result.summary.attach_failures;
  }
  write_answer(counted(static_cast<std::int64_t>(results_.size()), "cluster"), total, rollouts_);
  out_ << '\n';
  write_table(cluster_table(results_));

  std::ranges::stable_sort(clusters, std::ranges::greater{}, [](const PlacementResult* result) {
    return std::pair(result->summary.unplaced, result->summary.attach_failures);
  });
  const std::size_t shown = std::min(clusters.size(), max_table_rows - 1);
  for (const PlacementResult* result : std::span(clusters).first(shown)) {
    out_ << '\n';
    write_cluster(*result);
  }
  if (shown < clusters.size()) {
    out_ << fmt::format("\n{} more clusters are left out; --cluster NAME shows one.\n", clusters.size() - shown);
  }
}

void ResultsText::write_cluster(const PlacementResult& result) {
  const auto index = static_cast<std::size_t>(&result - results_.data());
  write_answer(result.cluster_name, result.summary, rollouts_.empty() ? rollouts_ : rollouts_.subspan(index, 1));
  write_groups(result);
  write_attach_failures(result);
  if (options_.instances == Instances::listed && !result.instances.empty()) {
    out_ << '\n';
    write_table(instance_table(result));
  }
}

void ResultsText::write_groups(const PlacementResult& result) {
  const std::vector<const GroupResult*> groups = groups_worst_first(result);
  if (groups.empty()) return;
  const std::size_t shown = std::min(groups.size(), max_table_rows);
  std::size_t name_width = 0;
  for (const GroupResult* group : std::span(groups).first(shown)) {
    name_width = std::max(name_width, std::min(widest_name, character_count(group_title(*group))));
  }
  out_ << '\n';
  const std::string indent(name_width + 5, ' ');
  std::size_t unexplained = 0;
  for (std::size_t i = 0; i < shown; ++i) {
    write_group_line(*groups[i], name_width);
    if (i < most_explained) {
      write_reasons(*groups[i], result, indent);
    } else if (!groups[i]->failures.empty()) {
      ++unexplained;
    }
    write_sequence(*groups[i], result, indent);
  }
  if (unexplained > 0) out_ << fmt::format("  The reasons of {} are left out; JSON has them all.\n", unexplained);
  if (shown == groups.size()) return;

  std::int64_t unplaced = 0;
  for (const GroupResult* group : std::span(groups).subspan(shown)) unplaced += unplaced_count(*group);
  out_ << fmt::format("  {} more are left out; ", groups.size() - shown)
       << (unplaced == 0 ? "all their tasks are placed" : counted(unplaced, "task") + " of theirs cannot be placed")
       << ".\n";
}

/// `web   8 wanted, 7 running, 0 placed now    RESOURCE:ENI`
void ResultsText::write_group_line(const GroupResult& group, std::size_t name_width) {
  const std::string title = group_title(group);
  const std::size_t padding = name_width - std::min(name_width, character_count(title));
  std::string line = fmt::format("  {}{:{}}   {} wanted", title, "", padding, group.desired_count);
  if (group.running_count > 0) line += fmt::format(", {} running", group.running_count);
  if (group.placed_count > 0 || !group.failures.empty()) line += fmt::format(", {} placed now", group.placed_count);
  out_ << line;
  for (const Failure& failure : group.failures) {
    out_ << "    " << painted(to_string(failure.reason), Emphasis::bad, options_.color);
  }
  out_ << '\n';
}

void ResultsText::write_reasons(const GroupResult& group, const PlacementResult& result, std::string_view indent) {
  for (const Failure& failure : group.failures) {
    // A daemon can have several: each says for how many instances it speaks.
    if (group.failures.size() > 1) {
      out_ << indent << counted(failure.count, "task") << ": " << to_string(failure.reason) << '\n';
    }
    write_failure(failure, result, indent);
  }
}

void ResultsText::write_sequence(const GroupResult& group, const PlacementResult& result, std::string_view indent) {
  if (options_.sequence == Sequence::omitted || group.sequence.empty()) return;
  out_ << indent << "order:";
  InstanceIds ids(result.instances);
  for (const std::size_t instance : group.sequence) out_ << ' ' << ids[instance];
  out_ << '\n';
}

void ResultsText::write_failure(const Failure& failure, const PlacementResult& result, std::string_view indent) {
  for (const std::string& line : reasons_in_words(failure)) out_ << indent << line << '\n';
  if (failure.closest_instance) {
    const InstanceResult closest = result.instances[*failure.closest_instance];
    out_ << indent
         << fmt::format("closest: {} ({} in {})\n", closest.id, closest.instance_type.value_or("unknown type"),
                        closest.availability_zone.value_or("an unknown zone"));
  }
  if (!failure.message.empty()) out_ << indent << "ECS says: " << failure.message << '\n';
}

void ResultsText::write_attach_failures(const PlacementResult& result) {
  if (result.summary.attach_failures == 0) return;
  std::int64_t without_address = 0;
  out_ << '\n';
  for (const SubnetResult& subnet : result.subnets) {
    if (subnet.short_ == 0) continue;
    without_address += subnet.short_;
    out_ << fmt::format("  {} placed in {} would find no free address: {} had {} left\n",
                        counted(subnet.short_, "task"), subnet.availability_zone, subnet.subnet_id, subnet.available);
  }
  if (const std::int64_t others = result.summary.attach_failures - without_address; others > 0) {
    out_ << fmt::format(
        "  {} placed would find every interface of the instance in use: ECS does not see those attached "
        "outside of it\n",
        counted(others, "task"));
  }
}

void ResultsText::write_table(const LimitedTable& limited) {
  limited.table.write_text(out_, options_.color);
  if (!limited.left_out.empty()) out_ << "  " << limited.left_out << '\n';
}

}  // namespace

void write_results_text(std::ostream& out, std::span<const PlacementResult> results,
                        std::span<const RolloutResult> rollouts, const WriteOptions& options) {
  ResultsText text(out, results, rollouts, options);
  if (results.size() == 1) {
    text.write_cluster(results.front());
  } else {
    text.write_fleet();
  }
}

}  // namespace eniplan::io
