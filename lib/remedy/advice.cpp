// What is said here of AWS is from the Amazon ECS Developer Guide, pages container-instance-eni, task-networking-bridge
// and task-networking-awsvpc, and from the API reference, as of 2026.
//
// Tested by: tests/remedy/.

#include "remedy/advice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>
#include <utility>

#include <eniplan/catalog.hpp>

#include "remedy/instance_kinds.hpp"

namespace eniplan::remedy {
namespace {

std::optional<std::int64_t> price(const Cluster& cluster, const std::string& type_name) {
  const InstanceType* type = find_instance_type(cluster, type_name);
  return type == nullptr ? std::nullopt : type->ondemand_microusd_hour;
}

std::string joined(const std::vector<std::string>& names) { return fmt::format("{}", fmt::join(names, ", ")); }

class Advice {
 public:
  Advice(const Cluster& cluster, Remedy& remedy) : cluster_(cluster), remedy_(remedy) {}

  void operator()(const MoreInstances& step) {
    disturb(Disruption::adds_instances);
    cost(price(cluster_, step.kind.instance_type), step.count);
  }

  void operator()(const OtherType& step) {
    disturb(Disruption::replaces_instances);
    const auto old_price = price(cluster_, step.kind.instance_type);
    const auto new_price = price(cluster_, step.to);
    cost(old_price && new_price ? std::optional(*new_price - *old_price) : std::nullopt, step.kind.instances);
    remedy_.tasks_placed_again += listed_tasks_on(cluster_, step.kind);
    need(fmt::format("A launch template with {}, and {} replaced by new instances; tasks there are placed again.",
                     step.to, instances_of(step.kind)));
    const InstanceType* from = find_instance_type(cluster_, step.kind.instance_type);
    const InstanceType* to = find_instance_type(cluster_, step.to);
    if (from != nullptr && to != nullptr && from->hypervisor == "xen" && to->hypervisor == "nitro") {
      need(fmt::format("{} runs on Nitro: the AMI needs the ENA and NVMe drivers, as current ECS-optimized AMIs have.",
                       step.to));
    }
  }

  void operator()(const WithTrunks& step) {
    disturb(Disruption::replaces_instances);
    for (const InstanceKind& kind : step.kinds) remedy_.tasks_placed_again += listed_tasks_on(cluster_, kind);
    need(
        "awsvpcTrunking enabled before the instances launch, for the account or for their role, whose own setting goes "
        "before the account's.");
    need("An ECS-optimized AMI with agent 1.28.1 or later, Linux, and ECS_ENABLE_HIGH_DENSITY_ENI not switched off.");
    need("No resource-based instance names that answer DNS with an A record, and a subnet of the own account.");
    for (const InstanceKind& kind : step.kinds) {
      need(fmt::format("New instances for {}: those that run never get a trunk. Tasks there are placed again.",
                       instances_of(kind)));
    }
    lose("The trunk itself takes one of the interfaces an instance can have, and its tasks appear behind it.");
  }

  void operator()(const BridgeMode& step) {
    disturb(Disruption::changes_network);
    need(
        fmt::format("A new revision of {} with networkMode bridge and hostPort 0, and no awsvpcConfiguration in the "
                    "services that run it.",
                    joined(step.task_definitions)));
    if (step.from == NetworkMode::host) {
      lose("The host's network stack: containers are reached through Docker's bridge, on ports that Docker chooses.");
    } else {
      need(
          "Load balancer target groups of type instance instead of ip; the instance's security group must admit the "
          "dynamic port range.");
      lose("localhost between containers of a task: they need links, or the address of the instance.");
      lose("A security group and an address for each task: those of the instance apply.");
    }
    lose("A records in service discovery: with ports that Docker chooses only SRV records tell where a task is.");
  }

  void operator()(const DynamicPorts& step) {
    disturb(Disruption::replaces_tasks);
    need(
        fmt::format("A new revision of {} with hostPort 0, and something that tells callers the ports: a load balancer "
                    "or SRV records. The instance's security group must admit the dynamic port range.",
                    joined(step.task_definitions)));
    lose("A port that is known beforehand.");
  }

  void operator()(const LowerReservation& step) {
    disturb(Disruption::lowers_reservations);
    need(fmt::format("A new revision of {}.", step.task_definition));
    if (step.resource == LowerReservation::Resource::cpu) {
      lose("CPU shares when the instance is busy.");
      return;
    }
    const auto definition = std::ranges::find(cluster_.task_definitions, step.task_definition, task_definition_name);
    const bool has_size = definition != cluster_.task_definitions.end() && definition->memory;
    lose(has_size ? "Memory: a task that uses more than its size is killed. Look at what it really uses."
                  : "Memory that is kept free for the task. Look at what it really uses; hard limits of containers "
                    "stay.");
  }

