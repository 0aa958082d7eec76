#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <eniplan/cluster.hpp>
#include <eniplan/placement.hpp>

#include "placement/task_groups.hpp"

namespace eniplan::placement {

/// What each task of one service or one request asks of an instance, and how to choose among those that
/// have it. Points into the cluster.
struct Demand {
  GroupId group = 0;
  const TaskDefinition* definition = nullptr;
  TaskNeeds needs;
  std::span<const PlacementStrategy> strategies;  ///< The default ones where none are given.
  bool distinct_instance = false;
  std::vector<const Query*> member_of;  ///< Of the definition and of the service or request.
  std::vector<const Subnet*> subnets;   ///< Those named, as listed; none where the document has none.
  std::span<const CapacityProviderStrategyItem> capacity_providers;

  [[nodiscard]] bool awsvpc() const { return needs.resources.eni.value > 0; }
};

/// The demands of the services, then of the requests, in document order. Their groups are made known to `groups`.
/// Throws InputError if the cluster lacks a definition that is named.
[[nodiscard]] std::vector<Demand> all_demands(const Cluster& cluster, TaskGroups& groups);

}  // namespace eniplan::placement
