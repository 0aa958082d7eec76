#pragma once

#include <optional>
#include <string>

#include <eniplan/rollout.hpp>

#include "support/random_rollout.hpp"

namespace eniplan::test {

/// The oracle's answer; nothing if it refuses the input.
[[nodiscard]] std::optional<RolloutResult> rollout_judgement(const RolloutCase& one);

/// Where the engine's answer differs from the oracle's, warnings and estimates of memory left aside; empty if nowhere.
[[nodiscard]] std::string disagreement(const RolloutCase& one, const std::optional<RolloutResult>& judgement);

/// The smallest case near this one on which they still differ: a cluster to paste into a file, the options, and both
/// answers.
[[nodiscard]] std::string report_disagreement(const RolloutCase& one);

}  // namespace eniplan::test
