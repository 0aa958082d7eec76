#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <eniplan/sweep.hpp>

/// \file
/// The scenarios of a sweep by number.

namespace eniplan::sweeping {

/// Which value a scenario takes on each axis.
struct Position {
  std::size_t seed = 0;
  std::size_t lose_zone = 0;
  std::size_t lose_instances = 0;
  std::size_t trunking = 0;
  std::vector<std::size_t> desired;  // [services]
};

class Grid {
 public:
  /// Both must outlive it, and the axes be good.
  Grid(const Cluster& cluster, const SweepAxes& axes);

  [[nodiscard]] const SweepAxes& axes() const { return axes_; }
  [[nodiscard]] Position position(std::size_t index) const;
  [[nodiscard]] std::uint64_t seed(const Position& position) const {
    return axes_.seeds[position.seed].value_or(cluster_.seed);
  }

  /// Whether anything of the cluster is placed at random.
  [[nodiscard]] bool is_random() const { return is_random_; }
  /// The first scenario that is the same as number `index` but for a seed that nobody asks for.
  [[nodiscard]] std::size_t first_like(std::size_t index) const;

 private:
  const Cluster& cluster_;
  const SweepAxes& axes_;
  std::size_t per_seed_;  // scenarios
  bool is_random_;
};

}  // namespace eniplan::sweeping
