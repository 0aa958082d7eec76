#pragma once

#include <string>
#include <vector>

#include <eniplan/cluster.hpp>

/// \file
/// Suspicions about input that can be read, found without placing anything.

namespace eniplan {

struct Finding {
  enum class Level { error, warning };

  Level level = Level::warning;
  std::string code;  ///< A stable word in kebab-case.
  std::string message;

  friend bool operator==(const Finding&, const Finding&) = default;
};

/// The warnings of reading `cluster`, and what no deployment can get through: percentages that allow neither
/// a start nor a stop (an error); as warnings, what network() finds. In document order, errors first. Cost: linear in
/// the cluster.
[[nodiscard]] std::vector<Finding> check(const Cluster& cluster);

}  // namespace eniplan
