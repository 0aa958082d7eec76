#include "io/write_results.hpp"

#include "io/answer_parts.hpp"

namespace eniplan::io {
namespace {

using Layout = DocumentWriter::Layout;

class ResultsDocument {
 public:
  ResultsDocument(std::ostream& out, const WriteOptions& options)
      : writer_(out, syntax_of(options.format)), options_(options) {}

  void write(std::span<const PlacementResult> results) {
    begin_answer(writer_, "eniplan.result/1");
    writer_.key("clusters");
    writer_.begin_array();
    for (const PlacementResult& result : results) write_cluster(result);
    writer_.end_array();
    writer_.end_object();
  }

 private:
  void write_cluster(const PlacementResult& result);
  void write_summary(const PlacementSummary& summary);
  void write_group(const GroupResult& group, const PlacementResult& result);
  void write_placements(const GroupResult& group, const PlacementResult& result);
  void write_failure(const Failure& failure, const PlacementResult& result);
  void write_counts(std::string_view name, const ReasonCounts& counts);
  void write_sequence(const GroupResult& group, const PlacementResult& result);
  void write_instance(const InstanceResult& instance);
  void write_subnet(const SubnetResult& subnet);
  void write_name(std::string_view key, const std::optional<std::string>& name);
  /// `"key": [ … ]`, one item a line.
  void write_list(std::string_view key, const auto& items, const auto& write_item) {
    writer_.key(key);
    writer_.begin_array();
    for (const auto& item : items) write_item(item);
    writer_.end_array();
  }

  DocumentWriter writer_;
  const WriteOptions& options_;
};

void ResultsDocument::write_cluster(const PlacementResult& result) {
  writer_.begin_object();
  writer_.member("clusterName", result.cluster_name);
  write_summary(result.summary);
  write_list("services", result.services, [&](const GroupResult& group) { write_group(group, result); });
  write_list("runTasks", result.run_tasks, [&](const GroupResult& group) { write_group(group, result); });
  if (options_.instances == Instances::listed) {
    write_list("instances", result.instances, [&](const InstanceResult& instance) { write_instance(instance); });
  }
  write_list("subnets", result.subnets, [&](const SubnetResult& subnet) { write_subnet(subnet); });
  write_list("warnings", result.warnings, [&](const Warning& warning) {
    writer_.begin_object(Layout::row);
    writer_.member("code", warning.code);
    writer_.member("message", warning.message);
    writer_.end_object();
  });
  writer_.end_object();
}

void ResultsDocument::write_summary(const PlacementSummary& summary) {
  writer_.key("summary");
  writer_.begin_object(Layout::row);
  writer_.member("instances", summary.instances);
  writer_.member("desired", summary.desired);
  writer_.member("placed", summary.placed);
  writer_.member("unplaced", summary.unplaced);
  writer_.member("attachFailures", summary.attach_failures);
  writer_.end_object();
}

void ResultsDocument::write_group(const GroupResult& group, const PlacementResult& result) {
  writer_.begin_object();
  if (!group.name.empty()) writer_.member("serviceName", group.name);
  writer_.member("group", group.group);
  writer_.member("taskDefinition", group.task_definition);
  writer_.member("desiredCount", group.desired_count);
  writer_.member("runningCount", group.running_count);
  writer_.member("placedCount", group.placed_count);
  write_placements(group, result);
  write_list("failures", group.failures, [&](const Failure& failure) { write_failure(failure, result); });
  if (options_.sequence == Sequence::listed) write_sequence(group, result);
  writer_.end_object();
}

void ResultsDocument::write_placements(const GroupResult& group, const PlacementResult& result) {
  write_list("placements", group.placements, [&](const PlacementRun& run) {
    for (std::size_t i = 0; i < run.instance_count; ++i) {
      writer_.begin_object(Layout::row);
      writer_.member("containerInstance", result.instances[run.first_instance + i].id);
      writer_.member("count", run.tasks_per_instance);
      writer_.end_object();
    }
  });
}

void ResultsDocument::write_failure(const Failure& failure, const PlacementResult& result) {
  writer_.begin_object();
  writer_.member("reason", to_string(failure.reason));
  writer_.member("count", failure.count);
  writer_.key("closestContainerInstance");
  if (failure.closest_instance) {
    writer_.string(result.instances[*failure.closest_instance].id);
  } else {
    writer_.null();
  }
  write_counts("blockedBy", failure.blocked_by);
  write_counts("onlyBlockedBy", failure.only_blocked_by);
  writer_.member("message", failure.message);
  writer_.end_object();
}

void ResultsDocument::write_counts(std::string_view name, const ReasonCounts& counts) {
  writer_.key(name);
  writer_.begin_object(Layout::row);
  for (std::size_t check = 0; check < counts.size(); ++check) {
    if (counts[check] != 0) writer_.member(to_string(static_cast<Reason>(check)), counts[check]);
  }
  writer_.end_object();
}

void ResultsDocument::write_sequence(const GroupResult& group, const PlacementResult& result) {
  write_list("sequence", group.sequence, [&](std::size_t instance) { writer_.string(result.instances[instance].id); });
}

void ResultsDocument::write_instance(const InstanceResult& instance) {
  writer_.begin_object(Layout::row);
  writer_.member("containerInstance", instance.id);
  write_name("instanceType", instance.instance_type);
  write_name("availabilityZone", instance.availability_zone);
  writer_.member("trunking", instance.trunking);
  writer_.key("registered");
  write_resources(writer_, instance.registered);
  writer_.key("remaining");
  write_resources(writer_, instance.remaining);
  writer_.member("tasks", instance.tasks);
  if (instance.attach_failures != 0) writer_.member("attachFailures", instance.attach_failures);
  if (instance.memory_estimate) {
    writer_.key("memoryEstimate");
    write_memory_estimate(writer_, *instance.memory_estimate);
  }
  writer_.end_object();
}

void ResultsDocument::write_subnet(const SubnetResult& subnet) {
  writer_.begin_object(Layout::row);
  writer_.member("subnetId", subnet.subnet_id);
  writer_.member("availabilityZone", subnet.availability_zone);
  writer_.member("available", subnet.available);
  writer_.member("taken", subnet.taken);
  writer_.member("short", subnet.short_);
  writer_.end_object();
}

void ResultsDocument::write_name(std::string_view key, const std::optional<std::string>& name) {
  writer_.key(key);
  if (name) {
    writer_.string(*name);
  } else {
    writer_.null();
  }
}

}  // namespace

void write_results_document(std::ostream& out, std::span<const PlacementResult> results, const WriteOptions& options) {
  ResultsDocument(out, options).write(results);
}

}  // namespace eniplan::io

namespace eniplan {

void write_results(std::ostream& out, std::span<const PlacementResult> results, const WriteOptions& options) {
  switch (options.format) {
    case Format::json:
    case Format::yaml: io::write_results_document(out, results, options); break;
    case Format::csv:
    case Format::markdown: io::write_results_table(out, results, options); break;
    case Format::text: io::write_results_text(out, results, options); break;
  }
}

}  // namespace eniplan
