#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "placement/head_set.hpp"
#include "placement/instance_classes.hpp"
#include "placement/instance_range.hpp"
#include "placement/run_orders.hpp"
#include "placement/run_state.hpp"

/// \file
/// What is left on each instance and what runs there: all that placing a task changes, but for groups and subnets.

namespace eniplan::placement {

/// The instances as runs: consecutive instances of one class in one state.
///
/// Instances in the same state are interchangeable until the tie-break, and the tie-break is canonical order. So a run
/// is placed on as one: of ten copies that fit three to an instance, a run of a hundred takes three on each of its
/// first three instances and one on the fourth, and leaves as three runs.
///
/// States lie one behind the other as their runs came to be, and the place of a run's first instance says where: so
/// what is touched of memory is in proportion to the runs, even where they begin far apart. Room is reserved for as
/// many as there are instances, and costs nothing before it is touched: a fresh fleet of a million instances costs as
/// much as one of ten. Runs are cut and stay so: neighbours that come to be alike again are harmless. Who undoes a lot
/// joins what was cut on the way.
///
/// Cost: 52 bytes an instance where every instance is a run of its own, nothing to speak of inside runs; the orders
/// that strategies ask for (RunOrder) come to that as they are wanted.
class FleetRuns {
 public:
  explicit FleetRuns(std::size_t size);
  FleetRuns(const FleetRuns& other);
  FleetRuns& operator=(const FleetRuns& other) { return *this = FleetRuns(other); }
  FleetRuns(FleetRuns&&) = default;
  FleetRuns& operator=(FleetRuns&&) = default;
  ~FleetRuns() = default;

  /// Makes the instances of `run`, which had no state, a run. All instances must have one before anything else is
  /// asked.
  void add(InstanceRange run, const RunState& state);

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t run_count() const { return run_count_; }
  /// The run that `instance` belongs to.
  [[nodiscard]] InstanceRange run_of(InstanceIndex instance) const {
    return {heads_.last_until(instance), heads_.first_after(instance, size_)};
  }
  /// Whether a run begins with `instance`.
  [[nodiscard]] bool is_first(InstanceIndex instance) const { return heads_.contains(instance); }
  [[nodiscard]] InstanceIndex end_of_run(InstanceIndex instance) const { return heads_.first_after(instance, size_); }
  [[nodiscard]] const RunState& state_of(InstanceIndex instance) const { return (*this)[heads_.last_until(instance)]; }
  /// The state of a run, by its first instance.
  [[nodiscard]] const RunState& operator[](InstanceIndex first) const { return states_[slots_[first]]; }

  /// Calls `visit(run, state)` for each run in canonical order. `visit` must not change any.
  void for_each_run(auto&& visit) const {
    // States lie in the order in which runs came to be. So runs are walked by so many at once: what is asked of memory
    // for one of them does not wait for what was asked for another.
    constexpr std::size_t at_once = 64;
    std::array<InstanceIndex, at_once + 1> firsts;
    std::array<std::uint32_t, at_once> slots;
    HeadSet::Walk runs(heads_, size_);
    for (InstanceIndex next = runs.next(); next < size_;) {
      std::size_t count = 0;
      for (; count < at_once && next < size_; next = runs.next()) firsts[count++] = next;
      firsts[count] = next;
      for (std::size_t i = 0; i < count; ++i) slots[i] = slots_[firsts[i]];
      for (std::size_t i = 0; i < count; ++i) __builtin_prefetch(&states_[slots[i]]);
      for (std::size_t i = 0; i < count; ++i) visit(InstanceRange{firsts[i], firsts[i + 1]}, states_[slots[i]]);
    }
  }

  /// Makes `instance` the first of a run.
  void cut_before(InstanceIndex instance);

  /// From now on runs that are cut are remembered, to be joined.
  void remember_cuts() { remembers_cuts_ = true; }
  /// Joins runs that were cut since, where both are in the same state again. Cost: logarithmic for each of them and
  /// order in use.
  void join_cuts();

