#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <eniplan/service.hpp>

#include "placement/group_tasks.hpp"
#include "placement/random.hpp"
#include "placement/world.hpp"

/// \file
/// Choosing among the instances that could take a task.

namespace eniplan::placement {

/// The attribute that `strategy` spreads over, if it does.
[[nodiscard]] std::optional<std::string_view> spread_attribute(const PlacementStrategy& strategy);

/// The strategies of one demand, one after the other: each narrows the candidates that the one before it left;
/// of those that the last leaves, the first in canonical order is chosen.
class Strategies {
 public:
  Strategies(World& world, const Demand& demand, const GroupTasks& group);

  /// One of `candidates`, which are in canonical order and at least one. Draws a random number for each `random`.
  InstanceIndex choose(std::span<const InstanceIndex> candidates);

  /// Tells that a task of the group was placed on `instance`.
  void note_placed(InstanceIndex instance);

 private:
  struct Step {
    PlacementStrategy::Type type = PlacementStrategy::Type::random;
    const std::vector<std::int64_t>* amounts = nullptr;  ///< [instances] least wins; null for values and random.
    const AttributeColumn* column = nullptr;             ///< Only where tasks are counted by value.
    std::vector<std::int64_t> tasks_of_value;            ///< [values + 1], the last stands for "no such attribute".
  };

  [[nodiscard]] Step step_of(World& world, const PlacementStrategy& strategy) const;
  std::span<const InstanceIndex> narrow(const Step& step, std::span<const InstanceIndex> candidates);

  const std::vector<std::uint32_t>& class_of_;  // [instances]
  const GroupTasks& group_;
  SplitMix64& random_;
  std::vector<Step> steps_;
  std::vector<InstanceIndex> kept_;
};

}  // namespace eniplan::placement
