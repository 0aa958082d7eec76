#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace eniplan::placement {

/// Things by an amount of theirs: which ones have less than so much?
///
/// The things are bits of a set. They are held in the order of their amounts, and for 64 places in this order, the
/// rungs, the set of all before it is kept. So those with less than an amount are the set of the nearest rung, and a
/// few things more or less: of 100,000 things, 12.5 KB are copied and at most 781 bits turned. None and all of them are
/// rungs too.
class Ladder {
 public:
  struct Thing {
    std::int64_t amount;
    std::uint32_t bit;
  };

  /// For sets of `words` words, in which every bit of a thing lies. Cost: things times their logarithm; 12 bytes for
  /// each, and 64 sets.
  Ladder(std::vector<Thing> things, std::size_t words);

  struct Less {
    std::span<const std::uint64_t> set;
    bool are_none;
    bool are_all;
  };
  /// Those with less than `amount`. `memory` may be used for the set, which holds as long as it is left alone. Cost: a
  /// 64th of the things; constant where it is none of them or all.
  [[nodiscard]] Less less_than(std::int64_t amount, std::vector<std::uint64_t>& memory) const;

 private:
  static constexpr std::size_t rungs = 64;

  std::size_t words_;
  std::size_t step_;                   // things from rung to rung
  std::vector<std::int64_t> amounts_;  // [things] ascending
  std::vector<std::uint32_t> bits_;    // [things] in the same order
  std::vector<std::uint64_t> sets_;    // [rungs][words], and the set of all
};

}  // namespace eniplan::placement
