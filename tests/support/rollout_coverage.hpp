#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <eniplan/rollout.hpp>

#include "support/random_rollout.hpp"

namespace eniplan::test {

/// Counts which of the things that can happen in a rollout did, as Coverage does for placements.
class RolloutCoverage {
 public:
  /// All the things it looks for, none seen yet.
  RolloutCoverage();

  /// `result`: nothing if the input was refused.
  void observe(const RolloutCase& one, const std::optional<RolloutResult>& result);

  /// Adds what another one saw.
  void add(const RolloutCoverage& other);

  [[nodiscard]] const std::map<std::string, std::int64_t>& counts() const { return counts_; }
  [[nodiscard]] std::vector<std::string> seen_less_than(std::int64_t times) const;

 private:
  void saw(const std::string& what, bool really = true);
  void observe_options(const RolloutCase& one, const RolloutResult& result);
  void observe_rollout(const RolloutCase& one, const Rollout& rollout, const Service& service);
  void observe_start(const RolloutCase& one, const Rollout& rollout, const Service& service);
  void observe_steps(const RolloutCase& one, const Rollout& rollout);
  void observe_wishes(const RolloutCase& one, const Rollout& rollout, const Service& service);
  void observe_running(const RolloutCase& one, const Rollout& rollout, const Service& service);

  std::map<std::string, std::int64_t> counts_;
};

}  // namespace eniplan::test
