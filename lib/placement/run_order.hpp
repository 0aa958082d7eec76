#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <optional>
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

/// What an index knows of a run, but for where it begins.
struct RunRoom {
  Wants left;
  ClassId of_class = 0;
};

/// No run before this has room for a task with these needs.
[[nodiscard]] OrderKey least_key_with_room(OrderKind kind, const Resources& needs);

/// Numbers of a node by which it is searched; places that hold none have the greatest, so all can be compared.
template <class Number>
struct Rising : std::array<Number, node_width> {
  static constexpr Number none = std::numeric_limits<Number>::max();
  Rising() { this->fill(none); }
};

/// An index of runs: a B+ tree of nodes 64 wide, each of which knows the most that is left of every resource, and the
/// classes there are, in each part below it.
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
/// What orders runs is what is left on them, so a leaf holds no keys: they are put together from its columns, eight
/// bytes less to move for each run behind one that comes or goes. Where a key belongs is asked without branches that
/// are hard to foretell; but first whether it belongs where the last one did, for what is found is changed next.
///
/// Cost: a change is logarithmic; a search is logarithmic if it is not led astray, and at worst visits every run after
/// `from`. 25 bytes a run when nodes are full; they are at least half full but where runs left.
class RunOrder {
 public:
  explicit RunOrder(OrderKind kind) : kind_(kind), leaves_(1) {}

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
  [[nodiscard]] std::optional<OrderKey> first_fit(const Wants& wants, std::uint64_t class_bits, const OrderKey& from,
                                                  Accept&& accept) {
    // The next one is often in the leaf of the last one.
    if (path_holds_ && has_on_both_sides(leaves_[path_leaf_], from)) {
      const auto found = search(0, path_leaf_, wants, class_bits, &from, accept);
      if (found) return found;
    }
    return search(height_, root_, wants, class_bits, &from, accept);
  }

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t bytes() const { return leaves_.size() * sizeof(Leaf) + inners_.size() * sizeof(Inner); }
  /// Whether runs are in order and no bound is too low, which is so unless there is a mistake. Cost: runs.
  [[nodiscard]] bool is_sound() const;

 private:
  using NodeId = std::uint32_t;

  struct Leaf {
    Rooms rooms{};
    Rising<InstanceIndex> firsts{};
    std::array<ClassId, node_width> classes{};
    std::uint32_t count = 0;
    bool loose = false;
  };
  /// `children` are leaves one level above them, else inner nodes.
  struct Inner {
    Rooms rooms{};
    Rooms rooms_with_eni{};  // of the runs that have one left
    std::array<std::uint64_t, node_width> class_bits{};
    // Rising keys; no key of the child is below; the first child takes what is.
    Rising<std::uint64_t> packed_lows{};
    std::array<OrderKey, node_width> lows{};
    std::array<NodeId, node_width> children{};
    std::uint32_t count = 0;
    bool loose = false;

