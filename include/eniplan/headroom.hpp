#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <eniplan/cluster.hpp>
#include <eniplan/instance_results.hpp>
#include <eniplan/placement.hpp>

/// \file
/// headroom(): how many more tasks of each service fit beside everything else, and what lies idle for want of ENI
/// slots.

namespace eniplan {

/// Nobody counts further: what takes so many more tasks is said to take this many or more.
inline constexpr std::int64_t most_headroom = 10'000'000;

struct HeadroomOptions {
  std::vector<std::string> services;  ///< Names of replica services; empty: all of them.
  /// 0 to most_headroom: how far to draw the curve of tasks wanted against tasks placed. Absent: no curve.
  std::optional<std::int64_t> up_to;
  bool rollouts = true;  ///< Whether to look for the largest count that still rolls.
  /// Clusters in which services are placed and rolled again, for each service at most. Large fleets get fewer.
  std::int64_t rollout_trials = 64;
};

/// Which of the counts of a service can be deployed anew at its percentages. A count rolls if a simulation with it
/// places all of its tasks, leaves everything else as well off as it is, and the rollout then completes.
struct RolloutHeadroom {
  bool rolls_now = false;  ///< With the desired count of today.
  std::string reason;      ///< Why not, as ECS names it: `RESOURCE:ENI`; empty if it does.
  /// The largest count found that rolls, at most as many tasks as fit; 0 always does. Nothing if none was looked for.
  std::optional<std::int64_t> largest;
  /// Whether each larger count, up to as many tasks as fit, was run and failed.
  bool proved = false;
  std::int64_t trials = 0;

  friend bool operator==(const RolloutHeadroom&, const RolloutHeadroom&) = default;
};

/// How many tasks of a service have a place when some are wanted, beside everything else. Tasks are placed one after
/// the other and none is moved, so with `wanted` tasks the first of them have the places that they have with more: the
/// curve rises one for one and then stays level.
struct HeadroomCurve {
  std::int64_t up_to = 0;
  std::int64_t fits = 0;              ///< Where it bends on the cluster as it is.
  std::int64_t fits_all_trunked = 0;  ///< The same if every instance that can be trunked is trunked.

  friend bool operator==(const HeadroomCurve&, const HeadroomCurve&) = default;
};

/// `wanted` counts all tasks of the service, those that run already among them.
struct CurvePoint {
  std::int64_t wanted = 0;
  std::int64_t placed = 0;
  std::int64_t placed_all_trunked = 0;

  friend bool operator==(const CurvePoint&, const CurvePoint&) = default;
};
/// All points from 0 to `up_to`; of more than `most`, at least 2, so many evenly spaced, the ends among them.
[[nodiscard]] std::vector<CurvePoint> points(const HeadroomCurve& curve, std::size_t most);
/// The ends and the bends between them, ascending.
[[nodiscard]] std::vector<CurvePoint> bends(const HeadroomCurve& curve);

/// One replica service.
struct ServiceHeadroom {
  std::string service_name;
  std::string task_definition;  ///< `family:revision`
  std::int64_t desired_count = 0;
  std::int64_t placed = 0;                    ///< Tasks that run already or are placed.
  std::int64_t more = 0;                      ///< Tasks that fit besides; 0 if not all that are wanted do.
  std::int64_t more_that_fail_to_attach = 0;  ///< Of those: placed, but no interface or address is left for them.
  bool bounded = false;                       ///< Counting stopped at most_headroom; nothing was found to limit it.
  /// Why the next task has no place, when `more` are there; its count is 1, or the tasks that are wanted and have no
  /// place. Nothing if bounded.
  std::optional<Failure> next;
  std::optional<RolloutHeadroom> rollout;
  std::string rollout_unknown;  ///< Why there is no `rollout` though it was asked for; else empty.
  std::optional<HeadroomCurve> curve;

  friend bool operator==(const ServiceHeadroom&, const ServiceHeadroom&) = default;
};

/// CPU and memory that no `awsvpc` task can use, since the ENI slots of their instances are gone.
struct StrandedGroup {
  std::optional<std::string> instance_type;      ///< Nothing if unknown.
  std::optional<std::string> availability_zone;  ///< Nothing if unknown.
  std::int64_t instances = 0;
  CpuUnits cpu;  ///< Left on all of them together.
  MiB memory;
  /// What it costs in a month of 730 hours at on-demand prices (catalog.hpp), 10^-6 USD. Half of an instance's price
  /// stands for its CPU and half for its memory; each is worth the share of it that is left, rounded down for each
  /// instance. Nothing if the type has no price.
  std::optional<std::int64_t> microusd_month;

  friend bool operator==(const StrandedGroup&, const StrandedGroup&) = default;
};

struct Stranded {
  std::int64_t with_slots = 0;               ///< `ACTIVE`, connected instances that have ENI slots, free or not.
  std::int64_t instances = 0;                ///< Those with none left.
  std::int64_t instances_without_price = 0;  ///< Of these; they are not part of the sum of dollars.
  CpuUnits cpu;
  MiB memory;
  std::int64_t microusd_month = 0;
  std::vector<StrandedGroup> groups;  ///< By type and zone, the dearest first; without price last; ties by name.

  friend bool operator==(const Stranded&, const Stranded&) = default;
};

/// The answer for one cluster.
struct HeadroomResult {
  std::string cluster_name;
  std::vector<ServiceHeadroom> services;  ///< In document order.
  Stranded stranded;                      ///< When everything that is wanted and fits is placed.
  InstanceResults instances;              ///< Then; what `closest_instance` counts in.
  std::vector<Warning> warnings;

  friend bool operator==(const HeadroomResult&, const HeadroomResult&) = default;
};

/// Goes on where simulate() ends: each service by itself from the same state.
///
/// "Every instance that can be trunked is trunked" means that groups have trunking enabled and that described instances
/// of types with a trunking limit carry a trunk, their running tasks where they are.
///
/// Throws InputError if a service named is unknown or a daemon. Cost: that of simulate(), and for each service that of
/// filling the fleet with its tasks; services whose tasks ask for the same share it. With a curve twice that. For the
/// counts that roll, as many simulations of the cluster as there are trials.
[[nodiscard]] HeadroomResult headroom(const Cluster& cluster, const HeadroomOptions& options = {});

}  // namespace eniplan
