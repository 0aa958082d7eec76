#include "support/coverage.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <set>

namespace eniplan::test {
namespace {

constexpr std::array<std::string_view, 5> strategy_kinds = {"random", "spread instanceId", "spread attribute",
                                                            "binpack cpu", "binpack memory"};

constexpr std::array<std::string_view, 28> single_things = {
    "default of services",
    "default of requests",
    "task of network mode bridge",
    "task of network mode host",
    "task of network mode awsvpc",
    "task of network mode none",
    "daemon",
    "daemon with tasks not listed",
    "service with tasks not listed",
    "service with more tasks than desired",
    "instance with tasks not listed",
    "instance with negative remaining",
    "instance with a trunk",
    "instance with an ENI resource",
    "instance of an unknown type",
    "attach failure by interfaces",
    "attach failure by addresses",
    "no instance",
    "no active instance",
    "no instance of a listed provider",
    "task on an instance that is not given",
    "task with an interface by attachment alone",
    "task that does not run",
    "expression that looks at groups",
    "expression that looks at running tasks",
    "request with overrides",
    "random over several requests of one group",
    "memory overhead",
};

std::string kind_of(const PlacementStrategy& strategy) {
  switch (strategy.type) {
    case PlacementStrategy::Type::random: return "random";
    case PlacementStrategy::Type::binpack: return "binpack " + strategy.field;
    case PlacementStrategy::Type::spread: break;
  }
  return strategy.field.starts_with("attribute:") ? "spread attribute" : "spread instanceId";
}

bool looks_at(const Expression& expression, Subject subject) {
  if (expression.kind == Expression::Kind::predicate) return expression.predicate.subject == subject;
  return std::ranges::any_of(expression.operands, [&](const Expression& e) { return looks_at(e, subject); });
}

bool some_look_at(const std::vector<PlacementConstraint>& constraints, Subject subject) {
  return std::ranges::any_of(constraints, [&](const PlacementConstraint& constraint) {
    return constraint.type == PlacementConstraint::Type::member_of && looks_at(constraint.expression.root, subject);
  });
}

std::string name_of(std::size_t check) { return std::string(to_string(static_cast<Reason>(check))); }

}  // namespace

Coverage::Coverage() {
  for (std::size_t check = 0; check < check_count; ++check) {
    counts_["blocked by " + name_of(check)] = 0;
    counts_["only blocked by " + name_of(check)] = 0;
    // What fails these is never the closest match.
    const auto reason = static_cast<Reason>(check);
    if (reason != Reason::inactive && reason != Reason::capacity_provider) counts_["reason " + name_of(check)] = 0;
    if (reason >= Reason::cpu && reason <= Reason::gpu) counts_["daemon's reason " + name_of(check)] = 0;
  }
  counts_["reason EMPTY"] = 0;
  for (const std::string_view first : strategy_kinds) {
    for (const std::string_view second : strategy_kinds) {
      const std::string pair = std::string(first) + ", " + std::string(second);
      counts_["strategies " + pair] = 0;
      for (const std::string_view third : strategy_kinds) counts_["strategies " + pair + ", " + std::string(third)] = 0;
    }
    counts_["strategies " + std::string(first)] = 0;
  }
  for (const std::string_view thing : single_things) counts_[std::string(thing)] = 0;
}

void Coverage::observe(const Cluster& cluster, const PlacementResult& result) {
  observe_services(cluster, result);
  observe_requests(cluster, result);
  observe_instances(cluster, result);
  observe_tasks(cluster);
  saw("memory overhead", cluster.memory_overhead.has_value() && !cluster.capacity.empty());
  saw("attach failure by addresses",
      std::ranges::any_of(result.subnets, [](const SubnetResult& subnet) { return subnet.short_ > 0; }));
}

std::vector<std::string> Coverage::never_seen() const {
  std::vector<std::string> names;
  for (const auto& [name, count] : counts_) {
    if (count == 0) names.push_back(name);
  }
  return names;
}

void Coverage::saw(const std::string& what, bool really) {
  assert(counts_.contains(what));
  if (really) ++counts_.at(what);
}

void Coverage::observe_failures(const GroupResult& group, bool is_daemon) {
  for (const Failure& failure : group.failures) {
    const std::string reason(to_string(failure.reason));
    saw("reason " + reason);
    if (is_daemon) saw("daemon's reason " + reason);
    for (std::size_t check = 0; check < check_count; ++check) {
      saw("blocked by " + name_of(check), failure.blocked_by[check] > 0);
      saw("only blocked by " + name_of(check), failure.only_blocked_by[check] > 0);
    }
    if (failure.reason != Reason::empty) continue;
    const bool no_provider = failure.blocked_by[static_cast<std::size_t>(Reason::capacity_provider)] > 0;
    saw("no instance", failure.blocked_by == ReasonCounts{});
    saw("no active instance", failure.blocked_by[static_cast<std::size_t>(Reason::inactive)] > 0 && !no_provider);
    saw("no instance of a listed provider", no_provider);
  }
}

void Coverage::observe_strategies(const std::optional<std::vector<PlacementStrategy>>& strategies,
                                  const GroupResult& group, std::string_view default_name) {
  if (group.placed_count == 0) return;
  if (!strategies) return saw(std::string(default_name));
  std::string name = "strategies ";
  for (std::size_t i = 0; i < std::min<std::size_t>(strategies->size(), 3); ++i) {
    name += (i == 0 ? "" : ", ") + kind_of((*strategies)[i]);
    saw(name);
  }
}

void Coverage::observe_services(const Cluster& cluster, const PlacementResult& result) {
  for (std::size_t i = 0; i < cluster.services.size(); ++i) {
    const Service& service = cluster.services[i];
    const GroupResult& group = result.services[i];
    const bool is_daemon = service.scheduling_strategy == SchedulingStrategy::daemon;
    const auto listed = std::ranges::count_if(
        cluster.tasks, [&](const Task& task) { return is_running(task) && task.group == group.group; });
    const NetworkMode mode = find_task_definition(cluster, service.task_definition)->network_mode;
    observe_failures(group, is_daemon);
    if (!is_daemon) observe_strategies(service.placement_strategy, group, "default of services");
    saw("daemon", is_daemon && group.placed_count > 0);
    saw("daemon with tasks not listed", is_daemon && service.running_count > listed);
    saw("service with tasks not listed", !is_daemon && service.running_count > listed);
    saw("service with more tasks than desired", !is_daemon && group.running_count > group.desired_count);
    saw("task of network mode " + std::string(to_string(mode)), group.placed_count > 0);
    saw("expression that looks at groups", some_look_at(service.placement_constraints, Subject::task_group));
    saw("expression that looks at running tasks",
        some_look_at(service.placement_constraints, Subject::running_tasks_count));
  }
}

void Coverage::observe_requests(const Cluster& cluster, const PlacementResult& result) {
  std::set<std::string> drawn;  // groups that have used their generator
  for (std::size_t i = 0; i < cluster.run_tasks.size(); ++i) {
    const RunTask& request = cluster.run_tasks[i];
    const GroupResult& group = result.run_tasks[i];
    observe_failures(group, false);
    observe_strategies(request.placement_strategy, group, "default of requests");
    saw("request with overrides", request.overrides != TaskOverrides{});
    const bool draws =
        group.placed_count > 0 &&
        (!request.placement_strategy || request.placement_strategy->front().type == PlacementStrategy::Type::random);
    saw("random over several requests of one group", draws && drawn.contains(group.group));
    if (draws) drawn.insert(group.group);
  }
}

void Coverage::observe_instances(const Cluster& cluster, const PlacementResult& result) {
  for (const InstanceResult& instance : result.instances) {
    const Resources& left = instance.remaining;
    saw("instance with negative remaining",
        left.cpu.value < 0 || left.memory.value < 0 || left.gpu.value < 0 || left.eni.value < 0);
    saw("instance with a trunk", instance.trunking);
    saw("instance of an unknown type", !instance.instance_type || instance.instance_type == "z9.unheard-of");
    saw("attach failure by interfaces", instance.attach_failures > 0);
  }
  for (const ContainerInstance& instance : cluster.container_instances) {
    saw("instance with an ENI resource", instance.registered_eni.has_value());
    saw("instance with tasks not listed", instance.running_tasks_count > 0);
  }
}

void Coverage::observe_tasks(const Cluster& cluster) {
  for (const Task& task : cluster.tasks) {
    const bool is_awsvpc = find_task_definition(cluster, task.task_definition_arn)->network_mode == NetworkMode::awsvpc;
    saw("task on an instance that is not given", task.container_instance_arn.ends_with("/gone"));
    saw("task with an interface by attachment alone", task.has_eni_attachment && !is_awsvpc);
    saw("task that does not run", !is_running(task));
  }
}

}  // namespace eniplan::test
