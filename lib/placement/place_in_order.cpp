// Placing by an order that an index has, task by task or in leaps.
//
// Tested by: the comparison with the oracle, with the sequence listed and without.
//
// The candidates fall into cells, one for each combination of values of the attributes that tasks are spread over
// (three for `spread` over availability zones). Within a cell these values decide nothing. So a cell has a next
// instance, found by an index, which stays the next until tasks are placed in that very cell: for each task the next
// instances of the cells are compared by the whole list of strategies, and the cell of the best one places it. Where
// an attribute heads the list, only cells with the fewest tasks are in question, and only there the next one is looked
// for.
//
// One at a time that would cost a step for each task. But with one attribute, at the head of the list, tasks go to the
// cells with the fewest tasks, whatever is next in them: the cells fill like vessels to one level, and only the last,
// incomplete layer hangs on the comparison. For example, 1,000 tasks over three zones with 0, 0 and 10 tasks: the first
// two receive 336 each and the third 326 to come to the level of 336, then 2 tasks are left, which go to zones one by
// one. A zone that runs out of room on the way leaves the rest to the others. Each zone places its share by itself
// (Filling, Rounds), a run in one step.
//
// Cost: for each cell, a search for each run touched. It does not grow with the number of tasks, but where the
// order of placement is asked for or several attributes are spread over: then each task costs a step for each cell.

#include <algorithm>
#include <boost/container/small_vector.hpp>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "placement/cells.hpp"
#include "placement/rounds.hpp"

namespace eniplan::placement {
namespace {

/// One attribute that tasks are spread over.
struct SpreadOver {
  const AttributeColumn* column;
  boost::container::small_vector<std::int64_t, 8> tasks;  // [values + 1] of the group
};

// Most demands have few cells, and thousands come one after the other: memory is taken only where there are many.
using Spreads = boost::container::small_vector<SpreadOver, 2>;
using CellNumbers = boost::container::small_vector<std::uint32_t, 8>;

/// What the list of strategies compares in one cell.
struct Standing {
  std::uint32_t cell;
  NextInstance next;
};

template <class Way>
class Contest {
 public:
  Contest(Placing& placing, const CellsOfShape& cells)
      : placing_(placing),
        cells_(cells),
        is_headed_by_attribute_(placing.demand.preference->list.front().fact == Preference::Fact::tasks_of_value) {
    ways_.reserve(cells.cells.size());
    for (std::uint32_t cell = 0; cell < cells.cells.size(); ++cell) {
      ways_.emplace_back();
      open_.push_back(cell);
    }
    World& world = placing.world;
    const bool some_run = world.groups.has_tasks(placing.demand.group);
    for (const std::string_view attribute : world.shapes.spread(cells.spread)) {
      const AttributeColumn& column = world.columns.column(attribute);
      SpreadOver& spread = spreads_.emplace_back();
      spread.column = &column;
      if (some_run) {
        const auto& tasks = world.groups.tasks_by_value(placing.demand.group, column, world.runs);
        spread.tasks.assign(tasks.begin(), tasks.end());
      } else {
        spread.tasks.resize(column.value_count + std::size_t{1});
      }
      // Instances without the attribute come after all others.
      spread.tasks.back() = std::numeric_limits<std::int64_t>::max();
    }
  }

  void place(std::int64_t count) {
    if (count > 1) begin_all();
    if (count > 1 && can_leap()) count -= leap(count);
    while (count > 0 && place_one()) --count;
  }

 private:
  [[nodiscard]] bool can_leap() const {
    return placing_.sequence == Sequence::omitted && spreads_.size() == 1 && is_headed_by_attribute_;
  }

  /// Ways that begin together know of the group's tasks from before, and need not look up those that others place.
  void begin_all() {
    for (std::uint32_t cell = 0; cell < ways_.size(); ++cell) (void)way(cell);
  }

  /// The way of placing in a cell, made when something is first wanted of it.
  Way& way(std::uint32_t cell) {
    std::optional<Way>& wanted = ways_[cell];
    if (!wanted) wanted.emplace(placing_, CellOf{cells_, cell});
    return *wanted;
  }

  [[nodiscard]] std::uint32_t value_of(std::uint32_t cell, std::size_t spread) const {
    return cells_.cells.values[cell * spreads_.size() + spread];
  }
  /// The tasks of the group with a cell's value of an attribute.
  [[nodiscard]] std::int64_t tasks_of(std::uint32_t cell, std::size_t spread) const {
    return spreads_[spread].tasks[value_of(cell, spread)];
  }

  void note_placed(std::uint32_t cell, std::int64_t tasks) {
    for (std::size_t spread = 0; spread < spreads_.size(); ++spread) {
      SpreadOver& over = spreads_[spread];
      const std::uint32_t value = value_of(cell, spread);
      if (value < over.column->value_count) over.tasks[value] += tasks;
    }
  }

  [[nodiscard]] const Resources& remaining(const Standing& standing) const {
    return placing_.world.runs.state_of(standing.next.instance).remaining;
  }

