// Scenarios share what they have in common: the simulation, the losses, the new trunks. Each thread walks over its own
// stretches of the grid, in which neighbours have most in common, and rows are put where their numbers say: so neither
// the threads nor the order in which they come to their scenarios can be told from the table.
//
// Tested by: tests/sweep/.

#include <eniplan/sweep.hpp>

#include <algorithm>
#include <atomic>
#include <deque>
#include <stdexcept>
#include <string>
#include <vector>

#include "model/parallel.hpp"
#include "sweep/check_axes.hpp"
#include "sweep/losses.hpp"
#include "sweep/table.hpp"
#include "sweep/walk.hpp"

namespace eniplan {

using change::FleetInUse;
using placement::InstanceIndex;
using sweeping::Grid;
using sweeping::Position;
using sweeping::Row;
using sweeping::Walk;

namespace {

/// A name by which what_if() finds the instance and no other.
std::string name_of(const placement::Fleet& fleet, InstanceIndex instance) {
  const ContainerInstance* const described = fleet.block(instance).container_instance;
  return described == nullptr ? fleet.id(instance) : described->container_instance_arn;
}

/// Those scenarios of [first, last) that are not told to be the same as others, ascending.
std::vector<std::size_t> distinct(const Grid& grid, std::size_t first, std::size_t last) {
  std::vector<std::size_t> scenarios;
  for (std::size_t index = first; index < last; ++index) scenarios.push_back(grid.first_like(index));
  std::ranges::sort(scenarios);
  const auto repeated = std::ranges::unique(scenarios);
  scenarios.erase(repeated.begin(), repeated.end());
  return scenarios;
}

std::vector<Row> rows_of(std::deque<Walk>& walks, const std::vector<std::size_t>& scenarios) {
  // Long enough to share, short enough that no thread waits long for the last.
  const std::size_t stretch = std::clamp<std::size_t>(scenarios.size() / (walks.size() * 8), 1, 64);
  std::vector<Row> rows(scenarios.size());
  std::atomic<std::size_t> next = 0;
  for_each_index(walks.size(), walks.size(), [&](std::size_t thread) {
    for (std::size_t begin = next.fetch_add(stretch); begin < rows.size(); begin = next.fetch_add(stretch)) {
      const std::size_t end = std::min(begin + stretch, rows.size());
      for (std::size_t i = begin; i < end; ++i) rows[i] = walks[thread].row(scenarios[i]);
    }
  });
  return rows;
}

}  // namespace

SweepScenario scenario(const Cluster& cluster, const SweepAxes& axes, std::size_t index) {
  const FleetInUse base(cluster);
  sweeping::require_good(cluster, axes, {}, base);
  if (index >= scenario_count(axes)) throw std::out_of_range("the grid has no scenario " + std::to_string(index));
  const Grid grid(cluster, axes);
  const Position position = grid.position(index);
  const std::vector<std::string>& zones = axes.lose_zone[position.lose_zone];
  SweepScenario result{.seed = grid.seed(position), .changes = {}};
  for (const std::string& zone : zones) result.changes.push_back(LoseZone{zone});
  const placement::Fleet& fleet = *base.fleet();
  const auto count = static_cast<std::size_t>(axes.lose_instances[position.lose_instances]);
  for (const InstanceIndex instance :
       sweeping::drawn_instances(fleet, sweeping::instances_of_zones(fleet, zones), count, result.seed)) {
    result.changes.push_back(LoseInstance{name_of(fleet, instance)});
  }
  if (const std::optional<Trunking> trunking = axes.trunking[position.trunking]) {
    result.changes.push_back(SetTrunking{*trunking, std::nullopt});
  }
  for (std::size_t s = 0; s < axes.desired.size(); ++s) {
    result.changes.push_back(SetDesiredCount{axes.desired[s].service, axes.desired[s].counts[position.desired[s]]});
  }
  return result;
}

SweepTable sweep(const Cluster& cluster, const SweepAxes& axes, const SweepOptions& options) {
  const FleetInUse base(cluster);
  sweeping::require_good(cluster, axes, options, base);
  const Grid grid(cluster, axes);
  const std::size_t last = options.last.value_or(scenario_count(axes));
  const std::vector<std::size_t> scenarios = distinct(grid, options.first, last);
  std::deque<Walk> walks;
  for (std::size_t i = 0; i < std::min(options.threads, std::max<std::size_t>(scenarios.size(), 1)); ++i) {
    walks.emplace_back(cluster, grid, options, base);
  }
  const std::vector<Row> distinct_rows = rows_of(walks, scenarios);

  std::vector<const Row*> rows;
  for (std::size_t index = options.first; index < last; ++index) {
    const auto found = std::ranges::lower_bound(scenarios, grid.first_like(index));
    rows.push_back(&distinct_rows[static_cast<std::size_t>(found - scenarios.begin())]);
  }
  return sweeping::table_of(grid, options, options.first, rows);
}

}  // namespace eniplan
