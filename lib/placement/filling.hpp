#pragma once

#include <cstdint>
#include <optional>

#include "placement/cells.hpp"
#include "placement/placing.hpp"

namespace eniplan::placement {

/// Says of runs which an index has found to have room whether they are among the candidates of a cell, and finds those.
class Acceptance {
 public:
  Acceptance(const Placing& placing, CellOf cell)
      : placing_(placing),
        cell_(cell),
        index_tells_all_(!placing.shape.has_ports() && placing.shape.wants.are_exact()) {}

  bool operator()(InstanceIndex first, ClassId of_class) const {
    return cell_.has(of_class) && (index_tells_all_ || has_room_on(first));
  }

  /// The first candidate with room at or after `from`, in an order that has them. In canonical order `from` is mostly
  /// one that had room before and has it still: then there is no search.
  [[nodiscard]] std::optional<OrderKey> first_from(const OrderKey& from, OrderId id) const {
    RunOrder& order = placing_.world.runs.order(id);
    if (order.kind() == OrderKind::canonical && has_room_at(from.first)) return from;
    return order.first_fit(placing_.shape.wants, cell_.class_bits(), from, *this);
  }

 private:
  /// Whether a run of a candidate begins there, and has room.
  [[nodiscard]] bool has_room_at(InstanceIndex first) const {
    const FleetRuns& runs = placing_.world.runs;
    return first < runs.size() && runs.is_first(first) && cell_.has(runs[first].of_class) && has_room_on(first);
  }
  [[nodiscard]] bool has_room_on(InstanceIndex first) const {
    return has_room(placing_.shape, placing_.world.runs[first], placing_.world.ports);
  }

  const Placing& placing_;
  CellOf cell_;
  bool index_tells_all_;  // ports aside, and needs beyond what it can tell apart
};

/// The instance that would be next in a cell.
struct NextInstance {
  InstanceIndex instance;
  std::int64_t own_tasks;  ///< Of the group.
};

/// Places tasks in a cell by what remains alone: the preferred instance is filled up, then the next one.
///
/// That is what one task at a time comes to: a task takes from the preferred instance what makes it preferred even
/// more, or nothing. An instance of a run once filled, the next of the run is preferred, since it stood right behind.
/// So m instances of a run are filled in one step.
class Filling {
 public:
  Filling(Placing& placing, CellOf cell);

  /// The next instance, if there is one. Cost: one search where the last one is full.
  [[nodiscard]] std::optional<NextInstance> next();
  /// Places up to `budget` tasks; fewer only if no instance is left. Cost: one search for each run touched.
  std::int64_t place(std::int64_t budget);

 private:
  [[nodiscard]] OrderKind kind() const { return placing_.demand.preference->order; }
  void place_one();

  Placing& placing_;
  CellOf cell_;
  OrderId order_;                      // Where it is may change while others look for theirs.
  OrderKey from_;                      // all before have no room or are full
  std::optional<OrderKey> preferred_;  // as it was found; its first instance is being filled
};

}  // namespace eniplan::placement
