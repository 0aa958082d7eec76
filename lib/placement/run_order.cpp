// Tested by: tests/placement/indexes_test.cpp and the comparison with the oracle.

#include "placement/run_order.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace eniplan::placement {
namespace {

/// Makes place for one at `at` among the first `count` of `elements`.
template <class T>
void open_gap(std::array<T, node_width>& elements, std::size_t at, std::size_t count) {
  std::copy_backward(elements.begin() + at, elements.begin() + count, elements.begin() + count + 1);
}

template <class T>
void close_gap(std::array<T, node_width>& elements, std::size_t at, std::size_t count) {
  std::copy(elements.begin() + at + 1, elements.begin() + count, elements.begin() + at);
}

template <class T>
void close_gap(Rising<T>& numbers, std::size_t at, std::size_t count) {
  std::copy(numbers.begin() + at + 1, numbers.begin() + count, numbers.begin() + at);
  numbers[count - 1] = Rising<T>::none;
}

void open_gap(Rooms& rooms, std::size_t at, std::size_t count) {
  for (auto* const column : {&rooms.cpu, &rooms.memory, &rooms.gpu, &rooms.eni}) open_gap(*column, at, count);
}

void close_gap(Rooms& rooms, std::size_t at, std::size_t count) {
  for (auto* const column : {&rooms.cpu, &rooms.memory, &rooms.gpu, &rooms.eni}) close_gap(*column, at, count);
  rooms.set(count - 1, {});
}

template <class T>
void move_tail(std::array<T, node_width>& from, std::size_t at, std::size_t count, std::array<T, node_width>& to) {
  std::copy(from.begin() + at, from.begin() + count, to.begin());
}

template <class T>
void move_tail(Rising<T>& from, std::size_t at, std::size_t count, Rising<T>& to) {
  std::copy(from.begin() + at, from.begin() + count, to.begin());
  std::fill(from.begin() + at, from.begin() + count, Rising<T>::none);
}

void move_tail(Rooms& from, std::size_t at, std::size_t count, Rooms& to) {
  move_tail(from.cpu, at, count, to.cpu);
  move_tail(from.memory, at, count, to.memory);
  move_tail(from.gpu, at, count, to.gpu);
  move_tail(from.eni, at, count, to.eni);
  for (std::size_t i = at; i < count; ++i) from.set(i, {});
}

// Greatest amounts of 64 at once: what the oldest x86-64 takes four times as many instructions for. Clang 16 makes
// clones that call constructors which it then does not make.
#if defined(__x86_64__) && defined(__ELF__) && !defined(__clang__)
#define ENIPLAN_FOR_NEWER_MACHINES_TOO [[gnu::target_clones("avx2", "default")]]
#else
#define ENIPLAN_FOR_NEWER_MACHINES_TOO
#endif

/// Of slots without a run or a part the amounts are `Wants::nothing`.
ENIPLAN_FOR_NEWER_MACHINES_TOO Wants greatest(const Rooms& rooms) {
  Wants most;
  for (std::size_t i = 0; i < node_width; ++i) {
    most.cpu = std::max(most.cpu, rooms.cpu[i]);
    most.memory = std::max(most.memory, rooms.memory[i]);
    most.gpu = std::max(most.gpu, rooms.gpu[i]);
    most.eni = std::max(most.eni, rooms.eni[i]);
  }
  return most;
}

/// Of those that have an ENI.
ENIPLAN_FOR_NEWER_MACHINES_TOO Wants greatest_with_eni(const Rooms& rooms) {
  Wants most;
  for (std::size_t i = 0; i < node_width; ++i) {
    const bool has_eni = rooms.eni[i] > 0;
    most.cpu = std::max(most.cpu, has_eni ? rooms.cpu[i] : Wants::nothing);
    most.memory = std::max(most.memory, has_eni ? rooms.memory[i] : Wants::nothing);
    most.gpu = std::max(most.gpu, has_eni ? rooms.gpu[i] : Wants::nothing);
    most.eni = std::max(most.eni, has_eni ? rooms.eni[i] : Wants::nothing);
  }
  return most;
}

/// How many of 64 things `is_before` holds for, if for none behind one that it does not hold for. First every eighth is
/// asked, then those between two: some more than a search by halves asks, but nobody waits for an answer before the
/// next question, and nothing is asked a number of times that is hard to foretell.
std::size_t before_of(auto&& is_before) {
  constexpr std::size_t stride = 8;
  std::size_t strides = 0;
  for (std::size_t last = stride - 1; last < node_width; last += stride) strides += is_before(last) ? 1 : 0;
  if (strides == node_width / stride) return node_width;
  std::size_t before = strides * stride;
  for (std::size_t i = 0; i + 1 < stride; ++i) before += is_before(strides * stride + i) ? 1 : 0;
  return before;
}

bool covers(const Wants& bound, const Wants& room) {
  return bound.cpu >= room.cpu && bound.memory >= room.memory && bound.gpu >= room.gpu && bound.eni >= room.eni;
}

/// Where a full node is cut in two to make place at `at`. What comes last in order is often followed by more of the
/// same, as when the index is built: then the left part stays full.
std::size_t cut_for(std::size_t at) { return at == node_width ? node_width : node_width / 2; }

}  // namespace

