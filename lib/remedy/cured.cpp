// What a step makes of a cluster. A patch is the difference between the two, so whatever is done here is in it.
//
// Tested by: tests/remedy/.

#include <algorithm>
#include <cassert>
#include <map>

#include <eniplan/catalog.hpp>
#include <eniplan/remedy.hpp>

#include "change/changed_blocks.hpp"
#include "remedy/instance_kinds.hpp"
#include "remedy/reservations.hpp"

namespace eniplan {
namespace {

using namespace remedy;

CapacityGroup& group_named(Cluster& cluster, const std::string& name) {
  const auto found = std::ranges::find(cluster.capacity, name, &CapacityGroup::name);
  assert(found != cluster.capacity.end());
  return *found;
}

TaskDefinition& definition_named(Cluster& cluster, const std::string& name) {
  const auto found = std::ranges::find(cluster.task_definitions, name, task_definition_name);
  assert(found != cluster.task_definitions.end());
  return *found;
}

Service& service_named(Cluster& cluster, const std::string& name) {
  const auto found = std::ranges::find(cluster.services, name, &Service::service_name);
  assert(found != cluster.services.end());
  return *found;
}

/// Tasks that ran without a service are wanted again as requests of their own; those of a definition that is not given
/// are gone. Tasks that follow each other alike make one request. The group of a service that the cluster lacks is none
/// that a request may have.
void want_again(Cluster& cluster, const std::vector<Task>& standalone) {
  const std::size_t first = cluster.run_tasks.size();
  for (const Task& task : standalone) {
    const TaskDefinition* definition = find_task_definition(cluster, task.task_definition_arn);
    if (definition == nullptr) continue;
    const std::string name = task_definition_name(*definition);
    const std::string group = task.group.starts_with("service:") ? "family:" + definition->family : task.group;
    if (cluster.run_tasks.size() > first && cluster.run_tasks.back().task_definition == name &&
        cluster.run_tasks.back().group == group) {
      ++cluster.run_tasks.back().count;
    } else {
      cluster.run_tasks.push_back({.task_definition = name, .group = group});
    }
  }
}

/// The tasks on instances of `kinds` are gone: services have as many fewer running, and so place them again.
void displace_tasks(Cluster& cluster, std::span<const InstanceKind> kinds) {
  const RunsOn runs_on(cluster, kinds);
  std::map<std::string, std::int64_t, std::less<>> running;
  std::map<std::string, std::int64_t, std::less<>> gone;
  for (const Task& task : cluster.tasks) {
    if (is_running(task)) ++running[task.group];
    if (runs_on(task)) ++gone[task.group];
  }
  if (gone.empty()) return;
  std::vector<Task> standalone;
  const auto is_of_service = [&cluster](const Task& task) {
    return std::ranges::find(cluster.services, task.group, task_group) != cluster.services.end();
  };
  for (const Task& task : cluster.tasks) {
    if (runs_on(task) && !is_of_service(task)) standalone.push_back(task);
  }
  for (Service& service : cluster.services) {
    const auto found = gone.find(task_group(service));
    if (found == gone.end()) continue;
    // What is listed counts where it is more than the count as described.
    const std::int64_t before = std::max(service.running_count, running[found->first]);
    service.running_count = std::min(service.running_count, before - found->second);
  }
  std::erase_if(cluster.tasks, runs_on);
  want_again(cluster, standalone);
}

/// In `bridge` nothing asks for an interface of its own, and the API refuses a network configuration.
void put_on_bridge(Cluster& cluster, const std::string& name) {
  TaskDefinition& definition = definition_named(cluster, name);
  definition.network_mode = NetworkMode::bridge;
  std::erase_if(definition.requires_attributes, [](const Attribute& attribute) {
    return attribute.name == task_eni_capability || attribute.name == "com.amazonaws.ecs.capability.task-eni";
  });
  const auto uses_it = [&](const std::string& reference) {
    return find_task_definition(cluster, reference) == &definition;
  };
  for (Service& service : cluster.services) {
    if (uses_it(service.task_definition)) service.subnets.clear();
  }
  for (RunTask& request : cluster.run_tasks) {
    if (uses_it(request.task_definition)) request.subnets.clear();
  }
}

/// Docker chooses the ports: `hostPort` 0.
void make_ports_dynamic(TaskDefinition& definition) {
  for (ContainerDefinition& container : definition.container_definitions) {
    for (PortMapping& mapping : container.port_mappings) {
      if (mapping.container_port) mapping.host_port = 0;
    }
  }
}

void relax(Cluster& cluster, const RelaxedConstraint& step, auto& owner) {
  switch (step.what) {
    case RelaxedConstraint::What::distinct_instance:
    case RelaxedConstraint::What::member_of:
      owner.placement_constraints.erase(owner.placement_constraints.begin() + static_cast<std::ptrdiff_t>(step.index));
      return;
    case RelaxedConstraint::What::capacity_providers:
      if constexpr (requires { owner.capacity_provider_strategy; }) owner.capacity_provider_strategy.clear();
      return;
    case RelaxedConstraint::What::subnets:
      if constexpr (requires { owner.subnets; }) {
        for (const Subnet& subnet : cluster.subnets) {
          if (std::ranges::find(owner.subnets, subnet.subnet_id) == owner.subnets.end()) {
            owner.subnets.push_back(subnet.subnet_id);
          }
        }
      }
      return;
    case RelaxedConstraint::What::attribute:
      if constexpr (requires { owner.requires_attributes; }) {
        owner.requires_attributes.erase(owner.requires_attributes.begin() + static_cast<std::ptrdiff_t>(step.index));
      }
      return;
  }
}

/// Takes one step after the other.
class Steps {
 public:
  explicit Steps(Cluster& changed) : cluster(changed) {}

