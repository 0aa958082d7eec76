// Requests of run-task.

#include "io/draft.hpp"
#include "io/task_size.hpp"

namespace eniplan::io {
namespace {

TaskOverrides::Container read_container_override(const Node& node) {
  Fields fields(node);
  TaskOverrides::Container container;
  if (const auto name = fields.require("name")) container.name = name->text();
  if (const auto cpu = fields.integer("cpu", 0, largest_amount)) container.cpu = CpuUnits{*cpu};
  if (const auto memory = fields.integer("memory", 0, largest_amount)) container.memory = MiB{*memory};
  if (const auto memory = fields.integer("memoryReservation", 0, largest_amount)) {
    container.memory_reservation = MiB{*memory};
  }
  if (const auto requirements = fields.find("resourceRequirements")) container.gpus = read_gpus(*requirements);
  fields.finish(Owner::aws);
  return container;
}

TaskOverrides read_overrides(const Node& node) {
  Fields fields(node);
  TaskOverrides overrides;
  if (const auto cpu = fields.find("cpu")) overrides.cpu = read_task_cpu(*cpu);
  if (const auto memory = fields.find("memory")) overrides.memory = read_task_memory(*memory);
  if (const auto containers = fields.find("containerOverrides")) {
    for (const Node& element : containers->elements()) overrides.containers.push_back(read_container_override(element));
  }
  fields.finish(Owner::aws);
  return overrides;
}

}  // namespace

void read_run_task(const Node& node, Draft& draft) {
  Fields fields(node);
  DraftRunTask record;
  RunTask& request = record.value;
  record.place = node.place();
  record.path = to_string(node.path());
  if (const auto cluster = fields.find("cluster")) record.cluster = cluster_key(cluster->text());
  if (const auto definition = fields.require("taskDefinition")) {
    request.task_definition = definition->text();
    record.definition = reference_at(*definition);
  }
  request.count = fields.integer("count", 0, largest_count).value_or(1);
  request.group = "family:" + std::string(task_family(request.task_definition));
  if (const auto group = fields.find("group"); group && !group->text().empty()) {
    request.group = group->text();
    if (request.group.starts_with("service:"))
      group->mismatch("a group that does not start with \"service:\", which belongs to services");
  }
  read_placement(fields, record);
  if (const auto overrides = fields.find("overrides")) request.overrides = read_overrides(*overrides);
  fields.finish(Owner::aws);
  draft.run_tasks.push_back(std::move(record));
}

}  // namespace eniplan::io
