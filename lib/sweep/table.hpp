#pragma once

#include <cstddef>
#include <span>

#include <eniplan/sweep.hpp>

#include "sweep/grid.hpp"
#include "sweep/row.hpp"

/// \file
/// Rows as columns.

namespace eniplan::sweeping {

/// The rows of scenarios `first` and on.
[[nodiscard]] SweepTable table_of(const Grid& grid, const SweepOptions& options, std::size_t first,
                                  std::span<const Row* const> rows);

}  // namespace eniplan::sweeping
