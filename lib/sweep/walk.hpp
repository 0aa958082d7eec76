#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <tuple>
#include <vector>

#include <eniplan/sweep.hpp>

#include "change/fleet_in_use.hpp"
#include "sweep/grid.hpp"
#include "sweep/row.hpp"

/// \file
/// From scenario to scenario.

namespace eniplan::sweeping {

/// Goes through scenarios in any order and keeps what the next one may share with the last: the fleet after simulate()
/// with its seed, after the losses, after the change of trunks, and with those services placed that come before all
/// whose counts vary. For one thread.
class Walk {
 public:
  /// `base` is the cluster as simulate() leaves it. All but `base` must outlive it. Cost: that of copying `base`.
  Walk(const Cluster& cluster, const Grid& grid, const SweepOptions& options, const change::FleetInUse& base);

  /// What comes of scenario `index`.
  [[nodiscard]] Row row(std::size_t index);

 private:
  using Fleet = std::shared_ptr<const change::FleetInUse>;
  /// One that was made for `key`; nothing yet without.
  template <class Key>
  struct Stage {
    std::optional<Key> key;
    Fleet fleet;
  };

  /// These four make a stage anew where it was made for another scenario.
  const Fleet& simulated(const Position& position);
  const Fleet& without_lost(const Position& position);
  const Fleet& trunked(const Position& position);
  const Fleet& begun(const Position& position);

  /// Whether tasks must stop before others are placed.
  [[nodiscard]] bool stops_tasks(const change::FleetInUse& fleet, const Position& position) const;

  const Cluster& cluster_;
  const Grid& grid_;
  const SweepOptions& options_;
  std::vector<std::size_t> varied_;  // services, as the axes list them; none is a daemon
  std::size_t first_varied_;         // of these the first in the order of work; without any the number of services
  const Fleet base_;
  std::unique_ptr<const Cluster> seeded_;  // that of `simulated_` if it has another seed than `cluster_`
  Stage<std::uint64_t> simulated_;
  Stage<std::tuple<std::uint64_t, std::size_t, std::size_t>> without_lost_;
  Stage<std::tuple<std::uint64_t, std::size_t, std::size_t, std::size_t>> trunked_;
  Fleet begun_;  // of `trunked_`
};

}  // namespace eniplan::sweeping
