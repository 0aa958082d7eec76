#include "oracle/naive_checks.hpp"

#include <algorithm>
#include <tuple>

#include "oracle/naive_query.hpp"

namespace eniplan::oracle {
namespace {

constexpr std::size_t ports_per_instance = 100;

bool contains(const std::vector<std::string>& texts, const std::string& text) {
  return std::ranges::find(texts, text) != texts.end();
}

bool is_of_no_listed_provider(const NaiveWorld& world, const NaiveInstance& instance, const NaiveRequest& request) {
  if (request.providers.empty()) return false;
  bool some_name_a_provider = false;
  for (const NaiveInstance& other : world.instances) some_name_a_provider |= !other.provider.empty();
  return some_name_a_provider && !contains(request.providers, instance.provider);
}

bool is_in_no_listed_zone(const NaiveWorld& world, const NaiveInstance& instance, const NaiveRequest& request) {
  if (request.definition->network_mode != NetworkMode::awsvpc) return false;
  if (world.subnets.empty() || request.subnets.empty()) return false;
  for (const NaiveSubnet& listed : world.subnets) {
    if (!contains(request.subnets, listed.subnet.subnet_id)) continue;
    if (instance.attribute("ecs.availability-zone") == listed.subnet.availability_zone) return false;
  }
  return true;
}

bool lacks_attribute(const NaiveInstance& instance, const NaiveRequest& request) {
  if (instance.attribute("ecs.capability.external")) return true;
  for (const Attribute& required : request.needs.attributes) {
    const auto value = instance.attribute(required.name);
    if (!value) return true;
    if (required.value && *required.value != *value) return true;
  }
  return false;
}

bool lacks_ports(const NaiveInstance& instance, const NaiveNeeds& needs) {
  for (const std::int64_t port : needs.tcp_ports) {
    if (instance.tcp_ports.contains(port)) return true;
  }
  for (const std::int64_t port : needs.udp_ports) {
    if (instance.udp_ports.contains(port)) return true;
  }
  const std::size_t more = needs.tcp_ports.size() + needs.udp_ports.size();
  return more > 0 && instance.tcp_ports.size() + instance.udp_ports.size() + more > ports_per_instance;
}

template <class Quantity>
bool exceeds(Quantity need, Quantity remaining) {
  return need > Quantity{0} && need > remaining;
}

bool breaks_expression(const NaiveInstance& instance, const NaiveRequest& request) {
  for (const PlacementConstraint& constraint : request.constraints) {
    if (constraint.type != PlacementConstraint::Type::member_of) continue;
    if (!naive_is_true(constraint.expression.root, instance)) return true;
  }
  return false;
}

bool breaks_distinct_instance(const NaiveInstance& instance, const NaiveRequest& request) {
  for (const PlacementConstraint& constraint : request.constraints) {
    if (constraint.type == PlacementConstraint::Type::distinct_instance) return instance.tasks_of(request.group) > 0;
  }
  return false;
}

std::string encountered(const std::string& error) { return " encountered error \"" + error + "\"."; }

std::string after_closest_match(Reason reason) {
  switch (reason) {
    case Reason::eni: return encountered("RESOURCE:ENI");
    case Reason::gpu: return encountered("RESOURCE:GPU");
    case Reason::agent: return encountered("AGENT");
    case Reason::location: return encountered("LOCATION");
    case Reason::member_of: return encountered("MemberOf placement constraint unsatisfied.");
    case Reason::distinct_instance: return encountered("DistinctInstance placement constraint unsatisfied.");
    case Reason::memory: return " has insufficient memory available.";
    case Reason::cpu: return " has insufficient CPU units available.";
    case Reason::ports: return " is already using a port required by your task.";
    case Reason::attribute: return " is missing an attribute required by your task.";
    default: return " cannot be the closest match.";
  }
}

std::string event(const NaiveRequest& request, const std::string& what) {
  if (request.service_name.empty()) return "";
  return "(service " + request.service_name +
         ") was unable to place a task because no container instance met all of its requirements. " + what +
         " For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.";
}

/// What the closest match is the least of.
std::tuple<bool, std::int64_t, int, std::size_t> distance(const NaiveChecks& checks, std::size_t number) {
  const bool not_meant = !is_meant_for(checks);
  const std::int64_t failing = std::ranges::count(checks, true);
  return {not_meant, failing, -static_cast<int>(first_failing(checks)), number};
}

}  // namespace

NaiveChecks naive_checks(const NaiveWorld& world, const NaiveInstance& instance, const NaiveRequest& request) {
  const Resources& need = request.needs.resources;
  const Resources& left = instance.remaining;
  NaiveChecks checks{};
  const auto set = [&](Reason reason, bool failing) { checks[static_cast<std::size_t>(reason)] = failing; };
  set(Reason::inactive, !instance.active);
  set(Reason::capacity_provider, is_of_no_listed_provider(world, instance, request));
  set(Reason::agent, !instance.agent_connected);
  set(Reason::location, is_in_no_listed_zone(world, instance, request));
  set(Reason::attribute, lacks_attribute(instance, request));
  set(Reason::cpu, exceeds(need.cpu, left.cpu));
  set(Reason::memory, exceeds(need.memory, left.memory));
  set(Reason::ports, lacks_ports(instance, request.needs));
  set(Reason::eni, exceeds(need.eni, left.eni));
  set(Reason::gpu, exceeds(need.gpu, left.gpu));
  set(Reason::member_of, breaks_expression(instance, request));
  set(Reason::distinct_instance, breaks_distinct_instance(instance, request));
  return checks;
}

bool passes_all(const NaiveChecks& checks) { return std::ranges::count(checks, true) == 0; }

bool is_meant_for(const NaiveChecks& checks) {
  return !fails(checks, Reason::inactive) && !fails(checks, Reason::capacity_provider) &&
         !fails(checks, Reason::agent) && !fails(checks, Reason::location) && !fails(checks, Reason::attribute) &&
         !fails(checks, Reason::member_of);
}

Reason first_failing(const NaiveChecks& checks) {
  return static_cast<Reason>(std::ranges::find(checks, true) - checks.begin());
}

Failure naive_failure(const NaiveWorld& world, const NaiveRequest& request, const std::vector<NaiveChecks>& checks,
                      const std::vector<std::size_t>& over, std::int64_t count) {
  Failure failure;
  failure.count = count;
  bool some_active = false;
  for (const std::size_t number : over) {
    const NaiveChecks& of_instance = checks[number];
    for (std::size_t check = 0; check < check_count; ++check) {
      if (!of_instance[check]) continue;
      ++failure.blocked_by[check];
      if (std::ranges::count(of_instance, true) == 1) ++failure.only_blocked_by[check];
    }
    if (fails(of_instance, Reason::inactive)) continue;
    some_active = true;
    if (fails(of_instance, Reason::capacity_provider)) continue;
    if (!failure.closest_instance ||
        distance(of_instance, number) < distance(checks[*failure.closest_instance], *failure.closest_instance)) {
      failure.closest_instance = number;
    }
  }
  if (!failure.closest_instance) {
    failure.message =
        event(request, some_active ? "Reason: No Container Instances were found in your capacity provider."
                                   : "Reason: No Container Instances were found in your cluster.");
    return failure;
  }
  failure.reason = first_failing(checks[*failure.closest_instance]);
  failure.message =
      event(request, "The closest matching (container-instance " + world.instances[*failure.closest_instance].id + ")" +
                         after_closest_match(failure.reason));
  return failure;
}

}  // namespace eniplan::oracle
