#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <eniplan/placement.hpp>

#include "placement/checks.hpp"
#include "placement/fleet.hpp"
#include "placement/fleet_runs.hpp"

/// \file
/// Why tasks were not placed: what blocks them on how many instances, and the instance that came closest.

namespace eniplan::placement {

/// How far an instance is from taking a task, the less the closer: instances meant for the task before the others, then
/// the fewest checks failed, then the latest first failed check.
using Distance = int;
[[nodiscard]] Distance distance(FailedChecks failed);

/// Weighs instances that refuse a task: how many fail which checks together, and which one comes closest.
///
/// Instances whose state changes later can be weighed anew one by one, so a verdict on a million instances is kept up
/// to date at the cost of the changes. Only when the closest match itself changes for the worse must the next one be
/// looked for; until then nobody needs to know.
class Verdict {
 public:
  /// Weighs instances not weighed yet. Cost: the combinations of checks that occur.
  void add(InstanceRange instances, FailedChecks failed);
  /// Weighs instances anew.
  void change(InstanceRange instances, FailedChecks before, FailedChecks after);

  /// At which distance the closest match is to be looked for, if it is lost and there is one.
  [[nodiscard]] std::optional<Distance> lost() const;
  /// Tells the first instance at the distance that was asked for.
  void found(InstanceIndex instance, FailedChecks failed) {
    closest_ = {instance, failed};
    is_lost_ = false;
  }

  /// The failure of `count` tasks of `service`, whose name is empty for a run-task request. The closest match must not
  /// be lost.
  [[nodiscard]] Failure failure(std::int64_t count, std::string_view service, const Fleet& fleet) const;

  std::uint64_t version = 0;  ///< Of the runs that were weighed.

 private:
  void count(FailedChecks failed, std::int64_t instances);
  void compare(InstanceIndex instance, FailedChecks failed);

  struct Closest {
    InstanceIndex instance;
    FailedChecks failed;
  };
  struct Tally {
    FailedChecks failed;
    std::int64_t instances;
  };

  std::vector<Tally> tallies_;      // of each combination that occurs or occurred
  std::optional<Closest> closest_;  // nothing while no instance is there as far as the task is concerned
  bool is_lost_ = false;            // whether `closest_` may be another
};

}  // namespace eniplan::placement
