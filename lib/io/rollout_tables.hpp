#pragma once

#include <span>

#include <eniplan/write.hpp>

#include "io/result_tables.hpp"
#include "io/text_table.hpp"

/// \file
/// The tables of rollouts, cut to what a person reads.

namespace eniplan::io {

/// One row a round, equal rounds that follow each other folded into one with their sums; with a timeline also when.
[[nodiscard]] TextTable steps_table(const Rollout& rollout, const Timeline* timeline);

/// One row a service, stuck ones first.
[[nodiscard]] LimitedTable rollout_table(const RolloutAnswer& answer);

/// One row a cluster, the total first, then those with most stuck rollouts.
[[nodiscard]] LimitedTable rollout_cluster_table(std::span<const RolloutAnswer> answers);

}  // namespace eniplan::io
