#include "placement/verdict.hpp"

#include <fmt/format.h>

namespace eniplan::placement {
namespace {

// The sentences are those of ECS. Source: Amazon ECS Developer Guide, "Amazon ECS service event messages" (2026), and
// events that users published.

std::string_view encountered(Reason reason) {
  switch (reason) {
    case Reason::member_of: return R"(encountered error "MemberOf placement constraint unsatisfied.".)";
    case Reason::distinct_instance: return R"(encountered error "DistinctInstance placement constraint unsatisfied.".)";
    case Reason::memory: return "has insufficient memory available.";
    case Reason::cpu: return "has insufficient CPU units available.";
    case Reason::ports: return "is already using a port required by your task.";
    case Reason::attribute: return "is missing an attribute required by your task.";
    case Reason::agent: return R"(encountered error "AGENT".)";
    case Reason::location: return R"(encountered error "LOCATION".)";
    case Reason::eni: return R"(encountered error "RESOURCE:ENI".)";
    case Reason::gpu: return R"(encountered error "RESOURCE:GPU".)";
    case Reason::inactive:
    case Reason::capacity_provider:
    case Reason::empty: break;  // Never the reason of a closest match.
  }
  return {};
}

std::string service_event(std::string_view service, std::string_view cause) {
  return fmt::format(
      "(service {}) was unable to place a task because no container instance met all of its requirements. {} For more "
      "information, see the Troubleshooting section of the Amazon ECS Developer Guide.",
      service, cause);
}

}  // namespace

void Verdict::add(InstanceRange instances, FailedChecks failed) {
  const auto count = static_cast<std::int64_t>(instances.size());
  for (std::size_t check = 0; check < check_count; ++check) {
    if (failed.contains(static_cast<Reason>(check))) blocked_by_[check] += count;
  }
  if (failed.count() == 1) only_blocked_by_[static_cast<std::size_t>(failed.first())] += count;
  if (!failed.contains(Reason::inactive)) some_are_active_ = true;
  if (!failed.any_of(absent_checks) && is_closer(failed)) closest_ = {instances.begin, failed};
}

/// Instances meant for the task before the others, then fewest checks failed, then the latest first failed check. Ties
/// stay with the earlier instance.
bool Verdict::is_closer(FailedChecks failed) const {
  if (!closest_) return true;
  const bool unsuitable = failed.any_of(unsuitable_checks);
  if (unsuitable != closest_->failed.any_of(unsuitable_checks)) return !unsuitable;
  if (failed.count() != closest_->failed.count()) return failed.count() < closest_->failed.count();
  return failed.first() > closest_->failed.first();
}

Failure Verdict::failure(std::int64_t count, std::string_view service, const Fleet& fleet) const {
  Failure failure{.count = count, .blocked_by = blocked_by_, .only_blocked_by = only_blocked_by_};
  std::string cause;
  if (closest_) {
    failure.reason = closest_->failed.first();
    failure.closest_instance = closest_->instance;
    cause = fmt::format("The closest matching (container-instance {}) {}", fleet.id(closest_->instance),
                        encountered(failure.reason));
  } else {
    cause = fmt::format("Reason: No Container Instances were found in your {}.",
                        some_are_active_ ? "capacity provider" : "cluster");
  }
  if (!service.empty()) failure.message = service_event(service, cause);
  return failure;
}

}  // namespace eniplan::placement
