#pragma once

#include <span>

#include <eniplan/placement.hpp>

#include "io/text_table.hpp"

/// \file
/// The tables of a result, cut to what a person reads: the total row first, then the worst.

namespace eniplan::io {

struct LimitedTable {
  TextTable table;
  std::string left_out;  ///< A line that says how much is not shown; empty if nothing.
};

/// One row an instance, or, where those would be too many, one for each type, zone and trunking.
[[nodiscard]] LimitedTable instance_table(const PlacementResult& result);

/// One row a service or request, most unplaced tasks first.
[[nodiscard]] LimitedTable group_table(const PlacementResult& result);

/// One row a subnet.
[[nodiscard]] LimitedTable subnet_table(const PlacementResult& result);

/// One row a cluster.
[[nodiscard]] LimitedTable cluster_table(std::span<const PlacementResult> results);

/// How a service or request is called: `web`, `run-task family:batch`.
[[nodiscard]] std::string group_title(const GroupResult& group);

/// Tasks of `group` that could not be placed.
[[nodiscard]] std::int64_t unplaced_count(const GroupResult& group);

/// Services, then requests; those with most unplaced tasks first, else in document order.
[[nodiscard]] std::vector<const GroupResult*> groups_worst_first(const PlacementResult& result);

}  // namespace eniplan::io
