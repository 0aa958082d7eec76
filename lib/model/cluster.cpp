#include <eniplan/cluster.hpp>

#include <charconv>

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
  const bool is_arn = reference.starts_with("arn:");
  const std::string_view name = after_last_slash(reference);
  const std::string_view family = task_family(reference);
  std::optional<std::int64_t> revision;
  if (family.size() < name.size()) {
    const std::string_view digits = name.substr(family.size() + 1);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc{} || end != digits.data() + digits.size()) return nullptr;
    revision = number;
  }

  const TaskDefinition* found = nullptr;
  for (const TaskDefinition& definition : cluster.task_definitions) {
    if (definition.family != family) continue;
    // Definitions pasted from a request have no ARN: family and revision are all there is to go by.
    if (is_arn && !definition.task_definition_arn.empty() && definition.task_definition_arn != reference) continue;
    if (revision ? definition.revision == *revision : !found || definition.revision > found->revision) {
      found = &definition;
    }
  }
  return found;
}

}  // namespace eniplan
