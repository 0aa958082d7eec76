#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include <eniplan/remedy.hpp>

/// \file
/// Changed clusters, simulated and judged.

namespace eniplan::remedy {

/// What a simulation says about a changed cluster.
struct Outcome {
  PlacementSummary summary;
  /// Tasks asked about that have no place, tasks that fail to attach, services that do not roll, and tasks of others
  /// that lost theirs. 0: cured.
  std::int64_t lacking = 0;

  [[nodiscard]] bool is_cured() const { return lacking == 0; }
};

/// Simulates one cluster with this and that step taken. Counts how often, and says when it is enough.
class Trials {
 public:
  /// `cluster` and `options` must outlive it.
  Trials(const Cluster& cluster, const RemedyOptions& options);

  [[nodiscard]] const Cluster& cluster() const { return cluster_; }
  [[nodiscard]] const PlacementResult& before() const { return before_; }
  [[nodiscard]] bool is_asked_about(const std::string& service) const;
  /// Services that can be rolled because it is known where all of their running tasks are.
  [[nodiscard]] const std::vector<std::string>& rollable() const { return rollable_; }
  /// Of those asked about, that do not roll in `cluster`.
  [[nodiscard]] std::vector<std::string> stuck(const Cluster& cluster) const;

  [[nodiscard]] Outcome run(std::span<const RemedyStep> steps);

  [[nodiscard]] std::int64_t used() const { return used_; }
  [[nodiscard]] std::int64_t left() const { return limit_ - used_; }
  /// Trials that one search may take. A part of them is kept for pairs.
  [[nodiscard]] std::int64_t left_for_one() const;
  void release_those_for_pairs() { kept_for_pairs_ = 0; }

 private:
  [[nodiscard]] std::int64_t lacking(const PlacementResult& result) const;

  const Cluster& cluster_;
  const RemedyOptions& options_;
  PlacementResult before_;
  std::vector<std::string> rollable_;
  std::int64_t used_ = 0;
  std::int64_t limit_ = 0;
  std::int64_t kept_for_pairs_ = 0;
};

/// Sizes of a change: instances, CPU units or MiB less, percents.
struct Sizes {
  std::int64_t least = 1;  ///< No smaller one can be enough.
  std::int64_t most = 1;
};

/// The smallest size found with which a change helps.
struct Smallest {
  std::int64_t size = 0;
  bool minimal = false;  ///< Every smaller one from `Sizes::least` was run and failed.
  Outcome outcome;
};

/// Tries sizes from the least in doubling steps up to the most, halves the last step once one helps, and then tries each
/// smaller one that was left out, from the least upward, as far as trials go.
[[nodiscard]] std::optional<Smallest> smallest_that_helps(Trials& trials, Sizes sizes,
                                                          const std::function<Outcome(std::int64_t)>& run);

}  // namespace eniplan::remedy
