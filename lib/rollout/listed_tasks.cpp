#include "rollout/listed_tasks.hpp"

#include <utility>

namespace eniplan::rollout {

using namespace placement;

std::vector<ListedTask> listed_tasks(const World& world, const TaskDefinitionIndex& definitions) {
  std::vector<ListedTask> listed;
  for (const Task& task : world.cluster.tasks) {
    if (!is_running(task)) continue;
    const auto instance = world.fleet->find(task.container_instance_arn);
    if (instance) listed.push_back({*instance, &task, definitions.find(task.task_definition_arn)});
  }
  return listed;
}

Demand demand_of(World& world, const ListedTask& listed, GroupId group) {
  TaskNeeds needs;
  if (listed.definition != nullptr) needs = task_needs(*listed.definition);
  if (listed.task->has_eni_attachment) needs.resources.eni = EniSlots{1};
  // What it asked of its instance is of no account to a task that has its place.
  return {.group = group, .shape = world.shapes.id_of(needs, {}), .definition = listed.definition};
}

void stop_listed(World& world, const Demand& demand, InstanceRange range, std::int64_t tasks) {
  take_back(world, demand, range, tasks);
  if (!world.shapes[demand.shape].awsvpc()) return;
  for (InstanceIndex at = range.begin; at < range.end; ++at) {
    const auto held = world.running_interfaces.find(at);
    if (held != world.running_interfaces.end()) held->second -= tasks;
  }
}

}  // namespace eniplan::rollout
