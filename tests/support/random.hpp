#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <numeric>
#include <vector>

namespace eniplan::test {

/// Random numbers that are the same on every machine: SplitMix64 (Steele, Lea and Flood, 2014).
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  /// 0 to `bound` - 1. The slight preference for small numbers is of no account here.
  std::size_t below(std::size_t bound) {
    assert(bound > 0);
    return static_cast<std::size_t>(next() % bound);
  }
  /// `low` to `high`, both included.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(below(static_cast<std::size_t>(high - low + 1)));
  }
  bool chance(std::size_t percent) { return below(100) < percent; }

  template <class T>
  T pick(std::initializer_list<T> values) {
    return *(values.begin() + below(values.size()));
  }
  template <class T>
  const T& pick(const std::vector<T>& values) {
    return values[below(values.size())];
  }
  /// An index, each as often as its weight says; one weight at least is not 0.
  std::size_t weighted(const std::vector<std::size_t>& weights) {
    std::size_t point = below(std::accumulate(weights.begin(), weights.end(), std::size_t{0}));
    std::size_t index = 0;
    while (point >= weights[index]) point -= weights[index++];
    return index;
  }

  /// How likely a thing is to be in this run, in percent: impossible, rare or common. Drawing this first is what
  /// makes rare things meet: where all things have fixed odds, worlds without one and full of the other never come.
  std::size_t odds() {
    return static_cast<std::size_t>(pick({std::int64_t{0}, std::int64_t{0}, between(1, 15), between(20, 70)}));
  }

  /// The same for alternatives: their weights, some of them 0.
  std::vector<std::size_t> weights(std::size_t count) {
    std::vector<std::size_t> all(count);
    for (std::size_t& weight : all) weight = chance(30) ? 0 : below(10);
    all[below(count)] += 1;
    return all;
  }

 private:
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }

  std::uint64_t state_;
};

}  // namespace eniplan::test
