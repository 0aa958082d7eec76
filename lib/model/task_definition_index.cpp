#include "model/task_definition_index.hpp"

namespace eniplan {

TaskDefinitionIndex::TaskDefinitionIndex(const Cluster& cluster) {
  for (const TaskDefinition& definition : cluster.task_definitions) {
    by_revision_.emplace(task_definition_name(definition), &definition);
    const TaskDefinition*& highest = by_family_.try_emplace(definition.family, &definition).first->second;
    if (definition.revision > highest->revision) highest = &definition;
  }
}

const TaskDefinition* TaskDefinitionIndex::find(std::string_view reference) const {
  const std::string_view name = reference.substr(reference.rfind('/') + 1);
  if (name.find(':') == std::string_view::npos) {
    const auto found = by_family_.find(name);
    return found == by_family_.end() ? nullptr : found->second;
  }
  const auto found = by_revision_.find(name);
  if (found == by_revision_.end()) return nullptr;
  // Definitions pasted from a request have no ARN: family and revision are all there is to go by.
  const std::string& arn = found->second->task_definition_arn;
  return reference.starts_with("arn:") && !arn.empty() && arn != reference ? nullptr : found->second;
}

}  // namespace eniplan