  [[nodiscard]] bool is_better(const Standing& a, const Standing& b) const {
    std::size_t spread = 0;
    for (const Preference::Key& key : placing_.demand.preference->keys()) {
      std::int64_t of_a = 0;
      std::int64_t of_b = 0;
      switch (key.fact) {
        case Preference::Fact::tasks_of_value:
          of_a = tasks_of(a.cell, spread);
          of_b = tasks_of(b.cell, spread);
          ++spread;
          break;
        case Preference::Fact::tasks_of_instance:
          of_a = a.next.own_tasks;
          of_b = b.next.own_tasks;
          break;
        case Preference::Fact::cpu:
          of_a = remaining(a).cpu.value;
          of_b = remaining(b).cpu.value;
          break;
        case Preference::Fact::memory:
          of_a = remaining(a).memory.value;
          of_b = remaining(b).memory.value;
          break;
      }
      if (of_a != of_b) return of_a < of_b;
    }
    return a.next.instance < b.next.instance;
  }

  /// Places the next task; false if there is no instance for it.
  bool place_one() {
    std::optional<Standing> best;
    while (!best) {
      if (open_.empty()) return false;
      for (const std::uint32_t cell : cells_in_question()) {
        const auto next = way(cell).next();
        if (!next) {
          open_.erase(std::ranges::find(open_, cell));
          continue;
        }
        const Standing standing{cell, *next};
        if (!best || is_better(standing, *best)) best = standing;
      }
    }
    way(best->cell).place(1);
    note_placed(best->cell, 1);
    return true;
  }

  /// Those with the fewest tasks, if an attribute's value is what the list of strategies compares first, else all that
  /// are open: in no other can the next task go, as long as one of these has room. Which they are is hard to foretell,
  /// so there are no branches.
  [[nodiscard]] std::span<const std::uint32_t> cells_in_question() {
    const auto level_of = [this](std::uint32_t cell) { return is_headed_by_attribute_ ? tasks_of(cell, 0) : 0; };
    std::int64_t lowest = std::numeric_limits<std::int64_t>::max();
    for (const std::uint32_t cell : open_) lowest = std::min(lowest, level_of(cell));
    in_question_.resize(open_.size());
    std::size_t count = 0;
    for (const std::uint32_t cell : open_) {
      in_question_[count] = cell;
      count += level_of(cell) == lowest ? 1 : 0;
    }
    return {in_question_.data(), count};
  }

  /// Fills the cells to the highest level that `count` tasks come to; returns how many that took. What is left is less
  /// than a layer.
  std::int64_t leap(std::int64_t count) {
    CellNumbers open;
    for (const std::uint32_t cell : open_) {
      if (tasks_of(cell, 0) != std::numeric_limits<std::int64_t>::max()) open.push_back(cell);
    }
    std::int64_t left = count;
    while (left > 0 && !open.empty()) {
      const std::int64_t level = level_within_reach(open, left);
      bool has_risen = false;
      const auto full = std::remove_if(open.begin(), open.end(), [&](std::uint32_t cell) {
        const std::int64_t missing = level - tasks_of(cell, 0);
        if (missing <= 0) return false;
        const std::int64_t placed = way(cell).place(missing);
        note_placed(cell, placed);
        left -= placed;
        has_risen = true;
        return placed < missing;
      });
      open.erase(full, open.end());
      if (!has_risen) break;
    }
    if (open.empty()) left -= place_without_attribute(left);
    return count - left;
  }

  std::int64_t place_without_attribute(std::int64_t count) {
    for (std::uint32_t cell = 0; cell < ways_.size(); ++cell) {
      if (tasks_of(cell, 0) == std::numeric_limits<std::int64_t>::max()) return way(cell).place(count);
    }
    return 0;
  }

  /// The highest level to which `count` tasks raise all of the cells that are below it.
  [[nodiscard]] std::int64_t level_within_reach(const CellNumbers& open, std::int64_t count) const {
    boost::container::small_vector<std::int64_t, 8> tasks(open.size());
    std::ranges::transform(open, tasks.begin(), [this](std::uint32_t cell) { return tasks_of(cell, 0); });
    std::ranges::sort(tasks);
    std::int64_t level = tasks.front();
    for (std::size_t i = 0; i < tasks.size(); ++i) {
      const auto width = static_cast<std::int64_t>(i) + 1;
      const bool is_last = i + 1 == tasks.size();
      const std::int64_t within_reach = level + count / width;
      if (is_last || within_reach < tasks[i + 1]) return within_reach;
      count -= (tasks[i + 1] - level) * width;
      level = tasks[i + 1];
    }
    return level;
  }

  Placing& placing_;
  CellsOfShape cells_;
  Spreads spreads_;  // in the order of the strategies
  bool is_headed_by_attribute_;
  boost::container::small_vector<std::optional<Way>, 4> ways_;  // [cells]
  CellNumbers open_;                                            // that have room as far as is known
  CellNumbers in_question_;
};

template <class Way>
void place_in_cells(Placing& placing, const CellsOfShape& cells, std::int64_t count) {
  if (!placing.world.shapes.spread(cells.spread).empty()) return Contest<Way>(placing, cells).place(count);
  if (cells.cells.size() > 0) Way(placing, CellOf{cells, 0}).place(count);
}

}  // namespace

void place_in_order(Placing& placing, std::int64_t count) {
  const CellsOfShape cells = cells_of(placing.world, placing.demand);
  if (placing.demand.preference->by_tasks_of_instance || placing.demand.distinct_instance) {
    place_in_cells<Rounds>(placing, cells, count);
  } else {
    place_in_cells<Filling>(placing, cells, count);
  }
}

}  // namespace eniplan::placement
