#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "placement/run_state.hpp"

namespace eniplan::placement {

/// The instances at which runs begin: a set of numbers below a bound.
///
/// One bit for each instance; above them a bit for each 64 that tells whether one of them is set, and so on. Cost of
/// every question: constant for all that matters, one step for each factor of 64.
class HeadSet {
 public:
  explicit HeadSet(std::size_t bound) {
    for (std::size_t bits = bound;; bits = words_of(bits)) {
      levels_.emplace_back(words_of(bits));
      if (bits <= 64) break;
    }
  }

  [[nodiscard]] bool contains(InstanceIndex i) const { return (levels_[0][i / 64] >> (i % 64) & 1U) != 0; }

  void insert(InstanceIndex i) {
    std::size_t at = i;
    for (std::vector<std::uint64_t>& level : levels_) {
      std::uint64_t& word = level[at / 64];
      const bool was_empty = word == 0;
      word |= std::uint64_t{1} << (at % 64);
      if (!was_empty) return;  // Those above know of the word.
      at /= 64;
    }
  }

  void erase(InstanceIndex i) {
    std::size_t at = i;
    for (std::vector<std::uint64_t>& level : levels_) {
      level[at / 64] &= ~(std::uint64_t{1} << (at % 64));
      if (level[at / 64] != 0) return;
      at /= 64;
    }
  }

  /// The last of the set that is not above `i`; there must be one.
  [[nodiscard]] InstanceIndex last_until(InstanceIndex i) const {
    std::size_t at = i;
    for (std::size_t level = 0;; ++level) {
      // The bits up to and with this one; above the first level, only those before it.
      const std::uint64_t before = (std::uint64_t{level == 0 ? 2U : 1U} << (at % 64)) - 1;
      if (const std::uint64_t word = levels_[level][at / 64] & before; word != 0) {
        at = at / 64 * 64 + static_cast<std::size_t>(std::bit_width(word)) - 1;
        return down<false>(level, at);
      }
      at /= 64;
    }
  }

  /// The first of the set above `i`, or the bound `end` if there is none.
  [[nodiscard]] InstanceIndex first_after(InstanceIndex i, std::size_t end) const {
    std::size_t at = i;
    for (std::size_t level = 0; level < levels_.size(); ++level) {
      const std::uint64_t word = levels_[level][at / 64] & ~(((std::uint64_t{2} << (at % 64)) - 1));
      if (word != 0) return down<true>(level, at / 64 * 64 + static_cast<std::size_t>(std::countr_zero(word)));
      at /= 64;
    }
    return static_cast<InstanceIndex>(end);
  }

  /// The numbers of the set in order. What comes into a part that was passed, or into the word one is in, is not seen.
  class Walk {
   public:
    /// `end` is the bound.
    Walk(const HeadSet& set, std::size_t end)
        : set_(set), end_(static_cast<InstanceIndex>(end)), bits_(set.levels_[0][0]) {}

    /// The next one; the bound once there is none.
    InstanceIndex next() {
      if (bits_ == 0) {
        const InstanceIndex found = set_.first_after(word_ * 64 + 63, end_);
        if (found == end_) return end_;
        word_ = found / 64;
        bits_ = set_.levels_[0][word_];
      }
      const auto next = static_cast<InstanceIndex>(word_ * 64 + static_cast<std::uint32_t>(std::countr_zero(bits_)));
      bits_ &= bits_ - 1;
      return next;
    }

   private:
    const HeadSet& set_;
    InstanceIndex end_;
    InstanceIndex word_ = 0;
    std::uint64_t bits_;  // of the word, those to come
  };

 private:
  static std::size_t words_of(std::size_t bits) { return bits / 64 + 1; }

  /// From a set bit of `level` down to the least or greatest number below it.
  template <bool least>
  [[nodiscard]] InstanceIndex down(std::size_t level, std::size_t at) const {
    for (; level > 0; --level) {
      const std::uint64_t word = levels_[level - 1][at];
      at = at * 64 + (least ? static_cast<std::size_t>(std::countr_zero(word))
                            : static_cast<std::size_t>(std::bit_width(word)) - 1);
    }
    return static_cast<InstanceIndex>(at);
  }

  std::vector<std::vector<std::uint64_t>> levels_;
};

}  // namespace eniplan::placement
