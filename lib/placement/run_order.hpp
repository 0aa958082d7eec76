#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "placement/room.hpp"
#include "placement/run_state.hpp"

/// \file
/// Runs in the order in which a strategy prefers them, and the first that has room.

namespace eniplan::placement {

/// By what runs are ordered, the least first; ties: canonical order.
enum class OrderKind { canonical, cpu, memory, cpu_memory, memory_cpu };
inline constexpr std::size_t order_kinds = 5;

/// Where a run stands in an order: the amounts that decide, in one number that orders as they do, and the first
/// instance of the run.
///
/// Amounts are as indexes keep them, in 32 bits. So an order by amounts is exact only where all of them are
/// (FleetRuns::has_vast_amounts).
struct OrderKey {
  std::uint64_t amounts = 0;
  InstanceIndex first = 0;

  friend bool operator==(const OrderKey&, const OrderKey&) = default;
  // Without branches: which of two keys is less is as hard to foretell as anything.
  friend constexpr bool operator<(const OrderKey& a, const OrderKey& b) {
    return (a.amounts < b.amounts) | ((a.amounts == b.amounts) & (a.first < b.first));
  }
};

/// Two amounts as one number, which orders by the first of them, then by the second.
constexpr std::uint64_t both_amounts(std::int32_t major, std::int32_t minor) {
  constexpr std::uint32_t sign = 0x80000000;
  return std::uint64_t{static_cast<std::uint32_t>(major) ^ sign} << 32 | (static_cast<std::uint32_t>(minor) ^ sign);
}

/// Whether no more than one amount decides in an order: then a key can be packed.
constexpr bool has_one_amount(OrderKind kind) { return kind != OrderKind::cpu_memory && kind != OrderKind::memory_cpu; }

/// Key as one number, that is compared in one step, where one amount decides.
constexpr std::uint64_t packed(const OrderKey& key) { return (key.amounts >> 32) << 32 | key.first; }

/// Before every run.
inline constexpr OrderKey before_all = {0, 0};

/// The least in canonical order.
inline constexpr OrderKey least_canonical_key = {both_amounts(0, 0), 0};

/// Behind every run.
inline constexpr OrderKey after_all = {std::numeric_limits<std::uint64_t>::max(),
                                       std::numeric_limits<InstanceIndex>::max()};

/// That of a run which begins with `first` and has so much left.
constexpr OrderKey order_key(OrderKind kind, InstanceIndex first, const Wants& left) {
  switch (kind) {
    case OrderKind::canonical: break;
    case OrderKind::cpu: return {both_amounts(left.cpu, 0), first};
    case OrderKind::memory: return {both_amounts(left.memory, 0), first};
    case OrderKind::cpu_memory: return {both_amounts(left.cpu, left.memory), first};
    case OrderKind::memory_cpu: return {both_amounts(left.memory, left.cpu), first};
  }
  return {both_amounts(0, 0), first};
}

/// What an index knows of a run, but for where it begins. Of ENIs it keeps no more than whether one is left, which is
/// all that tasks want.
struct RunRoom {
  Wants left;
  ClassId of_class = 0;
};

/// The bit of a class among 64.
constexpr std::uint64_t class_bit(ClassId of_class) { return std::uint64_t{1} << (of_class % 64); }

/// Rising numbers of a node by which it is searched: up to 64 of them. Places that hold none have the greatest, so all
/// can be compared.
class RisingNumbers {
 public:
  static constexpr std::size_t width = 64;

  RisingNumbers() {
    numbers_.fill(none);
    last_of_eight_.fill(none);
  }

  /// How many are no greater. First the last of every eight is asked, which lie side by side, then seven more: a few
  /// more than a search by halves asks, but in two places of memory, nobody waits for an answer before the next
  /// question, and nothing is asked a number of times that is hard to foretell.
  [[nodiscard]] std::size_t count_until(std::uint64_t number) const {
    std::size_t eights = 0;
    for (const std::uint64_t last : last_of_eight_) eights += last <= number ? 1 : 0;
    if (eights == width / 8) return width;
    std::size_t count = eights * 8;
    for (std::size_t i = 0; i < 7; ++i) count += numbers_[eights * 8 + i] <= number ? 1 : 0;
    return count;
  }

