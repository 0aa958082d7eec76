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
  return !request.providers.empty() && world.names_providers && !contains(request.providers, instance.provider);
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

bool lacks_ports(const NaiveState& instance, const NaiveNeeds& needs) {
  if (needs.tcp_ports.empty() && needs.udp_ports.empty()) return false;
  for (const std::int64_t port : needs.tcp_ports) {
    if (instance.tcp_ports.contains(port)) return true;
  }
  for (const std::int64_t port : needs.udp_ports) {
    if (instance.udp_ports.contains(port)) return true;
  }
  const std::size_t more = needs.tcp_ports.size() + needs.udp_ports.size();
  return instance.tcp_ports.size() + instance.udp_ports.size() + more > ports_per_instance;
}

template <class Quantity>
bool exceeds(Quantity need, Quantity remaining) {
  return need > Quantity{0} && need > remaining;
}

/// Whether an expression is false for the instance.
bool is_no_member(const NaiveWorld& world, std::size_t number, const std::vector<Expression>& expressions) {
  for (const Expression& expression : expressions) {
    if (!naive_is_true(expression, world, number)) return true;
  }
  return false;
}

void set(NaiveChecks& checks, Reason reason, bool failing) { checks.set(static_cast<std::size_t>(reason), failing); }

NaiveChecks checks_of_facts(const NaiveWorld& world, std::size_t number, const NaiveRequest& request,
                            const std::vector<Expression>& expressions_on_facts) {
  const NaiveInstance& instance = world.instances[number];
  NaiveChecks checks;
  set(checks, Reason::inactive, !instance.active);
  set(checks, Reason::capacity_provider, is_of_no_listed_provider(world, instance, request));
  set(checks, Reason::agent, !instance.agent_connected);
  set(checks, Reason::location, is_in_no_listed_zone(world, instance, request));
  set(checks, Reason::attribute, lacks_attribute(instance, request));
  set(checks, Reason::member_of, is_no_member(world, number, expressions_on_facts));
  return checks;
}

NaiveChecks checks_now(const NaiveWorld& world, std::size_t number, const NaiveRequest& request,
                       const std::vector<std::int64_t>& group_tasks) {
  const NaiveState& instance = world.states[number];
  const Resources& need = request.needs.resources;
  const Resources& left = instance.remaining;
  NaiveChecks checks = request.facts[number];
  set(checks, Reason::cpu, exceeds(need.cpu, left.cpu));
  set(checks, Reason::memory, exceeds(need.memory, left.memory));
  set(checks, Reason::ports, lacks_ports(instance, request.needs));
  set(checks, Reason::eni, exceeds(need.eni, left.eni));
  set(checks, Reason::gpu, exceeds(need.gpu, left.gpu));
  if (is_no_member(world, number, request.expressions_on_tasks)) set(checks, Reason::member_of, true);
  set(checks, Reason::distinct_instance, request.distinct_instance && group_tasks[number] > 0);
  return checks;
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
std::tuple<bool, std::size_t, int, std::size_t> distance(NaiveChecks checks, std::size_t number) {
  const bool not_meant = !is_meant_for(checks);
  return {not_meant, checks.count(), -static_cast<int>(first_failing(checks)), number};
}

}  // namespace

void judge_facts(const NaiveWorld& world, NaiveRequest& request) {
  std::vector<Expression> on_facts;
  for (const PlacementConstraint& constraint : request.constraints) {
    if (constraint.type == PlacementConstraint::Type::distinct_instance) {
      request.distinct_instance = true;
    } else {
      const Expression& expression = constraint.expression.root;
      (looks_at_tasks(expression) ? request.expressions_on_tasks : on_facts).push_back(expression);
    }
  }
  for (std::size_t number = 0; number < world.instances.size(); ++number) {
    request.facts.push_back(checks_of_facts(world, number, request, on_facts));
  }
}

void check_all(const NaiveWorld& world, const NaiveRequest& request, std::vector<NaiveChecks>& checks) {
  const std::vector<std::int64_t>& group_tasks = world.groups[request.group_number].tasks;
  checks.resize(world.instances.size());
  for (std::size_t number = 0; number < checks.size(); ++number) {
    checks[number] = checks_now(world, number, request, group_tasks);
  }
}

bool is_meant_for(NaiveChecks checks) {
  return !fails(checks, Reason::inactive) && !fails(checks, Reason::capacity_provider) &&
         !fails(checks, Reason::agent) && !fails(checks, Reason::location) && !fails(checks, Reason::attribute) &&
         !fails(checks, Reason::member_of);
}

Reason first_failing(NaiveChecks checks) {
  std::size_t check = 0;
  while (!checks[check]) ++check;
  return static_cast<Reason>(check);
}

Failure naive_failure(const NaiveWorld& world, const NaiveRequest& request, const std::vector<NaiveChecks>& checks,
                      const std::vector<std::size_t>& over, std::int64_t count) {
  Failure failure;
  failure.count = count;
  bool some_active = false;
  for (const std::size_t number : over) {
    const NaiveChecks of_instance = checks[number];
    for (std::size_t check = 0; check < check_count; ++check) {
      if (!of_instance[check]) continue;
      ++failure.blocked_by[check];
      if (of_instance.count() == 1) ++failure.only_blocked_by[check];
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
