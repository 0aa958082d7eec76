#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <eniplan/cluster.hpp>
#include <eniplan/instance_results.hpp>
#include <eniplan/placement.hpp>

/// \file
/// explain(): whether tasks without a place lack room that is not there at all, or room that is there in pieces.

namespace eniplan {

/// What is true about the tasks that have no place.
enum class FitVerdict {
  fits,           ///< There are none.
  shortage,       ///< Not all can ever have a place, whatever the order and whatever is moved: there is a proof.
  fragmentation,  ///< All can have one: a packing is known that places everything.
  undecided,      ///< Neither is known.
};
[[nodiscard]] std::string_view to_string(FitVerdict verdict);

/// What a proof counts.
enum class Scarcity {
  eni,     ///< Task ENI slots.
  cpu,     ///< CPU units.
  memory,  ///< MiB.
  gpu,     ///< Devices.
  ports,   ///< Instances on which one static host port is free.
  tasks,   ///< Tasks: as many as there is room for if the service has the instances all to itself.
};
/// `ENI`, `CPU`, `MEMORY`, `GPU`, `PORTS`, `TASKS`
[[nodiscard]] std::string_view to_string(Scarcity scarcity);

/// A service or request that a proof is about.
struct ShortOfRoom {
  std::string name;   ///< Of the service; empty for a request.
  std::string group;  ///< `service:web`, `family:batch`, …
  std::int64_t tasks = 0;
  std::int64_t wanted = 0;  ///< By all of them, in the unit of the proof.
  /// With `distinctInstance`: how many tasks it can have on instances that are not part of the proof, one on each.
  std::int64_t elsewhere = 0;

  friend bool operator==(const ShortOfRoom&, const ShortOfRoom&) = default;
};

/// Instances that a proof is about: of one capacity group, or described ones of one type in one zone.
struct RoomThere {
  std::string capacity_group;                    ///< Empty for described instances.
  std::optional<std::string> instance_type;      ///< Nothing if unknown.
  std::optional<std::string> availability_zone;  ///< Nothing if unknown, or of a group in several zones.
  std::int64_t instances = 0;
  std::int64_t available = 0;  ///< On all of them, in the unit of the proof.

  friend bool operator==(const RoomThere&, const RoomThere&) = default;
};

/// A cut: these services can run on these instances alone, want so much, and there is less.
///
/// What is available is what is left when every task that can be moved is taken off and daemons are in place. Of CPU
/// and memory, on each instance only as much counts as tasks can come to: 3,700 MiB are 3,584 to tasks that ask for
/// 512 each.
struct ShortageProof {
  Scarcity scarcity = Scarcity::eni;
  std::optional<std::int64_t> port;  ///< Of Scarcity::ports.
  bool port_is_udp = false;
  std::vector<ShortOfRoom> services;  ///< In document order, requests last.
  std::vector<RoomThere> instances;   ///< In canonical order. None: no instance is meant for them, or large enough.
  std::int64_t wanted = 0;
  std::int64_t available = 0;      ///< On the instances and elsewhere; less than `wanted`.
  std::int64_t never_fitting = 0;  ///< Tasks, at least: as few as possible that together want what is missing.

  friend bool operator==(const ShortageProof&, const ShortageProof&) = default;
};

/// How much of a resource all tasks want, and how much there is for them.
struct ResourceBalance {
  Scarcity scarcity = Scarcity::eni;
  std::int64_t wanted = 0;
  std::int64_t available = 0;  ///< On instances that one of them may use.

  friend bool operator==(const ResourceBalance&, const ResourceBalance&) = default;
};

/// A service or request of which tasks have no place now.
struct Unplaced {
  std::string name;  ///< Of the service; empty for a request.
  std::string group;
  std::int64_t unplaced = 0;
  /// Shortage: a proof names it. Fragmentation: the packing leaves none of its tasks over, and no packing leaves fewer
  /// tasks over.
  FitVerdict verdict = FitVerdict::undecided;
  std::int64_t unplaced_at_best = 0;  ///< In the packing.

