#include <fmt/format.h>

#include <iterator>
#include <ostream>

#include "io/instance_ids.hpp"
#include "io/result_tables.hpp"
#include "io/rollout_wording.hpp"
#include "io/wording.hpp"
#include "io/write_results.hpp"

namespace eniplan::io {
namespace {

std::vector<std::string> with_cluster(const PlacementResult& result, std::vector<std::string> cells) {
  cells.insert(cells.begin(), result.cluster_name);
  return cells;
}

void append_resources(std::string& line, const Resources& resources) {
  fmt::format_to(std::back_inserter(line), ",{},{},{},{}", resources.cpu.value, resources.memory.value,
                 resources.gpu.value, resources.eni.value);
}

/// The cells behind the id: the same for every instance of a run.
std::string cells_of(const InstanceResults& instances, const InstanceResults::Run& run) {
  const InstanceFacts& facts = instances.facts(run);
  std::string line = fmt::format(",{},{},{}", csv_cell(facts.instance_type.value_or("")),
                                 csv_cell(facts.availability_zone.value_or("")), facts.trunking);
  append_resources(line, facts.registered);
  append_resources(line, run.remaining);
  fmt::format_to(std::back_inserter(line), ",{},{}\n", run.tasks, run.attach_failures);
  return line;
}

void write_instance_csv(std::ostream& out, std::span<const PlacementResult> results) {
  write_csv_row(out, std::vector<std::string>{"clusterName", "containerInstance", "instanceType", "availabilityZone",
                                              "trunking", "registeredCPU", "registeredMEMORY", "registeredGPU",
                                              "registeredENI", "remainingCPU", "remainingMEMORY", "remainingGPU",
                                              "remainingENI", "tasks", "attachFailures"});
  for (const PlacementResult& result : results) {
    const std::string cluster = csv_cell(result.cluster_name) + ",";
    InstanceIds ids(result.instances);
    for (const InstanceResults::Run& run : result.instances.runs()) {
      const std::string cells = cells_of(result.instances, run);
      for (std::size_t i = 0; i < run.instance_count; ++i) {
        out << cluster << csv_cell(ids[run.first_instance + i]) << cells;
      }
    }
  }
}

/// One row for each reason of a service or request, one with none for those that fit.
void write_group_csv(std::ostream& out, const GroupResult& group, const PlacementResult& result) {
  const std::vector<std::string> cells =
      with_cluster(result, {group.name, group.group, group.task_definition, fmt::to_string(group.desired_count),
                            fmt::to_string(group.running_count), fmt::to_string(group.placed_count)});
  const auto write_row = [&out, &cells](std::vector<std::string> last) {
    last.insert(last.begin(), cells.begin(), cells.end());
    write_csv_row(out, last);
  };
  if (group.failures.empty()) write_row({"0", "", ""});
  for (const Failure& failure : group.failures) {
    const auto closest = failure.closest_instance;
    write_row({fmt::to_string(failure.count), std::string(to_string(failure.reason)),
               closest ? result.instances.id(*closest) : ""});
  }
}

void write_groups_csv(std::ostream& out, std::span<const PlacementResult> results) {
  write_csv_row(out, std::vector<std::string>{"clusterName", "serviceName", "group", "taskDefinition", "desiredCount",
                                              "runningCount", "placedCount", "unplacedCount", "reason",
                                              "closestContainerInstance"});
  for (const PlacementResult& result : results) {
    for (const GroupResult& group : result.services) write_group_csv(out, group, result);
    for (const GroupResult& group : result.run_tasks) write_group_csv(out, group, result);
  }
}

void write_limited(std::ostream& out, const LimitedTable& limited) {
  if (limited.table.row_count() < 2) return;  // The total of nothing.
  out << '\n';
  limited.table.write_markdown(out);
  if (!limited.left_out.empty()) out << '\n' << limited.left_out << '\n';
}

void write_cluster_markdown(std::ostream& out, const PlacementResult& result, std::string_view answer,
                            Instances instances) {
  out << fmt::format("### {}: {}\n", result.cluster_name, answer);
  write_limited(out, group_table(result));
  if (instances == Instances::listed) write_limited(out, instance_table(result));
  write_limited(out, subnet_table(result));
}

}  // namespace

void write_results_table(std::ostream& out, std::span<const PlacementResult> results,
                         std::span<const RolloutResult> rollouts, const WriteOptions& options) {
  if (options.format == Format::csv) {
    // One table a file, so that any reader of CSV takes it.
    if (options.instances == Instances::listed) {
      write_instance_csv(out, results);
    } else {
      write_groups_csv(out, results);
    }
    return;
  }
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (i > 0) out << '\n';
    const std::string answer = rollouts.empty() ? answer_in_words(results[i].summary)
                                                : verdict_in_words(results[i].summary, {&rollouts[i], 1});
    write_cluster_markdown(out, results[i], answer, options.instances);
  }
}

}  // namespace eniplan::io
