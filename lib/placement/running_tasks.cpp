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

/// Changes the state of one instance.
void change(World& world, InstanceIndex instance, auto&& how) {
  RunState state = world.runs.state_of(instance);
  how(state);
  world.runs.change({instance, instance + 1}, state);
}

/// One running task on `instance`.
void occupy(World& world, const Task& task, const TaskNeeds& needs, InstanceIndex instance) {
  // An attachment proves an interface, even where the definition is not given.
  const EniSlots eni = task.has_eni_attachment ? EniSlots{1} : needs.resources.eni;
  const ContainerInstance* const described = world.fleet->block(instance).container_instance;
  change(world, instance, [&](RunState& state) {
    ++state.tasks;
    if (described != nullptr) {
      // All else is off what AWS reports as remaining already, and so are interfaces where it reports them.
      if (!described->remaining_eni) state.remaining.eni -= eni;
      return;
    }
    state.remaining -= {needs.resources.cpu, needs.resources.memory, needs.resources.gpu, eni};
    if (!needs.ports.empty() || !needs.ports_udp.empty()) {
      state.ports = world.ports.with(state.ports, {needs.ports, needs.ports_udp});
    }
  });
  if (described == nullptr && eni.value > 0) ++world.running_interfaces[instance];
}

/// Tasks that `runningTasksCount` counts and `tasks` does not list: each is taken to hold an interface while one is
/// free.
void occupy_unlisted(World& world, const ContainerInstance& described, InstanceIndex instance) {
  const std::int64_t unlisted = described.running_tasks_count - world.runs[instance].tasks;
  if (unlisted <= 0) return;
  change(world, instance, [&](RunState& state) {
    state.tasks = described.running_tasks_count;
    if (described.remaining_eni) return;
    state.remaining.eni.value -= std::min(unlisted, std::max<std::int64_t>(state.remaining.eni.value, 0));
  });
}

void occupy_listed(World& world) {
  if (world.cluster.tasks.empty()) return;
  DefinitionNeeds definitions(world.cluster);
  for (const Task& task : world.cluster.tasks) {
    if (!is_running(task)) continue;
    const GroupId group = world.groups.id_of(task.group);
    world.running_of_group.resize(world.groups.size());
    ++world.running_of_group[group];
    const auto instance = world.fleet->find(task.container_instance_arn);
    if (!instance) continue;
    world.groups.add(group, {*instance, *instance + 1}, 1);
    occupy(world, task, definitions.of(task.task_definition_arn), *instance);
  }
}

}  // namespace

void occupy(World& world, std::span<const std::size_t> with_tasks) {
  world.running_of_group.resize(world.groups.size());
  occupy_listed(world);
  for (const std::size_t number : with_tasks) {
    const InstanceBlock& block = world.fleet->blocks()[number];
    occupy_unlisted(world, *block.container_instance, block.first);
  }
}

}  // namespace eniplan::placement
