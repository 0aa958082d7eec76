#pragma once

#include <cstddef>
#include <cstdint>

namespace eniplan::bench {

/// Random enough for sizes and choices; a linear congruence keeps it the same everywhere.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}

  /// 0 to `bound` - 1
  std::size_t below(std::size_t bound) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::size_t>((state_ >> 33) % bound);
  }
  bool one_in(std::size_t n) { return below(n) == 0; }
  /// `step`, 2 · `step`, …, `steps` · `step`
  std::int64_t multiple(std::int64_t step, std::size_t steps) {
    return step * static_cast<std::int64_t>(1 + below(steps));
  }

 private:
  std::uint64_t state_;
};

}  // namespace eniplan::bench
