#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <eniplan/cluster.hpp>
#include <eniplan/placement.hpp>

#include "model/task_definition_index.hpp"
#include "placement/preference.hpp"
#include "placement/shape.hpp"
#include "placement/task_groups.hpp"

namespace eniplan::placement {

/// What each task of one service or one request asks of an instance, and how to choose among those that
/// have it. Points into the cluster.
struct Demand {
  GroupId group = 0;
  ShapeId shape = 0;
  const TaskDefinition* definition = nullptr;
  std::shared_ptr<const Preference> preference;  ///< Of the default strategies where none are given.
  bool distinct_instance = false;
  std::vector<const Query*> changing_member_of;  ///< Those that look at the tasks on an instance.
  std::vector<const Subnet*> subnets;            ///< Those named, as listed; none where the document has none.
};

/// Turns services and requests into demands.
class Demands {
 public:
  /// All must outlive this.
  Demands(const Cluster& cluster, std::shared_ptr<const TaskDefinitionIndex> definitions, TaskGroups& groups,
          Shapes& shapes)
      : cluster_(cluster), definitions_(std::move(definitions)), groups_(groups), shapes_(shapes) {}

  /// Throws InputError if the cluster lacks the definition that is named.
  [[nodiscard]] Demand of(const Service& service);
  [[nodiscard]] Demand of(const RunTask& request);

 private:
  /// What tasks of a definition need, and the shape of those that ask for nothing more, once there are some.
  struct Known {
    TaskNeeds needs;
    std::optional<ShapeId> plain_shape;
  };

  Demand common(const auto& wish, const TaskDefinition& definition, const TaskNeeds& needs,
                std::optional<ShapeId>& plain_shape, std::span<const PlacementStrategy> default_strategies);
  Known& known(const TaskDefinition& definition);

  const Cluster& cluster_;
  std::shared_ptr<const TaskDefinitionIndex> definitions_;
  TaskGroups& groups_;
  Shapes& shapes_;
  std::unordered_map<const TaskDefinition*, Known> known_;
};

}  // namespace eniplan::placement