  void operator()(const MoreInstances& step) const {
    if (!step.new_group) {
      group_named(cluster, step.kind.name).count += step.count;
      return;
    }
    CapacityGroup group = *step.new_group;
    group.name = free_group_name(cluster, group.name);
    group.count = step.count;
    cluster.capacity.push_back(std::move(group));
  }
  void operator()(const OtherType& step) const {
    displace_tasks(cluster, {&step.kind, 1});
    if (step.kind.is_capacity_group) {
      CapacityGroup& group = group_named(cluster, step.kind.name);
      group.instance_type = step.to;
      group.registered_cpu.reset();  // What was said of the old type.
      group.registered_memory.reset();
      group.registered_gpu.reset();
      group.registered_eni.reset();
      return;
    }
    const InstanceType* type = find_instance_type(cluster, step.to);
    assert(type != nullptr);
    const bool trunked = step.kind.trunked && type->ecs_task_limit_trunking;
    replace(step.kind, [&](const ContainerInstance& instance) {
      return change::replacement(instance, *type, trunked ? Trunking::enabled : Trunking::disabled, cluster);
    });
  }
  void operator()(const WithTrunks& step) const {
    displace_tasks(cluster, step.kinds);
    for (const InstanceKind& kind : step.kinds) {
      if (kind.is_capacity_group) {
        group_named(cluster, kind.name).trunking = Trunking::enabled;
      } else {
        replace(kind,
                [](const ContainerInstance& instance) { return change::replacement(instance, Trunking::enabled); });
      }
    }
  }
  void operator()(const BridgeMode& step) const {
    for (const std::string& name : step.task_definitions) {
      put_on_bridge(cluster, name);
      make_ports_dynamic(definition_named(cluster, name));
    }
  }
  void operator()(const DynamicPorts& step) const {
    for (const std::string& name : step.task_definitions) make_ports_dynamic(definition_named(cluster, name));
  }
  void operator()(const LowerReservation& step) const {
    reserve(definition_named(cluster, step.task_definition), step.resource, step.to);
  }
  void operator()(const RelaxedConstraint& step) const {
    switch (step.owner) {
      case RelaxedConstraint::Owner::service: relax(cluster, step, cluster.services[step.number]); return;
      case RelaxedConstraint::Owner::request: relax(cluster, step, cluster.run_tasks[step.number]); return;
      case RelaxedConstraint::Owner::task_definition:
        relax(cluster, step, cluster.task_definitions[step.number]);
        return;
    }
  }
  void operator()(const MilderPercentages& step) const {
    for (const MilderPercentages::Of& of : step.services) {
      DeploymentConfiguration& configuration = service_named(cluster, of.service).deployment_configuration;
      if (of.minimum_healthy_percent) configuration.minimum_healthy_percent = of.minimum_healthy_percent;
      if (of.maximum_percent) configuration.maximum_percent = of.maximum_percent;
    }
  }

 private:
  void replace(const InstanceKind& kind, const auto& made_of) const {
    for (ContainerInstance& instance : cluster.container_instances) {
      if (is_of(kind, instance)) instance = made_of(instance);
    }
  }

  Cluster& cluster;
};

}  // namespace

Cluster cured(const Cluster& cluster, std::span<const RemedyStep> steps) {
  Cluster changed = cluster;
  for (const RemedyStep& step : steps) std::visit(Steps(changed), step);
  return changed;
}

}  // namespace eniplan
