#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <eniplan/cluster.hpp>
#include <eniplan/instance_results.hpp>
#include <eniplan/placement.hpp>

/// \file
/// roll(): does the next deployment get through? It fits now, but while it rolls old and new tasks want
/// interfaces, ports, memory and GPUs at once.

namespace eniplan {

/// What is rolled, and how.
struct RolloutOptions {
  std::vector<std::string> services;           ///< Names; empty: every replica service of the cluster.
  std::optional<std::string> task_definition;  ///< The target, instead of the one of the service.
  std::optional<std::int64_t> desired_count;   ///< 0 or more, instead of the one of the service.
  bool together = false;                       ///< All at once; else each by itself from the same start.
  bool strict_eni = false;  ///< The slot of a stopped task is free for the scheduler one round later.
  /// Instances by ID or ARN, capacity groups and availability zones by name, that become `DRAINING`. If there are any,
  /// only the tasks on them are old: nothing is redeployed, they are moved.
  std::vector<std::string> drain;
  bool would_complete = true;  ///< Whether to search what would let a stuck rollout complete.
};

enum class RolloutOutcome { completes, completes_after_transient_placement_errors, stuck };
[[nodiscard]] std::string_view to_string(RolloutOutcome outcome);

/// `reason` of a rollout that sticks because its percentages allow neither a start nor a stop.
inline constexpr std::string_view deployment_configuration_reason = "DEPLOYMENT_CONFIGURATION";

/// One round of one service, in which something was started, stopped or refused.
struct RolloutStep {
  std::int64_t round = 0;                       ///< From 1; those of services rolled together are the same rounds.
  std::int64_t started = 0;                     ///< New tasks.
  std::int64_t stopped = 0;                     ///< Old tasks.
  std::int64_t attach_races = 0;                ///< New tasks on slots that are not yet physically free.
  std::optional<Reason> refused;                ///< Why the next new task could not be placed.
  std::optional<std::size_t> closest_instance;  ///< Of the refusal; index in canonical order.

  friend bool operator==(const RolloutStep&, const RolloutStep&) = default;
};

/// Tasks, and what they hold together.
struct TaskDemand {
  std::int64_t tasks = 0;
  Resources resources;

  friend bool operator==(const TaskDemand&, const TaskDemand&) = default;
};

/// Changes that each let a stuck rollout complete.
struct LowerMinimumHealthyPercent {
  std::int64_t percent = 0;
  friend bool operator==(const LowerMinimumHealthyPercent&, const LowerMinimumHealthyPercent&) = default;
};
struct HigherMaximumPercent {
  std::int64_t percent = 0;
  friend bool operator==(const HigherMaximumPercent&, const HigherMaximumPercent&) = default;
};
struct ExtraInstances {
  std::string group;  ///< Of `Cluster::capacity`.
  std::int64_t count = 0;
  friend bool operator==(const ExtraInstances&, const ExtraInstances&) = default;
};
using RolloutRemedy = std::variant<LowerMinimumHealthyPercent, HigherMaximumPercent, ExtraInstances>;

/// What became of the rollout of one service.
struct Rollout {
  std::string service;
  SchedulingStrategy scheduling_strategy = SchedulingStrategy::replica;
  std::string task_definition;  ///< The target, `family:revision`.
  RolloutOutcome outcome = RolloutOutcome::completes;
  std::int64_t desired = 0;          ///< Of a daemon: the instances it runs on.
  std::int64_t minimum_healthy = 0;  ///< Tasks that keep running: the percentage rounded up.
  std::int64_t maximum = 0;          ///< Tasks at most, old and new: the percentage rounded down.
  std::int64_t unplaced = 0;         ///< Tasks that did not fit before it began.
  std::int64_t old_at_start = 0;
  std::int64_t new_at_start = 0;  ///< Of a rollout found half-way.
  std::int64_t old_running = 0;   ///< In the end.
  std::int64_t new_running = 0;
  std::int64_t rounds = 0;        ///< In which something started, stopped or was refused.
  std::int64_t attach_races = 0;  ///< Of all rounds.
  /// Why it is stuck: the refusal of the last round (its `count` is the new tasks still to start), or nothing where the
  /// percentages forbid every start and stop.
  std::optional<Failure> refusal;
  Resources needs;  ///< Of one new task.
  /// The most its old and new tasks hold at once, resource by resource.
  TaskDemand peak;
  /// What `ACTIVE` instances have for them: what is left there when it begins and what its own tasks hold there.
  Resources available;
  std::vector<RolloutStep> steps;
  std::vector<RolloutRemedy> would_complete;  ///< Each was tried. Empty unless stuck.

  friend bool operator==(const Rollout&, const Rollout&) = default;
};

/// As ECS and the refusals name it: `RESOURCE:ENI`, `DEPLOYMENT_CONFIGURATION`; empty unless stuck.
[[nodiscard]] std::string_view reason(const Rollout& rollout);
/// The service event in ECS's words; empty unless stuck.
[[nodiscard]] std::string message(const Rollout& rollout);

/// The answer for one cluster.
struct RolloutResult {
  std::string cluster_name;
  std::vector<Rollout> rollouts;  ///< In document order.
  InstanceResults instances;      ///< When it begins.
  std::vector<Warning> warnings;

  friend bool operator==(const RolloutResult&, const RolloutResult&) = default;
};

/// Rolls services from where simulate() ends.
///
/// Rounds: start new tasks while fewer than desired run and the maximum allows; all of them become healthy; stop old
/// tasks down to the minimum. First old tasks of the availability zone with most tasks of the service, then of the
/// instance with most, or where strategies pack, of that which would have most left; then the last in canonical order.
/// It ends with the first round in which nothing starts or stops. That round comes: each before it starts a task or
/// stops one, new tasks are never stopped and old ones never started, so there are at most desired + old rounds, and as
/// many more that wait for a slot with `strict_eni`.
///
/// Throws InputError if a service, definition, instance, group or zone is unknown, if a count is given to a daemon, and
/// if tasks to stop run on instances that nobody named.
/// Cost: that of simulate(), and for each service that of placing its tasks and of taking them back; the search of
/// remedies repeats it for each percentage that changes the bounds, and simulate() for each instance added: at most 100
/// to each capacity group, in clusters of more than 100 services at most 10,000 / services, but always 4. The search
/// for percentages ends after two million rollouts of single services.
[[nodiscard]] RolloutResult roll(const Cluster& cluster, const RolloutOptions& options = {});

}  // namespace eniplan
