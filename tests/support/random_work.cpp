#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <eniplan/placement.hpp>

#include "support/random_draft.hpp"

namespace eniplan::test {
namespace {

class WorkGenerator {
 public:
  explicit WorkGenerator(Draft& draft)
      : draft_(draft),
        random_(draft.random),
        odds_(draft.odds),
        scale_(draft.scale),
        cluster_(draft.cluster),
        usual_strategies_(strategies()) {}

  void generate() {
    const std::size_t tasks = random_.chance(40) ? 0 : random_.below(scale_.running + 1);
    for (std::size_t i = 0; i < tasks; ++i) cluster_.tasks.push_back(task(i));
    const std::size_t services = draft_.how_many(scale_.services);
    for (std::size_t i = 0; i < services; ++i) cluster_.services.push_back(service(i));
    const std::size_t requests = draft_.how_many(scale_.requests);
    for (std::size_t i = 0; i < requests; ++i) cluster_.run_tasks.push_back(request());
  }

 private:
  std::string reference_to_any() {
    const TaskDefinition& definition = random_.pick(cluster_.task_definitions);
    switch (random_.below(3)) {
      case 0: return definition.family;
      case 1: return task_definition_name(definition);
      default: return random_arn + "task-definition/" + task_definition_name(definition);
    }
  }

  // Running tasks

  Task task(std::size_t number) {
    Task task{.task_arn = random_arn + "task/prod/" + std::to_string(number),
              .task_definition_arn = reference_to_any()};
    task.container_instance_arn = place_of_task();
    task.group =
        random_.pick<std::string>({"service:s0", "service:s1", "service:s2", "batch", "family:f0", "family:f1"});
    if (scale_.services > 5 && random_.chance(70)) {
      task.group = "service:s" + std::to_string(random_.below(scale_.services));
    }
    task.last_status = random_.pick<std::string>({"RUNNING", "RUNNING", "RUNNING", "ACTIVATING", "STOPPED"});
    task.desired_status = random_.chance(90) ? "RUNNING" : "STOPPED";
    task.has_eni_attachment = random_.chance(30);
    return task;
  }

  /// Few fill an instance on purpose: those without `overfull` odds go wherever a group has room or not.
  std::string place_of_task() {
    if (random_.chance(5)) return "";
    if (random_.chance(5)) return random_arn + "container-instance/prod/gone";
    const std::size_t places = cluster_.container_instances.size() + cluster_.capacity.size();
    if (places == 0) return random_arn + "container-instance/prod/gone";
    const std::size_t place = random_.chance(odds_.overfull) ? places - 1 : random_.below(places);
    if (place < cluster_.container_instances.size()) return cluster_.container_instances[place].container_instance_arn;
    const CapacityGroup& group = cluster_.capacity[place - cluster_.container_instances.size()];
    if (group.count == 0) return "";
    return group.name + "/" + std::to_string(random_.between(0, group.count - 1));
  }

  // Services and requests

  std::vector<PlacementStrategy> strategies() {
    std::vector<PlacementStrategy> all(random_.pick({1U, 1U, 2U, 2U, 3U, 3U, 3U, 5U}));
    for (PlacementStrategy& strategy : all) {
      using Type = PlacementStrategy::Type;
      switch (random_.weighted(draft_.strategies)) {
        case 0: strategy = {Type::random, ""}; break;
        case 1: strategy = {Type::spread, random_.pick<std::string>({"instanceId", "host"})}; break;
        case 2: strategy = {Type::spread, "attribute:ecs.availability-zone"}; break;
        case 3: strategy = {Type::spread, "attribute:" + random_.pick(random_attributes)}; break;
        case 4: strategy = {Type::binpack, "cpu"}; break;
        default: strategy = {Type::binpack, "memory"}; break;
      }
    }
    return all;
  }

  /// What services and requests have in common.
  template <class ServiceOrRunTask>
  void add_wishes(ServiceOrRunTask& asked) {
    if (random_.chance(odds_.distinct)) asked.placement_constraints.push_back({});
    for (std::size_t i = random_.below(3); i > 0; --i) {
      if (random_.chance(odds_.constraint)) asked.placement_constraints.push_back(random_member_of(draft_));
    }
    for (const Subnet& subnet : cluster_.subnets) {
      if (random_.chance(odds_.subnets)) asked.subnets.push_back(subnet.subnet_id);
    }
    if (asked.subnets.size() > 1 && random_.chance(50)) std::ranges::reverse(asked.subnets);
    if (random_.chance(odds_.asks_provider)) {
      asked.capacity_provider_strategy.push_back(
          {.capacity_provider = random_.pick<std::string>({"spot", "ondemand", "gone"})});
    }
  }

  std::optional<std::vector<PlacementStrategy>> any_strategies() {
    if (random_.chance(odds_.no_strategy)) return std::nullopt;
    return random_.chance(odds_.same_strategies) ? usual_strategies_ : strategies();
  }

  /// Large numbers and small ones; where tasks need something, sometimes far more than can ever fit.
  std::int64_t desired_count(const std::string& definition) {
    if (random_.chance(odds_.excess)) {
      const Resources needs = task_needs(*find_task_definition(cluster_, definition)).resources;
      if (needs.cpu.value > 0 || needs.memory.value > 0) return random_.between(1000, 10'000'000);
    }
    const bool few = scale_.desired > 8 && random_.chance(50);
    return random_.between(0, few ? scale_.desired / 10 : scale_.desired);
  }

  Service service(std::size_t number) {
    Service service{.service_name = number == 3 ? "bücher" : "s" + std::to_string(number)};
    service.task_definition = reference_to_any();
    service.desired_count = desired_count(service.task_definition);
    if (random_.chance(odds_.unlisted)) service.running_count = random_.between(0, 4);
    if (random_.chance(odds_.daemon)) service.scheduling_strategy = SchedulingStrategy::daemon;
    add_wishes(service);
    if (service.scheduling_strategy == SchedulingStrategy::replica) service.placement_strategy = any_strategies();
    return service;
  }

  RunTask request() {
    RunTask request{.task_definition = reference_to_any(), .count = random_.between(0, scale_.count)};
    request.group = random_.chance(50) ? "batch" : "family:" + std::string(task_family(request.task_definition));
    add_wishes(request);
    request.placement_strategy = any_strategies();
    if (random_.chance(odds_.overrides)) request.overrides = overrides();
    return request;
  }

  TaskOverrides overrides() {
    TaskOverrides overrides;
    if (random_.chance(30)) overrides.cpu = CpuUnits{random_.between(0, 4) * 64};
    if (random_.chance(30)) overrides.memory = MiB{random_.between(0, 4) * 64};
    for (const std::string name : {"c1", "c2"}) {
      TaskOverrides::Container container{.name = name};
      if (random_.chance(30)) container.cpu = CpuUnits{random_.between(0, 4) * 64};
      if (random_.chance(30)) container.memory = MiB{random_.between(1, 4) * 64};
      if (random_.chance(30)) container.memory_reservation = MiB{random_.between(0, 4) * 64};
      if (random_.chance(20)) container.gpus = Gpus{random_.between(0, 2)};
      overrides.containers.push_back(container);
    }
    return overrides;
  }

  Draft& draft_;
  Random& random_;
  const Odds& odds_;
  const Scale& scale_;
  Cluster& cluster_;
  std::vector<PlacementStrategy> usual_strategies_;
};

}  // namespace

void add_work(Draft& draft) { WorkGenerator(draft).generate(); }

}  // namespace eniplan::test