OrderKey least_key_with_room(OrderKind kind, const Resources& needs) {
  const Wants wants = Wants::of(needs);
  switch (kind) {
    case OrderKind::canonical: break;
    case OrderKind::cpu:
    case OrderKind::cpu_memory: return {both_amounts(wants.cpu, Wants::nothing), 0};
    case OrderKind::memory:
    case OrderKind::memory_cpu: return {both_amounts(wants.memory, Wants::nothing), 0};
  }
  return least_canonical_key;
}

std::size_t RunOrder::child_for(const Inner& inner, const OrderKey& key) const {
  const std::uint64_t packed_key = packed(key);
  const std::size_t after =
      has_one_amount(kind_)
          ? before_of([&](std::size_t i) { return inner.packed_lows[i] <= packed_key; })
          : before_of([&](std::size_t i) -> bool { return (i < inner.count) & !(key < inner.lows[i]); });
  // The first child takes what is below all.
  return after > 0 ? after - 1 : 0;
}

/// Whether what is before `at` in the leaf is before `key`, and what is there or behind is not.
bool RunOrder::is_position(const Leaf& leaf, const OrderKey& key, std::size_t at) const {
  return at <= leaf.count && (at == leaf.count || !(key_at(leaf, at) < key)) && (at == 0 || key_at(leaf, at - 1) < key);
}

std::size_t RunOrder::position_of(const Leaf& leaf, const OrderKey& key) const {
  if (is_position(leaf, key, hint_)) return hint_;
  if (kind_ == OrderKind::canonical) {
    return hint_ = before_of([&](std::size_t i) { return leaf.firsts[i] < key.first; });
  }
  if (has_one_amount(kind_)) {
    const Rooms::Column& major = amounts_of(leaf).major;
    const std::uint64_t packed_key = packed(key);
    return hint_ = before_of([&](std::size_t i) -> bool {
             return (i < leaf.count) & (packed({both_amounts(major[i], 0), leaf.firsts[i]}) < packed_key);
           });
  }
  return hint_ = before_of([&](std::size_t i) -> bool { return (i < leaf.count) & (key_at(leaf, i) < key); });
}

RunOrder::NodeId RunOrder::new_leaf() {
  if (free_leaves_.empty()) {
    leaves_.emplace_back();
    return static_cast<NodeId>(leaves_.size() - 1);
  }
  const NodeId node = free_leaves_.back();
  free_leaves_.pop_back();
  leaves_[node] = {};
  return node;
}

RunOrder::NodeId RunOrder::new_inner() {
  if (free_inners_.empty()) {
    inners_.emplace_back();
    return static_cast<NodeId>(inners_.size() - 1);
  }
  const NodeId node = free_inners_.back();
  free_inners_.pop_back();
  inners_[node] = {};
  return node;
}

RunOrder::Summary RunOrder::summary(std::size_t level, NodeId node) const {
  Summary summary;
  if (level == 0) {
    const Leaf& leaf = leaves_[node];
    summary.most = greatest(leaf.rooms);
    summary.most_with_eni = greatest_with_eni(leaf.rooms);
    for (std::size_t i = 0; i < leaf.count; ++i) summary.class_bits |= class_bit(leaf.classes[i]);
  } else {
    const Inner& inner = inners_[node];
    summary.most = greatest(inner.rooms);
    summary.most_with_eni = greatest(inner.rooms_with_eni);
    for (std::size_t i = 0; i < inner.count; ++i) summary.class_bits |= inner.class_bits[i];
  }
  return summary;
}

