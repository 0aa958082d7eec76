#include "placement/running_tasks.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>

#include <eniplan/placement.hpp>

#include "model/task_definition_index.hpp"

namespace eniplan::placement {
namespace {

/// What tasks of the definitions that tasks name need; each is looked up once, tasks being many.
class DefinitionNeeds {
 public:
  explicit DefinitionNeeds(const Cluster& cluster) : definitions_(cluster) {}

  /// Nothing is needed by a task whose definition is not given.
  const TaskNeeds& of(std::string_view reference) {
    const auto [place, is_new] = needs_.try_emplace(reference);
    if (!is_new) return place->second;
    const TaskDefinition* definition = definitions_.find(reference);
    if (definition != nullptr) place->second = task_needs(*definition);
    return place->second;
  }

 private:
  TaskDefinitionIndex definitions_;
  std::unordered_map<std::string_view, TaskNeeds> needs_;
};

/// One running task on `instance`.
void occupy(const Task& task, TaskNeeds needs, const InstanceBlock& block, InstanceIndex instance, FleetState& state) {
  ++state.tasks[instance];
  // An attachment proves an interface, even where the definition is not given.
  if (task.has_eni_attachment) needs.resources.eni = {1};
  if (needs.resources.eni.value > 0) ++state.awsvpc_running[instance];
  if (block.container_instance != nullptr) {
    // All else is off what AWS reports as remaining already, and so are interfaces where it reports them.
    const EniSlots eni = block.container_instance->remaining_eni ? EniSlots{} : needs.resources.eni;
    needs = {};
    needs.resources.eni = eni;
  }
  state.take(instance, needs);
}

/// Tasks that `runningTasksCount` counts and `tasks` does not list: each is taken to hold an interface while one is
/// free.
void occupy_unlisted(const ContainerInstance& described, InstanceIndex instance, FleetState& state) {
  const std::int64_t unlisted = described.running_tasks_count - state.tasks[instance];
  if (unlisted <= 0) return;
  state.tasks[instance] = described.running_tasks_count;
  if (described.remaining_eni) return;
  state.eni[instance] -= std::min(unlisted, std::max<std::int64_t>(state.eni[instance], 0));
}

}  // namespace

std::vector<std::int64_t> occupy(const Cluster& cluster, const Fleet& fleet, FleetState& state, TaskGroups& groups) {
  DefinitionNeeds definitions(cluster);
  std::vector<std::int64_t> running_of_group(groups.size());
  for (const Task& task : cluster.tasks) {
    if (!is_running(task)) continue;
    const GroupId group = groups.id_of(task.group);
    running_of_group.resize(groups.size());
    ++running_of_group[group];
    const auto instance = fleet.find(task.container_instance_arn);
    if (!instance) continue;
    groups.add(*instance, group);
    occupy(task, definitions.of(task.task_definition_arn), fleet.block(*instance), *instance, state);
  }
  for (const InstanceBlock& block : fleet.blocks()) {
    if (block.container_instance != nullptr) occupy_unlisted(*block.container_instance, block.first, state);
  }
  return running_of_group;
}

}  // namespace eniplan::placement
