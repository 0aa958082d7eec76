#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "placement/fleet_runs.hpp"

namespace eniplan::placement {

/// A set of instances of which the k-th in canonical order is asked for: what `random` chooses from.
///
/// A bit for each instance, the number of bits set in each group of 512, and the same in each 64 groups. Cost: removal
/// constant; the k-th, one step for each 32,768 instances and some hundred more.
class CandidateSet {
 public:
  explicit CandidateSet(std::size_t bound)
      : words_(bound / 512 * 8 + 8), in_group_(bound / 512 + 1), in_groups_(bound / (512 * 64) + 1) {}

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool contains(InstanceIndex i) const { return (words_[i / 64] >> (i % 64) & 1U) != 0; }

  void insert(InstanceIndex i) {
    if (!contains(i)) flip(i, 1);
  }
  void erase(InstanceIndex i) {
    if (contains(i)) flip(i, -1);
  }
  /// Puts instances in or takes them out.
  void set(InstanceRange range, bool in) {
    for (InstanceIndex i = range.begin; i < range.end; ++i) in ? insert(i) : erase(i);
  }

  /// The k-th from 0 on; there must be more than k.
  [[nodiscard]] InstanceIndex operator[](std::size_t k) const {
    std::size_t groups = 0;
    for (; k >= in_groups_[groups]; ++groups) k -= in_groups_[groups];
    std::size_t group = groups * 64;
    for (; k >= in_group_[group]; ++group) k -= in_group_[group];
    std::size_t word = group * 8;
    for (std::size_t here = ones(word); k >= here; here = ones(word)) {
      k -= here;
      ++word;
    }
    std::uint64_t bits = words_[word];
    for (; k > 0; --k) bits &= bits - 1;
    return static_cast<InstanceIndex>(word * 64 + static_cast<std::size_t>(std::countr_zero(bits)));
  }

  std::uint64_t version = 0;  ///< Of the runs, when the set was right.

 private:
  [[nodiscard]] std::size_t ones(std::size_t word) const {
    return static_cast<std::size_t>(std::popcount(words_[word]));
  }
  void flip(InstanceIndex i, int by) {
    words_[i / 64] ^= std::uint64_t{1} << (i % 64);
    in_group_[i / 512] += static_cast<std::uint32_t>(by);
    in_groups_[i / (512 * 64)] += static_cast<std::uint32_t>(by);
    size_ += static_cast<std::size_t>(by);
  }

  std::vector<std::uint64_t> words_;
  std::vector<std::uint32_t> in_group_;   // of 512
  std::vector<std::uint32_t> in_groups_;  // of 64 groups
  std::size_t size_ = 0;
};

}  // namespace eniplan::placement
