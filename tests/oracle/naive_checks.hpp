#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <eniplan/placement.hpp>

#include "oracle/naive_world.hpp"

// The checks of an instance for a task, and the verdict when no instance is left.

namespace eniplan::oracle {

/// For each check (place: its Reason) whether it fails.
using NaiveChecks = std::bitset<check_count>;

/// What a service or a request asks for, task by task.
struct NaiveRequest {
  std::string group;
  std::size_t group_number = 0;
  const TaskDefinition* definition = nullptr;
  NaiveNeeds needs;
  std::vector<PlacementConstraint> constraints;  // of the definition and of the request
  std::vector<PlacementStrategy> strategies;
  std::vector<std::string> subnets;
  std::vector<std::string> providers;
  std::string service_name;  // empty: a request that has no service, hence no events

  /// [instances] The checks of facts, which no placement changes; judge_facts() makes them.
  std::vector<NaiveChecks> facts;
  std::vector<Expression> expressions_on_tasks;  // of `memberOf`, those that placements can make true or false
  bool distinct_instance = false;
};

/// Makes, once for the request, the checks that come out alike for each of its tasks: 1 to 4, and 10 as far as the
/// expressions look at facts alone.
void judge_facts(const NaiveWorld& world, NaiveRequest& request);

[[nodiscard]] inline bool fails(NaiveChecks checks, Reason reason) { return checks[static_cast<std::size_t>(reason)]; }

/// Every check on every instance as it is now, whatever the checks before it say.
void check_all(const NaiveWorld& world, const NaiveRequest& request, std::vector<NaiveChecks>& checks);

/// Whether the task was meant for the instance: checks 1 to 4 and 10.
[[nodiscard]] bool is_meant_for(NaiveChecks checks);

/// The first check that fails; one must.
[[nodiscard]] Reason first_failing(NaiveChecks checks);

/// The failure of `count` tasks over the instances numbered `over`, given the checks of all instances.
[[nodiscard]] Failure naive_failure(const NaiveWorld& world, const NaiveRequest& request,
                                    const std::vector<NaiveChecks>& checks, const std::vector<std::size_t>& over,
                                    std::int64_t count);

}  // namespace eniplan::oracle
