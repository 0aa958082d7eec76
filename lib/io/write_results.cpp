#include "io/write_results.hpp"

#include "io/answer_parts.hpp"
#include "io/instance_ids.hpp"

namespace eniplan::io {
namespace {

using Layout = DocumentWriter::Layout;

class ResultsDocument {
 public:
  ResultsDocument(std::ostream& out, const WriteOptions& options)
      : writer_(out, syntax_of(options.format)), options_(options) {}

  void write(std::span<const PlacementResult> results, std::span<const RolloutResult> rollouts) {
    begin_answer(writer_, "eniplan.result/1");
    writer_.key("clusters");
    writer_.begin_array();
    for (std::size_t i = 0; i < results.size(); ++i)
      write_cluster(results[i], rollouts.empty() ? nullptr : &rollouts[i]);
    writer_.end_array();
    writer_.end_object();
  }

 private:
  void write_cluster(const PlacementResult& result, const RolloutResult* rollouts);
  void write_rollout(const Rollout& rollout);
  void write_group(const GroupResult& group, const PlacementResult& result);
  void write_placements(const GroupResult& group, const PlacementResult& result);
  void write_sequence(const GroupResult& group, const PlacementResult& result);
  void write_instances(const InstanceResults& instances);
  void write_instance(std::string_view id, const InstanceFacts& facts, const InstanceResults::Run& run);
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

void ResultsDocument::write_cluster(const PlacementResult& result, const RolloutResult* rollouts) {
  writer_.begin_object();
  writer_.member("clusterName", result.cluster_name);
  writer_.key("summary");
  write_summary(writer_, result.summary);
  write_list("services", result.services, [&](const GroupResult& group) { write_group(group, result); });
  write_list("runTasks", result.run_tasks, [&](const GroupResult& group) { write_group(group, result); });
  if (options_.instances == Instances::listed) write_instances(result.instances);
  write_list("subnets", result.subnets, [&](const SubnetResult& subnet) { write_subnet(subnet); });
  if (rollouts != nullptr) {
    write_list("rollouts", rollouts->rollouts, [&](const Rollout& rollout) { write_rollout(rollout); });
  }
  write_warnings(writer_, result.warnings);
  writer_.end_object();
}

void ResultsDocument::write_rollout(const Rollout& rollout) {
  writer_.begin_object(Layout::row);
  writer_.member("service", rollout.service);
  writer_.member("outcome", to_string(rollout.outcome));
  write_name("reason",
             rollout.outcome == RolloutOutcome::stuck ? std::optional(std::string(reason(rollout))) : std::nullopt);
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
  write_list("failures", group.failures,
             [&](const Failure& failure) { write_failure(writer_, failure, result.instances); });
  if (options_.sequence == Sequence::listed) write_sequence(group, result);
  writer_.end_object();
}

void ResultsDocument::write_placements(const GroupResult& group, const PlacementResult& result) {
  InstanceIds ids(result.instances);
  write_list("placements", group.placements, [&](const PlacementRun& run) {
    for (std::size_t i = 0; i < run.instance_count; ++i) {
      writer_.begin_object(Layout::row);
      writer_.member("containerInstance", ids[run.first_instance + i]);
      writer_.member("count", run.tasks_per_instance);
      writer_.end_object();
    }
  });
}

void ResultsDocument::write_sequence(const GroupResult& group, const PlacementResult& result) {
  InstanceIds ids(result.instances);
  write_list("sequence", group.sequence, [&](std::size_t instance) { writer_.string(ids[instance]); });
}

void ResultsDocument::write_instances(const InstanceResults& instances) {
  InstanceIds ids(instances);
  write_list("instances", instances.runs(), [&](const InstanceResults::Run& run) {
    const InstanceFacts& facts = instances.facts(run);
    for (std::size_t i = 0; i < run.instance_count; ++i) write_instance(ids[run.first_instance + i], facts, run);
  });
}

void ResultsDocument::write_instance(std::string_view id, const InstanceFacts& facts, const InstanceResults::Run& run) {
  writer_.begin_object(Layout::row);
  writer_.member("containerInstance", id);
  write_name("instanceType", facts.instance_type);
  write_name("availabilityZone", facts.availability_zone);
  writer_.member("trunking", facts.trunking);
  writer_.key("registered");
  write_resources(writer_, facts.registered);
  writer_.key("remaining");
  write_resources(writer_, run.remaining);
  writer_.member("tasks", run.tasks);
  if (run.attach_failures != 0) writer_.member("attachFailures", run.attach_failures);
  if (facts.memory_estimate) {
    writer_.key("memoryEstimate");
    write_memory_estimate(writer_, *facts.memory_estimate);
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

void write_results_document(std::ostream& out, std::span<const PlacementResult> results,
                            std::span<const RolloutResult> rollouts, const WriteOptions& options) {
  ResultsDocument(out, options).write(results, rollouts);
}

}  // namespace eniplan::io

namespace eniplan {

void write_results(std::ostream& out, std::span<const PlacementResult> results, const WriteOptions& options) {
  write_results(out, results, {}, options);
}

void write_results(std::ostream& out, std::span<const PlacementResult> results, std::span<const RolloutResult> rollouts,
                   const WriteOptions& options) {
  switch (options.format) {
    case Format::json:
    case Format::yaml: io::write_results_document(out, results, rollouts, options); break;
    case Format::csv:
    case Format::markdown: io::write_results_table(out, results, rollouts, options); break;
    case Format::text: io::write_results_text(out, results, rollouts, options); break;
  }
}

}  // namespace eniplan
