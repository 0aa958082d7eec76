#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>
#include <vector>

#include "placement/instance_range.hpp"

namespace eniplan::placement {

/// Ranges of instances in canonical order and apart, each with a number of tasks.
///
/// They lie in blocks of up to 64, one behind the other, so that one more or one less moves few of them, and who walks
/// along them or looks for one goes to few places in memory: a tree of single ranges goes to another one for each step.
/// Cost: a look is logarithmic in the ranges; a change moves those of its block and, where that was full, the list of
/// blocks.
class RangeBlocks {
 public:
  struct Range {
    InstanceIndex begin;
    InstanceIndex end;
    std::int64_t tasks;
  };
  /// Of a range, or behind all. Holds until the next change.
  struct Place {
    std::size_t block;
    std::size_t at;

    friend bool operator==(const Place&, const Place&) = default;
  };

  [[nodiscard]] bool empty() const { return blocks_.empty(); }
  [[nodiscard]] Place begin() const { return {0, 0}; }
  [[nodiscard]] Place end() const { return {blocks_.size(), 0}; }
  [[nodiscard]] const Range& operator[](Place place) const { return blocks_[place.block].ranges[place.at]; }
  /// Its begin must stay.
  [[nodiscard]] Range& operator[](Place place) { return blocks_[place.block].ranges[place.at]; }

  [[nodiscard]] Place next(Place place) const {
    return place.at + 1 < blocks_[place.block].ranges.size() ? Place{place.block, place.at + 1}
                                                             : Place{place.block + 1, 0};
  }
  [[nodiscard]] Place before(Place place) const {
    return place.at > 0 ? Place{place.block, place.at - 1}
                        : Place{place.block - 1, blocks_[place.block - 1].ranges.size() - 1};
  }

  /// The first that begins behind `instance`.
  [[nodiscard]] Place first_after(InstanceIndex instance) const {
    const auto block = std::ranges::upper_bound(blocks_, instance, {}, &Block::first);
    if (block == blocks_.begin()) return begin();
    const std::vector<Range>& ranges = std::prev(block)->ranges;
    const auto range = std::ranges::upper_bound(ranges, instance, {}, &Range::begin);
    const auto number = static_cast<std::size_t>(block - blocks_.begin());
    if (range == ranges.end()) return {number, 0};
    return {number - 1, static_cast<std::size_t>(range - ranges.begin())};
  }
  /// The first that begins at `instance` or behind it.
  [[nodiscard]] Place first_from(InstanceIndex instance) const {
    return instance == 0 ? begin() : first_after(instance - 1);
  }

  /// Puts a range before the one at `place`; returns where it is.
  Place insert(Place place, const Range& range) {
    if (place.at == 0 && place.block > 0) place = {place.block - 1, blocks_[place.block - 1].ranges.size()};
    if (blocks_.empty()) blocks_.push_back({range.begin, {}});
    if (blocks_[place.block].ranges.size() == block_size) place = make_room(place, range.begin);
    Block& block = blocks_[place.block];
    block.ranges.insert(block.ranges.begin() + static_cast<std::ptrdiff_t>(place.at), range);
    block.first = block.ranges.front().begin;
    return place;
  }

  /// Returns where the next one is.
  Place erase(Place place) {
    Block& block = blocks_[place.block];
    const Place after = next(place);
    block.ranges.erase(block.ranges.begin() + static_cast<std::ptrdiff_t>(place.at));
    if (block.ranges.empty()) {
      blocks_.erase(blocks_.begin() + static_cast<std::ptrdiff_t>(place.block));
      return {place.block, 0};
    }
    block.first = block.ranges.front().begin;
    return after.block == place.block ? place : after;
  }

 private:
  static constexpr std::size_t block_size = 64;

  struct Block {
    InstanceIndex first;  // of the first range
    std::vector<Range> ranges;
  };

  /// Where the range belongs once the full block is two. What comes behind all others is often followed by more.
  Place make_room(Place place, InstanceIndex begin) {
    const std::size_t cut = place.at == block_size ? block_size : block_size / 2;
    const auto tail = blocks_[place.block].ranges.begin() + static_cast<std::ptrdiff_t>(cut);
    Block right{begin, {tail, blocks_[place.block].ranges.end()}};
    if (!right.ranges.empty()) right.first = right.ranges.front().begin;
    blocks_[place.block].ranges.erase(tail, blocks_[place.block].ranges.end());
    blocks_.insert(blocks_.begin() + static_cast<std::ptrdiff_t>(place.block + 1), std::move(right));
    return place.at < cut ? place : Place{place.block + 1, place.at - cut};
  }

  std::vector<Block> blocks_;
};

}  // namespace eniplan::placement
