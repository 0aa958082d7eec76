#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "placement/fleet_runs.hpp"

namespace eniplan::placement {

/// How many bits are set before each of 64 things. Which thing a bit is in is asked, and one more or less is told,
/// without branches: where a random number leads is as hard to foretell as anything.
template <class Count>
class CountsBefore {
 public:
  /// The last thing with at most `k` before it, which is the one with the `k`-th bit from 0 on.
  [[nodiscard]] std::size_t with(std::size_t k) const {
    Count things = 0;
    for (const Count before : before_) things = static_cast<Count>(things + (before <= static_cast<Count>(k) ? 1 : 0));
    return static_cast<std::size_t>(things) - 1;
  }
  [[nodiscard]] std::size_t before(std::size_t thing) const { return static_cast<std::size_t>(before_[thing]); }
  /// `by` more set in a thing.
  void add(std::size_t thing, int by) {
    for (std::size_t i = 0; i < before_.size(); ++i) {
      before_[i] = static_cast<Count>(before_[i] + (static_cast<Count>(i) > static_cast<Count>(thing) ? by : 0));
    }
  }

 private:
  std::array<Count, 64> before_{};
};

/// The place of the k-th bit set, from 0 on; there must be more than k. In steps of eight bits, then of one, each by
/// comparing eight numbers that lie side by side in one: how many of them are at most k?
constexpr std::size_t place_of_bit(std::uint64_t bits, std::size_t k) {
  constexpr std::uint64_t ones = 0x0101010101010101;
  constexpr std::uint64_t tops = ones << 7;
  const auto at_most = [](std::uint64_t sums, std::uint64_t number) {
    return static_cast<std::size_t>((((number * ones | tops) - sums) & tops) >> 7) * ones >> 56;
  };
  std::uint64_t sums = bits - (bits >> 1 & 0x5555555555555555);
  sums = (sums & 0x3333333333333333) + (sums >> 2 & 0x3333333333333333);
  sums = ((sums + (sums >> 4)) & 0x0F0F0F0F0F0F0F0F) * ones;  // of each byte and those below
  const std::size_t byte = at_most(sums, k);
  const std::uint64_t below = sums << 8 >> 8 * byte & 0xFF;
  const std::uint64_t apart = (bits >> 8 * byte & 0xFF) * ones & 0x8040201008040201;  // its bits, one in each byte
  const std::uint64_t counted = ((apart + (tops - ones)) >> 7 & ones) * ones;
  return byte * 8 + at_most(counted, k - below);
}

/// A set of instances of which the k-th in canonical order is asked for: what `random` chooses from.
///
/// A bit for each instance in words of 64, the number of bits before each of 64 words, and the same for each 64 times
/// as many. Cost: of a change and of the k-th a constant, and for the k-th a step for each 262,144 instances.
class CandidateSet {
 public:
  explicit CandidateSet(std::size_t bound)
      : words_(bound / 64 + 1), words_before_(bound / in_block + 1), parts_(bound / in_part + 1) {}

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool contains(InstanceIndex i) const { return (words_[i / 64] >> (i % 64) & 1U) != 0; }

  void insert(InstanceIndex i) {
    if (!contains(i)) flip(i, 1);
  }
  void erase(InstanceIndex i) {
    if (contains(i)) flip(i, -1);
  }
  /// Puts instances in or takes them out. Cost: one change for each 64.
  void set(InstanceRange range, bool in) {
    for_each_word(range, [&](std::size_t word, std::uint64_t bits) {
      const std::uint64_t turned = bits & (in ? ~words_[word] : words_[word]);
      if (turned == 0) return;
      words_[word] ^= turned;
      add(word, in ? std::popcount(turned) : -std::popcount(turned));
    });
  }
  /// Puts instances in before anything was asked of the set. Then they must be counted.
  void put(InstanceRange range) {
    for_each_word(range, [&](std::size_t word, std::uint64_t bits) { words_[word] |= bits; });
  }
  /// Cost: one change for each 64 instances there can be.
  void count() {
    for (std::size_t word = 0; word < words_.size(); ++word) {
      if (words_[word] != 0) add(word, std::popcount(words_[word]));
    }
  }

  /// The k-th from 0 on; there must be more than k.
  [[nodiscard]] InstanceIndex operator[](std::size_t k) const {
    std::size_t part = 0;
    for (; k >= parts_[part].size; ++part) k -= parts_[part].size;
    const std::size_t block = parts_[part].blocks.with(k);
    k -= parts_[part].blocks.before(block);
    const CountsBefore<std::int16_t>& words = words_before_[part * 64 + block];
    const std::size_t word = words.with(k);
    const std::size_t number = (part * 64 + block) * 64 + word;
    return static_cast<InstanceIndex>(number * 64 + place_of_bit(words_[number], k - words.before(word)));
  }

  std::uint64_t version = 0;  ///< Of the runs, when the set was right.

 private:
  static constexpr std::size_t in_block = 64 * 64;
  static constexpr std::size_t in_part = 64 * in_block;

  struct Part {
    std::size_t size = 0;
    CountsBefore<std::int32_t> blocks;
  };

  /// Calls `visit(word, bits)` for the bits of instances.
  static void for_each_word(InstanceRange range, auto&& visit) {
    for (std::size_t at = range.begin; at < range.end;) {
      const std::size_t end = std::min<std::size_t>(range.end, at / 64 * 64 + 64);
      visit(at / 64, first_bits(end - at) << (at % 64));
      at = end;
    }
  }
  void flip(InstanceIndex i, int by) {
    words_[i / 64] ^= std::uint64_t{1} << (i % 64);
    add(i / 64, by);
  }
  /// `by` more set in a word.
  void add(std::size_t word, int by) {
    words_before_[word / 64].add(word % 64, by);
    Part& part = parts_[word / (64 * 64)];
    part.blocks.add(word / 64 % 64, by);
    part.size += static_cast<std::size_t>(by);
    size_ += static_cast<std::size_t>(by);
  }

  std::vector<std::uint64_t> words_;
  std::vector<CountsBefore<std::int16_t>> words_before_;  // [blocks of 64 words]
  std::vector<Part> parts_;                               // of 64 blocks
  std::size_t size_ = 0;
};

}  // namespace eniplan::placement