  void set(std::size_t i, std::uint64_t number) {
    numbers_[i] = number;
    if (i % 8 == 7) last_of_eight_[i / 8] = number;
  }
  /// Makes place for one at `at` among the first `count`.
  void open_gap(std::size_t at, std::size_t count) {
    for (std::size_t i = count; i > at; --i) set(i, numbers_[i - 1]);
  }
  void close_gap(std::size_t at, std::size_t count) {
    for (std::size_t i = at; i + 1 < count; ++i) set(i, numbers_[i + 1]);
    set(count - 1, none);
  }
  /// Moves those from `at` on to `to`, which has none.
  void move_tail(std::size_t at, std::size_t count, RisingNumbers& to) {
    for (std::size_t i = at; i < count; ++i) {
      to.set(i - at, numbers_[i]);
      set(i, none);
    }
  }

 private:
  static constexpr std::uint64_t none = std::numeric_limits<std::uint64_t>::max();

  alignas(64) std::array<std::uint64_t, width> numbers_;
  std::array<std::uint64_t, width / 8> last_of_eight_;
};

/// An index of runs: a B+ tree whose leaves have up to 32 runs and whose other nodes have up to 64 parts. Each node
/// knows the most that is left of every resource, and the classes there are, in each part below it.
///
/// The search for the first run with room passes over every part that has too little of something. It can be led
/// astray: the most CPU and the most memory of a part may be on different runs. It is then in for another part, no
/// worse. One such case is the rule rather than the exception: a fleet fills up with instances that have CPU and memory
/// left but no ENI, beside others that have an ENI and little else. So parts also know the most that is left on those
/// runs that have an ENI, and who wants one is told of these alone.
///
/// What is left mostly shrinks. So a change downwards leaves the bounds above it alone and marks the parts as loose:
/// bounds may be too high, never too low. A search that finds nothing in a loose part tightens its bounds on the way
/// out, which pays for itself: the next one does not go there.
///
/// CPU and memory, which decide nearly always, are compared of a whole node at once; GPUs, which few want, one by one.
/// The runs of a leaf are in no order: who comes is put behind, and the last one takes the place of who goes. So a
/// change moves nothing, and the search looks for the least key among those that have room, mostly one or two. Keys are
/// put together from what is left. What is found is changed next, so the index knows where in the tree it was last, and
/// looks there first.
///
/// Cost: a change is logarithmic; a search is logarithmic if it is not led astray, and at worst visits every run after
/// `from`. 24 bytes a run when nodes are full; they are at least half full but where runs left.
class RunOrder {
 public:
  explicit RunOrder(OrderKind kind) : kind_(kind), leaves_(1) {}
  /// Of the runs that begin with these instances, in this order. Cost: runs.
  RunOrder(OrderKind kind, std::span<const InstanceIndex> rising, const std::function<RunRoom(InstanceIndex)>& room_of);

  [[nodiscard]] OrderKind kind() const { return kind_; }

  void insert(InstanceIndex first, const RunRoom& room);
  void erase(InstanceIndex first, const RunRoom& room);
  /// The run keeps its first instance and has other room now.
  void replace(InstanceIndex first, const RunRoom& before, const RunRoom& after);
  /// The run begins elsewhere now; no other run with this room begins between the two.
  void rename(InstanceIndex first, InstanceIndex new_first, const RunRoom& room);

  /// The first run at or after `from` that has what is wanted, is of one of the classes whose bit (number modulo 64) is
  /// in `class_bits`, and for which `accept(first, class)` is true.
  template <class Accept>
  [[nodiscard]] std::optional<OrderKey> first_fit(const Wants& wants, std::uint64_t class_bits, OrderKey from,
                                                  Accept&& accept) {
    // The next one is often in the leaf of the last one.
    if (path_holds_ && is_on_path(from)) {
      if (search_leaf(path_leaf_, wants, class_bits, from, accept)) return key_at(leaves_[path_leaf_], path_run_);
      if (path_end_ == after_all) return std::nullopt;
      from = path_end_;
    }
    if (!search(wants, class_bits, from, accept)) return std::nullopt;
    return key_at(leaves_[path_leaf_], path_run_);
  }

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t bytes() const { return leaves_.size() * sizeof(Leaf) + inners_.size() * sizeof(Inner); }
  /// Whether runs are in order, found by their keys, and no bound is too low, which is so unless there is a mistake.
  /// Cost: runs.
  [[nodiscard]] bool is_sound() const;

 private:
  using NodeId = std::uint32_t;
  static constexpr std::size_t leaf_width = 32;
  static constexpr std::size_t inner_width = 64;

