#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <eniplan/cluster.hpp>
#include <eniplan/placement.hpp>

/// \file
/// find_remedies(): what would let everything be placed, each change tried before it is named, the cheapest first.

namespace eniplan {

/// How much a change disturbs what runs, the least first. Remedies that cost the same are in this order.
enum class Disruption {
  adds_instances,       ///< Nothing that runs is touched.
  updates_service,      ///< What a service or request asks for changes, not its containers.
  replaces_tasks,       ///< A new revision: tasks are replaced by a deployment.
  replaces_instances,   ///< Instances go, and new ones come; all tasks on them are placed again.
  changes_network,      ///< A new revision whose tasks are reached another way.
  lowers_reservations,  ///< A new revision whose tasks are promised less than their authors asked for.
};
/// A stable word, `replaces-tasks`.
[[nodiscard]] std::string_view to_string(Disruption disruption);

/// Instances that are alike: those of a capacity group, or described ones that have type, trunk and capacity provider
/// in common.
struct InstanceKind {
  std::string name;  ///< Of the group; of described instances their type.
  bool is_capacity_group = false;
  std::string instance_type;
  bool trunked = false;
  std::string capacity_provider;  ///< Empty if none.
  std::int64_t instances = 0;

  friend bool operator==(const InstanceKind&, const InstanceKind&) = default;
};

/// More instances of a kind.
struct MoreInstances {
  InstanceKind kind;
  std::int64_t count = 0;
  /// What is added to `Cluster::capacity`, with `count` instances. Nothing: the kind is a capacity group, and it grows.
  std::optional<CapacityGroup> new_group;

  friend bool operator==(const MoreInstances&, const MoreInstances&) = default;
};

/// All instances of a kind are replaced by as many of another type.
struct OtherType {
  InstanceKind kind;
  std::string to;

  friend bool operator==(const OtherType&, const OtherType&) = default;
};

/// All instances of these kinds are replaced by new ones with a trunk.
struct WithTrunks {
  std::vector<InstanceKind> kinds;

  friend bool operator==(const WithTrunks&, const WithTrunks&) = default;
};

/// Task definitions, by `family:revision`, run in `bridge` with dynamic host ports instead of `awsvpc` or `host`.
struct BridgeMode {
  std::vector<std::string> task_definitions;
  NetworkMode from = NetworkMode::awsvpc;

  friend bool operator==(const BridgeMode&, const BridgeMode&) = default;
};

/// Task definitions in `bridge` have dynamic host ports instead of static ones.
struct DynamicPorts {
  std::vector<std::string> task_definitions;

  friend bool operator==(const DynamicPorts&, const DynamicPorts&) = default;
};

/// Tasks of a definition reserve less.
struct LowerReservation {
  enum class Resource { cpu, memory };

  std::string task_definition;
  Resource resource = Resource::memory;
  std::int64_t from = 0;  ///< CPU units or MiB of a whole task.
  std::int64_t to = 0;

  friend bool operator==(const LowerReservation&, const LowerReservation&) = default;
};
[[nodiscard]] std::string_view to_string(LowerReservation::Resource resource);

/// One thing that is asked of instances is asked no more, or more widely.
struct RelaxedConstraint {
  enum class Owner { service, request, task_definition };
  enum class What {
    distinct_instance,
    member_of,
    capacity_providers,  ///< Any provider will do.
    subnets,             ///< All subnets of the cluster are allowed instead of some.
    attribute,           ///< Only one of the user's own: what begins with `ecs.` is ECS's.
  };

  Owner owner = Owner::service;
  std::size_t number = 0;  ///< Of the service, request or definition in the cluster.
  std::string name;        ///< Of the service, group of the request, or `family:revision`.
  What what = What::member_of;
  std::size_t index = 0;  ///< In its list of constraints or attributes.
  std::string text;       ///< The expression, the providers, the subnets, the attribute; empty for `distinctInstance`.

  friend bool operator==(const RelaxedConstraint&, const RelaxedConstraint&) = default;
};

/// Services are deployed with other percentages.
struct MilderPercentages {
  struct Of {
    std::string service;
    std::optional<std::int64_t> minimum_healthy_percent;  ///< Nothing: as it is.
    std::optional<std::int64_t> maximum_percent;

    friend bool operator==(const Of&, const Of&) = default;
  };
  std::vector<Of> services;

