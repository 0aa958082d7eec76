#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <eniplan/rollout.hpp>
#include <eniplan/timeline.hpp>

/// \file
/// Rollouts in words, as a person asks for them at three in the morning: does it get through, if not, what would help?

namespace eniplan::io {

/// How many rollouts end how.
struct RolloutCounts {
  std::int64_t completes = 0;  ///< Those after transient errors included.
  std::int64_t transient = 0;
  std::int64_t stuck = 0;

  void add(const Rollout& rollout);
  [[nodiscard]] std::int64_t total() const { return completes + stuck; }
};

[[nodiscard]] RolloutCounts counts_of(const RolloutResult& result);

/// `stuck`, `completes`, `completes after transient placement errors`.
[[nodiscard]] std::string_view outcome_in_words(RolloutOutcome outcome);

/// `a, b and 3 more are stuck`; empty if none is.
[[nodiscard]] std::string stuck_names(std::span<const RolloutResult> results);

/// `2 of 3 rollouts complete; web is stuck`
[[nodiscard]] std::string answer_in_words(const RolloutResult& result);

/// *fits*, *does not fit*, or *fits now but cannot be rolled*, of one cluster or of several together.
[[nodiscard]] std::string verdict_in_words(const PlacementSummary& summary, std::span<const RolloutResult> rollouts);

/// `round 1: needs 2 more ENI slots, 0 free on 2 t2.small; stuck.`
[[nodiscard]] std::string stuck_in_words(const Rollout& rollout, const RolloutResult& result);

/// `minimumHealthyPercent 50`, `one more t2.small`, `3 more instances of workers`.
[[nodiscard]] std::string remedy_in_words(const RolloutRemedy& remedy, const RolloutResult& result);

/// `a, b or c`
[[nodiscard]] std::string remedies_in_words(const Rollout& rollout, const RolloutResult& result);

/// `4 tasks, ENI 4 of 6, CPU 1024 of 4096, MEMORY 2048 of 7800`
[[nodiscard]] std::string peak_in_words(const Rollout& rollout);

/// `1:40`, `1:01:40`; fractions of a second rounded up.
[[nodiscard]] std::string clock_time(std::int64_t milliseconds);

/// `500 launches a minute, 30 s to start, …`
[[nodiscard]] std::string assumptions_in_words(const Timeline& timeline);

/// Stuck ones first, then those with transient errors; else in document order. Indices.
[[nodiscard]] std::vector<std::size_t> worst_first(const RolloutResult& result);

}  // namespace eniplan::io
