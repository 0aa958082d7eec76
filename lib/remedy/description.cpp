// Steps in words.

#include <fmt/format.h>

#include <eniplan/remedy.hpp>

namespace eniplan {
namespace {

std::string counted(std::int64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string joined(const std::vector<std::string>& names) { return fmt::format("{}", fmt::join(names, ", ")); }

/// `t2.micro`, `web, a t2.micro`
std::string named(const InstanceKind& kind) {
  return kind.name == kind.instance_type ? kind.name : fmt::format("{} of {}", kind.instance_type, kind.name);
}

std::string_view word(RelaxedConstraint::Owner owner) {
  switch (owner) {
    case RelaxedConstraint::Owner::service: return "service";
    case RelaxedConstraint::Owner::request: return "request";
    case RelaxedConstraint::Owner::task_definition: return "definition";
  }
  return {};
}

struct InWords {
  std::string operator()(const MoreInstances& step) const {
    return step.count == 1 ? fmt::format("one more {}", named(step.kind))
                           : fmt::format("{} more {}", step.count, named(step.kind));
  }
  std::string operator()(const OtherType& step) const {
    if (step.kind.instances == 1) return fmt::format("a {} instead of the {}", step.to, named(step.kind));
    return fmt::format("{} {} instead of {}", step.kind.instances, step.to, named(step.kind));
  }
  std::string operator()(const WithTrunks& step) const {
    std::int64_t instances = 0;
    std::vector<std::string> names;
    for (const InstanceKind& kind : step.kinds) {
      instances += kind.instances;
      names.push_back(named(kind));
    }
    return fmt::format("trunks on {} of {}", counted(instances, "instance"), joined(names));
  }
  std::string operator()(const BridgeMode& step) const {
    return fmt::format("bridge with dynamic ports instead of {} for {}", to_string(step.from),
                       joined(step.task_definitions));
  }
  std::string operator()(const DynamicPorts& step) const {
    return fmt::format("dynamic host ports for {}", joined(step.task_definitions));
  }
  std::string operator()(const LowerReservation& step) const {
    const bool is_cpu = step.resource == LowerReservation::Resource::cpu;
    return fmt::format("{} {} instead of {} for {}", step.to, is_cpu ? "CPU units" : "MiB", step.from,
                       step.task_definition);
  }
  std::string operator()(const RelaxedConstraint& step) const {
    const std::string owner = fmt::format("{} {}", word(step.owner), step.name);
    switch (step.what) {
      case RelaxedConstraint::What::distinct_instance: return fmt::format("no distinctInstance in {}", owner);
      case RelaxedConstraint::What::member_of: return fmt::format("no memberOf \"{}\" in {}", step.text, owner);
      case RelaxedConstraint::What::capacity_providers:
        return fmt::format("any capacity provider instead of {} for {}", step.text, owner);
      case RelaxedConstraint::What::subnets: return fmt::format("all subnets instead of {} for {}", step.text, owner);
      case RelaxedConstraint::What::attribute: return fmt::format("no attribute {} required by {}", step.text, owner);
    }
    return {};
  }
  std::string operator()(const MilderPercentages& step) const {
    std::vector<std::string> parts;
    for (const MilderPercentages::Of& of : step.services) {
      if (of.minimum_healthy_percent) {
        parts.push_back(fmt::format("minimumHealthyPercent {} for {}", *of.minimum_healthy_percent, of.service));
      }
      if (of.maximum_percent) parts.push_back(fmt::format("maximumPercent {} for {}", *of.maximum_percent, of.service));
    }
    return joined(parts);
  }
};

}  // namespace

std::string description(const RemedyStep& step) { return std::visit(InWords{}, step); }

std::string_view to_string(Disruption disruption) {
  switch (disruption) {
    case Disruption::adds_instances: return "adds-instances";
    case Disruption::updates_service: return "updates-service";
    case Disruption::replaces_tasks: return "replaces-tasks";
    case Disruption::replaces_instances: return "replaces-instances";
    case Disruption::changes_network: return "changes-network";
    case Disruption::lowers_reservations: return "lowers-reservations";
  }
  return {};
}

std::string_view to_string(LowerReservation::Resource resource) {
  return resource == LowerReservation::Resource::cpu ? "CPU" : "memory";
}

}  // namespace eniplan
