#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <vector>

#include <eniplan/cluster.hpp>
#include <eniplan/rollout.hpp>

#include "oracle/naive_simulation.hpp"
#include "oracle/naive_tasks.hpp"

// What is rolled, and from where: the state after simulate(), drained where that is asked for.

namespace eniplan::oracle {

/// A task of a rolled service that runs.
struct RolledTask : NaiveTask {
  bool is_new = false;
};

/// A service while it is rolled.
struct Rolled {
  const Service* service = nullptr;
  NaiveRequest request;  // of new tasks
  std::vector<RolledTask> tasks;
  std::set<std::size_t> vacated;  // of a daemon: instances where an old task stopped and no new one has started since
  Rollout answer;
  RolloutStep step;                // of this round
  std::optional<Failure> refusal;  // of this round
};

[[nodiscard]] inline bool is_daemon(const Service& service) {
  return service.scheduling_strategy == SchedulingStrategy::daemon;
}
[[nodiscard]] std::int64_t count_old(const Rolled& rolled);
[[nodiscard]] std::int64_t count_new(const Rolled& rolled);

/// Raises the peak to what the tasks of the service hold now.
void observe_peak(Rolled& rolled);

/// The start of the rollouts: `services` in document order, each as if it were rolled by itself.
struct NaiveStart {
  NaiveSimulation simulation;
  std::vector<Rolled> services;
};

/// Throws InputError for what cannot be rolled. `cluster` must outlive the start.
[[nodiscard]] NaiveStart naive_start(const Cluster& cluster, const RolloutOptions& options);

}  // namespace eniplan::oracle
