#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <eniplan/cluster.hpp>
#include <eniplan/service.hpp>

#include "oracle/naive_world.hpp"

// Tasks that have their places, and which of them stop first.

namespace eniplan::oracle {

/// Where it runs, and what it gives back when it stops.
struct NaiveTask {
  std::size_t instance = 0;
  NaiveNeeds needs;
  const TaskDefinition* definition = nullptr;  // null if not given
  bool was_placed = false;                     // else it ran before, and is listed
};

/// Where a listed task runs; nothing if that instance is not given.
[[nodiscard]] std::optional<std::size_t> instance_of(const Cluster& cluster, const NaiveWorld& world, const Task& task);

/// A listed task, which runs there. It gives back all that its definition needs; if that is not given, its interface
/// alone.
[[nodiscard]] NaiveTask running_task(const Cluster& cluster, std::size_t instance, const Task& listed);

/// The place in `tasks`, all those of the service, of the one that stops first of those for which `may_stop` holds, one
/// at least. They are in the order in which they are listed or were placed.
[[nodiscard]] std::size_t first_to_stop(const NaiveWorld& world, const Service& service,
                                        const std::vector<const NaiveTask*>& tasks, const std::vector<bool>& may_stop);

}  // namespace eniplan::oracle
