#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <eniplan/placement.hpp>

#include "placement/checks.hpp"
#include "placement/fleet.hpp"
#include "placement/fleet_runs.hpp"

/// \file
/// Why tasks were not placed: what blocks them on how many instances, and the instance that came closest.

namespace eniplan::placement {

/// Weighs instances that refuse a task, shown to it in canonical order, range by range.
class Verdict {
 public:
  void add(InstanceRange instances, FailedChecks failed);

  /// The failure of `count` tasks of `service`, whose name is empty for a run-task request.
  [[nodiscard]] Failure failure(std::int64_t count, std::string_view service, const Fleet& fleet) const;

 private:
  [[nodiscard]] bool is_closer(FailedChecks failed) const;

  struct Closest {
    InstanceIndex instance;
    FailedChecks failed;
  };

  ReasonCounts blocked_by_{};
  ReasonCounts only_blocked_by_{};
  bool some_are_active_ = false;
  std::optional<Closest> closest_;  // nothing while no instance is there as far as the task is concerned
};

}  // namespace eniplan::placement
