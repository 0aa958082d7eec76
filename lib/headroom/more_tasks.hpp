#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

#include <eniplan/headroom.hpp>
#include <eniplan/planner.hpp>

/// \file
/// How many more tasks of a service fit.

namespace eniplan::headroom_detail {

/// What fits besides, and why not more.
struct MoreTasks {
  std::int64_t count = 0;
  std::int64_t fail_to_attach = 0;
  std::optional<Failure> next;  ///< Nothing if nothing limits them.
};

/// A fleet with everything placed that is wanted and fits, asked about one service after the other.
class FullFleet {
 public:
  /// `cluster` must outlive it. Cost: that of simulate().
  explicit FullFleet(const Cluster& cluster);

  [[nodiscard]] const PlacementResult& placed() const { return placed_; }
  /// Tasks of service `number` that run already or are placed.
  [[nodiscard]] std::int64_t placed_of(std::size_t number) const;
  /// How many more tasks of service `number` fit. Cost: that of placing and taking them back; nothing where tasks that
  /// ask for the same were asked about before.
  [[nodiscard]] MoreTasks more_of(std::size_t number);

 private:
  [[nodiscard]] MoreTasks fill(const Service& service, const TaskDefinition& definition);
  [[nodiscard]] std::int64_t attach_failures() const;

  const Cluster& cluster_;
  Planner planner_;
  PlacementResult placed_;
  bool some_may_fail_to_attach_;
  std::unordered_map<std::string, MoreTasks> known_;  // by what tasks ask for; the messages lack the service
};

}  // namespace eniplan::headroom_detail
