#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include <eniplan/trunking.hpp>

/// \file
/// Why an instance that should have a trunk has none.

namespace eniplan::explain {

/// Whether an agent of this version can use a trunk, 1.28.1 and later; nothing if it is no version.
/// Source: Amazon ECS Developer Guide, page container-instance-eni (2026).
[[nodiscard]] std::optional<bool> agent_can_trunk(std::string_view version);

/// What keeps a described instance without a trunk from having one: what is certain first, then by likelihood. `type`
/// is null if it is unknown.
[[nodiscard]] std::vector<TrunkingCause> trunking_causes(const Cluster& cluster, const ContainerInstance& instance,
                                                         const InstanceType* type, TrunkingWish wish);

/// The same for a capacity group, which is as it was wished in every other respect.
[[nodiscard]] std::vector<TrunkingCause> trunking_causes(const CapacityGroup& group, const InstanceType& type);

}  // namespace eniplan::explain