  friend bool operator==(const Unplaced&, const Unplaced&) = default;
};

/// Where the tasks of a service or request are in a packing.
struct PackedGroup {
  std::string name;
  std::string group;
  std::int64_t unplaced = 0;
  std::int64_t moved = 0;                ///< Running tasks that would have to stop and start elsewhere.
  std::vector<PlacementRun> placements;  ///< Its tasks, those that need not move among them; ascending.

  friend bool operator==(const PackedGroup&, const PackedGroup&) = default;
};

/// Another order, by the same rules: daemons first, then services and requests in `order`, each by `strategy`.
struct Packing {
  enum class Order { as_written, memory, cpu, largest_share, fewest_instances };
  enum class Strategy { own, binpack_memory, binpack_cpu };

  Order order = Order::as_written;  ///< Decreasing; the last: ascending.
  Strategy strategy = Strategy::own;
  bool running_tasks_stay = true;
  std::int64_t unplaced = 0;
  std::int64_t attach_failures = 0;
  std::int64_t moved = 0;
  std::vector<PackedGroup> groups;  ///< Of services and requests, in document order; without daemons.

  friend bool operator==(const Packing&, const Packing&) = default;
};
/// `as written`, `by memory`, `by CPU`, `by largest share`, `by fewest instances`
[[nodiscard]] std::string_view to_string(Packing::Order order);
/// `their own strategies`, `binpack on memory`, `binpack on cpu`
[[nodiscard]] std::string_view to_string(Packing::Strategy strategy);

struct ExplainOptions {
  std::vector<std::string> services;  ///< What is told is cut down to these; empty: everything.
};

/// The answer for one cluster.
struct Explanation {
  std::string cluster_name;
  FitVerdict verdict = FitVerdict::fits;
  PlacementSummary summary;               ///< Of simulate().
  std::int64_t never_placed = 0;          ///< Tasks at least that no packing places, by the strongest kind of proof.
  std::int64_t unplaced_at_best = 0;      ///< Tasks left over, or failing to attach, in the best packing known.
  std::vector<ResourceBalance> balances;  ///< ENI, CPU, memory and GPU as far as anybody wants them.
  std::vector<ShortageProof> proofs;      ///< By scarcity, then by their first service.
  std::vector<Unplaced> unplaced;         ///< In document order, requests last. Daemons are not among them.
  std::optional<Packing> packing;         ///< The best one tried, if it is better than what simulate() comes to.
  std::int64_t packings_tried = 0;
  InstanceResults instances;  ///< As simulate() leaves them; what placements count in.
  std::vector<Warning> warnings;

  friend bool operator==(const Explanation&, const Explanation&) = default;
};

/// Proves that the tasks of `cluster` cannot all have a place, or finds one for each.
///
/// *What may move*: tasks of replica services that run on the service's present task definition, on instances that it
/// could place them on today; and whatever is placed by the simulation. Daemons, standalone tasks that run already,
/// tasks of other revisions and what `tasks` does not list stay where they are.
///
/// *Shortage* is proved by minimum cuts: services that may use the same instances are merged, as are instances that the
/// same services may use; what they want then flows to what there is, resource by resource. For ENI slots, with
/// `distinctInstance` as at most one task on each instance, that is exact; for CPU, memory and GPUs, tasks may be torn
/// apart, so what flows may not fit. *Fragmentation* is proved by a packing that places everything, which is found by
/// trying orders and strategies. Constraints on what else runs on an instance count for packings, not for proofs.
///
/// Throws InputError if a service named is unknown. `cluster` must be as load() gives it. Ties: fewer tasks over, then
/// fewer moved, then the packing tried first. Cost: that of simulate() for each of at most 30 packings, fewer in large
/// clusters; for the proofs, for each resource a look at every run of instances and a maximum flow between distinct
/// sets of eligible instances.
[[nodiscard]] Explanation explain(const Cluster& cluster, const ExplainOptions& options = {});

}  // namespace eniplan
