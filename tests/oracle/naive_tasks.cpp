#include "oracle/naive_tasks.hpp"

#include <tuple>

namespace eniplan::oracle {
namespace {

/// What the task that stops first has most of.
using Urge = std::tuple<std::int64_t, std::int64_t, std::int64_t, bool, std::size_t>;

std::int64_t tasks_in_zone(const NaiveWorld& world, const std::vector<std::int64_t>& group_tasks, std::size_t of) {
  const auto zone = world.instances[of].attribute("ecs.availability-zone");
  std::int64_t tasks = 0;
  for (std::size_t i = 0; i < group_tasks.size(); ++i) {
    if (group_tasks[i] == 0) continue;
    if (world.instances[i].attribute("ecs.availability-zone") == zone) tasks += group_tasks[i];
  }
  return tasks;
}

/// Of two tasks in zones with as many tasks, that with more of this stops first: what its instance would have left
/// of what the first `binpack` strategy packs, else the tasks of the service there.
std::int64_t urge_in_zone(const NaiveWorld& world, const Service& service, const std::vector<std::int64_t>& group_tasks,
                          const NaiveTask& task) {
  const Resources left = world.states[task.instance].remaining + task.needs.resources;
  for (const PlacementStrategy& strategy : service.placement_strategy.value_or(std::vector<PlacementStrategy>{})) {
    if (strategy.type != PlacementStrategy::Type::binpack) continue;
    return strategy.field == "cpu" ? left.cpu.value : left.memory.value;
  }
  return group_tasks[task.instance];
}

/// Daemons stop in canonical order.
Urge urge(const NaiveWorld& world, const Service& service, const std::vector<std::int64_t>& group_tasks,
          const NaiveTask& task, std::size_t place) {
  const auto instance = static_cast<std::int64_t>(task.instance);
  if (service.scheduling_strategy == SchedulingStrategy::daemon) return {0, 0, -instance, task.was_placed, place};
  return {tasks_in_zone(world, group_tasks, task.instance), urge_in_zone(world, service, group_tasks, task), instance,
          task.was_placed, place};
}

}  // namespace

std::optional<std::size_t> instance_of(const Cluster& cluster, const NaiveWorld& world, const Task& task) {
  for (std::size_t i = 0; i < world.instances.size(); ++i) {
    const bool is_described = i < cluster.container_instances.size();
    const std::string& name =
        is_described ? cluster.container_instances[i].container_instance_arn : world.instances[i].id;
    if (task.container_instance_arn == name) return i;
  }
  return std::nullopt;
}

NaiveTask running_task(const Cluster& cluster, std::size_t instance, const Task& listed) {
  NaiveTask task{.instance = instance, .definition = find_task_definition(cluster, listed.task_definition_arn)};
  if (task.definition) task.needs = naive_needs(*task.definition, {});
  if (listed.has_eni_attachment) task.needs.resources.eni = EniSlots{1};
  return task;
}

std::size_t first_to_stop(const NaiveWorld& world, const Service& service, const std::vector<const NaiveTask*>& tasks,
                          const std::vector<bool>& may_stop) {
  std::vector<std::int64_t> group_tasks(world.instances.size());
  for (const NaiveTask* task : tasks) ++group_tasks[task->instance];
  std::optional<std::size_t> first;
  Urge most;
  for (std::size_t place = 0; place < tasks.size(); ++place) {
    if (!may_stop[place]) continue;
    const Urge now = urge(world, service, group_tasks, *tasks[place], place);
    if (first && now < most) continue;
    first = place;
    most = now;
  }
  return *first;
}

}  // namespace eniplan::oracle