  struct Leaf {
    Rooms<leaf_width> rooms{};
    std::array<InstanceIndex, leaf_width> firsts{};
    struct ClassAndGpu {
      ClassId of_class;
      std::int32_t gpu;
    };
    std::array<ClassAndGpu, leaf_width> others{};  // that seldom decide
    std::uint64_t with_eni = 0;                    // bit i: the i-th run, if there is one, has an ENI left
    std::uint32_t count = 0;
    bool loose = false;

    void set(std::size_t i, InstanceIndex first, const RunRoom& room);
    void add(InstanceIndex first, const RunRoom& room) { set(count++, first, room); }
    void erase(std::size_t i);
    [[nodiscard]] RunRoom room_at(std::size_t i) const;
  };
  /// The most of everything in a part.
  struct Bounds {
    Wants most;
    Wants most_with_eni;  // of CPU and memory
  };
  /// `children` are leaves one level above them, else inner nodes.
  struct Inner {
    Rooms<inner_width> rooms{};
    Rooms<inner_width> rooms_with_eni{};  // of the runs that have one left
    std::array<std::int32_t, inner_width> gpu{};
    std::array<std::uint64_t, inner_width> class_bits{};
    // Rising keys; no key of the child is below; the first child takes what is.
    RisingNumbers packed_lows{};
    std::array<OrderKey, inner_width> lows{};
    std::array<NodeId, inner_width> children{};
    std::uint32_t count = 0;
    bool loose = false;

    void set_low(std::size_t i, const OrderKey& key) {
      packed_lows.set(i, packed(key));
      lows[i] = key;
    }
    void set_bounds(std::size_t i, const Bounds& bounds) {
      rooms.set(i, bounds.most);
      rooms_with_eni.set(i, bounds.most_with_eni);
      gpu[i] = bounds.most.gpu;
    }
  };
  struct Entry {
    OrderKey key;
    RunRoom room;
  };
  struct Split {
    OrderKey low;
    NodeId node;
  };

  // Whether there is one; then it is at the end of the path.
  template <class Accept>
  bool search(const Wants& wants, std::uint64_t class_bits, const OrderKey& from, Accept& accept);
  // Whether there is one; then it is the run of the path.
  template <class Accept>
  bool search_leaf(NodeId node, const Wants& wants, std::uint64_t class_bits, const OrderKey& from, Accept& accept);
  /// The place of the least key not before `from` among some of the runs of a leaf; `leaf_width` if all are.
  [[nodiscard]] std::size_t least_of(const Leaf& leaf, std::uint64_t some, const OrderKey& from) const;
  [[nodiscard]] std::size_t least_of_two_amounts(const Leaf& leaf, std::uint64_t some, const OrderKey& from) const;
  std::optional<Split> insert(std::size_t level, NodeId node, const Entry& entry);
  std::optional<Split> insert_in_leaf(NodeId node, const Entry& entry);
  std::optional<Split> insert_child(NodeId node, std::size_t at, const Split& child, std::size_t child_level);
  /// Whether nothing is left in the node.
  bool erase(std::size_t level, NodeId node, const OrderKey& key);
  Leaf& descend(const OrderKey& key);
  std::size_t find(InstanceIndex first, const OrderKey& key);
  [[nodiscard]] bool is_at_path_run(InstanceIndex first) const {
    return path_holds_ && path_run_ < leaves_[path_leaf_].count && leaves_[path_leaf_].firsts[path_run_] == first;
  }
  void erase_found(std::size_t at, const OrderKey& key);
  void insert_entry(const Entry& entry);
  void raise_path(const Entry& entry);
  void note(const RunRoom& room) {
    class_bits_ |= class_bit(room.of_class);
    most_gpu_ = std::max(most_gpu_, room.left.gpu);
  }
  static void lower(Inner& parent, const Entry& entry);
  static void raise(Inner& parent, std::size_t at, const Entry& entry);
  [[nodiscard]] OrderKey key_at(const Leaf& leaf, std::size_t i) const;
  /// Whether the leaf at the end of the path is where `key` belongs.
  [[nodiscard]] bool is_on_path(const OrderKey& key) const { return !(key < path_begin_) && key < path_end_; }
  void end_path_at(NodeId leaf);
  [[nodiscard]] Bounds bounds_of(std::size_t level, NodeId node) const;
  [[nodiscard]] std::uint64_t class_bits_of(std::size_t level, NodeId node) const;
  void tighten(Inner& parent, std::size_t at, std::size_t child_level, bool some_are_unwanted);
  [[nodiscard]] std::size_t child_for(const Inner& inner, const OrderKey& key) const;
  [[nodiscard]] static std::size_t place_of(const Leaf& leaf, InstanceIndex first);
  NodeId new_leaf();
  NodeId new_inner();

