#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <eniplan/cluster.hpp>
#include <eniplan/instance_results.hpp>

/// \file
/// simulate(): which task goes to which instance by the rules of ECS, and for those that go
/// nowhere, why.

namespace eniplan {

/// Why an instance does not take a task, in the order of the checks. `empty` is no check: it is
/// the reason when there is no candidate at all.
enum class Reason {
  inactive,
  capacity_provider,
  agent,
  location,
  attribute,
  cpu,
  memory,
  ports,
  eni,
  gpu,
  member_of,
  distinct_instance,
  empty,
};
inline constexpr std::size_t check_count = 12;  ///< All reasons but `empty`.

/// As ECS writes it: `RESOURCE:ENI`, `MEMBER_OF`, …
[[nodiscard]] std::string_view to_string(Reason reason);

/// For each check (index: its Reason), a number of instances.
using ReasonCounts = std::array<std::int64_t, check_count>;

/// Tasks of one service or request that could not be placed, for one reason.
struct Failure {
  Reason reason = Reason::empty;
  std::int64_t count = 0;                       ///< Tasks, 1 or more.
  std::optional<std::size_t> closest_instance;  ///< Index in canonical order; nothing when `empty`.
  ReasonCounts blocked_by{};                    ///< Instances on which that check fails.
  ReasonCounts only_blocked_by{};               ///< Instances on which no other check fails.
  std::string message;                          ///< The service event in ECS's words; empty for run tasks.

  friend bool operator==(const Failure&, const Failure&) = default;
};

/// Consecutive instances, in canonical order, that each received as many tasks.
struct PlacementRun {
  std::size_t first_instance = 0;
  std::size_t instance_count = 0;       ///< 1 or more
  std::int64_t tasks_per_instance = 0;  ///< 1 or more

  friend bool operator==(const PlacementRun&, const PlacementRun&) = default;
};

/// What became of one service or one run-task request.
struct GroupResult {
  std::string name;             ///< Of the service; empty for a request.
  std::string group;            ///< `service:web`, `family:batch`, …
  std::string task_definition;  ///< `family:revision`
  std::int64_t desired_count = 0;
  std::int64_t running_count = 0;
  std::int64_t placed_count = 0;
  std::vector<PlacementRun> placements;  ///< Ascending, neighbours joined where they can be.
  std::vector<Failure> failures;         ///< One at most but for daemons.
  std::vector<std::size_t> sequence;     ///< [placed] instances in the order of placement, if asked for.

  friend bool operator==(const GroupResult&, const GroupResult&) = default;
};

/// A subnet with a known number of addresses.
struct SubnetResult {
  std::string subnet_id;
  std::string availability_zone;
  std::int64_t available = 0;  ///< Before.
  std::int64_t taken = 0;      ///< By tasks placed here.
  std::int64_t short_ = 0;     ///< Tasks placed that found none left.

  friend bool operator==(const SubnetResult&, const SubnetResult&) = default;
};

struct PlacementSummary {
  std::int64_t instances = 0;
  std::int64_t desired = 0;
  std::int64_t placed = 0;
  std::int64_t unplaced = 0;
  std::int64_t attach_failures = 0;

  friend bool operator==(const PlacementSummary&, const PlacementSummary&) = default;
};

/// The answer for one cluster. Everything is in document order or canonical order.
struct PlacementResult {
  std::string cluster_name;
  PlacementSummary summary;
  std::vector<GroupResult> services;
  std::vector<GroupResult> run_tasks;
  InstanceResults instances;
  std::vector<SubnetResult> subnets;
  std::vector<Warning> warnings;

  friend bool operator==(const PlacementResult&, const PlacementResult&) = default;
};

/// Whether results list each placement in the order it was made.
enum class Sequence { omitted, listed };

/// Places daemons, then services, then run tasks on what the running tasks leave free. What does not
/// fit is in the failures of the result.
///
/// Ties: the first instance in canonical order. Same cluster, same result, on any machine.
/// The cluster must be as load() gives it: references resolve, names are unique.
/// Cost: what the document lists, and for each service a search in an index for each run of like instances it touches;
/// it does not grow with the number of tasks. It does where the sequence is listed, with `random`, and with what no
/// index orders (see planner.hpp).
[[nodiscard]] PlacementResult simulate(const Cluster& cluster, Sequence sequence = Sequence::omitted);

/// What one task needs.
struct TaskNeeds {
  Resources resources;
  std::vector<std::int64_t> ports;      ///< Static host ports, TCP, sorted.
  std::vector<std::int64_t> ports_udp;  ///< Static host ports, UDP, sorted.
  std::vector<Attribute> attributes;    ///< Required of the instance.

  friend bool operator==(const TaskNeeds&, const TaskNeeds&) = default;
};

/// Needs of a task of `definition`, with the overrides of a request applied.
[[nodiscard]] TaskNeeds task_needs(const TaskDefinition& definition, const TaskOverrides& overrides = {});

/// How many copies of one task an empty instance takes, and what runs out first.
struct Fit {
  std::int64_t count = 0;  ///< 0 also where nothing limits it.
  /// The resource that refuses the next copy; several that run out together: the first in the order
  /// of the checks. Nothing if the task needs nothing.
  std::optional<Reason> limit;
  Resources registered;  ///< Of the empty instance.
  Resources used;        ///< By `count` copies.

  friend bool operator==(const Fit&, const Fit&) = default;
};

/// Copies of a task with `needs` (no ports, no attributes) on one empty instance of `type`. Cost: constant.
[[nodiscard]] Fit fit(const InstanceType& type, const Resources& needs, Trunking trunking);

}  // namespace eniplan
