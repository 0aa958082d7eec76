// Tested by: tests/placement/indexes_test.cpp and the comparison with the oracle.

#include "placement/run_order.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "placement/newer_machines.hpp"

namespace eniplan::placement {
namespace {

/// Makes place for one at `at` among the first `count` of `elements`.
template <class T, std::size_t width>
void open_gap(std::array<T, width>& elements, std::size_t at, std::size_t count) {
  std::copy_backward(elements.begin() + at, elements.begin() + count, elements.begin() + count + 1);
}

template <std::size_t width>
void open_gap(Rooms<width>& rooms, std::size_t at, std::size_t count) {
  open_gap(rooms.cpu, at, count);
  open_gap(rooms.memory, at, count);
}

template <class T, std::size_t width>
void close_gap(std::array<T, width>& elements, std::size_t at, std::size_t count) {
  std::copy(elements.begin() + at + 1, elements.begin() + count, elements.begin() + at);
}

template <std::size_t width>
void close_gap(Rooms<width>& rooms, std::size_t at, std::size_t count) {
  close_gap(rooms.cpu, at, count);
  close_gap(rooms.memory, at, count);
  rooms.set(count - 1, {});
}

template <class T, std::size_t width>
void move_tail(std::array<T, width>& from, std::size_t at, std::size_t count, std::array<T, width>& to) {
  std::copy(from.begin() + at, from.begin() + count, to.begin());
}

template <std::size_t width>
void move_tail(Rooms<width>& from, std::size_t at, std::size_t count, Rooms<width>& to) {
  move_tail(from.cpu, at, count, to.cpu);
  move_tail(from.memory, at, count, to.memory);
  for (std::size_t i = at; i < count; ++i) from.set(i, {});
}

/// Of all, and of those whose bit is set.
struct Greatest {
  std::int32_t of_all;
  std::int32_t of_set;
};

ENIPLAN_FOR_NEWER_MACHINES_TOO Greatest greatest_of_32(const std::int32_t* amounts, std::uint32_t bits) {
  std::int32_t of_all = Wants::nothing;
  std::int32_t of_set = Wants::nothing;
  for (std::uint32_t i = 0; i < 32; ++i) {
    const std::int32_t if_set = static_cast<std::int32_t>(bits << (31 - i)) >> 31;  // all bits or none
    of_all = std::max(of_all, amounts[i]);
    of_set = std::max(of_set, (amounts[i] & if_set) | (Wants::nothing & ~if_set));
  }
  return {of_all, of_set};
}

ENIPLAN_FOR_NEWER_MACHINES_TOO std::int32_t greatest_of_64(const std::int32_t* amounts) {
  std::int32_t most = Wants::nothing;
  for (std::size_t i = 0; i < 64; ++i) most = std::max(most, amounts[i]);
  return most;
}

}  // namespace

std::size_t RunOrder::child_for(const Inner& inner, const OrderKey& key) const {
  const auto lows_end = inner.lows.begin() + inner.count;
  const std::size_t after =
      has_one_amount(kind_)
          ? inner.packed_lows.count_until(packed(key))
          : static_cast<std::size_t>(std::upper_bound(inner.lows.begin(), lows_end, key) - inner.lows.begin());
  // The first child takes what is below all.
  return after > 0 ? after - 1 : 0;
}

void RunOrder::Leaf::set(std::size_t i, InstanceIndex first, const RunRoom& room) {
  rooms.set(i, room.left);
  firsts[i] = first;
  others[i] = {room.of_class, room.left.gpu};
  with_eni = (with_eni & ~(std::uint64_t{1} << i)) | std::uint64_t{room.left.eni > 0} << i;
}

void RunOrder::Leaf::erase(std::size_t i) {
  --count;
  set(i, firsts[count], room_at(count));
  rooms.set(count, {});
  loose = true;
}

RunRoom RunOrder::Leaf::room_at(std::size_t i) const {
  const auto eni = static_cast<std::int32_t>(with_eni >> i & 1U);
  return {{.cpu = rooms.cpu[i], .memory = rooms.memory[i], .gpu = others[i].gpu, .eni = eni}, others[i].of_class};
}

/// There must be one.
std::size_t RunOrder::place_of(const Leaf& leaf, InstanceIndex first) {
  const std::uint64_t found = equal_to(leaf.firsts, leaf.count, first);
  assert(found != 0);
  return static_cast<std::size_t>(std::countr_zero(found));
}

std::size_t RunOrder::least_of(const Leaf& leaf, std::uint64_t some, const OrderKey& from) const {
  if (!has_one_amount(kind_)) return least_of_two_amounts(leaf, some, from);
  static constexpr Rooms<leaf_width>::Column none{};
  const auto& amounts = kind_ == OrderKind::canonical ? none
                        : kind_ == OrderKind::cpu     ? leaf.rooms.cpu
                                                      : leaf.rooms.memory;
  // Which key is the least is hard to foretell, so there are no branches: keys before `from` wrap around to behind all.
  const std::uint64_t packed_from = packed(from);
  std::uint64_t least = std::numeric_limits<std::uint64_t>::max() - packed_from;  // behind all
  std::size_t at = leaf_width;
  for (; some != 0; some &= some - 1) {
    const auto i = static_cast<std::size_t>(std::countr_zero(some));
    const std::uint64_t key = packed({both_amounts(amounts[i], 0), leaf.firsts[i]}) - packed_from;
    at = key < least ? i : at;
    least = std::min(least, key);
  }
  return at;
}

std::size_t RunOrder::least_of_two_amounts(const Leaf& leaf, std::uint64_t some, const OrderKey& from) const {
  std::size_t at = leaf_width;
  OrderKey least = after_all;
  for (; some != 0; some &= some - 1) {
    const auto i = static_cast<std::size_t>(std::countr_zero(some));
    const OrderKey key = key_at(leaf, i);
    if (key < from || !(key < least)) continue;
    at = i;
    least = key;
  }
  return at;
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

RunOrder::Bounds RunOrder::bounds_of(std::size_t level, NodeId node) const {
  Bounds bounds;
  if (level == 0) {
    const Leaf& leaf = leaves_[node];
    const auto with_eni = static_cast<std::uint32_t>(leaf.with_eni);
    const Greatest cpu = greatest_of_32(leaf.rooms.cpu.data(), with_eni);
    const Greatest memory = greatest_of_32(leaf.rooms.memory.data(), with_eni);
    bounds.most = {.cpu = cpu.of_all, .memory = memory.of_all, .gpu = 0};
    bounds.most_with_eni = {.cpu = cpu.of_set, .memory = memory.of_set};
    for (std::size_t i = 0; most_gpu_ > 0 && i < leaf.count; ++i) {
      bounds.most.gpu = std::max(bounds.most.gpu, leaf.others[i].gpu);
    }
  } else {
    const Inner& inner = inners_[node];
    bounds.most = {.cpu = greatest_of_64(inner.rooms.cpu.data()),
                   .memory = greatest_of_64(inner.rooms.memory.data()),
                   .gpu = most_gpu_ > 0 ? *std::max_element(inner.gpu.begin(), inner.gpu.begin() + inner.count) : 0};
    bounds.most_with_eni = {.cpu = greatest_of_64(inner.rooms_with_eni.cpu.data()),
                            .memory = greatest_of_64(inner.rooms_with_eni.memory.data())};
  }
  return bounds;
}

std::uint64_t RunOrder::class_bits_of(std::size_t level, NodeId node) const {
  std::uint64_t bits = 0;
  if (level == 0) {
    for (std::size_t i = 0; i < leaves_[node].count; ++i) bits |= class_bit(leaves_[node].others[i].of_class);
  } else {
    for (std::size_t i = 0; i < inners_[node].count; ++i) bits |= inners_[node].class_bits[i];
  }
  return bits;
}

/// After a search for runs of some classes found nothing there.
void RunOrder::tighten(Inner& parent, std::size_t at, std::size_t child_level, bool some_are_unwanted) {
  const NodeId child = parent.children[at];
  parent.set_bounds(at, bounds_of(child_level, child));
  // Where all classes are wanted, it led nobody astray that some are not there.
  if (some_are_unwanted) parent.class_bits[at] = class_bits_of(child_level, child);
  parent.loose = true;
  (child_level == 0 ? leaves_[child].loose : inners_[child].loose) = false;
}

RunOrder::RunOrder(OrderKind kind, std::span<const InstanceIndex> rising,
                   const std::function<RunRoom(InstanceIndex)>& room_of)
    : kind_(kind), size_(rising.size()) {
  // Some place is left for those to come.
  constexpr std::size_t runs_of_leaf = leaf_width * 3 / 4;
  constexpr std::size_t parts_of_inner = inner_width * 3 / 4;
  std::vector<Split> parts;
  for (std::size_t i = 0; i < rising.size(); ++i) {
    const RunRoom room = room_of(rising[i]);
    if (i % runs_of_leaf == 0) parts.push_back({order_key(kind, rising[i], room.left), new_leaf()});
    leaves_[parts.back().node].add(rising[i], room);
    note(room);
  }
  if (parts.empty()) parts.push_back({OrderKey{}, new_leaf()});
  for (; parts.size() > 1; ++height_) {
    std::vector<Split> above;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (i % parts_of_inner == 0) above.push_back({parts[i].low, new_inner()});
      (void)insert_child(above.back().node, i % parts_of_inner, parts[i], height_);
    }
    parts = std::move(above);
  }
  root_ = parts.front().node;
}

void RunOrder::insert(InstanceIndex first, const RunRoom& room) {
  insert_entry({order_key(kind_, first, room.left), room});
}

void RunOrder::insert_entry(const Entry& entry) {
  ++size_;
  if (descend(entry.key).count < leaf_width) {
    (void)insert_in_leaf(path_leaf_, entry);
    return raise_path(entry);
  }
  note(entry.room);
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

/// Of the parts on the path, in the last of which the entry is.
void RunOrder::raise_path(const Entry& entry) {
  note(entry.room);
  for (std::size_t level = height_; level > 0; --level) {
    raise(inners_[path_[level].node], path_[level].child, entry);
  }
}

/// What is put below a first child may be less than all that was there when the child became the first.
void RunOrder::lower(Inner& parent, const Entry& entry) {
  if (entry.key < parent.lows[0]) parent.set_low(0, entry.key);
}

void RunOrder::raise(Inner& parent, std::size_t at, const Entry& entry) {
  if (at == 0) lower(parent, entry);
  parent.rooms.raise(at, entry.room.left);
  if (entry.room.left.eni > 0) parent.rooms_with_eni.raise(at, entry.room.left);
  if (entry.room.left.gpu > 0) parent.gpu[at] = std::max(parent.gpu[at], entry.room.left.gpu);
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
  if (at == 0) lower(inner, entry);
  inner.set_bounds(at, bounds_of(level - 1, inner.children[at]));
  inner.class_bits[at] = class_bits_of(level - 1, inner.children[at]);
  return insert_child(node, at + 1, *split, level - 1);
}

std::optional<RunOrder::Split> RunOrder::insert_in_leaf(NodeId node, const Entry& entry) {
  if (Leaf& leaf = leaves_[node]; leaf.count < leaf_width) {
    path_run_ = leaf.count;
    leaf.add(entry.key.first, entry.room);
    return std::nullopt;
  }
  const NodeId right_id = new_leaf();
  Leaf& left = leaves_[node];
  Leaf& right = leaves_[right_id];
  std::array<OrderKey, leaf_width> keys;
  for (std::size_t i = 0; i < leaf_width; ++i) keys[i] = key_at(left, i);
  const auto middle = keys.begin() + leaf_width / 2;
  std::nth_element(keys.begin(), middle, keys.end());
  // What comes last in order is often followed by more of the same, as when the index is built: then the left part
  // stays full.
  const bool is_last = *std::max_element(middle, keys.end()) < entry.key;
  const OrderKey low = is_last ? entry.key : *middle;
  for (std::size_t i = 0; i < left.count;) {
    if (key_at(left, i) < low) {
      ++i;
    } else {
      right.add(left.firsts[i], left.room_at(i));
      left.erase(i);
    }
  }
  (entry.key < low ? left : right).add(entry.key.first, entry.room);
  return Split{low, right_id};
}

std::optional<RunOrder::Split> RunOrder::insert_child(NodeId node, std::size_t at, const Split& child,
                                                      std::size_t child_level) {
  std::optional<Split> split;
  if (inners_[node].count == inner_width) {
    const NodeId right_id = new_inner();
    Inner& left = inners_[node];
    Inner& right = inners_[right_id];
    // As in a leaf.
    const std::size_t cut = at == inner_width ? inner_width : inner_width / 2;
    move_tail(left.rooms, cut, inner_width, right.rooms);
    move_tail(left.rooms_with_eni, cut, inner_width, right.rooms_with_eni);
    move_tail(left.gpu, cut, inner_width, right.gpu);
    move_tail(left.class_bits, cut, inner_width, right.class_bits);
    left.packed_lows.move_tail(cut, inner_width, right.packed_lows);
    move_tail(left.lows, cut, inner_width, right.lows);
    move_tail(left.children, cut, inner_width, right.children);
    left.count = static_cast<std::uint32_t>(cut);
    right.count = static_cast<std::uint32_t>(inner_width - cut);
    split = Split{cut < inner_width ? right.lows[0] : child.low, right_id};
    if (at >= cut && (at > cut || cut == inner_width)) {
      at -= cut;
      node = right_id;
    }
  }
  const Bounds bounds = bounds_of(child_level, child.node);
  const std::uint64_t class_bits = class_bits_of(child_level, child.node);
  Inner& inner = inners_[node];
  open_gap(inner.rooms, at, inner.count);
  open_gap(inner.rooms_with_eni, at, inner.count);
  open_gap(inner.gpu, at, inner.count);
  open_gap(inner.class_bits, at, inner.count);
  inner.packed_lows.open_gap(at, inner.count);
  open_gap(inner.lows, at, inner.count);
  open_gap(inner.children, at, inner.count);
  inner.set_bounds(at, bounds);
  inner.class_bits[at] = class_bits;
  inner.set_low(at, child.low);
  inner.children[at] = child.node;
  ++inner.count;
  return split;
}

void RunOrder::erase(InstanceIndex first, const RunRoom& room) {
  const OrderKey key = order_key(kind_, first, room.left);
  erase_found(find(first, key), key);
}

/// Erases the run at `at` in the leaf at the end of the path.
void RunOrder::erase_found(std::size_t at, const OrderKey& key) {
  --size_;
  if (Leaf& leaf = leaves_[path_leaf_]; leaf.count > 1 || height_ == 0) return leaf.erase(at);
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

bool RunOrder::erase(std::size_t level, NodeId node, const OrderKey& key) {
  if (level == 0) {
    Leaf& leaf = leaves_[node];
    leaf.erase(place_of(leaf, key.first));
    return leaf.count == 0;
  }
  Inner& inner = inners_[node];
  const std::size_t at = child_for(inner, key);
  const NodeId child = inner.children[at];
  inner.loose = true;
  if (!erase(level - 1, child, key)) return false;
  close_gap(inner.rooms, at, inner.count);
  close_gap(inner.rooms_with_eni, at, inner.count);
  close_gap(inner.gpu, at, inner.count);
  close_gap(inner.class_bits, at, inner.count);
  inner.packed_lows.close_gap(at, inner.count);
  close_gap(inner.lows, at, inner.count);
  close_gap(inner.children, at, inner.count);
  --inner.count;
  (level == 1 ? free_leaves_ : free_inners_).push_back(child);
  return inner.count == 0;
}

/// The leaf in which `key` is, or would be put; it is then at the end of the path. Cost: constant where it is that
/// already.
RunOrder::Leaf& RunOrder::descend(const OrderKey& key) {
  if (path_holds_ && is_on_path(key)) return leaves_[path_leaf_];
  NodeId node = root_;
  for (std::size_t level = height_; level > 0; --level) {
    const Inner& inner = inners_[node];
    const std::size_t child = child_for(inner, key);
    path_[level] = {.node = node, .child = static_cast<std::uint32_t>(child)};
    node = inner.children[child];
  }
  end_path_at(node);
  return leaves_[node];
}

/// Once the turns down to there are made.
void RunOrder::end_path_at(NodeId leaf) {
  path_leaf_ = leaf;
  path_holds_ = true;
  path_begin_ = before_all;
  path_end_ = after_all;
  for (std::size_t level = 1; level <= height_; ++level) {
    const auto& [node, child, parts_left] = path_[level];
    const Inner& inner = inners_[node];
    if (level == 1) path_begin_ = inner.lows[child];
    if (child + 1 == inner.count) continue;  // The next one is below another node.
    path_end_ = inner.lows[child + 1];
    return;
  }
}

/// The place of a run in its leaf, which is then at the end of the path. Cost: constant where the run was found or put
/// there last.
std::size_t RunOrder::find(InstanceIndex first, const OrderKey& key) {
  if (is_at_path_run(first)) return path_run_;
  path_run_ = place_of(descend(key), first);
  return path_run_;
}

void RunOrder::replace(InstanceIndex first, const RunRoom& before, const RunRoom& after) {
  const OrderKey key = order_key(kind_, first, before.left);
  const Entry entry{order_key(kind_, first, after.left), after};
  const std::size_t at = find(first, key);
  if (!is_on_path(entry.key)) {
    erase_found(at, key);
    return insert_entry(entry);
  }
  Leaf& leaf = leaves_[path_leaf_];
  leaf.set(at, first, after);
  leaf.loose = true;
  const bool shrinks = before.left.covers(after.left) && before.of_class == after.of_class;
  if (!shrinks) raise_path(entry);
}

void RunOrder::rename(InstanceIndex first, InstanceIndex new_first, const RunRoom& room) {
  const OrderKey key = order_key(kind_, first, room.left);
  const OrderKey new_key = order_key(kind_, new_first, room.left);
  const std::size_t at = find(first, key);
  if (is_on_path(new_key)) {
    leaves_[path_leaf_].firsts[at] = new_first;
    return;
  }
  // As the last of a leaf it may come to belong to the next one, though no run stands between.
  erase_found(at, key);
  insert_entry({new_key, room});
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
        const Bounds below = bounds_of(level - 1, inner.children[i]);
        const bool bounds_hold = inner.rooms.cpu[i] >= below.most.cpu && inner.rooms.memory[i] >= below.most.memory &&
                                 inner.rooms_with_eni.cpu[i] >= below.most_with_eni.cpu &&
                                 inner.rooms_with_eni.memory[i] >= below.most_with_eni.memory &&
                                 inner.gpu[i] >= below.most.gpu &&
                                 (class_bits_of(level - 1, inner.children[i]) & ~inner.class_bits[i]) == 0;
        if (!bounds_hold || child_for(inner, inner.lows[i]) != i) return false;
        left.emplace_back(level - 1, inner.children[i]);
      }
      continue;
    }
    const Leaf& leaf = leaves_[node];
    runs += leaf.count;
    std::vector<OrderKey> keys;
    for (std::size_t i = 0; i < leaf.count; ++i) keys.push_back(key_at(leaf, i));
    std::ranges::sort(keys, [](const OrderKey& a, const OrderKey& b) { return a < b; });
    for (const OrderKey& key : keys) {
      if (last && !(*last < key)) return false;
      last = key;
    }
  }
  return runs == size_;
}

}  // namespace eniplan::placement
