#include "placement/fleet_runs.hpp"

#include <algorithm>
#include <new>
#include <type_traits>
#include <utility>

namespace eniplan::placement {

template <class T>
FleetRuns::Array<T> FleetRuns::allocate(std::size_t size) {
  // Zeroed pages cost nothing until they are touched.
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);
  void* const memory = std::calloc(std::max<std::size_t>(size, 1), sizeof(T));
  if (memory == nullptr) throw std::bad_alloc();
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
      orders_(other.orders_) {
  std::copy_n(other.states_.get(), slot_count_, states_.get());
  other.for_each_run([&](InstanceRange run, const RunState&) { slots_[run.begin] = other.slots_[run.begin]; });
}

void FleetRuns::add(InstanceRange run, const RunState& state) {
  if (run.begin == run.end) return;
  note_amounts(state.remaining);
  if (free_slots_.empty()) {
    slots_[run.begin] = static_cast<std::uint32_t>(slot_count_++);
  } else {
    slots_[run.begin] = free_slots_.back();
    free_slots_.pop_back();
  }
  states_[slots_[run.begin]] = state;
  heads_.insert(run.begin);
  ++run_count_;
}

void FleetRuns::cut(InstanceRange run, const RunState& state) {
  add(run, state);
  if (remembers_cuts_) cuts_.push_back(run.begin);
}

void FleetRuns::cut_before(InstanceIndex instance) {
  if (instance == size_ || heads_.contains(instance)) return;
  const RunState state = state_of(instance);
  cut({instance, static_cast<InstanceIndex>(size_)}, state);
  for (auto& order : orders_) {
    if (order) order->insert(instance, state);
  }
}

void FleetRuns::change(InstanceRange part, const RunState& after) {
  ++version_;
  note_amounts(after.remaining);
  const InstanceRange run = run_of(part.begin);
  const RunState before = (*this)[run.begin];
  if (remembers_changes_) {
    if (changes_.size() > run_count_ / 2 + 1000) changes_.clear();
    changes_.push_back({part, before, after});
  }
  const bool is_front = run.begin == part.begin;
  const bool is_back = run.end == part.end;
  if (!is_back) cut({part.end, run.end}, before);
  if (is_front) {
    states_[slots_[part.begin]] = after;
  } else {
    cut(part, after);
  }
  for (auto& order : orders_) {
    if (!order) continue;
    if (is_front && is_back) {
      order->replace(part.begin, before, after);
      continue;
    }
    if (is_front) {
      order->rename(part.begin, part.end, before);
    } else if (!is_back) {
      order->insert(part.end, before);
    }
    order->insert(part.begin, after);
  }
}

void FleetRuns::join_cuts() {
  for (const InstanceIndex instance : cuts_) {
    const RunState& state = (*this)[instance];
    if (state != state_of(instance - 1)) continue;
    for (auto& order : orders_) {
      if (order) order->erase(instance, state);
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

RunOrder& FleetRuns::order(OrderKind kind) {
  std::optional<RunOrder>& wanted = orders_[static_cast<std::size_t>(kind)];
  if (wanted) return *wanted;
  wanted.emplace(kind);
  std::vector<OrderKey> keys;
  keys.reserve(run_count_);
  for_each_run(
      [&](InstanceRange run, const RunState& state) { keys.push_back(order_key(kind, run.begin, state.remaining)); });
  std::ranges::sort(keys, [](const OrderKey& a, const OrderKey& b) { return a < b; });
  for (const OrderKey& key : keys) wanted->insert(key.first, (*this)[key.first]);
  return *wanted;
}

std::size_t FleetRuns::bytes() const {
  std::size_t bytes = size_ / 8 + run_count_ * (sizeof(std::uint32_t) + sizeof(RunState));
  for (const auto& order : orders_) bytes += order ? order->bytes() : 0;
  return bytes;
}

}  // namespace eniplan::placement
