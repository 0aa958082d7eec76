// Items of `describe-tasks`.

#include "io/draft.hpp"

namespace eniplan::io {
namespace {

// Attachments are of many kinds: interfaces, volumes, Service Connect.
bool has_eni(const Node& attachments) {
  for (const Node& element : attachments.elements()) {
    Fields fields(element);
    if (fields.text("type") == "ElasticNetworkInterface") return true;
  }
  return false;
}

std::string cluster_of(Fields& fields, const Task& task) {
  if (const auto arn = fields.find("clusterArn")) return cluster_key(arn->text());
  if (std::string key = cluster_key_of_member(task.task_arn); !key.empty()) return key;
  return cluster_key_of_member(task.container_instance_arn);
}

}  // namespace

void read_task(const Node& node, Draft& draft) {
  Fields fields(node);
  DraftTask record;
  Task& task = record.value;
  record.place = node.place();
  record.path = to_string(node.path());
  task.task_arn = fields.text("taskArn");
  if (const auto definition = fields.find("taskDefinitionArn")) {
    task.task_definition_arn = definition->text();
    record.definition_offset = definition->value().offset;
  }
  if (const auto instance = fields.find("containerInstanceArn")) {
    task.container_instance_arn = instance->text();
    record.instance_offset = instance->value().offset;
  }
  task.group = fields.text("group");
  if (task.group.empty()) task.group = "family:" + std::string(task_family(task.task_definition_arn));
  task.last_status = fields.text("lastStatus");
  task.desired_status = fields.text("desiredStatus");
  if (const auto attachments = fields.find("attachments")) task.has_eni_attachment = has_eni(*attachments);
  record.cluster = cluster_of(fields, task);
  fields.finish(Owner::aws);
  draft.tasks.push_back(std::move(record));
}

}  // namespace eniplan::io