  /// Gives the instances of `part`, which lie in one run, another state. Cost: logarithmic for each order in use.
  void change(InstanceRange part, const RunState& after);

  /// From now on nobody looks for a run with less left of something than in `least`: indexes leave those out. They are
  /// forgotten, to be made again.
  void leave_out_of_orders(const Wants& least) {
    least_ = least;
    orders_.clear();
  }
  [[nodiscard]] const Wants& least_in_orders() const { return least_; }
  /// The index to look in for runs of `wanted`, in the order of `kind`, made when it is first wanted: it has them all,
  /// and maybe others, but for those left out. `all` are the classes that runs are of. Cost: the index, if it is made:
  /// runs of its classes times their logarithm.
  [[nodiscard]] OrderId order_for(OrderKind kind, const ClassIds& wanted, const InstanceClasses& all);
  [[nodiscard]] RunOrder& order(OrderId id) { return orders_[id]; }
  /// Whether there is an index of the kind.
  [[nodiscard]] bool has_order(OrderKind kind) const { return orders_.has(kind); }
  /// Whether each index has the runs it should have, which is so unless there is a mistake. Cost: runs and what is in
  /// the indexes.
  [[nodiscard]] bool orders_are_sound() const;
  /// Whether more CPU or memory was ever left somewhere than an order by amounts can tell apart.
  [[nodiscard]] bool has_vast_amounts() const { return has_vast_amounts_; }

  /// Gives each run the class that `class_of` tells for its first instance, in canonical order. Orders are forgotten:
  /// those wanted again are made again.
  void reclassify(auto&& class_of) {
    for (InstanceIndex at = 0; at < size_; at = end_of_run(at)) states_[slots_[at]].of_class = class_of(at);
    orders_.clear();
    changes_.clear();
    ++version_;
  }

  /// Goes up by one with every change: what was worked out at some version holds as long as it is the same.
  [[nodiscard]] std::uint64_t version() const { return version_; }

  struct Change {
    InstanceRange part;
    RunState before;
    RunState after;
  };
  /// The changes since a version, in order. Nothing if they are not all remembered: those that are more than it costs
  /// to look at every run again are forgotten, and the first one who asks is too early.
  [[nodiscard]] std::optional<std::span<const Change>> changes_since(std::uint64_t version);

  /// Bytes held, orders included.
  [[nodiscard]] std::size_t bytes() const;

 private:
  struct Free {
    void operator()(void* memory) const { std::free(memory); }
  };
  template <class T>
  using Array = std::unique_ptr<T[], Free>;
  template <class T>
  static Array<T> allocate(std::size_t size);
  void begin_run(InstanceIndex first, const RunState& state);
  /// The same for an instance that was part of a run and is not its first.
  void cut(InstanceIndex first, const RunState& state);
  void note_amounts(const Resources& remaining, const Wants& left) {
    has_vast_amounts_ = has_vast_amounts_ || left.cpu != remaining.cpu.value || left.memory != remaining.memory.value;
  }

  static RunRoom room_of(const RunState& state) { return {rounded(state.remaining), state.of_class}; }
  [[nodiscard]] bool is_in_orders(const Wants& left) const {
    return (left.cpu >= least_.cpu) & (left.memory >= least_.memory) & (left.gpu >= least_.gpu) &
           (left.eni >= least_.eni);
  }

  std::size_t size_;
  std::size_t run_count_ = 0;
  std::uint64_t version_ = 0;
  bool has_vast_amounts_ = false;
  bool remembers_changes_ = false;
  std::vector<Change> changes_;  // the latest, up to `version_`
  HeadSet heads_;
  Array<std::uint32_t> slots_;  // [instances] of which only those of first instances mean something
  Array<RunState> states_;      // [slots] of which there are as many as there ever were runs at once
  std::size_t slot_count_ = 0;
  std::vector<std::uint32_t> free_slots_;
  bool remembers_cuts_ = false;
  std::vector<InstanceIndex> cuts_;
  Wants least_;
  RunOrders orders_;
};

}  // namespace eniplan::placement
