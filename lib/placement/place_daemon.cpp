// One task on each instance that is meant for a daemon; no strategies.
//
// Tested by: tests/placement/daemons_test.cpp and the comparison with the oracle.

#include "placement/place.hpp"

#include <array>

#include "placement/filters.hpp"
#include "placement/verdict.hpp"

namespace eniplan::placement {
namespace {

constexpr FailedChecks not_meant_for_it = absent_checks | unsuitable_checks;

void assume_running(const World& world, const Filters& filters, GroupTasks& group, std::int64_t unlisted) {
  for (const InstanceIndex instance : world.fleet.instances()) {
    if (unlisted == 0) return;
    if (group.on(instance) > 0 || filters.failed(instance).any_of(not_meant_for_it)) continue;
    group.add(instance);
    --unlisted;
  }
}

/// Instances without room, by the first check that they fail.
struct Refusals {
  std::array<Verdict, check_count> verdicts;
  std::array<std::int64_t, check_count> counts{};

  void add(InstanceIndex instance, FailedChecks failed) {
    const auto check = static_cast<std::size_t>(failed.first());
    verdicts[check].add(instance, failed);
    ++counts[check];
  }
};

}  // namespace

Outcome place_daemon(World& world, const Demand& demand, std::int64_t unlisted, std::string_view service) {
  Outcome outcome;
  GroupTasks group(world.groups, demand.group, world.group_scratch);
  const Filters filters(world, demand, group);
  assume_running(world, filters, group, unlisted);

  Refusals refusals;
  for (const InstanceIndex instance : world.fleet.instances()) {
    const FailedChecks failed = filters.failed(instance);
    if (group.on(instance) > 0 || failed.any_of(not_meant_for_it)) continue;
    if (failed.none()) {
      commit(world, demand, group, instance);
      outcome.sequence.push_back(instance);
    } else {
      refusals.add(instance, failed);
    }
  }
  for (std::size_t check = 0; check < check_count; ++check) {
    if (refusals.counts[check] == 0) continue;
    outcome.failures.push_back(refusals.verdicts[check].failure(refusals.counts[check], service, world.fleet));
  }
  return outcome;
}

}  // namespace eniplan::placement
