#include <eniplan/cluster.hpp>

#include "model/task_definition_index.hpp"

namespace eniplan {
namespace {

std::string_view after_last_slash(std::string_view text) { return text.substr(text.rfind('/') + 1); }

}  // namespace

std::string_view instance_id(const ContainerInstance& instance) {
  return after_last_slash(instance.container_instance_arn);
}

bool is_running(const Task& task) {
  return !task.container_instance_arn.empty() && task.last_status != "STOPPED" && task.desired_status != "STOPPED";
}

std::string_view task_family(std::string_view reference) {
  const std::string_view name = after_last_slash(reference);
  return name.substr(0, name.find(':'));
}

std::string task_definition_name(const TaskDefinition& definition) {
  return definition.family + ":" + std::to_string(definition.revision);
}

const TaskDefinition* find_task_definition(const Cluster& cluster, std::string_view reference) {
  return TaskDefinitionIndex(cluster).find(reference);
}

}  // namespace eniplan
