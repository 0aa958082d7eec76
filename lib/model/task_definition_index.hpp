#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include <eniplan/cluster.hpp>

#include "model/text_hash.hpp"

namespace eniplan {

/// find_task_definition() for many references: one pass over the definitions, then constant time for each.
class TaskDefinitionIndex {
 public:
  /// Keeps pointers into `cluster`, whose definitions must stay where they are.
  explicit TaskDefinitionIndex(const Cluster& cluster);

  [[nodiscard]] const TaskDefinition* find(std::string_view reference) const;

 private:
  std::unordered_map<std::string, const TaskDefinition*, TextHash, std::equal_to<>> by_revision_;  // `family:revision`
  std::unordered_map<std::string_view, const TaskDefinition*> by_family_;  // the highest revision
};

}  // namespace eniplan
