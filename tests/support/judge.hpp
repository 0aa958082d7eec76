#pragma once

#include <string>

#include <eniplan/cluster.hpp>

namespace eniplan::test {

/// Where the engine's answer differs from the oracle's first, warnings and the estimates of memory left aside; empty
/// if nowhere.
[[nodiscard]] std::string disagreement(const Cluster& cluster);

/// The smallest cluster near this one on which they still differ, to paste into a file, and where they do.
[[nodiscard]] std::string report_disagreement(const Cluster& cluster);

}  // namespace eniplan::test