void RunOrder::tighten(Inner& parent, std::size_t at, std::size_t child_level) {
  const NodeId child = parent.children[at];
  const Summary bounds = summary(child_level, child);
  parent.rooms.set(at, bounds.most);
  parent.rooms_with_eni.set(at, bounds.most_with_eni);
  parent.class_bits[at] = bounds.class_bits;
  parent.loose = true;
  (child_level == 0 ? leaves_[child].loose : inners_[child].loose) = false;
}

void RunOrder::insert(InstanceIndex first, const RunRoom& room) {
  const Entry entry{order_key(kind_, first, room.left), room};
  ++size_;
  if (descend(entry.key).count < node_width) return insert_below(entry);
  path_holds_ = false;
  const std::optional<Split> split = insert(height_, root_, entry);
  if (!split) return;
  const NodeId above = new_inner();
  const Split left{OrderKey{}, root_};
  (void)insert_child(above, 0, left, height_);
  (void)insert_child(above, 1, *split, height_);
  root_ = above;
  ++height_;
}

/// Where there is place in the leaf at the end of the path, nothing is cut.
void RunOrder::insert_below(const Entry& entry) {
  (void)insert_in_leaf(path_leaf_, entry);
  for (std::size_t level = height_; level > 0; --level) {
    const auto [node, child] = path_[level];
    raise(inners_[node], child, entry);
  }
}

/// What is put below a first child may be less than all that was there when the child became the first.
void RunOrder::lower(Inner& parent, std::size_t at, const Entry& entry) {
  if (entry.key < parent.lows[at]) parent.set_low(at, entry.key);
}

void RunOrder::raise(Inner& parent, std::size_t at, const Entry& entry) {
  lower(parent, at, entry);
  parent.rooms.raise(at, entry.room.left);
  if (entry.room.left.eni > 0) parent.rooms_with_eni.raise(at, entry.room.left);
  parent.class_bits[at] |= class_bit(entry.room.of_class);
}

std::optional<RunOrder::Split> RunOrder::insert(std::size_t level, NodeId node, const Entry& entry) {
  if (level == 0) return insert_in_leaf(node, entry);
  const std::size_t at = child_for(inners_[node], entry.key);
  const std::optional<Split> split = insert(level - 1, inners_[node].children[at], entry);
  Inner& inner = inners_[node];
  if (!split) {
    raise(inner, at, entry);
    return std::nullopt;
  }
  lower(inner, at, entry);
  tighten(inner, at, level - 1);
  return insert_child(node, at + 1, *split, level - 1);
}

std::optional<RunOrder::Split> RunOrder::insert_in_leaf(NodeId node, const Entry& entry) {
  std::optional<Split> split;
  std::size_t at = position_of(leaves_[node], entry.key);
  if (leaves_[node].count == node_width) {
    const NodeId right_id = new_leaf();
    Leaf& left = leaves_[node];
    Leaf& right = leaves_[right_id];
    const std::size_t cut = cut_for(at);
    move_tail(left.rooms, cut, node_width, right.rooms);
    move_tail(left.firsts, cut, node_width, right.firsts);
    move_tail(left.classes, cut, node_width, right.classes);
    left.count = static_cast<std::uint32_t>(cut);
    right.count = static_cast<std::uint32_t>(node_width - cut);
    if (at >= cut) {
      at -= cut;
      node = right_id;
    }
    split = Split{cut < node_width ? key_at(right, 0) : entry.key, right_id};
    if (entry.key < split->low && node == right_id) split->low = entry.key;
  }
  Leaf& leaf = leaves_[node];
  open_gap(leaf.rooms, at, leaf.count);
  open_gap(leaf.firsts, at, leaf.count);
  open_gap(leaf.classes, at, leaf.count);
  leaf.rooms.set(at, entry.room.left);
  leaf.firsts[at] = entry.key.first;
  leaf.classes[at] = entry.room.of_class;
  ++leaf.count;
  return split;
}

