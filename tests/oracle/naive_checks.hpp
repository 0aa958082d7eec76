#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include <eniplan/placement.hpp>

#include "oracle/naive_world.hpp"

// The checks of an instance for a task, and the verdict when no instance is left.

namespace eniplan::oracle {

/// What a service or a request asks for, task by task.
struct NaiveRequest {
  std::string group;
  const TaskDefinition* definition = nullptr;
  NaiveNeeds needs;
  std::vector<PlacementConstraint> constraints;  // of the definition and of the request
  std::vector<PlacementStrategy> strategies;
  std::vector<std::string> subnets;
  std::vector<std::string> providers;
  std::string service_name;  // empty: a request that has no service, hence no events
};

/// For each check (index: its Reason) whether it fails.
using NaiveChecks = std::array<bool, check_count>;

[[nodiscard]] inline bool fails(const NaiveChecks& checks, Reason reason) {
  return checks[static_cast<std::size_t>(reason)];
}

/// Every check, whatever the ones before it say.
[[nodiscard]] NaiveChecks naive_checks(const NaiveWorld& world, const NaiveInstance& instance,
                                       const NaiveRequest& request);

[[nodiscard]] bool passes_all(const NaiveChecks& checks);

/// Whether the task was meant for the instance: checks 1 to 4 and 10.
[[nodiscard]] bool is_meant_for(const NaiveChecks& checks);

/// The first check that fails; one must.
[[nodiscard]] Reason first_failing(const NaiveChecks& checks);

/// The failure of `count` tasks over the instances numbered `over`, given the checks of all instances.
[[nodiscard]] Failure naive_failure(const NaiveWorld& world, const NaiveRequest& request,
                                    const std::vector<NaiveChecks>& checks, const std::vector<std::size_t>& over,
                                    std::int64_t count);

}  // namespace eniplan::oracle
