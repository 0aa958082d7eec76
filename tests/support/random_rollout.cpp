#include "support/random_rollout.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "support/random_cluster.hpp"
#include "support/random_draft.hpp"

namespace eniplan::test {
namespace {

bool is_daemon(const Service& service) { return service.scheduling_strategy == SchedulingStrategy::daemon; }

class RolloutGenerator {
 public:
  RolloutGenerator(Random random, Size size) : random_(random), cluster_(random_cluster_to_roll(random_, size)) {}

  RolloutCase generate() {
    settle_running_tasks();
    const bool has_room = random_.chance(60);
    const std::size_t running = random_.odds();
    const std::size_t half_way = random_.odds();
    for (Service& service : cluster_.services) {
      service.deployment_configuration = configuration();
      if (has_room) service.desired_count = (service.desired_count + 2) / 3;
      if (random_.chance(10)) service.placement_constraints.push_back(constraint_on_tasks());
      if (random_.chance(running)) add_running_tasks(service);
      if (random_.chance(half_way)) service.deployments = deployments(service);
    }
    RolloutOptions options = draw_options();
    return {std::move(cluster_), std::move(options)};
  }

 private:
  // The cluster

  /// Now and then nobody knows where running tasks are; mostly everybody does.
  void settle_running_tasks() {
    if (random_.chance(4)) return;
    for (Service& service : cluster_.services) service.running_count = 0;
    std::erase_if(cluster_.tasks, [](const Task& task) {
      return task.group.starts_with("service:") && task.container_instance_arn.ends_with("gone");
    });
  }

  std::optional<std::int64_t> percent(std::initializer_list<std::int64_t> usual) {
    if (random_.chance(45)) return std::nullopt;
    if (random_.chance(25)) return random_.between(0, 200);
    return random_.pick(usual);
  }

  DeploymentConfiguration configuration() {
    return {.minimum_healthy_percent = percent({0, 25, 50, 50, 66, 75, 90, 100, 100}),
            .maximum_percent = percent({50, 100, 100, 110, 125, 150, 150, 200})};
  }

  /// True before others come, or as they go.
  PlacementConstraint constraint_on_tasks() {
    const std::string other = "service:s" + std::to_string(random_.below(4));
    const std::string text = random_.pick<std::string>({"runningTasksCount < 4", "runningTasksCount >= 1",
                                                        "not(task:group == " + other + ")", "task:group == " + other});
    return {PlacementConstraint::Type::member_of, parse_query(text)};
  }

  /// A definition, mostly the service's own; sometimes one that nobody gave.
  std::string reference_near(const Service& service, std::size_t own, std::size_t unknown) {
    if (random_.chance(own)) return service.task_definition;
    if (random_.chance(unknown)) return random_unknown_definition;
    return task_definition_name(random_.pick(cluster_.task_definitions));
  }

  void add_running_tasks(const Service& service) {
    for (std::int64_t i = random_.between(0, std::min<std::int64_t>(service.desired_count + 2, 12)); i > 0; --i) {
      Task task{.task_arn = random_arn + "task/prod/r" + std::to_string(cluster_.tasks.size()),
                .group = task_group(service),
                .last_status = "RUNNING",
                .desired_status = "RUNNING"};
      task.container_instance_arn = any_instance();
      if (task.container_instance_arn.empty()) return;
      task.has_eni_attachment = random_.chance(20);
      const bool is_described = task.container_instance_arn.starts_with("arn:");
      task.task_definition_arn = reference_near(service, 60, is_described ? 30 : 0);
      cluster_.tasks.push_back(task);
    }
  }

  std::string any_instance() {
    std::vector<std::string> all;
    for (const ContainerInstance& instance : cluster_.container_instances) {
      all.push_back(instance.container_instance_arn);
    }
    for (const CapacityGroup& group : cluster_.capacity) {
      if (group.count > 0) all.push_back(group.name + "/" + std::to_string(random_.between(0, group.count - 1)));
    }
    return all.empty() ? "" : random_.pick(all);
  }

  std::vector<Deployment> deployments(const Service& service) {
    std::vector<Deployment> all = {{"PRIMARY", reference_near(service, 70, 0), random_.between(0, 12)}};
    for (std::size_t i = random_.below(3); i > 0; --i) {
      all.push_back({random_.pick<std::string>({"ACTIVE", "ACTIVE", "ACTIVE", "DRAINING", "INACTIVE"}),
                     reference_near(service, 30, 30), random_.between(0, 12)});
    }
    if (random_.chance(20)) std::ranges::reverse(all);
    return all;
  }

  // The options

  RolloutOptions draw_options() {
    RolloutOptions options{.together = random_.chance(30), .strict_eni = random_.chance(30), .would_complete = false};
    if (random_.chance(50)) name_services(options);
    if (random_.chance(30)) options.task_definition = any_definition();
    if (random_.chance(25) && (names_no_daemon(options) || random_.chance(10))) {
      options.desired_count = random_.between(0, random_.chance(50) ? 10 : 50);
    }
    if (random_.chance(25)) {
      for (std::size_t i = 1 + random_.below(3); i > 0; --i) options.drain.push_back(something_to_drain());
    }
    return options;
  }

  void name_services(RolloutOptions& options) {
    for (const Service& service : cluster_.services) {
      if (random_.chance(is_daemon(service) ? 90 : 50)) options.services.push_back(service.service_name);
    }
    if (random_.chance(3)) options.services.push_back("nobody");
    if (random_.chance(30)) std::ranges::reverse(options.services);
  }

  bool names_no_daemon(const RolloutOptions& options) {
    return std::ranges::none_of(cluster_.services, [&](const Service& service) {
      return is_daemon(service) && std::ranges::find(options.services, service.service_name) != options.services.end();
    });
  }

  std::string any_definition() {
    if (random_.chance(3)) return random_unknown_definition;
    const TaskDefinition& definition = random_.pick(cluster_.task_definitions);
    return random_.chance(30) ? definition.family : task_definition_name(definition);
  }

  std::string something_to_drain() {
    std::vector<std::string> names;
    for (const ContainerInstance& instance : cluster_.container_instances) {
      names.push_back(instance.container_instance_arn);
      names.emplace_back(instance_id(instance));
      names.push_back(instance.ec2_instance_id);
    }
    for (const CapacityGroup& group : cluster_.capacity) {
      names.push_back(group.name);
      if (group.count == 0) continue;
      names.push_back(group.name + "/" + std::to_string(random_.between(0, group.count - 1)));
      names.push_back(group.availability_zones.front());
    }
    return names.empty() || random_.chance(2) ? "nothing" : random_.pick(names);
  }

  Random random_;
  Cluster cluster_;
};

}  // namespace

RolloutCase random_rollout(std::uint64_t seed) {
  Random random(seed);
  const Size size = random.chance(70) ? Size::small : Size::large;
  return RolloutGenerator(random, size).generate();
}

RolloutCase random_tiny_rollout(std::uint64_t seed) {
  RolloutCase one = RolloutGenerator(Random(seed), Size::tiny).generate();
  one.options.would_complete = true;
  return one;
}

}  // namespace eniplan::test