std::optional<RunOrder::Split> RunOrder::insert_child(NodeId node, std::size_t at, const Split& child,
                                                      std::size_t child_level) {
  std::optional<Split> split;
  if (inners_[node].count == node_width) {
    const NodeId right_id = new_inner();
    Inner& left = inners_[node];
    Inner& right = inners_[right_id];
    const std::size_t cut = cut_for(at);
    move_tail(left.rooms, cut, node_width, right.rooms);
    move_tail(left.rooms_with_eni, cut, node_width, right.rooms_with_eni);
    move_tail(left.class_bits, cut, node_width, right.class_bits);
    move_tail(left.packed_lows, cut, node_width, right.packed_lows);
    move_tail(left.lows, cut, node_width, right.lows);
    move_tail(left.children, cut, node_width, right.children);
    left.count = static_cast<std::uint32_t>(cut);
    right.count = static_cast<std::uint32_t>(node_width - cut);
    split = Split{cut < node_width ? right.lows[0] : child.low, right_id};
    if (at >= cut && (at > cut || cut == node_width)) {
      at -= cut;
      node = right_id;
    }
  }
  const Summary bounds = summary(child_level, child.node);
  Inner& inner = inners_[node];
  open_gap(inner.rooms, at, inner.count);
  open_gap(inner.rooms_with_eni, at, inner.count);
  open_gap(inner.class_bits, at, inner.count);
  open_gap(inner.packed_lows, at, inner.count);
  open_gap(inner.lows, at, inner.count);
  open_gap(inner.children, at, inner.count);
  inner.rooms.set(at, bounds.most);
  inner.rooms_with_eni.set(at, bounds.most_with_eni);
  inner.class_bits[at] = bounds.class_bits;
  inner.set_low(at, child.low);
  inner.children[at] = child.node;
  ++inner.count;
  return split;
}

void RunOrder::erase(InstanceIndex first, const RunRoom& room) {
  --size_;
  const OrderKey key = order_key(kind_, first, room.left);
  if (Leaf& leaf = descend(key); leaf.count > 1 || height_ == 0) return erase_in_leaf(leaf, key);
  path_holds_ = false;
  if (erase(height_, root_, key)) {
    // Nothing is left: begin anew with one leaf.
    *this = RunOrder(kind_);
    return;
  }
  while (height_ > 0 && inners_[root_].count == 1) {
    free_inners_.push_back(root_);
    root_ = inners_[root_].children[0];
    --height_;
  }
}

void RunOrder::erase_in_leaf(Leaf& leaf, const OrderKey& key) const {
  const std::size_t at = position_of(leaf, key);
  assert(at < leaf.count && key_at(leaf, at) == key);
  close_gap(leaf.rooms, at, leaf.count);
  close_gap(leaf.firsts, at, leaf.count);
  close_gap(leaf.classes, at, leaf.count);
  --leaf.count;
  leaf.loose = true;
}

bool RunOrder::erase(std::size_t level, NodeId node, const OrderKey& key) {
  if (level == 0) {
    erase_in_leaf(leaves_[node], key);
    return leaves_[node].count == 0;
  }
  Inner& inner = inners_[node];
  const std::size_t at = child_for(inner, key);
  const NodeId child = inner.children[at];
  inner.loose = true;
  if (!erase(level - 1, child, key)) return false;
  close_gap(inner.rooms, at, inner.count);
  close_gap(inner.rooms_with_eni, at, inner.count);
  close_gap(inner.class_bits, at, inner.count);
  close_gap(inner.packed_lows, at, inner.count);
  close_gap(inner.lows, at, inner.count);
  close_gap(inner.children, at, inner.count);
  --inner.count;
  (level == 1 ? free_leaves_ : free_inners_).push_back(child);
  return inner.count == 0;
}

/// Whether the path leads to the leaf behind which there is none.
bool RunOrder::path_ends_last() const {
  for (std::size_t level = height_; level > 0; --level) {
    if (path_[level].child + 1 != inners_[path_[level].node].count) return false;
  }
  return true;
}

/// Whether the way down to `key` turns where the last way did.
bool RunOrder::turns_at_path(std::size_t level, NodeId node, const OrderKey& key) const {
  const auto [last, child] = path_[level];
  if (last != node || child >= inners_[node].count || key < inners_[node].lows[child]) return false;
  return child + 1 == inners_[node].count || key < inners_[node].lows[child + 1];
}