  friend bool operator==(const MilderPercentages&, const MilderPercentages&) = default;
};

using RemedyStep = std::variant<MoreInstances, OtherType, WithTrunks, BridgeMode, DynamicPorts, LowerReservation,
                                RelaxedConstraint, MilderPercentages>;
/// The step in half a sentence: `one more t2.micro`.
[[nodiscard]] std::string description(const RemedyStep& step);

/// A change that was made, simulated, and found to help.
struct Remedy {
  std::vector<RemedyStep> steps;  ///< One, or two where none helps alone.
  /// What it costs more in a month of 730 hours, in 10^-6 USD, at the on-demand prices of the catalog. May be negative.
  /// Nothing if a price is not known.
  std::optional<std::int64_t> extra_microusd_month;
  Disruption disruption = Disruption::adds_instances;  ///< That of the step which disturbs most.
  /// Whether everything smaller of its kind was run and failed, or is proved not to be enough: fewer instances, cheaper
  /// types of those looked at, smaller cuts. True where there is nothing smaller.
  bool minimal = false;
  std::int64_t trials = 0;              ///< Clusters simulated to find it.
  std::int64_t tasks_placed_again = 0;  ///< Running tasks whose instances are replaced.
  PlacementSummary after;
  /// Whether every service that can be rolled is then rolled to its end, each by itself. Nothing: not asked, or not
  /// known of any.
  std::optional<bool> rolls;
  std::vector<std::string> prerequisites;  ///< What must be done or be so, a sentence each.
  std::vector<std::string> losses;         ///< What is given up, a sentence each.

  friend bool operator==(const Remedy&, const Remedy&) = default;
};

/// What was tried of one kind of change.
struct RemedySearch {
  std::string change;  ///< `more instances of web`
  std::string range;   ///< What was tried, in words: `1 to 12`; or why nothing was.
  std::int64_t trials = 0;
  bool found = false;

  friend bool operator==(const RemedySearch&, const RemedySearch&) = default;
};

struct RemedyOptions {
  /// Names; empty: everything that is wanted. Otherwise only these must have places, no interface may fail to attach,
  /// and no other service or request may have more tasks unplaced than before.
  std::vector<std::string> services;
  bool rollouts = false;  ///< Whether the services asked about must also roll, each by itself.
};

/// The answer for one cluster.
struct RemedyResult {
  std::string cluster_name;
  PlacementSummary before;
  std::vector<std::string> refused;  ///< Services, or groups of requests, that lack places, in document order.
  std::vector<std::string> stuck;    ///< Services that have their places and do not roll; only if asked for.
  /// By cost, unknown ones last, then by disruption, then in the order in which they are searched.
  std::vector<Remedy> remedies;
  std::vector<RemedySearch> searched;  ///< In that order.
  std::vector<Warning> warnings;

  [[nodiscard]] bool needs_remedy() const { return !refused.empty() || !stuck.empty() || before.attach_failures > 0; }

  friend bool operator==(const RemedyResult&, const RemedyResult&) = default;
};

/// Looks for what lets everything be placed, and with `rollouts` be rolled. Every remedy was run: simulate() places all
/// tasks of the changed cluster, cured(), and none fails to attach.
///
/// Searched, in this order, for each kind of instances (the 12 with most instances) and each task definition of what is
/// refused (the first 12): more instances; larger types of the family, then cheaper types of other families with the
/// same architecture and as many GPUs; trunks; `bridge`; dynamic ports; one constraint fewer; smaller reservations;
/// milder percentages. Only where none of these helps, two of them together.
///
/// More need not help where less did not: with mixed tasks a greedy scheduler may do worse with more room. So sizes are
/// tried from a proved lower bound upward, in doubling steps until one helps, and then, as far as trials go, each
/// smaller one. How many trials there are goes by the size of the cluster, never by the clock.
///
/// Throws InputError if a service is unknown. Cost: that of simulate() for each trial, at most 4,000, fewer for larger
/// clusters, and never fewer than 128; with `rollouts` that of roll() besides.
[[nodiscard]] RemedyResult find_remedies(const Cluster& cluster, const RemedyOptions& options = {});

/// The cluster with `steps` taken, which must have been found for it. Tasks that run on replaced instances are gone,
/// and wanted again: services want as many more, others become requests. Tasks of a changed definition that run are
/// taken to have been replaced where they are. Cost: a copy.
[[nodiscard]] Cluster cured(const Cluster& cluster, std::span<const RemedyStep> steps);

}  // namespace eniplan
