#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <eniplan/cluster.hpp>

#include "oracle/naive_simulation.hpp"
#include "oracle/naive_tasks.hpp"

// A cluster after simulate(), all whose tasks are known by name, and whose instances come and go.

namespace eniplan::oracle {

/// A task in its place. One of a service, of a request, or neither.
struct PlacedTask : NaiveTask {
  std::string group;
  std::optional<std::size_t> service;  // its place in the document
  std::optional<std::size_t> request;
  std::size_t listed = 0;   // place in `tasks` of one that ran before
  bool is_assumed = false;  // of a daemon: not listed, taken to be here, holds nothing
};

/// Which group an instance is of, and of which of its zones.
struct Origin {
  std::int64_t group = -1;  // place in `capacity`; -1: described
  std::size_t zone = 0;

  friend auto operator<=>(const Origin&, const Origin&) = default;
};

class FleetInUse {
 public:
  /// Simulates the cluster. `cluster`, whose groups and counts may change meanwhile, must outlive it.
  explicit FleetInUse(const Cluster& cluster);

  /// The instance and all that runs there is gone.
  void lose(std::size_t instance);
  /// The instance is gone; its tasks are to be placed again.
  void remove(std::size_t instance);
  /// A new one takes its place, its ID and its zone; its tasks are to be placed again.
  void replace(std::size_t instance, NaiveFreshInstance fresh);
  /// A new one behind those of its group and zone.
  void add(NaiveFreshInstance fresh, Origin origin);
  /// Stops so many tasks of a service; false if fewer are known.
  [[nodiscard]] bool stop(std::size_t service, std::int64_t count);

  [[nodiscard]] std::int64_t tasks_of_service(std::size_t service) const;   // known ones, none assumed
  [[nodiscard]] std::int64_t placed_of_service(std::size_t service) const;  // of those, not the ones that ran before
  [[nodiscard]] std::int64_t tasks_of_request(std::size_t request) const;

  const Cluster& cluster;
  NaiveSimulation simulation;
  PlacementResult before;

  std::vector<Origin> origins;              // [instances]
  std::vector<std::int64_t> unlisted;       // [services] running tasks that nobody listed on an instance
  std::vector<std::int64_t> lost;           // [requests] tasks that nobody wants back
  std::vector<std::size_t> displaced;       // places in `tasks` of those without service to be placed again
  std::vector<std::int64_t> ever_in_group;  // [groups] instances, those gone since among them

 private:
  void list_tasks();
  void list_origins();
  void give_up(const PlacedTask& task, bool again);
  void take_tasks_from(std::size_t instance, bool again);
  void erase(std::size_t instance);

  std::vector<PlacedTask> tasks_;
};

}  // namespace eniplan::oracle
