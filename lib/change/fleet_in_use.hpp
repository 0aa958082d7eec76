#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <eniplan/placement.hpp>
#include <eniplan/what_if.hpp>

#include "model/task_definition_index.hpp"
#include "placement/place.hpp"
#include "placement/world.hpp"
#include "rollout/listed_tasks.hpp"
#include "rollout/rollout_start.hpp"
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
  /// Cost: that of copying the world, and what was written down about tasks.
  FleetInUse(const FleetInUse& other);
  FleetInUse& operator=(const FleetInUse&) = delete;

  [[nodiscard]] const placement::World& world() const { return *world_; }
  [[nodiscard]] const std::shared_ptr<const placement::Fleet>& fleet() const { return world_->fleet; }

  /// What becomes of tasks whose instances go.
  enum class Tasks {
    lost,      ///< Gone with them, but for those that a service wants.
    displaced  ///< Placed again.
  };
  /// Puts the changed fleet in place. All instances that are not kept give up their tasks.
  void change(const ChangedBlocks::Result& changed, Tasks tasks);
  /// Takes instances away: ranges in canonical order and apart.
  void take_away(std::span<const placement::InstanceRange> ranges, Tasks tasks);

  /// Wants another number of tasks of a replica service, and stops those that are too many. False, and nothing is done,
  /// if it is not known where so many are.
  [[nodiscard]] bool set_desired_count(std::size_t service, std::int64_t desired_count);

  /// Places what is wanted and not there, in the order of work.
  void place_what_is_missing();
  /// The same for the services before `service` alone. Until the rest is placed, nothing may change but the counts of
  /// services that still are to be, and those not below the tasks that are there.
  void place_what_is_missing_before(std::size_t service);
  /// Tasks of a service, wherever they are.
  [[nodiscard]] std::int64_t tasks_there(std::size_t service) const;

  [[nodiscard]] WhatIfResult result() const;
  /// After place_what_is_missing(). Cost: runs, and what was written down about tasks.
  [[nodiscard]] PlacementSummary summary() const;
  [[nodiscard]] ServiceCount count_now(std::size_t service) const;
  /// Running tasks of a service on instances unknown, which cannot be stopped.
  [[nodiscard]] std::int64_t tasks_elsewhere(std::size_t service) const { return services_[service].elsewhere; }
  /// Tasks that were lost with their instances, whoever wanted them.
  [[nodiscard]] std::int64_t tasks_lost() const { return tasks_lost_; }

  /// Why somebody has not all that is wanted.
  struct Refusal {
    std::string name;  ///< Of the service; of tasks without one their group, `family:batch`.
    Reason reason = Reason::empty;
  };
  /// After place_what_is_missing(): where rollouts of it begin. Good while the fleet is.
  [[nodiscard]] rollout::Settled settled() const;

  /// The first in the order of work. Nothing if nothing was refused.
  [[nodiscard]] std::optional<Refusal> first_refusal() const;

 private:
  struct ServiceTasks {
    std::int64_t desired = 0;
    bool was_changed = false;    // what is desired
    std::int64_t elsewhere = 0;  // running, nobody knows where
    std::vector<rollout::ListedTask> listed;
    placement::TasksByInstance placed;
    std::vector<Failure> failures;
  };
  struct RequestTasks {
    std::int64_t wanted = 0;
    std::int64_t missing = 0;
    placement::TasksByInstance placed;
    std::vector<Failure> failures;
  };
  /// A task that ran without a service, as the request by which it is placed again.
  struct PlacedAgain {
    RunTask request;
    placement::Outcome outcome;
  };

  void note_where_tasks_are();
  void give_up(std::span<const placement::InstanceRange> gone, Tasks tasks);
  std::int64_t give_up(std::span<const placement::InstanceRange> gone, const placement::Demand& demand,
                       placement::TasksByInstance& placed);
  void stop(ServiceTasks& tasks, std::int64_t count, const Service& service, const placement::Demand& demand);
  void place(std::size_t service);
  void place_displaced();
  [[nodiscard]] ServiceCount count_before(std::size_t service) const;

  const Cluster& cluster_;
  std::shared_ptr<const TaskDefinitionIndex> definitions_;
  std::unique_ptr<placement::World> world_;
  std::shared_ptr<const PlacementResult> before_;
  std::vector<std::size_t> in_order_of_work_;    // the services
  std::size_t placed_in_order_ = 0;              // how many of these are placed
  std::vector<ServiceTasks> services_;           // [services]
  std::vector<RequestTasks> requests_;           // [requests]
  std::vector<rollout::ListedTask> standalone_;  // those of no service, in the order in which they are listed
  std::vector<rollout::ListedTask> displaced_;   // of these
  std::deque<PlacedAgain> placed_again_;
  std::int64_t tasks_lost_ = 0;
};

}  // namespace eniplan::change
