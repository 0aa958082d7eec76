#pragma once

#include <cassert>
#include <cstddef>
#include <vector>

namespace eniplan::test {

/// Visits every combination of choices. The body of the loop asks for one choice after the other, and how many there
/// are of the next may hang on those before:
///
///     Exhaustive choices;
///     do {
///       const std::size_t a = choices.below(2);
///       const std::size_t b = choices.below(a + 1);
///     } while (choices.next());  // (0,0) (1,0) (1,1)
///
/// The choices are a counter whose digits have bases of their own, the last choice made counting fastest.
class Exhaustive {
 public:
  /// 0 to `bound` - 1, each in its turn.
  std::size_t below(std::size_t bound) {
    assert(bound > 0);
    if (at_ == digits_.size()) digits_.push_back({0, bound});
    assert(digits_[at_].bound == bound);
    return digits_[at_++].value;
  }

  template <class T>
  const T& pick(const std::vector<T>& values) {
    return values[below(values.size())];
  }

  /// Goes to the next combination; false if that was the last.
  bool next() {
    assert(at_ == digits_.size());
    at_ = 0;
    while (!digits_.empty() && digits_.back().value + 1 == digits_.back().bound) digits_.pop_back();
    if (digits_.empty()) return false;
    ++digits_.back().value;
    return true;
  }

 private:
  struct Digit {
    std::size_t value;
    std::size_t bound;
  };
  std::vector<Digit> digits_;
  std::size_t at_ = 0;
};

}  // namespace eniplan::test
