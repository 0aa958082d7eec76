#include "support/coverage.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <set>

namespace eniplan::test {
namespace {

constexpr std::array<std::string_view, 5> strategy_kinds = {"random", "spread instanceId", "spread attribute",
                                                            "binpack cpu", "binpack memory"};

constexpr std::array<std::string_view, 51> single_things = {
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
    "draining instance",
    "task with static ports",
    "task that needs nothing",
    "spread service with running tasks",
    "distinctInstance service with running tasks",
    "service of 100 tasks",
    "several tasks of a service on one instance",
    "as many tasks on each of 10 neighbours",
    "two levels on each of 10 neighbours",
    "20 services that placed",
    "requests of one group and strategy in a row",
    "services of one strategy in a row",
    "desired far above what fits",
    "group of 20 instances",
    "neighbouring groups alike",
    "100 instances",
    "100 instances in different states",
    "64 kinds of instances",
    "64 static ports",
    "10 shapes of tasks",
    "amount beyond 32 bits",
    "subnet with addresses that ran out",
    "daemon on 10 neighbours",
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

bool is_beyond_32_bits(const Resources& amounts) {
  constexpr std::int64_t limit = 0x7FFFFFFF;
  return amounts.cpu.value > limit || amounts.memory.value > limit;
}

bool is_distinct(const std::vector<PlacementConstraint>& constraints) {
  return std::ranges::any_of(constraints, [](const PlacementConstraint& constraint) {
    return constraint.type == PlacementConstraint::Type::distinct_instance;
  });
}

/// By default services spread.
bool spreads(const Service& service) {
  return !service.placement_strategy || std::ranges::any_of(*service.placement_strategy, [](const auto& strategy) {
    return strategy.type == PlacementStrategy::Type::spread;
  });
}

/// Facts by which instances are told apart, but for those of groups that no attribute shows.
std::size_t kinds_of_instances(const Cluster& cluster) {
  std::set<std::string> kinds;
  for (const ContainerInstance& instance : cluster.container_instances) {
    std::string kind(to_string(instance.status));
    kind += instance.agent_connected ? " connected " : " lost ";
    kind += instance.capacity_provider_name;
    for (const std::string& name : instance.attributes.without_value()) kind += "," + name;
    for (const Attribute& attribute : instance.attributes.with_value()) kind += "," + attribute.name + *attribute.value;
    kinds.insert(kind);
  }
  for (const CapacityGroup& group : cluster.capacity) {
    if (group.count == 0) continue;
    std::string kind = group.instance_type + " " + group.capacity_provider;
    for (const Attribute& attribute : group.attributes) kind += "," + attribute.name + attribute.value.value_or("");
    kinds.insert(kind);
  }
  return kinds.size();
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

void Coverage::add(const Coverage& other) {
  for (const auto& [name, count] : other.counts_) counts_[name] += count;
}

void Coverage::observe(const Cluster& cluster, const PlacementResult& result) {
  observe_services(cluster, result);
  observe_requests(cluster, result);
  observe_instances(cluster, result);
  observe_tasks(cluster);
  observe_sizes(cluster, result);
  observe_neighbours(cluster, result);
  saw("memory overhead", cluster.memory_overhead.has_value() && !cluster.capacity.empty());
  saw("attach failure by addresses",
      std::ranges::any_of(result.subnets, [](const SubnetResult& subnet) { return subnet.short_ > 0; }));
}

std::vector<std::string> Coverage::seen_less_than(std::int64_t times) const {
  std::vector<std::string> names;
  for (const auto& [name, count] : counts_) {
    if (count < times) names.push_back(name);
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
    saw("spread service with running tasks", !is_daemon && listed > 0 && group.placed_count > 0 && spreads(service));
    saw("distinctInstance service with running tasks",
        !is_daemon && listed > 0 && group.placed_count > 0 && is_distinct(service.placement_constraints));
    saw("service of 100 tasks", group.placed_count >= 100);
    saw("desired far above what fits", group.desired_count >= 1000 && group.placed_count < group.desired_count / 2);
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
    saw("draining instance", instance.status == InstanceStatus::draining);
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

void Coverage::observe_sizes(const Cluster& cluster, const PlacementResult& result) {
  std::set<std::vector<std::int64_t>> states;
  for (const ContainerInstance& instance : cluster.container_instances) {
    states.insert({instance.remaining.cpu.value, instance.remaining.memory.value});
    saw("amount beyond 32 bits", is_beyond_32_bits(instance.registered));
  }
  saw("100 instances", result.instances.size() >= 100);
  saw("100 instances in different states", states.size() >= 100);
  saw("64 kinds of instances", kinds_of_instances(cluster) > 64);
  std::set<std::int64_t> ports;
  std::set<std::vector<std::int64_t>> shapes;
  for (const TaskDefinition& definition : cluster.task_definitions) {
    const TaskNeeds needs = task_needs(definition);
    ports.insert(needs.ports.begin(), needs.ports.end());
    ports.insert(needs.ports_udp.begin(), needs.ports_udp.end());
    const Resources& amounts = needs.resources;
    shapes.insert({amounts.cpu.value, amounts.memory.value, amounts.eni.value, amounts.gpu.value});
    saw("amount beyond 32 bits", is_beyond_32_bits(amounts));
  }
  saw("64 static ports", ports.size() > 64);
  saw("10 shapes of tasks", shapes.size() >= 10);
  for (const SubnetResult& subnet : result.subnets) {
    saw("subnet with addresses that ran out", subnet.taken > 0 && subnet.short_ > 0);
  }
  for (const CapacityGroup& group : cluster.capacity) saw("group of 20 instances", group.count >= 20);
  for (std::size_t i = 1; i < cluster.capacity.size(); ++i) {
    CapacityGroup before = cluster.capacity[i - 1];
    before.name = cluster.capacity[i].name;
    saw("neighbouring groups alike", before.count > 0 && before == cluster.capacity[i]);
  }
}

void Coverage::observe_placements(const GroupResult& group, const TaskDefinition& definition, bool is_daemon) {
  if (group.placed_count == 0) return;
  const TaskNeeds needs = task_needs(definition);
  saw("task with static ports", !needs.ports.empty() || !needs.ports_udp.empty());
  saw("task that needs nothing", needs.resources == Resources{});
  std::set<std::int64_t> levels;
  for (const PlacementRun& run : group.placements) {
    saw("several tasks of a service on one instance", run.tasks_per_instance > 1);
    if (run.instance_count < 10) continue;
    saw(is_daemon ? "daemon on 10 neighbours" : "as many tasks on each of 10 neighbours");
    levels.insert(run.tasks_per_instance);
  }
  saw("two levels on each of 10 neighbours", levels.size() > 1);
}

void Coverage::observe_neighbours(const Cluster& cluster, const PlacementResult& result) {
  std::int64_t services_that_placed = 0;
  for (std::size_t i = 0; i < cluster.services.size(); ++i) {
    const Service& service = cluster.services[i];
    const bool placed = result.services[i].placed_count > 0;
    if (placed) ++services_that_placed;
    const bool is_daemon = service.scheduling_strategy == SchedulingStrategy::daemon;
    observe_placements(result.services[i], *find_task_definition(cluster, service.task_definition), is_daemon);
    saw("services of one strategy in a row",
        i > 0 && placed && result.services[i - 1].placed_count > 0 &&
            service.placement_strategy == cluster.services[i - 1].placement_strategy);
  }
  saw("20 services that placed", services_that_placed >= 20);
  for (std::size_t i = 0; i < cluster.run_tasks.size(); ++i) {
    const RunTask& request = cluster.run_tasks[i];
    observe_placements(result.run_tasks[i], *find_task_definition(cluster, request.task_definition), false);
    saw("requests of one group and strategy in a row",
        i > 0 && request.group == cluster.run_tasks[i - 1].group && result.run_tasks[i].placed_count > 0 &&
            result.run_tasks[i - 1].placed_count > 0 &&
            request.placement_strategy == cluster.run_tasks[i - 1].placement_strategy);
  }
}

}  // namespace eniplan::test
