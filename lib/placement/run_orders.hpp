#pragma once

#include <array>
#include <boost/container/stable_vector.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "placement/instance_classes.hpp"
#include "placement/run_order.hpp"
#include "placement/run_state.hpp"

/// \file
/// The indexes of runs that are in use.

namespace eniplan::placement {

using ClassIds = std::vector<ClassId>;  ///< Of one set, rising.
using OrderId = std::uint32_t;          ///< Of an index, in the order in which they were wanted.

/// Indexes, each of the runs of some classes in one order.
///
/// Who may go to one instance in two hundred would pass by the other ones in an index of all, however good it is at
/// passing by what has no room. So sets of classes that somebody looks among get indexes of their own: for three zones
/// that tasks are spread over, three, each a third of the size, in which nothing is of another zone.
///
/// A change is made in each index that has the class of the run, so where sets overlap that would cost more than it
/// saves. An index serves those sets within its own that have at least an eighth of its instances; it tells their
/// classes apart by bits (RunOrder). A larger one that serves a smaller one takes its place. And a class is in at most
/// `most_of_class` indexes of one order, and there are `most` in all, but for those of all classes.
///
/// Runs on which no task that is known has room are in no index (FleetRuns::leave_out_of_orders()): in a fleet that
/// fills up these become the most.
class RunOrders {
 public:
  static constexpr std::size_t most_of_class = 3;
  static constexpr std::size_t most = 2000;
  static constexpr std::size_t most_times_larger = 8;

  struct Place {
    OrderId id;
    std::span<const ClassId> classes;  ///< Of the index, rising.
    bool is_new;                       ///< Whether nothing is in it yet.
  };
  /// The index to look in for runs of `wanted`, which are rising. The id is good until all are cleared. Cost: classes;
  /// where it is new, those of the others of the kind too.
  [[nodiscard]] Place place_for(OrderKind kind, const ClassIds& wanted, const InstanceClasses& all);

  [[nodiscard]] RunOrder& operator[](OrderId id) { return *indexes_[taken_over_by_[id]].runs; }
  [[nodiscard]] bool has(OrderKind kind) const { return in_use_of_kind_[static_cast<std::size_t>(kind)] > 0; }

  /// Calls `visit(order)` for each index that has the runs of a class.
  void for_each_of(ClassId of_class, auto&& visit) {
    if (of_class >= of_class_.size()) return;
    for (const OrderId id : of_class_[of_class]) visit(*indexes_[id].runs);
  }

  void clear() { *this = {}; }
  [[nodiscard]] std::size_t bytes() const;
  /// Whether each has as many runs as its classes, and all is in order. Cost: runs.
  [[nodiscard]] bool are_sound(std::span<const std::size_t> runs_of_class) const;

 private:
  struct Index {
    OrderKind kind;
    ClassIds classes;
    std::size_t instances;         // of them
    std::optional<RunOrder> runs;  // nothing once another has taken its place
  };

  [[nodiscard]] std::optional<OrderId> one_that_serves(const Index& wanted) const;
  [[nodiscard]] bool may_be_made(const Index& index) const;
  [[nodiscard]] std::size_t& in_use_of(OrderKind kind) { return in_use_of_kind_[static_cast<std::size_t>(kind)]; }
  void take_over(OrderId id);

  boost::container::stable_vector<Index> indexes_;  // [ids] which stay where they are
  std::vector<OrderId> taken_over_by_;              // [ids] itself where there are runs
  std::array<std::size_t, order_kinds> in_use_of_kind_{};
  std::vector<std::vector<OrderId>> of_class_;  // [classes] those in use
};

}  // namespace eniplan::placement