/// The leaf in which `key` is, or would be put. Cost: constant where the last one found has keys on both sides of it,
/// or where it is the last of all, as when an order is made.
RunOrder::Leaf& RunOrder::descend(const OrderKey& key) {
  if (path_holds_) {
    Leaf& leaf = leaves_[path_leaf_];
    const bool is_not_before = leaf.count > 0 && !(key < key_at(leaf, 0));
    if (is_not_before && (!(key_at(leaf, leaf.count - 1) < key) || path_ends_last())) return leaf;
  }
  NodeId node = root_;
  for (std::size_t level = height_; level > 0; --level) {
    if (!turns_at_path(level, node, key)) path_[level] = {node, child_for(inners_[node], key)};
    node = inners_[node].children[path_[level].child];
  }
  path_leaf_ = node;
  path_holds_ = true;
  return leaves_[node];
}

void RunOrder::replace(InstanceIndex first, const RunRoom& before, const RunRoom& after) {
  const OrderKey key = order_key(kind_, first, before.left);
  const Entry entry{order_key(kind_, first, after.left), after};
  const bool shrinks = covers(before.left, after.left) && before.of_class == after.of_class;
  if (shrinks && entry.key == key) {
    Leaf& leaf = descend(key);
    const std::size_t at = position_of(leaf, key);
    assert(at < leaf.count && key_at(leaf, at) == key);
    leaf.rooms.set(at, after.left);
    leaf.loose = true;
    return;
  }
  if (Leaf& leaf = descend(key); has_on_both_sides(leaf, entry.key)) {
    move_in_leaf(leaf, position_of(leaf, key), entry);
    for (std::size_t level = height_; level > 0; --level) raise(inners_[path_[level].node], path_[level].child, entry);
    return;
  }
  erase(first, before);
  insert(first, after);
}

/// Gives the run at `from` the key and room of `entry`, which belongs into this leaf too.
void RunOrder::move_in_leaf(Leaf& leaf, std::size_t from, const Entry& entry) const {
  std::size_t to = position_of(leaf, entry.key);
  if (to > from) --to;  // It was counted among those before itself.
  const auto move = [from, to](auto& elements) {
    const auto begin = elements.begin();
    if (to < from) {
      std::copy_backward(begin + to, begin + from, begin + from + 1);
    } else {
      std::copy(begin + from + 1, begin + to + 1, begin + from);
    }
  };
  for (auto* const column : {&leaf.rooms.cpu, &leaf.rooms.memory, &leaf.rooms.gpu, &leaf.rooms.eni}) move(*column);
  move(leaf.firsts);
  move(leaf.classes);
  leaf.rooms.set(to, entry.room.left);
  leaf.firsts[to] = entry.key.first;
  leaf.classes[to] = entry.room.of_class;
  leaf.loose = true;
}

void RunOrder::rename(InstanceIndex first, InstanceIndex new_first, const RunRoom& room) {
  const OrderKey key = order_key(kind_, first, room.left);
  Leaf& leaf = descend(key);
  const std::size_t at = position_of(leaf, key);
  assert(at < leaf.count && key_at(leaf, at) == key);
  OrderKey new_key = key;
  new_key.first = new_first;
  if (at + 1 < leaf.count && key < new_key) {
    assert(new_key < key_at(leaf, at + 1));
    leaf.firsts[at] = new_first;
    return;
  }
  // As the last of a leaf it may come to belong to the next one, though no run stands between.
  erase(first, room);
  insert(new_first, room);
}

bool RunOrder::is_sound() const {
  std::size_t runs = 0;
  std::optional<OrderKey> last;
  std::vector<std::pair<std::size_t, NodeId>> left = {{height_, root_}};
  while (!left.empty()) {
    const auto [level, node] = left.back();
    left.pop_back();
    if (level > 0) {
      const Inner& inner = inners_[node];
      for (std::size_t i = inner.count; i-- > 0;) {
        const Summary below = summary(level - 1, inner.children[i]);
        const bool bounds_hold = covers(inner.rooms.at(i), below.most) &&
                                 covers(inner.rooms_with_eni.at(i), below.most_with_eni) &&
                                 (below.class_bits & ~inner.class_bits[i]) == 0;
        if (!bounds_hold) return false;
        left.emplace_back(level - 1, inner.children[i]);
      }
      continue;
    }
    const Leaf& leaf = leaves_[node];
    runs += leaf.count;
    for (std::size_t i = 0; i < leaf.count; ++i) {
      const OrderKey key = key_at(leaf, i);
      if (last && !(*last < key)) return false;
      last = key;
    }
  }
  return runs == size_;
}

}  // namespace eniplan::placement
