#include "oracle/naive_fleet_in_use.hpp"

#include <algorithm>
#include <utility>

namespace eniplan::oracle {
namespace {

template <class T>
void erase_at(std::vector<T>& all, std::size_t place) {
  all.erase(all.begin() + static_cast<std::ptrdiff_t>(place));
}
template <class T>
void insert_at(std::vector<T>& all, std::size_t place, T item) {
  all.insert(all.begin() + static_cast<std::ptrdiff_t>(place), std::move(item));
}

std::optional<std::size_t> service_of(const Cluster& cluster, const Task& task) {
  for (std::size_t s = 0; s < cluster.services.size(); ++s) {
    if (task.group == task_group(cluster.services[s])) return s;
  }
  return std::nullopt;
}

}  // namespace

FleetInUse::FleetInUse(const Cluster& of)
    : cluster(of), simulation(of), before(simulation.place_cluster()), lost(of.run_tasks.size()) {
  list_tasks();
  list_origins();
  for (const CapacityGroup& group : cluster.capacity) ever_in_group.push_back(group.count);
}

void FleetInUse::list_tasks() {
  const NaiveWorld& world = simulation.world();
  for (std::size_t i = 0; i < cluster.tasks.size(); ++i) {
    const Task& listed = cluster.tasks[i];
    const auto instance = is_running(listed) ? instance_of(cluster, world, listed) : std::nullopt;
    if (!instance) continue;
    tasks_.push_back({running_task(cluster, *instance, listed), listed.group, service_of(cluster, listed), {}, i});
  }
  const auto add_placed = [&](const GroupResult& placed, const NaiveTask& like, auto service, auto request) {
    for (const std::size_t instance : placed.sequence) {
      PlacedTask task{like, placed.group, service, request};
      task.instance = instance;
      tasks_.push_back(std::move(task));
    }
  };
  for (std::size_t s = 0; s < cluster.services.size(); ++s) {
    const TaskDefinition* definition = find_task_definition(cluster, cluster.services[s].task_definition);
    const NaiveTask like{0, naive_needs(*definition, {}), definition, true};
    add_placed(before.services[s], like, std::optional(s), std::optional<std::size_t>());
    unlisted.push_back(before.services[s].running_count + before.services[s].placed_count - tasks_of_service(s));
    if (cluster.services[s].scheduling_strategy != SchedulingStrategy::daemon) continue;
    const NaiveGroup& group = world.groups[group_number(simulation.world(), before.services[s].group)];
    for (std::size_t i = 0; i < group.tasks.size(); ++i) {
      const bool is_known = std::ranges::any_of(
          tasks_, [&](const PlacedTask& task) { return task.instance == i && task.group == group.name; });
      if (group.tasks[i] > 0 && !is_known) {
        PlacedTask assumed;
        assumed.instance = i;
        assumed.group = group.name;
        assumed.service = s;
        assumed.is_assumed = true;
        tasks_.push_back(std::move(assumed));
      }
    }
  }
  for (std::size_t r = 0; r < cluster.run_tasks.size(); ++r) {
    const RunTask& request = cluster.run_tasks[r];
    const TaskDefinition* definition = find_task_definition(cluster, request.task_definition);
    const NaiveTask like{0, naive_needs(*definition, request.overrides), definition, true};
    add_placed(before.run_tasks[r], like, std::optional<std::size_t>(), std::optional(r));
  }
}

void FleetInUse::list_origins() {
  origins.resize(cluster.container_instances.size());
  for (std::size_t g = 0; g < cluster.capacity.size(); ++g) {
    const CapacityGroup& group = cluster.capacity[g];
    const auto zones = static_cast<std::int64_t>(group.availability_zones.size());
    for (std::int64_t zone = 0; zone < zones; ++zone) {
      const std::int64_t in_zone = group.count / zones + (zone < group.count % zones ? 1 : 0);
      origins.insert(origins.end(), static_cast<std::size_t>(in_zone),
                     {static_cast<std::int64_t>(g), static_cast<std::size_t>(zone)});
    }
  }
}

std::int64_t FleetInUse::tasks_of_service(std::size_t service) const {
  return std::ranges::count_if(tasks_,
                               [&](const PlacedTask& task) { return task.service == service && !task.is_assumed; });
}

std::int64_t FleetInUse::placed_of_service(std::size_t service) const {
  return std::ranges::count_if(tasks_,
                               [&](const PlacedTask& task) { return task.service == service && task.was_placed; });
}

std::int64_t FleetInUse::tasks_of_request(std::size_t request) const {
  return std::ranges::count_if(tasks_, [&](const PlacedTask& task) { return task.request == request; });
}

/// A task whose instance goes. `again`: it is to be placed once more, if that can be.
void FleetInUse::give_up(const PlacedTask& task, bool again) {
  const NaiveInstance& instance = simulation.world().instances[task.instance];
  if (task.service) {
    if (task.is_assumed) --unlisted[*task.service];
    if (task.was_placed) {
      simulation.give_back_address(simulation.request_of(cluster.services[*task.service]), instance);
    }
  } else if (task.request) {
    simulation.give_back_address(simulation.request_of(cluster.run_tasks[*task.request]), instance);
    if (!again) ++lost[*task.request];
  } else if (again && task.definition) {
    displaced.push_back(task.listed);
  }
}

void FleetInUse::take_tasks_from(std::size_t instance, bool again) {
  for (const PlacedTask& task : tasks_) {
    if (task.instance == instance) give_up(task, again);
  }
  std::erase_if(tasks_, [&](const PlacedTask& task) { return task.instance == instance; });
}

void FleetInUse::erase(std::size_t instance) {
  NaiveWorld& world = simulation.world();
  erase_at(world.instances, instance);
  erase_at(world.states, instance);
  for (NaiveGroup& group : world.groups) erase_at(group.tasks, instance);
  erase_at(origins, instance);
  for (PlacedTask& task : tasks_) {
    if (task.instance > instance) --task.instance;
  }
}

void FleetInUse::lose(std::size_t instance) {
  take_tasks_from(instance, false);
  erase(instance);
}

void FleetInUse::remove(std::size_t instance) {
  take_tasks_from(instance, true);
  erase(instance);
}

void FleetInUse::replace(std::size_t instance, NaiveFreshInstance fresh) {
  take_tasks_from(instance, true);
  NaiveWorld& world = simulation.world();
  world.instances[instance] = std::move(fresh.facts);
  world.states[instance] = std::move(fresh.state);
  for (NaiveGroup& group : world.groups) group.tasks[instance] = 0;
}

void FleetInUse::add(NaiveFreshInstance fresh, Origin origin) {
  NaiveWorld& world = simulation.world();
  std::size_t place = 0;
  while (place < origins.size() && origins[place] <= origin) ++place;
  insert_at(world.instances, place, std::move(fresh.facts));
  insert_at(world.states, place, std::move(fresh.state));
  for (NaiveGroup& group : world.groups) insert_at(group.tasks, place, std::int64_t{0});
  insert_at(origins, place, origin);
  for (PlacedTask& task : tasks_) {
    if (task.instance >= place) ++task.instance;
  }
}

bool FleetInUse::stop(std::size_t service, std::int64_t count) {
  for (; count > 0; --count) {
    std::vector<const NaiveTask*> tasks;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < tasks_.size(); ++i) {
      if (tasks_[i].service != service) continue;
      tasks.push_back(&tasks_[i]);
      places.push_back(i);
    }
    if (tasks.empty()) return false;
    const Service& of = cluster.services[service];
    const std::size_t first =
        places[first_to_stop(simulation.world(), of, tasks, std::vector<bool>(tasks.size(), true))];
    const PlacedTask& task = tasks_[first];
    simulation.take_back(task.group, task.instance, task.needs, task.was_placed);
    if (task.was_placed) {
      simulation.give_back_address(simulation.request_of(of), simulation.world().instances[task.instance]);
    }
    erase_at(tasks_, first);
  }
  return true;
}

}  // namespace eniplan::oracle
