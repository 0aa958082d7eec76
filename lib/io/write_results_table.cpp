#include <fmt/format.h>

#include <ostream>

#include "io/result_tables.hpp"
#include "io/wording.hpp"
#include "io/write_results.hpp"

namespace eniplan::io {
namespace {

std::vector<std::string> with_cluster(const PlacementResult& result, std::vector<std::string> cells) {
  cells.insert(cells.begin(), result.cluster_name);
  return cells;
}

void append_resources(std::vector<std::string>& cells, const Resources& resources) {
  cells.push_back(fmt::to_string(resources.cpu.value));
  cells.push_back(fmt::to_string(resources.memory.value));
  cells.push_back(fmt::to_string(resources.gpu.value));
  cells.push_back(fmt::to_string(resources.eni.value));
}

void write_instance_csv(std::ostream& out, std::span<const PlacementResult> results) {
  write_csv_row(out, std::vector<std::string>{"clusterName", "containerInstance", "instanceType", "availabilityZone",
                                              "trunking", "registeredCPU", "registeredMEMORY", "registeredGPU",
                                              "registeredENI", "remainingCPU", "remainingMEMORY", "remainingGPU",
                                              "remainingENI", "tasks", "attachFailures"});
  for (const PlacementResult& result : results) {
    for (const InstanceResult& instance : result.instances) {
      std::vector<std::string> cells =
          with_cluster(result, {instance.id, instance.instance_type.value_or(""),
                                instance.availability_zone.value_or(""), instance.trunking ? "true" : "false"});
      append_resources(cells, instance.registered);
      append_resources(cells, instance.remaining);
      cells.push_back(fmt::to_string(instance.tasks));
      cells.push_back(fmt::to_string(instance.attach_failures));
      write_csv_row(out, cells);
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
               closest ? result.instances[*closest].id : ""});
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

void write_cluster_markdown(std::ostream& out, const PlacementResult& result, Instances instances) {
  out << fmt::format("### {}: {}\n", result.cluster_name, answer_in_words(result.summary));
  write_limited(out, group_table(result));
  if (instances == Instances::listed) write_limited(out, instance_table(result));
  write_limited(out, subnet_table(result));
}

}  // namespace

void write_results_table(std::ostream& out, std::span<const PlacementResult> results, const WriteOptions& options) {
  if (options.format == Format::csv) {
    // One table a file, so that any reader of CSV takes it.
    if (options.instances == Instances::listed) {
      write_instance_csv(out, results);
    } else {
      write_groups_csv(out, results);
    }
    return;
  }
  for (const PlacementResult& result : results) {
    if (&result != &results.front()) out << '\n';
    write_cluster_markdown(out, result, options.instances);
  }
}

}  // namespace eniplan::io
