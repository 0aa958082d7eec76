#include "placement/verdict.hpp"

#include <fmt/format.h>

#include <algorithm>

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

Distance distance(FailedChecks failed) {
  return (failed.any_of(unsuitable_checks) ? 1024 : 0) + failed.count() * 32 - static_cast<int>(failed.first());
}

void Verdict::count(FailedChecks failed, std::int64_t instances) {
  auto tally = std::ranges::find(tallies_, failed, &Tally::failed);
  if (tally == tallies_.end()) tally = tallies_.insert(tally, {failed, 0});
  tally->instances += instances;
}

void Verdict::compare(InstanceIndex instance, FailedChecks failed) {
  if (failed.none() || failed.any_of(absent_checks)) return;
  if (closest_) {
    const Distance kept = distance(closest_->failed);
    if (kept < distance(failed) || (kept == distance(failed) && closest_->instance <= instance)) return;
  }
  closest_ = {instance, failed};
}

void Verdict::add(InstanceIndex first, std::int64_t count, FailedChecks failed) {
  this->count(failed, count);
  compare(first, failed);
}

void Verdict::change(InstanceRange instances, FailedChecks before, FailedChecks after) {
  if (before == after) return;
  count(before, -static_cast<std::int64_t>(instances.size()));
  count(after, static_cast<std::int64_t>(instances.size()));
  if (closest_ && closest_->instance >= instances.begin && closest_->instance < instances.end) is_lost_ = true;
  if (!is_lost_) compare(instances.begin, after);
}

std::optional<Distance> Verdict::lost() const {
  if (!is_lost_) return std::nullopt;
  std::optional<Distance> least;
  for (const Tally& tally : tallies_) {
    if (tally.instances == 0 || tally.failed.none() || tally.failed.any_of(absent_checks)) continue;
    if (!least || distance(tally.failed) < *least) least = distance(tally.failed);
  }
  return least;
}

bool Verdict::some_have_room() const {
  return std::ranges::any_of(tallies_, [](const Tally& tally) { return tally.failed.none() && tally.instances > 0; });
}

Failure Verdict::failure(std::int64_t count, std::string_view service, const Fleet& fleet) const {
  Failure failure{.count = count};
  bool some_are_active = false;
  for (const Tally& tally : tallies_) {
    if (tally.instances == 0) continue;
    some_are_active = some_are_active || !tally.failed.contains(Reason::inactive);
    for (std::size_t check = 0; check < check_count; ++check) {
      if (tally.failed.contains(static_cast<Reason>(check))) failure.blocked_by[check] += tally.instances;
    }
    if (tally.failed.count() != 1) continue;
    failure.only_blocked_by[static_cast<std::size_t>(tally.failed.first())] += tally.instances;
  }
  std::string cause;
  if (closest_) {
    failure.reason = closest_->failed.first();
    failure.closest_instance = closest_->instance;
    cause = fmt::format("The closest matching (container-instance {}) {}", fleet.id(closest_->instance),
                        encountered(failure.reason));
  } else {
    cause = fmt::format("Reason: No Container Instances were found in your {}.",
                        some_are_active ? "capacity provider" : "cluster");
  }
  if (!service.empty()) failure.message = service_event(service, cause);
  return failure;
}

Verdict Census::verdict() const {
  Verdict verdict;
  for (std::size_t index = 0; index < combinations; ++index) {
    if (counts_[index] > 0) verdict.add(firsts_[index], counts_[index], FailedChecks::at(index));
  }
  return verdict;
}

}  // namespace eniplan::placement
