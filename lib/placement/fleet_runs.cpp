#include "placement/fleet_runs.hpp"

#ifdef __linux__
#include <sys/mman.h>
#endif

#include <algorithm>
#include <boost/sort/pdqsort/pdqsort.hpp>
#include <functional>
#include <new>
#include <type_traits>
#include <utility>

namespace eniplan::placement {

/// Memory that means nothing yet and costs nothing until it is touched. Where it is much, Linux is asked to give it in
/// large pages: runs begin all over a fleet, and to be given a thousand small pages, one at a time, takes as long as
/// placing thousands of tasks.
template <class T>
FleetRuns::Array<T> FleetRuns::allocate(std::size_t size) {
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);
  constexpr std::size_t large_page = std::size_t{1} << 21;
  std::size_t bytes = std::max<std::size_t>(size, 1) * sizeof(T);
  const bool is_large = bytes >= large_page;
  if (is_large) bytes = (bytes + large_page - 1) / large_page * large_page;
  void* const memory = is_large ? std::aligned_alloc(large_page, bytes) : std::malloc(bytes);
  if (memory == nullptr) throw std::bad_alloc();
#ifdef MADV_HUGEPAGE
  if (is_large) madvise(memory, bytes, MADV_HUGEPAGE);  // If it will not, the pages are small ones.
#endif
  return Array<T>(static_cast<T*>(memory));
}

FleetRuns::FleetRuns(std::size_t size)
    : size_(size), heads_(size), slots_(allocate<std::uint32_t>(size)), states_(allocate<RunState>(size)) {}

FleetRuns::FleetRuns(const FleetRuns& other)
    : size_(other.size_),
      run_count_(other.run_count_),
      version_(other.version_),
      has_vast_amounts_(other.has_vast_amounts_),
      heads_(other.heads_),
      slots_(allocate<std::uint32_t>(other.size_)),
      states_(allocate<RunState>(other.size_)),
      slot_count_(other.slot_count_),
      free_slots_(other.free_slots_),
      least_(other.least_),
      orders_(other.orders_) {
  std::copy_n(other.states_.get(), slot_count_, states_.get());
  other.for_each_run([&](InstanceRange run, const RunState&) { slots_[run.begin] = other.slots_[run.begin]; });
}

void FleetRuns::add(InstanceRange run, const RunState& state) {
  if (run.begin == run.end) return;
  note_amounts(state.remaining, rounded(state.remaining));
  begin_run(run.begin, state);
}

void FleetRuns::begin_run(InstanceIndex first, const RunState& state) {
  std::uint32_t slot = static_cast<std::uint32_t>(slot_count_);
  if (free_slots_.empty()) {
    ++slot_count_;
  } else {
    slot = free_slots_.back();
    free_slots_.pop_back();
  }
  slots_[first] = slot;
  states_[slot] = state;
  heads_.insert(first);
  ++run_count_;
}

void FleetRuns::cut(InstanceIndex first, const RunState& state) {
  begin_run(first, state);
  if (remembers_cuts_) cuts_.push_back(first);
}

void FleetRuns::cut_before(InstanceIndex instance) {
  if (instance == size_ || heads_.contains(instance)) return;
  const RunState state = state_of(instance);
  cut(instance, state);
  const RunRoom room = room_of(state);
  if (!is_in_orders(room.left)) return;
  orders_.for_each_of(state.of_class, [&](RunOrder& order) { order.insert(instance, room); });
}

void FleetRuns::change(InstanceRange part, const RunState& after) {
  ++version_;
  const RunRoom room_after = room_of(after);
  note_amounts(after.remaining, room_after.left);
  const bool is_front = heads_.contains(part.begin);
  const bool is_back = part.end == size_ || heads_.contains(part.end);
  const RunState before = is_front ? (*this)[part.begin] : state_of(part.begin);
  if (remembers_changes_) {
    if (changes_.size() > run_count_ / 2 + 1000) changes_.clear();
    changes_.push_back({part, before, after});
  }
  if (!is_back) cut(part.end, before);
  if (is_front) {
    states_[slots_[part.begin]] = after;
  } else {
    cut(part.begin, after);
  }
  const RunRoom room_before = room_of(before);
  const bool was_in = is_in_orders(room_before.left);
  const bool is_in = is_in_orders(room_after.left);
  orders_.for_each_of(after.of_class, [&](RunOrder& order) {
    if (is_front && is_back) {
      if (was_in && is_in) return order.replace(part.begin, room_before, room_after);
      if (was_in) order.erase(part.begin, room_before);
    } else if (is_front) {
      if (was_in) order.rename(part.begin, part.end, room_before);
    } else if (!is_back) {
      if (was_in) order.insert(part.end, room_before);
    }
    if (is_in) order.insert(part.begin, room_after);
  });
}

void FleetRuns::join_cuts() {
  for (const InstanceIndex instance : cuts_) {
    const RunState& state = (*this)[instance];
    if (state != state_of(instance - 1)) continue;
    if (const RunRoom room = room_of(state); is_in_orders(room.left)) {
      orders_.for_each_of(state.of_class, [&](RunOrder& order) { order.erase(instance, room); });
    }
    heads_.erase(instance);
    free_slots_.push_back(slots_[instance]);
    --run_count_;
  }
  cuts_.clear();
  remembers_cuts_ = false;
}

std::optional<std::span<const FleetRuns::Change>> FleetRuns::changes_since(std::uint64_t version) {
  remembers_changes_ = true;
  const std::uint64_t count = version_ - version;
  if (count > changes_.size()) return std::nullopt;
  return std::span(changes_).last(static_cast<std::size_t>(count));
}

OrderId FleetRuns::order_for(OrderKind kind, const ClassIds& wanted, const InstanceClasses& all) {
  const RunOrders::Place place = orders_.place_for(kind, wanted, all);
  if (!place.is_new) return place.id;
  std::vector<OrderKey> keys;
  for (const ClassId of_class : place.classes) {
    for (const InstanceRange range : all.ranges_of(of_class)) {
      InstanceIndex at = heads_.contains(range.begin) ? range.begin : end_of_run(range.begin);
      for (; at < range.end; at = end_of_run(at)) {
        const Wants left = rounded((*this)[at].remaining);
        if (is_in_orders(left)) keys.push_back(order_key(kind, at, left));
      }
    }
  }
  boost::sort::pdqsort_branchless(keys.begin(), keys.end(), std::less<>());
  std::vector<InstanceIndex> rising(keys.size());
  std::ranges::transform(keys, rising.begin(), &OrderKey::first);
  orders_[place.id] = RunOrder(kind, rising, [this](InstanceIndex first) { return room_of((*this)[first]); });
  return place.id;
}

bool FleetRuns::orders_are_sound() const {
  std::vector<std::size_t> runs_of_class;
  for_each_run([&](InstanceRange, const RunState& state) {
    if (!is_in_orders(rounded(state.remaining))) return;
    if (state.of_class >= runs_of_class.size()) runs_of_class.resize(state.of_class + std::size_t{1});
    ++runs_of_class[state.of_class];
  });
  return orders_.are_sound(runs_of_class);
}

std::size_t FleetRuns::bytes() const {
  return size_ / 8 + run_count_ * (sizeof(std::uint32_t) + sizeof(RunState)) + orders_.bytes();
}

}  // namespace eniplan::placement
