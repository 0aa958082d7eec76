#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include <eniplan/rollout.hpp>

#include "model/task_definition_index.hpp"
#include "placement/world.hpp"
#include "rollout/listed_tasks.hpp"
#include "rollout/rolling_service.hpp"

/// \file
/// Where rollouts begin: a state in which everything is placed, and what of it is old.

namespace eniplan::rollout {

/// Tasks of a service before it is rolled.
struct ServiceTasks {
  std::optional<std::int64_t> desired;  ///< Nothing: what the service says.
  std::int64_t running = 0;             ///< That ran before, wherever they are.
  std::vector<PlacementRun> placements;
  std::int64_t unplaced = 0;
};

/// A world in which everything is placed, and where its tasks are.
struct Settled {
  const placement::World& world;
  std::vector<ServiceTasks> services;  // [services]
  std::vector<ListedTask> listed;      ///< Of each service in the order in which they are listed.
};

/// That world, drained where that was asked for, and the services to roll.
class RolloutStart {
 public:
  /// Begins after simulate(). `cluster` must outlive it. Throws InputError, see roll(). Cost: that of simulate().
  RolloutStart(const Cluster& cluster, const RolloutOptions& options);
  /// Begins with a copy of that world instead, which is of `cluster`. Nothing can be drained.
  RolloutStart(const Cluster& cluster, const RolloutOptions& options, const Settled& settled);
  RolloutStart(const RolloutStart&) = delete;
  RolloutStart& operator=(const RolloutStart&) = delete;

  /// In document order.
  [[nodiscard]] const std::vector<Subject>& subjects() const { return subjects_; }
  [[nodiscard]] placement::World& world() { return world_; }
  /// Warnings of placing.
  [[nodiscard]] const std::vector<Warning>& warnings() const { return warnings_; }
  /// What `ACTIVE` instances have for the tasks of a service: what is left there and what its own hold.
  [[nodiscard]] Resources available_to(const Subject& subject) const { return left_ + subject.hold_on_active; }

 private:
  void check_options() const;
  void note_where_tasks_are(const std::vector<ListedTask>& listed);
  void add_subjects();
  void require_known_instances() const;
  void stop_drained_daemons();
  void forget_assumed(placement::GroupId group);
  void sum_up_what_is_left();

  [[nodiscard]] bool is_rolled(const Service& service) const;
  [[nodiscard]] const std::vector<ListedTask>& listed_of(const Service& service) const;
  void add_subject(std::size_t number);
  [[nodiscard]] placement::Demand demand_of_target(std::size_t number, const TaskDefinition& target);
  void hold(const Resources& needs, const OldTasks::Part& part, Subject& subject) const;

  /// Calls `visit(part, demand, definition)` for all tasks of a service, placed or listed, in parts that are drained or
  /// not as a whole; those placed first. Demands of one kind are the same.
  void for_each_task(std::size_t number, auto&& visit);

  const Cluster& cluster_;
  const RolloutOptions& options_;
  std::shared_ptr<const TaskDefinitionIndex> definitions_;
  placement::World world_;
  std::vector<Warning> warnings_;
  std::vector<ServiceTasks> tasks_;                                  // [services]
  std::unordered_map<std::string, std::vector<ListedTask>> listed_;  // by group
  placement::TasksByInstance drained_;                               // 1 on each instance that is drained
  std::deque<Service> targets_;                                      // services with the definition asked for
  std::deque<placement::Demand> demands_;                            // of tasks that ran before
  std::vector<Subject> subjects_;
  Resources left_;
};

/// Rolls the subjects of `start`, each by itself or all together. Their `available` is left empty.
[[nodiscard]] std::vector<Rollout> roll_subjects(RolloutStart& start, const RolloutOptions& options);

}  // namespace eniplan::rollout
