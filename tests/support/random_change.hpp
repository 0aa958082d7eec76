#pragma once

#include <cstdint>
#include <vector>

#include <eniplan/cluster.hpp>
#include <eniplan/what_if.hpp>

namespace eniplan::test {

struct WhatIfCase {
  Cluster cluster;
  std::vector<Change> changes;
};

/// A cluster, as load() would give it, and one to four changes of any kind. The same seed gives the same case
/// everywhere. Some cannot be made.
[[nodiscard]] WhatIfCase random_what_if(std::uint64_t seed);

}  // namespace eniplan::test
