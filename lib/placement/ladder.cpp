#include "placement/ladder.hpp"

#include <algorithm>
#include <boost/sort/spreadsort/integer_sort.hpp>

namespace eniplan::placement {
namespace {

void turn(std::vector<std::uint64_t>& set, std::uint32_t bit) { set[bit / 64] ^= std::uint64_t{1} << (bit % 64); }

}  // namespace

Ladder::Ladder(std::vector<Thing> things, std::size_t words) : words_(words), step_(things.size() / rungs + 1) {
  boost::sort::spreadsort::integer_sort(
      things.begin(), things.end(), [](const Thing& thing, unsigned offset) { return thing.amount >> offset; },
      [](const Thing& a, const Thing& b) { return a.amount < b.amount; });
  amounts_.reserve(things.size());
  bits_.reserve(things.size());
  sets_.reserve((things.size() / step_ + 2) * words);
  std::vector<std::uint64_t> before(words);
  for (std::size_t i = 0; i <= things.size(); ++i) {
    if (i % step_ == 0) sets_.insert(sets_.end(), before.begin(), before.end());
    if (i == things.size()) break;
    turn(before, things[i].bit);
    amounts_.push_back(things[i].amount);
    bits_.push_back(things[i].bit);
  }
  sets_.insert(sets_.end(), before.begin(), before.end());
}

Ladder::Less Ladder::less_than(std::int64_t amount, std::vector<std::uint64_t>& memory) const {
  const auto end = static_cast<std::size_t>(std::ranges::lower_bound(amounts_, amount) - amounts_.begin());
  const std::span sets(sets_);
  if (end == 0) return {sets.first(words_), true, amounts_.empty()};
  if (end == amounts_.size()) return {sets.last(words_), false, true};
  const std::size_t rung = std::min((end + step_ / 2) / step_, amounts_.size() / step_);
  const auto set = sets.subspan(rung * words_, words_);
  memory.assign(set.begin(), set.end());
  for (std::size_t i = end; i < rung * step_; ++i) turn(memory, bits_[i]);
  for (std::size_t i = rung * step_; i < end; ++i) turn(memory, bits_[i]);
  return {memory, false, false};
}

}  // namespace eniplan::placement
