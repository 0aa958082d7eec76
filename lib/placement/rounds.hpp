#pragma once

#include <boost/container/flat_map.hpp>
#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "placement/filling.hpp"

namespace eniplan::placement {

/// Places tasks in a cell by the fewest tasks of the group, then by what remains: in rounds. `spread` over instances
/// does so, and `distinctInstance` allows the first round alone.
///
/// In a round each candidate with the fewest tasks of the group receives one more, in the order of what remains.
/// Receiving one changes the place of no other, so the order of a round is settled when it begins, and a run of m
/// candidates receives its m tasks in one step.
///
/// The first round goes over the instances without tasks of the group, which no list holds: it is a search in the
/// index, from each one found to the next, past those that have some. Later rounds go over those that have as many as
/// the round says. Where these are the only ones left, several rounds are one step: all receive as many as all have
/// room for.
class Rounds {
 public:
  Rounds(Placing& placing, CellOf cell);

  [[nodiscard]] std::optional<NextInstance> next();
  /// Places up to `budget` tasks; fewer only if no instance is left. Cost: for each round, a search for each run
  /// touched in the first and a step for each in later ones.
  std::int64_t place(std::int64_t budget);

 private:
  struct Turn {
    OrderKey key;  // of the first instance
    InstanceRange range;
  };

  /// Instances by how many tasks of the group they have, the fewest last. Mostly few of both: memory is taken only
  /// where there are more.
  using Ranges = boost::container::small_vector<InstanceRange, 4>;
  using Levels = boost::container::small_flat_map<std::int64_t, Ranges, 2, std::greater<>>;

  [[nodiscard]] OrderKind kind() const { return placing_.demand.preference->order; }
  [[nodiscard]] bool accepts(const RunState& state) const;
  bool find();
  bool find_among_empty();
  void load_levels();
  void begin_round();
  std::int64_t place_whole_rounds(std::int64_t budget);
  void take(InstanceRange range, std::int64_t copies);

  Placing& placing_;
  CellOf cell_;
  OrderId order_;                        // Where it is may change while others look for theirs.
  const TasksByInstance& tasks_before_;  // of the group, before this began
  bool had_tasks_;
  /// Where a group that had tasks before keeps the first instance with room that runs none of them, in canonical order.
  OrderKey* first_without_own_ = nullptr;
  bool among_empty_ = true;     // in the first round
  OrderKey from_ = before_all;  // all before had their turn in the first round, or have no room
  bool is_first_search_ = true;
  bool has_placed_ = false;
  std::optional<Turn> turn_;     // whose turn it is, in this round
  std::int64_t level_ = 0;       // tasks of the group that those of this round have
  std::vector<Turn> round_;      // of this round, after the first
  std::size_t turns_begun_ = 0;  // of `round_`
  Levels levels_;                // of the rounds to come
};

}  // namespace eniplan::placement
