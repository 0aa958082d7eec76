#include "rollout/target.hpp"

#include <algorithm>

namespace eniplan::rollout {
namespace {

const Deployment* primary_of(const Service& service) {
  const auto found = std::ranges::find(service.deployments, "PRIMARY", &Deployment::status);
  return found == service.deployments.end() ? nullptr : &*found;
}

/// Whether an `ACTIVE` deployment runs another definition than the `PRIMARY` one. Of two with the same definition
/// nobody can tell which task belongs to which.
bool is_under_way(const Service& service, const Deployment& primary, const TaskDefinitionIndex& definitions) {
  return std::ranges::any_of(service.deployments, [&](const Deployment& other) {
    return other.status == "ACTIVE" && other.task_definition != primary.task_definition &&
           definitions.find(other.task_definition) != definitions.find(primary.task_definition);
  });
}

}  // namespace

Target target_of(const Service& service, const RolloutOptions& options, const TaskDefinitionIndex& definitions) {
  Target target{.definition = definitions.find(service.task_definition), .desired = service.desired_count};
  const Deployment* const primary = primary_of(service);
  if (primary != nullptr && is_under_way(service, *primary, definitions)) {
    target = {.definition = definitions.find(primary->task_definition),
              .desired = primary->desired_count,
              .is_under_way = true};
  }
  if (options.task_definition) target.definition = definitions.find(*options.task_definition);
  if (options.desired_count) target.desired = *options.desired_count;
  return target;
}

}  // namespace eniplan::rollout
