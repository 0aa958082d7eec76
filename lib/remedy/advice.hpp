#pragma once

#include <array>

#include <eniplan/remedy.hpp>

/// \file
/// What a change costs, disturbs, takes and gives up.

namespace eniplan::remedy {

/// Hours in a month, as AWS's own calculator counts them.
inline constexpr std::int64_t hours_per_month = 730;

/// Fills in what follows from the steps alone: cost, disruption, tasks placed again, prerequisites, losses.
void advise(const Cluster& cluster, Remedy& remedy);

/// Whether two steps make sense together: they do not change the same thing.
[[nodiscard]] bool go_together(const RemedyStep& a, const RemedyStep& b);

/// The two in the order in which they can be taken: what goes out of a list from the back, so that places stay.
[[nodiscard]] std::array<RemedyStep, 2> in_order(RemedyStep a, RemedyStep b);

}  // namespace eniplan::remedy
