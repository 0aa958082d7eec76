#include "oracle/naive_rollout_start.hpp"

#include <algorithm>
#include <string>

namespace eniplan::oracle {
namespace {

[[noreturn]] void refuse(const std::string& message) { throw InputError({{"", 0, 0, "", message}}); }

// What is rolled

const Deployment* primary_deployment(const Service& service) {
  const auto found = std::ranges::find(service.deployments, "PRIMARY", &Deployment::status);
  return found == service.deployments.end() ? nullptr : &*found;
}

/// Whether the service has a PRIMARY deployment and an ACTIVE one of another definition.
bool is_in_the_middle(const Cluster& cluster, const Service& service) {
  const Deployment* primary = primary_deployment(service);
  if (!primary) return false;
  const TaskDefinition* wanted = find_task_definition(cluster, primary->task_definition);
  return std::ranges::any_of(service.deployments, [&](const Deployment& other) {
    return other.status == "ACTIVE" && find_task_definition(cluster, other.task_definition) != wanted;
  });
}

const TaskDefinition& target_definition(const Cluster& cluster, const Service& service, const RolloutOptions& options) {
  std::string reference = service.task_definition;
  if (is_in_the_middle(cluster, service)) reference = primary_deployment(service)->task_definition;
  if (options.task_definition) reference = *options.task_definition;
  const TaskDefinition* definition = find_task_definition(cluster, reference);
  if (!definition) refuse("no task definition " + reference);
  return *definition;
}

std::int64_t desired_count(const Cluster& cluster, const Service& service, const RolloutOptions& options) {
  if (options.desired_count) return *options.desired_count;
  if (is_in_the_middle(cluster, service)) return primary_deployment(service)->desired_count;
  return service.desired_count;
}

bool is_rolled(const Service& service, const RolloutOptions& options) {
  if (options.services.empty()) return !is_daemon(service);
  return std::ranges::find(options.services, service.service_name) != options.services.end();
}

/// The tasks of a service after simulate(), those that ran first.
std::vector<RolledTask> tasks_at_start(const Cluster& cluster, const NaiveWorld& world, const Service& service,
                                       const GroupResult& placed) {
  std::vector<RolledTask> tasks;
  for (const Task& listed : cluster.tasks) {
    if (!is_running(listed) || listed.group != task_group(service)) continue;
    if (const auto instance = instance_of(cluster, world, listed)) {
      tasks.push_back({running_task(cluster, *instance, listed)});
    }
  }
  const TaskDefinition* definition = find_task_definition(cluster, service.task_definition);
  for (const std::size_t instance : placed.sequence) {
    tasks.push_back({{instance, naive_needs(*definition, {}), definition, true}});
  }
  return tasks;
}

void check_input(const Cluster& cluster, const NaiveWorld& world, const RolloutOptions& options) {
  for (const std::string& name : options.services) {
    if (std::ranges::find(cluster.services, name, &Service::service_name) == cluster.services.end()) {
      refuse("no service " + name);
    }
  }
  if (options.task_definition && !find_task_definition(cluster, *options.task_definition)) {
    refuse("no task definition " + *options.task_definition);
  }
  for (const Service& service : cluster.services) {
    if (!is_rolled(service, options)) continue;
    if (is_daemon(service) && options.desired_count) refuse("a count for a daemon");
    const std::int64_t running = std::max(listed_tasks(cluster, task_group(service)), service.running_count);
    if (running > std::ssize(tasks_at_start(cluster, world, service, {}))) refuse("tasks on unknown instances");
  }
}

// Drains

bool is_named(const Cluster& cluster, const NaiveInstance& instance, std::size_t number, const std::string& name) {
  if (name == instance.id || name == instance.attribute("ecs.availability-zone")) return true;
  if (number < cluster.container_instances.size()) {
    return name == cluster.container_instances[number].container_instance_arn || name == instance.ec2_instance_id;
  }
  return name == instance.id.substr(0, instance.id.rfind('/'));
}

/// [instances] Whether it is drained.
std::vector<bool> drained_instances(const Cluster& cluster, const NaiveWorld& world, const RolloutOptions& options) {
  std::vector<bool> drained(world.instances.size());
  for (const std::string& name : options.drain) {
    bool is_known = std::ranges::find(cluster.capacity, name, &CapacityGroup::name) != cluster.capacity.end();
    for (std::size_t i = 0; i < drained.size(); ++i) {
      if (!is_named(cluster, world.instances[i], i, name)) continue;
      drained[i] = true;
      is_known = true;
    }
    if (!is_known) refuse("nothing to drain is named " + name);
  }
  return drained;
}

/// No more tasks go there, and daemons stop.
void drain(const Cluster& cluster, const std::vector<bool>& drained, const PlacementResult& placed,
           NaiveSimulation& simulation) {
  NaiveWorld& world = simulation.world();
  for (std::size_t i = 0; i < drained.size(); ++i) {
    if (drained[i]) world.instances[i].active = false;
  }
  for (std::size_t s = 0; s < cluster.services.size(); ++s) {
    const Service& service = cluster.services[s];
    if (!is_daemon(service)) continue;
    const std::string group = task_group(service);
    for (const RolledTask& task : tasks_at_start(cluster, world, service, placed.services[s])) {
      if (drained[task.instance]) simulation.take_back(group, task.instance, task.needs, task.was_placed);
    }
    // Those that `tasks` does not list hold nothing, but their group was taken to be there.
    std::vector<std::int64_t>& group_tasks = world.groups[group_number(world, group)].tasks;
    for (std::size_t i = 0; i < drained.size(); ++i) {
      if (drained[i]) group_tasks[i] = 0;
    }
  }
}

// The start of a service's rollout

void set_bounds(const Cluster& cluster, const RolloutOptions& options, Rolled& rolled) {
  const Service& service = *rolled.service;
  Rollout& answer = rolled.answer;
  const DeploymentConfiguration& percents = service.deployment_configuration;
  std::int64_t minimum_percent = percents.minimum_healthy_percent.value_or(100);
  if (is_daemon(service)) {
    std::set<std::size_t> instances;
    for (const RolledTask& task : rolled.tasks) instances.insert(task.instance);
    minimum_percent = percents.minimum_healthy_percent.value_or(0);
    answer.desired = std::ssize(instances);
    answer.maximum = answer.desired;
  } else {
    answer.desired = desired_count(cluster, service, options);
    answer.maximum = answer.desired * percents.maximum_percent.value_or(200) / 100;
  }
  answer.minimum_healthy = (answer.desired * minimum_percent + 99) / 100;
}

Resources not_below_zero(const Resources& amounts) {
  return {std::max(amounts.cpu, CpuUnits{0}), std::max(amounts.memory, MiB{0}), std::max(amounts.gpu, Gpus{0}),
          std::max(amounts.eni, EniSlots{0})};
}

Resources available(const NaiveWorld& world, const Rolled& rolled) {
  Resources sum;
  for (std::size_t i = 0; i < world.instances.size(); ++i) {
    if (!world.instances[i].active) continue;
    sum += not_below_zero(world.states[i].remaining);
    for (const RolledTask& task : rolled.tasks) {
      if (task.instance == i) sum += task.needs.resources;
    }
  }
  return sum;
}

Rolled begin(const Cluster& cluster, const RolloutOptions& options, const std::vector<bool>& drained,
             const Service& service, const GroupResult& placed, NaiveSimulation& simulation) {
  Rolled rolled;
  rolled.service = &service;
  const TaskDefinition& target = target_definition(cluster, service, options);
  Service wanted = service;
  wanted.task_definition = task_definition_name(target);
  rolled.request = simulation.request_of(wanted);
  rolled.tasks = tasks_at_start(cluster, simulation.world(), service, placed);
  if (is_daemon(service)) {
    std::erase_if(rolled.tasks, [&](const RolledTask& task) { return drained[task.instance]; });
  }
  for (RolledTask& task : rolled.tasks) {
    task.is_new = options.drain.empty() ? is_in_the_middle(cluster, service) && task.definition == &target
                                        : !drained[task.instance];
  }

  Rollout& answer = rolled.answer;
  answer.service = service.service_name;
  answer.scheduling_strategy = service.scheduling_strategy;
  answer.task_definition = task_definition_name(target);
  set_bounds(cluster, options, rolled);
  for (const Failure& failure : placed.failures) answer.unplaced += failure.count;
  answer.old_at_start = count_old(rolled);
  answer.new_at_start = count_new(rolled);
  answer.needs = rolled.request.needs.resources;
  answer.available = available(simulation.world(), rolled);
  observe_peak(rolled);
  return rolled;
}

}  // namespace

std::int64_t count_old(const Rolled& rolled) {
  return std::ranges::count_if(rolled.tasks, [](const RolledTask& task) { return !task.is_new; });
}
std::int64_t count_new(const Rolled& rolled) { return std::ssize(rolled.tasks) - count_old(rolled); }

void observe_peak(Rolled& rolled) {
  Resources held;
  for (const RolledTask& task : rolled.tasks) held += task.needs.resources;
  TaskDemand& peak = rolled.answer.peak;
  peak.tasks = std::max(peak.tasks, std::ssize(rolled.tasks));
  peak.resources = {std::max(peak.resources.cpu, held.cpu), std::max(peak.resources.memory, held.memory),
                    std::max(peak.resources.gpu, held.gpu), std::max(peak.resources.eni, held.eni)};
}

NaiveStart naive_start(const Cluster& cluster, const RolloutOptions& options) {
  NaiveStart start{NaiveSimulation(cluster), {}};
  const PlacementResult placed = start.simulation.place_cluster();
  check_input(cluster, start.simulation.world(), options);
  const std::vector<bool> drained = drained_instances(cluster, start.simulation.world(), options);
  drain(cluster, drained, placed, start.simulation);
  for (std::size_t s = 0; s < cluster.services.size(); ++s) {
    const Service& service = cluster.services[s];
    if (!is_rolled(service, options)) continue;
    start.services.push_back(begin(cluster, options, drained, service, placed.services[s], start.simulation));
  }
  return start;
}

}  // namespace eniplan::oracle
