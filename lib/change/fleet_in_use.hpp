#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <vector>

#include <eniplan/placement.hpp>
#include <eniplan/what_if.hpp>

#include "model/task_definition_index.hpp"
#include "placement/world.hpp"
#include "rollout/listed_tasks.hpp"
#include "change/changed_blocks.hpp"

/// \file
/// A fleet with tasks on it while it changes.

namespace eniplan::change {

/// The world after simulate(), and whose task is where. Changes take tasks away; place_what_is_missing() places them
/// again, and all else that is wanted.
class FleetInUse {
 public:
  /// `cluster` must outlive it. Cost: that of simulate().
  explicit FleetInUse(const Cluster& cluster);

  [[nodiscard]] const placement::World& world() const { return *world_; }
  [[nodiscard]] const std::shared_ptr<const placement::Fleet>& fleet() const { return world_->fleet; }

  /// What becomes of tasks whose instances go.
  enum class Tasks {
    lost,      ///< Gone with them, but for those that a service wants.
    displaced  ///< Placed again.
  };
  /// Puts the changed fleet in place. All instances that are not kept give up their tasks.
  void change(const ChangedBlocks::Result& changed, Tasks tasks);

  /// Wants another number of tasks of a replica service, and stops those that are too many. False, and nothing is done,
  /// if it is not known where so many are.
  [[nodiscard]] bool set_desired_count(std::size_t service, std::int64_t desired_count);

  /// Places what is wanted and not there, in the order of work.
  void place_what_is_missing();

  [[nodiscard]] WhatIfResult result() const;

 private:
  struct ServiceTasks {
    std::int64_t desired = 0;
    std::int64_t elsewhere = 0;  // running, nobody knows where
    std::vector<rollout::ListedTask> listed;
    placement::TasksByInstance placed;
    std::vector<Failure> failures;
  };
  struct RequestTasks {
    std::int64_t wanted = 0;
    std::int64_t missing = 0;
    placement::TasksByInstance placed;
    std::int64_t unplaced = 0;
  };

  void note_where_tasks_are();
  void give_up(std::span<const placement::InstanceRange> gone, Tasks tasks);
  std::int64_t give_up(std::span<const placement::InstanceRange> gone, const placement::Demand& demand,
                       placement::TasksByInstance& placed);
  void stop(ServiceTasks& tasks, std::int64_t count, const Service& service, const placement::Demand& demand);
  [[nodiscard]] std::int64_t tasks_there(std::size_t service) const;
  void place(std::size_t service);
  void place_displaced();
  [[nodiscard]] ServiceCount count_before(std::size_t service) const;
  [[nodiscard]] ServiceCount count_now(std::size_t service) const;
  [[nodiscard]] PlacementSummary summary() const;

  const Cluster& cluster_;
  std::shared_ptr<const TaskDefinitionIndex> definitions_;
  std::unique_ptr<placement::World> world_;
  PlacementResult before_;
  std::vector<ServiceTasks> services_;           // [services]
  std::vector<RequestTasks> requests_;           // [requests]
  std::vector<rollout::ListedTask> standalone_;  // those of no service, in the order in which they are listed
  std::vector<rollout::ListedTask> displaced_;   // of these
  std::deque<RunTask> placed_again_;             // as requests
  std::int64_t placed_again_count_ = 0;
};

}  // namespace eniplan::change
