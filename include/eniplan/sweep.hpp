#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <eniplan/cluster.hpp>
#include <eniplan/placement.hpp>
#include <eniplan/rollout.hpp>
#include <eniplan/what_if.hpp>

/// \file
/// sweep(): many what-ifs of one cluster, a row of numbers for each.

namespace eniplan {

/// Counts to try of one replica service.
struct DesiredCounts {
  std::string service;
  std::vector<std::int64_t> counts;

  friend bool operator==(const DesiredCounts&, const DesiredCounts&) = default;
};

/// What is varied. A *scenario* takes one value of each axis, and the *grid* has all of them. Its order is that of the
/// axes as they stand here, in which they act, too; of `desired` the services in turn. The last axis varies fastest.
struct SweepAxes {
  /// Of the `random` strategy and of `lose_instances`. Nothing: the cluster's own.
  std::vector<std::optional<std::uint64_t>> seeds = {std::nullopt};
  std::vector<std::vector<std::string>> lose_zone = {{}};  ///< Availability zones that are lost together, or none.
  /// So many instances are lost besides, drawn with the seed, each as likely as any other. Of two numbers the larger
  /// takes those that the smaller takes as well.
  std::vector<std::int64_t> lose_instances = {0};
  std::vector<std::optional<Trunking>> trunking = {std::nullopt};  ///< Of all instances. Nothing: as they are.
  std::vector<DesiredCounts> desired;                              ///< A service is named once.

  friend bool operator==(const SweepAxes&, const SweepAxes&) = default;
};

/// As many as a grid may have.
inline constexpr std::size_t most_scenarios = 10'000'000;
/// The number of scenarios, which is the product of the axes; most_scenarios + 1 where it is more than may be.
[[nodiscard]] std::size_t scenario_count(const SweepAxes& axes);

/// Which services are rolled in each scenario, from where it ends.
struct SweepRollout {
  std::vector<std::string> services;  ///< Names; empty: every replica service.
  bool together = false;              ///< As in RolloutOptions.
  bool strict_eni = false;

  friend bool operator==(const SweepRollout&, const SweepRollout&) = default;
};

struct SweepOptions {
  std::vector<std::string> services;    ///< Those whose tasks are counted apart.
  std::optional<SweepRollout> rollout;  ///< Nothing: no rollouts.
  std::size_t first = 0;                ///< Scenarios [first, last) of the grid.
  std::optional<std::size_t> last;      ///< Nothing: all from `first` on.
  std::size_t threads = 1;              ///< 1 or more. The table does not depend on it.
};

/// One scenario, in the words of what_if().
struct SweepScenario {
  std::uint64_t seed = 0;
  std::vector<Change> changes;

  friend bool operator==(const SweepScenario&, const SweepScenario&) = default;
};

/// Number `index` of the grid. Its row is what what_if() makes of the cluster with this seed and these changes. Throws
/// InputError as sweep() does, and std::out_of_range. Cost: what the cluster lists.
[[nodiscard]] SweepScenario scenario(const Cluster& cluster, const SweepAxes& axes, std::size_t index);

/// Columns, [scenarios] in the order of the grid. Amounts are sums over the instances that are left and take tasks:
/// `ACTIVE`, with a connected agent. What is negative on one of them counts as nothing there.
struct SweepTable {
  /// Counts that a service was given.
  struct DesiredColumn {
    std::string service_name;
    std::vector<std::int64_t> counts;

    friend bool operator==(const DesiredColumn&, const DesiredColumn&) = default;
  };
  /// Of one service.
  struct ServiceColumns {
    std::string service_name;
    std::vector<std::int64_t> running;  ///< Those that ran before among them.
    std::vector<std::int64_t> unplaced;

    friend bool operator==(const ServiceColumns&, const ServiceColumns&) = default;
  };
  /// Of the rollouts that were asked for.
  struct RolloutColumns {
    std::vector<RolloutOutcome> outcome;     ///< The worst of all services.
    std::vector<std::int64_t> services;      ///< That were rolled.
    std::vector<std::int64_t> stuck;         ///< Of these.
    std::vector<std::string> stuck_service;  ///< The first in document order; empty if none.
    std::vector<std::string> reason;         ///< Why it is stuck, as reason() says.
    std::vector<std::int64_t> attach_races;  ///< Of all services.

    friend bool operator==(const RolloutColumns&, const RolloutColumns&) = default;
  };

  [[nodiscard]] std::size_t size() const { return instances.size(); }

  // What the scenario is.
  std::vector<std::uint64_t> seed;
  std::vector<std::string> lose_zone;  ///< Several joined by `+`; empty if none.
  std::vector<std::int64_t> lose_instances;
  std::vector<std::optional<Trunking>> trunking;
  std::vector<DesiredColumn> counts;  ///< As SweepAxes::desired has them.

  // What comes of it.
  std::vector<std::int64_t> instances;   ///< Left, those that take no tasks among them.
  std::vector<std::int64_t> tasks_lost;  ///< Tasks of all kinds on the instances that were lost.
  std::vector<std::int64_t> desired;     ///< This one and the next three as in PlacementSummary, after the changes.
  std::vector<std::int64_t> placed;
  std::vector<std::int64_t> unplaced;
  std::vector<std::int64_t> attach_failures;
  /// The first in the order of work whose tasks have no place: a service, or the group of other tasks, `family:batch`;
  /// empty if all have one.
  std::vector<std::string> refused;
  std::vector<std::optional<Reason>> reason;  ///< Of that refusal.
  std::vector<std::int64_t> eni_slots;        ///< Registered.
  std::vector<std::int64_t> eni_slots_left;
  std::vector<std::int64_t> cpu;  ///< CPU units.
  std::vector<std::int64_t> cpu_left;
  std::vector<std::int64_t> memory;  ///< MiB.
  std::vector<std::int64_t> memory_left;
  std::vector<ServiceColumns> services;  ///< As SweepOptions names them.
  std::optional<RolloutColumns> rollouts;

  friend bool operator==(const SweepTable&, const SweepTable&) = default;
};

/// Each scenario goes on where simulate() with its seed ends. First the zones are lost, then the instances; then those
/// that are left are replaced by ones with or without trunk, as what_if() has it; then services want other counts, and
/// what is wanted and not there is placed, in one pass. Where nothing changes, what was refused is tried once more.
///
/// Throws InputError, with everything wrong, if an axis is empty, a zone or service unknown, named twice or a daemon, a
/// count or a number of instances out of range, the grid larger than most_scenarios, if tasks are to stop that nobody
/// knows where to find, or `first` and `last` are no range of the grid. Cost: that of simulate() for each seed that
/// somebody asks for, once for each thread that meets it; a look at every run for each loss and each change of trunks;
/// for each scenario a copy of what is there, and the tasks it places and stops. Scenarios that differ by a seed that
/// nobody asks for are one.
[[nodiscard]] SweepTable sweep(const Cluster& cluster, const SweepAxes& axes, const SweepOptions& options = {});

/// Parts of one grid behind each other, as if they were one. Throws std::invalid_argument if they are of different axes
/// or options, as far as names of columns tell. Cost: the rows.
[[nodiscard]] SweepTable joined(std::vector<SweepTable> parts);

}  // namespace eniplan