  void operator()(const RelaxedConstraint& step) {
    const bool of_definition = step.owner == RelaxedConstraint::Owner::task_definition;
    disturb(of_definition ? Disruption::replaces_tasks : Disruption::updates_service);
    if (of_definition) need(fmt::format("A new revision of {}.", step.name));
    switch (step.what) {
      case RelaxedConstraint::What::distinct_instance:
        lose("Each task on an instance of its own: one that fails may take several tasks with it.");
        return;
      case RelaxedConstraint::What::member_of:
        lose(fmt::format("What the expression was there for: {}", step.text));
        return;
      case RelaxedConstraint::What::capacity_providers:
        need("launchType EC2 instead of the strategy.");
        lose("Managed scaling by what the service needs, as far as the providers did it.");
        return;
      case RelaxedConstraint::What::subnets:
        need("Routes and security groups that serve the tasks in the other subnets too.");
        return;
      case RelaxedConstraint::What::attribute: lose(fmt::format("That tasks go only where {} is.", step.text)); return;
    }
  }

  void operator()(const MilderPercentages& step) {
    disturb(Disruption::updates_service);
    const bool fewer = std::ranges::any_of(
        step.services, [](const MilderPercentages::Of& of) { return of.minimum_healthy_percent.has_value(); });
    if (fewer) lose("During a deployment fewer tasks serve.");
  }

 private:
  [[nodiscard]] static std::string instances_of(const InstanceKind& kind) {
    return fmt::format("{} instance{} of {}", kind.instances, kind.instances == 1 ? "" : "s", kind.name);
  }
  void disturb(Disruption disruption) { remedy_.disruption = std::max(remedy_.disruption, disruption); }
  void need(std::string what) { remedy_.prerequisites.push_back(std::move(what)); }
  void lose(std::string what) { remedy_.losses.push_back(std::move(what)); }
  void cost(std::optional<std::int64_t> microusd_hour, std::int64_t count) {
    auto& sum = remedy_.extra_microusd_month;
    if (!microusd_hour || !sum) {
      sum.reset();
    } else {
      *sum += *microusd_hour * count * hours_per_month;
    }
  }

  const Cluster& cluster_;
  Remedy& remedy_;
};

/// Two things that stand in each other's way.
template <class A, class B>
bool differ(const A& a, const B& b) {
  if constexpr (std::is_same_v<A, B>) {
    if constexpr (std::is_same_v<A, MoreInstances> || std::is_same_v<A, OtherType>) {
      return a.kind != b.kind;
    } else if constexpr (std::is_same_v<A, WithTrunks>) {
      return a.kinds.size() == 1 && b.kinds.size() == 1 && a.kinds != b.kinds;
    } else if constexpr (std::is_same_v<A, BridgeMode> || std::is_same_v<A, DynamicPorts>) {
      return a.task_definitions.size() == 1 && b.task_definitions.size() == 1 &&
             a.task_definitions != b.task_definitions;
    } else if constexpr (std::is_same_v<A, LowerReservation>) {
      return a.task_definition != b.task_definition || a.resource != b.resource;
    } else if constexpr (std::is_same_v<A, RelaxedConstraint>) {
      return a != b;
    } else {
      return false;
    }
  } else if constexpr (std::is_same_v<A, WithTrunks> && std::is_same_v<B, OtherType>) {
    // Described instances are found by their type and trunk, which the other step changes.
    return b.kind.is_capacity_group || std::ranges::find(a.kinds, b.kind) == a.kinds.end();
  } else if constexpr (std::is_same_v<A, OtherType> && std::is_same_v<B, WithTrunks>) {
    return differ(b, a);
  } else {
    return true;
  }
}

}  // namespace

void advise(const Cluster& cluster, Remedy& remedy) {
  remedy.extra_microusd_month = 0;
  Advice advice(cluster, remedy);
  for (const RemedyStep& step : remedy.steps) std::visit(advice, step);
}

std::array<RemedyStep, 2> in_order(RemedyStep a, RemedyStep b) {
  const auto* one = std::get_if<RelaxedConstraint>(&a);
  const auto* other = std::get_if<RelaxedConstraint>(&b);
  if (one != nullptr && other != nullptr && one->index < other->index) std::swap(a, b);
  return {std::move(a), std::move(b)};
}

bool go_together(const RemedyStep& a, const RemedyStep& b) {
  return std::visit([](const auto& one, const auto& other) { return differ(one, other); }, a, b);
}

}  // namespace eniplan::remedy