    void set_low(std::size_t i, const OrderKey& key) {
      packed_lows[i] = packed(key);
      lows[i] = key;
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
  struct Summary {
    Wants most;
    Wants most_with_eni;
    std::uint64_t class_bits = 0;
  };

  template <class Accept>
  std::optional<OrderKey> search(std::size_t level, NodeId node, const Wants& wants, std::uint64_t class_bits,
                                 const OrderKey* from, Accept& accept);
  std::optional<Split> insert(std::size_t level, NodeId node, const Entry& entry);
  std::optional<Split> insert_in_leaf(NodeId node, const Entry& entry);
  std::optional<Split> insert_child(NodeId node, std::size_t at, const Split& child, std::size_t child_level);
  /// Whether nothing is left in the node.
  bool erase(std::size_t level, NodeId node, const OrderKey& key);
  Leaf& descend(const OrderKey& key);
  [[nodiscard]] bool turns_at_path(std::size_t level, NodeId node, const OrderKey& key) const;
  [[nodiscard]] bool path_ends_last() const;
  void insert_below(const Entry& entry);
  static void lower(Inner& parent, std::size_t at, const Entry& entry);
  static void raise(Inner& parent, std::size_t at, const Entry& entry);
  /// The columns that order the runs of a leaf, of zeros where there are fewer than two.
  struct Amounts {
    const Rooms::Column& major;
    const Rooms::Column& minor;

    [[nodiscard]] std::uint64_t operator[](std::size_t i) const { return both_amounts(major[i], minor[i]); }
  };
  [[nodiscard]] Amounts amounts_of(const Leaf& leaf) const;
  [[nodiscard]] OrderKey key_at(const Leaf& leaf, std::size_t i) const { return {amounts_of(leaf)[i], leaf.firsts[i]}; }
  /// Whether the leaf has a key at or before `key` and one at or behind it: then that is where `key` belongs.
  [[nodiscard]] bool has_on_both_sides(const Leaf& leaf, const OrderKey& key) const {
    return leaf.count > 0 && !(key < key_at(leaf, 0)) && !(key_at(leaf, leaf.count - 1) < key);
  }
  void erase_in_leaf(Leaf& leaf, const OrderKey& key) const;
  [[nodiscard]] Summary summary(std::size_t level, NodeId node) const;
  void tighten(Inner& parent, std::size_t at, std::size_t child_level);
  [[nodiscard]] bool is_loose(std::size_t level, NodeId node) const {
    return level == 0 ? leaves_[node].loose : inners_[node].loose;
  }
  [[nodiscard]] std::size_t child_for(const Inner& inner, const OrderKey& key) const;
  [[nodiscard]] std::size_t position_of(const Leaf& leaf, const OrderKey& key) const;
  [[nodiscard]] bool is_position(const Leaf& leaf, const OrderKey& key, std::size_t at) const;
  void move_in_leaf(Leaf& leaf, std::size_t from, const Entry& entry) const;
  NodeId new_leaf();
  NodeId new_inner();

  OrderKind kind_;
  std::deque<Leaf> leaves_;
  std::vector<Inner> inners_;
  std::vector<NodeId> free_leaves_;
  std::vector<NodeId> free_inners_;
  NodeId root_ = 0;
  std::size_t height_ = 0;  // levels of inner nodes above the leaves
  std::size_t size_ = 0;

  // The way down to the leaf found last. Changes mostly come where something was just found.
  struct Turn {
    NodeId node = 0;
    std::size_t child = 0;
  };
  static constexpr std::size_t most_levels = 12;  // of half-full nodes: more than there can be instances
  std::array<Turn, most_levels> path_{};          // [levels above the leaves]
  NodeId path_leaf_ = 0;
  mutable std::size_t hint_ = 0;  // where in a leaf something was last
  bool path_holds_ = false;       // false once nodes were cut or taken away
};

constexpr std::uint64_t class_bit(ClassId of_class) { return std::uint64_t{1} << (of_class % 64); }

inline RunOrder::Amounts RunOrder::amounts_of(const Leaf& leaf) const {
  static constexpr Rooms::Column none{};
  switch (kind_) {
    case OrderKind::canonical: break;
    case OrderKind::cpu: return {leaf.rooms.cpu, none};
    case OrderKind::memory: return {leaf.rooms.memory, none};
    case OrderKind::cpu_memory: return {leaf.rooms.cpu, leaf.rooms.memory};
    case OrderKind::memory_cpu: return {leaf.rooms.memory, leaf.rooms.cpu};
  }
  return {none, none};
}

template <class Accept>
std::optional<OrderKey> RunOrder::search(std::size_t level, NodeId node, const Wants& wants, std::uint64_t class_bits,
                                         const OrderKey* from, Accept& accept) {
  if (level == 0) {
    const Leaf& leaf = leaves_[node];
    std::uint64_t fitting = with_room(leaf.rooms, wants) & first_bits(leaf.count);
    if (from != nullptr) fitting &= ~first_bits(position_of(leaf, *from));
    for (; fitting != 0; fitting &= fitting - 1) {
      const auto i = static_cast<std::size_t>(std::countr_zero(fitting));
      if (!accept(leaf.firsts[i], leaf.classes[i])) continue;
      hint_ = i;
      path_leaf_ = node;
      path_holds_ = true;
      return key_at(leaf, i);
    }
    return std::nullopt;
  }
  Inner& inner = inners_[node];
  std::uint64_t fitting =
      with_room(wants.eni > 0 ? inner.rooms_with_eni : inner.rooms, wants) & first_bits(inner.count);
  std::size_t start = node_width;
  if (from != nullptr) {
    start = child_for(inner, *from);
    fitting &= ~first_bits(start);
  }
  for (; fitting != 0; fitting &= fitting - 1) {
    const auto i = static_cast<std::size_t>(std::countr_zero(fitting));
    if ((inner.class_bits[i] & class_bits) == 0) continue;
    const auto found = search(level - 1, inner.children[i], wants, class_bits, i == start ? from : nullptr, accept);
    if (found) {
      path_[level] = {node, i};
      return found;
    }
    if (is_loose(level - 1, inner.children[i])) tighten(inner, i, level - 1);
  }
  return std::nullopt;
}

}  // namespace eniplan::placement
