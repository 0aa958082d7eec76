// Tested by: tests/sweep/.

#include "sweep/table.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace eniplan {
namespace sweeping {
namespace {

/// A column with `value_of` each of `from`.
auto column(const auto& from, auto value_of) {
  std::vector<decltype(value_of(*from.begin()))> values;
  values.reserve(from.size());
  for (const auto& one : from) values.push_back(value_of(one));
  return values;
}

void add_scenarios(const Grid& grid, std::span<const Position> positions, SweepTable& table) {
  const SweepAxes& axes = grid.axes();
  table.seed = column(positions, [&](const Position& at) { return grid.seed(at); });
  table.lose_zone = column(
      positions, [&](const Position& at) { return fmt::format("{}", fmt::join(axes.lose_zone[at.lose_zone], "+")); });
  table.lose_instances = column(positions, [&](const Position& at) { return axes.lose_instances[at.lose_instances]; });
  table.trunking = column(positions, [&](const Position& at) { return axes.trunking[at.trunking]; });
  for (std::size_t s = 0; s < axes.desired.size(); ++s) {
    const auto count = [&](const Position& at) { return axes.desired[s].counts[at.desired[s]]; };
    table.counts.push_back({axes.desired[s].service, column(positions, count)});
  }
}

void add_outcomes(const SweepOptions& options, std::span<const Row* const> rows, SweepTable& table) {
  table.instances = column(rows, [](const Row* row) { return row->summary.instances; });
  table.tasks_lost = column(rows, [](const Row* row) { return row->tasks_lost; });
  table.desired = column(rows, [](const Row* row) { return row->summary.desired; });
  table.placed = column(rows, [](const Row* row) { return row->summary.placed; });
  table.unplaced = column(rows, [](const Row* row) { return row->summary.unplaced; });
  table.attach_failures = column(rows, [](const Row* row) { return row->summary.attach_failures; });
  table.refused = column(rows, [](const Row* row) { return row->refusal ? row->refusal->name : std::string(); });
  table.reason =
      column(rows, [](const Row* row) { return row->refusal ? std::optional(row->refusal->reason) : std::nullopt; });
  table.eni_slots = column(rows, [](const Row* row) { return row->registered.eni.value; });
  table.eni_slots_left = column(rows, [](const Row* row) { return row->left.eni.value; });
  table.cpu = column(rows, [](const Row* row) { return row->registered.cpu.value; });
  table.cpu_left = column(rows, [](const Row* row) { return row->left.cpu.value; });
  table.memory = column(rows, [](const Row* row) { return row->registered.memory.value; });
  table.memory_left = column(rows, [](const Row* row) { return row->left.memory.value; });
  for (std::size_t s = 0; s < options.services.size(); ++s) {
    table.services.push_back({.service_name = options.services[s],
                              .running = column(rows, [&](const Row* row) { return row->services[s].running; }),
                              .unplaced = column(rows, [&](const Row* row) { return row->services[s].unplaced; })});
  }
}

SweepTable::RolloutColumns rollout_columns(std::span<const Row* const> rows) {
  return {
      .outcome = column(rows, [](const Row* row) { return row->rollouts->worst; }),
      .services = column(rows, [](const Row* row) { return row->rollouts->services; }),
      .stuck = column(rows, [](const Row* row) { return row->rollouts->stuck; }),
      .stuck_service = column(rows, [](const Row* row) { return row->rollouts->stuck_service; }),
      .reason = column(rows, [](const Row* row) { return row->rollouts->reason; }),
      .attach_races = column(rows, [](const Row* row) { return row->rollouts->attach_races; }),
  };
}

template <class Value>
void add(std::vector<Value>& values, const std::vector<Value>& more) {
  values.insert(values.end(), more.begin(), more.end());
}

bool have_same_columns(const SweepTable& a, const SweepTable& b) {
  const auto same_names = [](const auto& some, const auto& others) {
    using Columns = std::decay_t<decltype(some.front())>;
    return std::ranges::equal(some, others, {}, &Columns::service_name, &Columns::service_name);
  };
  return same_names(a.counts, b.counts) && same_names(a.services, b.services) &&
         a.rollouts.has_value() == b.rollouts.has_value();
}

void add(SweepTable& table, const SweepTable& more) {
  add(table.seed, more.seed);
  add(table.lose_zone, more.lose_zone);
  add(table.lose_instances, more.lose_instances);
  add(table.trunking, more.trunking);
  for (std::size_t s = 0; s < table.counts.size(); ++s) add(table.counts[s].counts, more.counts[s].counts);
  add(table.instances, more.instances);
  add(table.tasks_lost, more.tasks_lost);
  add(table.desired, more.desired);
  add(table.placed, more.placed);
  add(table.unplaced, more.unplaced);
  add(table.attach_failures, more.attach_failures);
  add(table.refused, more.refused);
  add(table.reason, more.reason);
  add(table.eni_slots, more.eni_slots);
  add(table.eni_slots_left, more.eni_slots_left);
  add(table.cpu, more.cpu);
  add(table.cpu_left, more.cpu_left);
  add(table.memory, more.memory);
  add(table.memory_left, more.memory_left);
  for (std::size_t s = 0; s < table.services.size(); ++s) {
    add(table.services[s].running, more.services[s].running);
    add(table.services[s].unplaced, more.services[s].unplaced);
  }
  if (!table.rollouts) return;
  add(table.rollouts->outcome, more.rollouts->outcome);
  add(table.rollouts->services, more.rollouts->services);
  add(table.rollouts->stuck, more.rollouts->stuck);
  add(table.rollouts->stuck_service, more.rollouts->stuck_service);
  add(table.rollouts->reason, more.rollouts->reason);
  add(table.rollouts->attach_races, more.rollouts->attach_races);
}

}  // namespace

SweepTable table_of(const Grid& grid, const SweepOptions& options, std::size_t first,
                    std::span<const Row* const> rows) {
  std::vector<Position> positions;
  for (std::size_t i = 0; i < rows.size(); ++i) positions.push_back(grid.position(first + i));
  SweepTable table;
  add_scenarios(grid, positions, table);
  add_outcomes(options, rows, table);
  if (options.rollout) table.rollouts = rollout_columns(rows);
  return table;
}

}  // namespace sweeping

SweepTable joined(std::vector<SweepTable> parts) {
  if (parts.empty()) return {};
  SweepTable table = std::move(parts.front());
  for (std::size_t i = 1; i < parts.size(); ++i) {
    if (!sweeping::have_same_columns(table, parts[i])) throw std::invalid_argument("parts of different sweeps");
    sweeping::add(table, parts[i]);
  }
  return table;
}

}  // namespace eniplan
