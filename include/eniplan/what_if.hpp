#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include <eniplan/cluster.hpp>
#include <eniplan/instance_results.hpp>
#include <eniplan/placement.hpp>

/// \file
/// what_if(): what a change of the fleet or of a service does to tasks that have their places already.

namespace eniplan {

/// Changes. Instances that go take their tasks with them; services place as many again. Instances that are *replaced*,
/// or removed, give their tasks back to be placed again, those of requests too.

/// All instances of an availability zone are gone.
struct LoseZone {
  std::string zone;
};
/// One instance is gone: by ID (`<group>/<k>`, or the last part of the ARN), ARN or EC2 instance ID.
struct LoseInstance {
  std::string instance;
};
/// A replica service wants another number of tasks: more are placed, or the rest stopped in the order of roll().
struct SetDesiredCount {
  std::string service;
  std::int64_t desired_count = 0;
};
/// Instances are replaced by new ones with a trunk, where their type can have one, or without. Those that are so
/// already stay.
struct SetTrunking {
  Trunking trunking = Trunking::enabled;
  std::optional<std::string> group;  ///< Capacity group; absent: all instances.
};
/// Instances of one type are replaced by as many of another. What a group says it registers goes with its type.
struct SwapType {
  std::string from;
  std::string to;
  std::optional<std::string> group;  ///< Capacity group; absent: all instances.
};
/// More instances of a capacity group, its zones in turn, each behind those of its zone.
struct AddInstances {
  std::string group;
  std::int64_t count = 0;
};
/// Fewer instances of a capacity group: the emptiest go, ties: the last in canonical order.
struct RemoveInstances {
  std::string group;
  std::int64_t count = 0;
};
using Change =
    std::variant<LoseZone, LoseInstance, SetDesiredCount, SetTrunking, SwapType, AddInstances, RemoveInstances>;

/// Tasks of a service.
struct ServiceCount {
  std::int64_t running = 0;  ///< Those that ran before among them.
  std::int64_t unplaced = 0;

  friend bool operator==(const ServiceCount&, const ServiceCount&) = default;
};

/// A service that fares differently.
struct ServiceDifference {
  std::string service_name;
  ServiceCount before;
  ServiceCount after;
  std::vector<Failure> failures;  ///< After.

  friend bool operator==(const ServiceDifference&, const ServiceDifference&) = default;
};

/// The answer for one cluster.
struct WhatIfResult {
  std::string cluster_name;
  PlacementSummary before;
  PlacementSummary after;
  std::vector<ServiceDifference> services;  ///< Those that differ, in document order.
  InstanceResults instances;                ///< After; what `closest_instance` of failures counts in.
  std::vector<Warning> warnings;

  friend bool operator==(const WhatIfResult&, const WhatIfResult&) = default;
};

/// Applies changes, in order, where simulate() ends; then places what is wanted and not there: daemons, services,
/// requests, and last tasks that ran without any. Nothing is moved that no change touches.
///
/// Throws InputError, with everything wrong with the changes, if a name is unknown, a group is asked for a trunk that
/// its type cannot have, more instances are to be removed than there are, a daemon is given a count, or tasks are to
/// stop that nobody knows where to find. Cost: that of simulate(), and for each change a look at every run and every
/// group with tasks.
[[nodiscard]] WhatIfResult what_if(const Cluster& cluster, std::span<const Change> changes);

}  // namespace eniplan
