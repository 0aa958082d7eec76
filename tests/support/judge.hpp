#pragma once

#include <string>

#include <eniplan/cluster.hpp>
#include <eniplan/placement.hpp>

namespace eniplan::test {

/// Where the engine's answers differ from the oracle's first, warnings and the estimates of memory left aside; empty
/// if nowhere. The engine is asked twice, since it goes other ways when nobody wants to know the order of placement;
/// both answers must carry the same warnings and estimates.
[[nodiscard]] std::string disagreement(const Cluster& cluster);

/// The same, given the oracle's answer.
[[nodiscard]] std::string disagreement(const Cluster& cluster, const PlacementResult& judgement);

/// To compare with the oracle's, which do not say where the figures of memory come from.
[[nodiscard]] InstanceResults without_estimates(const InstanceResults& instances);

/// A document.
[[nodiscard]] std::string as_yaml(const Cluster& cluster);

/// The smallest cluster near this one on which they still differ, to paste into a file, and where they do.
[[nodiscard]] std::string report_disagreement(const Cluster& cluster);

}  // namespace eniplan::test
