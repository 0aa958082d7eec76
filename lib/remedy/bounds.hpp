#pragma once

#include <optional>
#include <string>
#include <vector>

#include <eniplan/planner.hpp>
#include <eniplan/remedy.hpp>

/// \file
/// What is proved not to be enough, so that it need not be tried.

namespace eniplan::remedy {

/// What is refused in one cluster, and how much must be added for it at least.
class LowerBounds {
 public:
  /// `placed` is what simulate() makes of `cluster`; both must outlive it. Only `services` are to have places, or if
  /// there are none, everything.
  LowerBounds(const Cluster& cluster, const PlacementResult& placed, const std::vector<std::string>& services);

  /// The least number of instances like those of `group` that may be enough.
  struct Instances {
    std::int64_t least = 1;
    std::string impossible;  ///< Not empty: no number is enough, and why.
  };
  [[nodiscard]] Instances instances_like(const CapacityGroup& group) const;

  /// Whether `count` instances that register `registered`, instead of as many that register `before`, may be enough: in
  /// sum there is room for everything wanted.
  [[nodiscard]] bool may_be_enough(const Resources& registered, const Resources& before, std::int64_t count) const;

 private:
  /// Tasks of one service or request that do not all fit even if nothing else is placed.
  struct Alone {
    std::string name;
    const Service* service = nullptr;
    const RunTask* request = nullptr;
    std::int64_t wanted = 0;
    std::int64_t unplaced = 0;
  };
  void look_at(const GroupResult& result, const Service* service, const RunTask* request, Planner& empty);

  const Cluster& cluster_;
  Resources free_;    // on all instances, after placing
  Resources wanted_;  // by replica tasks and requests without a place
  std::vector<Alone> alone_;
};

}  // namespace eniplan::remedy
