#pragma once

#include <cstdint>

#include <eniplan/rollout.hpp>

#include "model/task_definition_index.hpp"

/// \file
/// What a rollout goes to.

namespace eniplan::rollout {

struct Target {
  const TaskDefinition* definition = nullptr;
  std::int64_t desired = 0;
  /// Whether tasks of the definition that run already are new: the service was found in the middle of a rollout.
  bool is_under_way = false;
};

/// The target of `service`: what the options ask for; else, in the middle of a rollout, that of its `PRIMARY`
/// deployment; else what the service says. References must resolve.
[[nodiscard]] Target target_of(const Service& service, const RolloutOptions& options,
                               const TaskDefinitionIndex& definitions);

}  // namespace eniplan::rollout
