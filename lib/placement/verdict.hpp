#pragma once

#include <array>
#include <cstddef>
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
  void add(InstanceRange instances, FailedChecks failed) {
    add(instances.begin, static_cast<std::int64_t>(instances.size()), failed);
  }
  /// The same for `count` instances of which `first` is the first.
  void add(InstanceIndex first, std::int64_t count, FailedChecks failed);
  /// The same for instances of which it is not said where they are: the closest match is lost with that.
  void add_somewhere(FailedChecks failed, std::int64_t instances) {
    count(failed, instances);
    is_lost_ = true;
  }
  /// Weighs instances anew.
  void change(InstanceRange instances, FailedChecks before, FailedChecks after);

  /// At which distance the closest match is to be looked for, if it is lost and there is one.
  [[nodiscard]] std::optional<Distance> lost() const;
  /// Tells the first instance at the distance that was asked for.
  void found(InstanceIndex instance, FailedChecks failed) {
    closest_ = {instance, failed};
    is_lost_ = false;
  }

  /// Whether some instance fails no check.
  [[nodiscard]] bool some_have_room() const;

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

/// Counts instances by the checks they fail, for a verdict on all of them at once: it costs a step for each of them,
/// and the weighing only one for each combination of checks.
class Census {
 public:
  /// Counts instances behind all those that were counted.
  void add(InstanceRange instances, FailedChecks failed) {
    std::int64_t& counted = counts_[failed.index()];
    if (counted == 0) firsts_[failed.index()] = instances.begin;
    counted += static_cast<std::int64_t>(instances.size());
  }
  [[nodiscard]] Verdict verdict() const;

 private:
  static constexpr std::size_t combinations = std::size_t{1} << check_count;

  std::array<std::int64_t, combinations> counts_{};
  std::array<InstanceIndex, combinations> firsts_;  // of those that some instances fail
};

}  // namespace eniplan::placement
