// The words of the ECS API for the values of its enumerations.

#include <eniplan/cluster.hpp>
#include <eniplan/placement.hpp>

namespace eniplan {

std::string_view to_string(MemoryBasis basis) {
  switch (basis) {
    case MemoryBasis::observed: return "observed";
    case MemoryBasis::relatives: return "relatives";
    case MemoryBasis::class_: return "class";
    case MemoryBasis::given: return "given";
  }
  return {};
}

std::string_view to_string(NetworkMode mode) {
  switch (mode) {
    case NetworkMode::bridge: return "bridge";
    case NetworkMode::host: return "host";
    case NetworkMode::awsvpc: return "awsvpc";
    case NetworkMode::none: return "none";
  }
  return {};
}

std::string_view to_string(Protocol protocol) { return protocol == Protocol::tcp ? "tcp" : "udp"; }

std::string_view to_string(DependencyCondition condition) {
  switch (condition) {
    case DependencyCondition::start: return "START";
    case DependencyCondition::complete: return "COMPLETE";
    case DependencyCondition::success: return "SUCCESS";
    case DependencyCondition::healthy: return "HEALTHY";
  }
  return {};
}

std::string_view to_string(PlacementStrategy::Type type) {
  switch (type) {
    case PlacementStrategy::Type::random: return "random";
    case PlacementStrategy::Type::spread: return "spread";
    case PlacementStrategy::Type::binpack: return "binpack";
  }
  return {};
}

std::string_view to_string(SchedulingStrategy strategy) {
  return strategy == SchedulingStrategy::replica ? "REPLICA" : "DAEMON";
}

std::string_view to_string(InstanceStatus status) {
  switch (status) {
    case InstanceStatus::active: return "ACTIVE";
    case InstanceStatus::draining: return "DRAINING";
    case InstanceStatus::registering: return "REGISTERING";
    case InstanceStatus::registration_failed: return "REGISTRATION_FAILED";
    case InstanceStatus::deregistering: return "DEREGISTERING";
    case InstanceStatus::inactive: return "INACTIVE";
  }
  return {};
}

std::string_view to_string(Reason reason) {
  switch (reason) {
    case Reason::inactive: return "INACTIVE";
    case Reason::capacity_provider: return "CAPACITY_PROVIDER";
    case Reason::agent: return "AGENT";
    case Reason::location: return "LOCATION";
    case Reason::attribute: return "ATTRIBUTE";
    case Reason::cpu: return "RESOURCE:CPU";
    case Reason::memory: return "RESOURCE:MEMORY";
    case Reason::ports: return "RESOURCE:PORTS";
    case Reason::eni: return "RESOURCE:ENI";
    case Reason::gpu: return "RESOURCE:GPU";
    case Reason::member_of: return "MEMBER_OF";
    case Reason::distinct_instance: return "DISTINCT_INSTANCE";
    case Reason::empty: return "EMPTY";
  }
  return {};
}

std::string task_group(const Service& service) { return "service:" + service.service_name; }

}  // namespace eniplan
