#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <eniplan/headroom.hpp>
#include <eniplan/rollout.hpp>

/// \file
/// Which counts of a service roll.

namespace eniplan::headroom_detail {

/// Runs clusters in which one service has another count.
class RolloutTrials {
 public:
  /// `placed` is what simulate() makes of `cluster`; both must outlive it. Rolls services `numbers` as they are, all of
  /// them in one simulation.
  RolloutTrials(const Cluster& cluster, const PlacementResult& placed, const std::vector<std::size_t>& numbers,
                std::int64_t trials_for_each);

  /// The answer for service `number`, of which `fits` tasks fit; or why there is none.
  struct Answer {
    std::optional<RolloutHeadroom> headroom;
    std::string unknown;
  };
  [[nodiscard]] Answer answer(std::size_t number, std::int64_t fits);

 private:
  void roll_as_they_are(const std::vector<std::size_t>& numbers);
  [[nodiscard]] bool rolls(std::size_t number, std::int64_t count);
  void scan(std::size_t number, std::int64_t fits, RolloutHeadroom& answer);

  const PlacementResult& placed_;
  const std::int64_t trials_for_each_;
  Cluster changed_;                         // the cluster, but for one count at a time
  std::map<std::size_t, Rollout> present_;  // by number of the service
  std::map<std::size_t, std::string> unknown_;
};

/// How many simulations each of `services` services may have, so that a fleet is not simulated for hours. At most
/// `most`. Deterministic: it goes by how much there is to place, not by time.
[[nodiscard]] std::int64_t trials_for_each(const Cluster& cluster, const InstanceResults& instances,
                                           std::size_t services, std::int64_t most);

}  // namespace eniplan::headroom_detail
