// One task on each instance that is meant for a daemon; no strategies.
//
// Tested by: tests/placement/daemons_test.cpp and the comparison with the oracle.

#include <algorithm>
#include <array>

#include "placement/filters.hpp"
#include "placement/placing.hpp"
#include "placement/verdict.hpp"

namespace eniplan::placement {
namespace {

constexpr FailedChecks not_meant_for_it = absent_checks | unsuitable_checks;

void assume_running(World& world, const Demand& demand, std::int64_t unlisted) {
  Filters(world, demand).for_each_range([&](InstanceRange range, FailedChecks failed, std::int64_t own) {
    if (unlisted == 0 || own > 0 || failed.any_of(not_meant_for_it)) return;
    const std::int64_t here = std::min(unlisted, static_cast<std::int64_t>(range.size()));
    world.groups.add(demand.group, {range.begin, static_cast<InstanceIndex>(range.begin + here)}, 1);
    unlisted -= here;
  });
}

/// Instances without room, by the first check that they fail.
struct Refusals {
  std::array<Verdict, check_count> verdicts;
  std::array<std::int64_t, check_count> counts{};

  void add(InstanceRange range, FailedChecks failed) {
    const auto check = static_cast<std::size_t>(failed.first());
    verdicts[check].add(range, failed);
    counts[check] += static_cast<std::int64_t>(range.size());
  }
};

}  // namespace

Outcome place_daemon(World& world, const Demand& demand, std::int64_t unlisted, std::string_view service) {
  Outcome outcome;
  Placing placing{world, demand, world.shapes[demand.shape], Sequence::listed, outcome};
  if (unlisted > 0) assume_running(world, demand, unlisted);
  Refusals refusals;
  Filters(world, demand).for_each_range([&](InstanceRange range, FailedChecks failed, std::int64_t own) {
    if (own > 0 || failed.any_of(not_meant_for_it)) return;
    if (failed.none()) {
      placing.take(range, 1);
    } else {
      refusals.add(range, failed);
    }
  });
  for (std::size_t check = 0; check < check_count; ++check) {
    if (refusals.counts[check] == 0) continue;
    outcome.failures.push_back(refusals.verdicts[check].failure(refusals.counts[check], service, *world.fleet));
  }
  return outcome;
}

}  // namespace eniplan::placement