  OrderKind kind_;
  std::vector<Leaf> leaves_;
  std::vector<Inner> inners_;
  std::vector<NodeId> free_leaves_;
  std::vector<NodeId> free_inners_;
  NodeId root_ = 0;
  std::size_t height_ = 0;  // levels of inner nodes above the leaves
  std::size_t size_ = 0;
  std::uint64_t class_bits_ = 0;  // of all runs there ever were
  std::int32_t most_gpu_ = 0;     // that was ever left on one

  // The way down to the run found last. Changes mostly come where something was just found.
  struct Turn {
    NodeId node = 0;
    std::uint32_t child = 0;
    std::uint64_t parts_left = 0;  // those with room that a search has not looked into
  };
  static constexpr std::size_t most_levels = 12;  // of half-full nodes: more than there can be instances
  std::array<Turn, most_levels> path_{};          // [levels above the leaves]
  NodeId path_leaf_ = 0;
  std::size_t path_run_ = 0;  // its place in the leaf, if nothing went there since
  // Keys that belong there, unless they belong elsewhere too.
  OrderKey path_begin_ = before_all;
  OrderKey path_end_ = after_all;
  bool path_holds_ = false;  // false once nodes were cut or taken away
};

inline OrderKey RunOrder::key_at(const Leaf& leaf, std::size_t i) const {
  return order_key(kind_, leaf.firsts[i], {.cpu = leaf.rooms.cpu[i], .memory = leaf.rooms.memory[i]});
}

template <class Accept>
bool RunOrder::search_leaf(NodeId node, const Wants& wants, std::uint64_t class_bits, const OrderKey& from,
                           Accept& accept) {
  const Leaf& leaf = leaves_[node];
  std::uint64_t fitting = with_room(leaf.rooms, wants, leaf.count);
  if (wants.eni > 0) fitting &= leaf.with_eni;
  while (fitting != 0) {
    const std::size_t i = least_of(leaf, fitting, from);
    if (i == leaf_width) return false;
    const auto [of_class, gpu] = leaf.others[i];
    const bool is_wanted = (class_bit(of_class) & class_bits) != 0 && gpu >= wants.gpu;
    if (is_wanted && accept(leaf.firsts[i], of_class)) {
      path_run_ = i;
      return true;
    }
    fitting &= ~(std::uint64_t{1} << i);
  }
  return false;
}

template <class Accept>
bool RunOrder::search(const Wants& wants, std::uint64_t class_bits, const OrderKey& from, Accept& accept) {
  path_holds_ = false;
  if (height_ == 0) {
    if (!search_leaf(root_, wants, class_bits, from, accept)) return false;
    end_path_at(root_);
    return true;
  }
  const auto begin = [&](std::size_t level, NodeId node, bool may_begin_before) {
    const Inner& inner = inners_[node];
    std::uint64_t parts = with_room(wants.eni > 0 ? inner.rooms_with_eni : inner.rooms, wants, inner.count);
    if (may_begin_before) parts &= ~first_bits(child_for(inner, from));
    path_[level] = {.node = node, .parts_left = parts};
  };
  const bool some_are_unwanted = (class_bits_ & ~class_bits) != 0;
  std::size_t level = height_;
  begin(level, root_, from != before_all);
  for (;;) {
    Turn& turn = path_[level];
    Inner& inner = inners_[turn.node];
    if (turn.parts_left == 0) {
      if (level == height_) return false;
      ++level;
      const Turn& above = path_[level];
      if (inner.loose) tighten(inners_[above.node], above.child, level - 1, some_are_unwanted);
      continue;
    }
    turn.child = static_cast<std::uint32_t>(std::countr_zero(turn.parts_left));
    turn.parts_left &= turn.parts_left - 1;
    if (some_are_unwanted && (inner.class_bits[turn.child] & class_bits) == 0) continue;
    if (wants.gpu > 0 && inner.gpu[turn.child] < wants.gpu) continue;
    const NodeId part = inner.children[turn.child];
    if (level > 1) {
      --level;
      begin(level, part, from != before_all && inner.lows[turn.child] < from);
    } else if (search_leaf(part, wants, class_bits, from, accept)) {
      end_path_at(part);
      return true;
    } else if (leaves_[part].loose) {
      tighten(inner, turn.child, 0, some_are_unwanted);
    }
  }
}

}  // namespace eniplan::placement
