#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <eniplan/cluster.hpp>
#include <eniplan/instance_type.hpp>

/// \file
/// trunking_report(): which instances have a trunk, which could have one, and why some that should have one do not.

namespace eniplan {

/// What keeps an instance from having a trunk.
enum class TrunkingObstacle {
  unsupported_type,        ///< AWS does not list the type for ENI trunking.
  windows,                 ///< Trunking is for Linux alone.
  agent_too_old,           ///< Agent before 1.28.1, or ecs-init before 1.28.1-2, as on an old AMI.
  not_registered,          ///< `REGISTERING`: the trunk is being attached; `REGISTRATION_FAILED`: it could not be.
  launched_before_opt_in,  ///< Only instances launched after it get one; nothing that is done later changes that.
  setting_of_role,       ///< What the instance's role says goes before the account's default; each Region has its own.
  switched_off_on_host,  ///< `ECS_ENABLE_HIGH_DENSITY_ENI` is false.
  resource_based_name,   ///< The instance answers DNS queries for its resource-based name with an A record.
  shared_subnet,         ///< Its subnet belongs to another account; such an instance fails to register.
};
/// A stable word, `launched-before-opt-in`.
[[nodiscard]] std::string_view to_string(TrunkingObstacle obstacle);

/// One obstacle, and how to find out.
struct TrunkingCause {
  TrunkingObstacle obstacle = TrunkingObstacle::launched_before_opt_in;
  bool certain = false;     ///< The input proves it; otherwise it merely does not rule it out.
  std::string explanation;  ///< A sentence.
  std::string check;        ///< A command, or where to look.
  Provenance source;        ///< Of the rule.

  friend bool operator==(const TrunkingCause&, const TrunkingCause&) = default;
};

/// Who says that instances are to have a trunk.
enum class TrunkingWish {
  none,
  agent,    ///< The agent is able to; no setting is given. Many take this for a trunk.
  account,  ///< The account setting `awsvpcTrunking`.
  group,    ///< The capacity group.
};
[[nodiscard]] std::string_view to_string(TrunkingWish wish);

/// Instances that have the same answer: a capacity group, or described instances alike in type, zone, slots, trunk,
/// wish and causes.
struct TrunkingGroup {
  std::string name;  ///< Of the capacity group, or the ID of the first instance.
  bool is_capacity_group = false;
  std::size_t first_instance = 0;  ///< In canonical order.
  std::int64_t instances = 0;
  std::optional<std::string> instance_type;      ///< Nothing if unknown.
  std::optional<std::string> availability_zone;  ///< Nothing if unknown, or of a group in several zones.
  bool type_known = false;                       ///< Whether the catalog, or `instanceTypes`, has the type.
  bool trunked = false;
  TrunkingWish wish = TrunkingWish::none;
  EniSlots slots;                            ///< Of each instance, now.
  std::optional<EniSlots> slots_with_trunk;  ///< Of each; nothing where trunking is not known to work.
  std::vector<TrunkingCause> causes;         ///< Wished but not there: the certain ones first, then the likely ones.

  /// What a trunk brings each instance: 0 if it has one already, negative for the few types where it lowers the limit.
  /// Nothing where trunking is not known to work.
  [[nodiscard]] std::optional<std::int64_t> gain() const;
  [[nodiscard]] bool lacks_wished_trunk() const { return wish != TrunkingWish::none && !trunked; }

  friend bool operator==(const TrunkingGroup&, const TrunkingGroup&) = default;
};

/// The answer for one cluster.
struct TrunkingReport {
  std::string cluster_name;
  std::vector<TrunkingGroup> groups;  ///< By their first instance in canonical order. Empty groups are left out.

  friend bool operator==(const TrunkingReport&, const TrunkingReport&) = default;
};

/// What is true about trunks in `cluster`, which must be as load() gives it.
///
/// A trunk is where `ecs.awsvpc-trunk-id` is; `ecs.capability.task-eni-trunking` says only that the agent could use
/// one. Source: Amazon ECS Developer Guide, page container-instance-eni (2026); amazon-ecs-agent 1.105.1 (2026-06-29).
/// Cost: a look at every described instance and capacity group.
[[nodiscard]] TrunkingReport trunking_report(const Cluster& cluster);

}  // namespace eniplan
