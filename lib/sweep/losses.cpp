// Tested by: tests/sweep/.

#include "sweep/losses.hpp"

#include <algorithm>
#include <map>

#include "placement/random.hpp"

namespace eniplan::sweeping {

using namespace placement;

std::vector<InstanceRange> instances_of_zones(const Fleet& fleet, const std::vector<std::string>& zones) {
  std::vector<InstanceRange> ranges;
  if (zones.empty()) return ranges;
  for (const InstanceBlock& block : fleet.blocks()) {
    if (!block.facts->availability_zone || std::ranges::find(zones, *block.facts->availability_zone) == zones.end())
      continue;
    ranges.push_back({block.first, block.end()});
  }
  return ranges;
}

std::vector<InstanceIndex> drawn_instances(const Fleet& fleet, const std::vector<InstanceRange>& gone,
                                           std::size_t count, std::uint64_t seed) {
  std::vector<InstanceRange> left;
  for_each_part({0, static_cast<InstanceIndex>(fleet.size())}, gone, [&](InstanceRange part, bool is_gone) {
    if (!is_gone) left.push_back(part);
  });
  std::size_t size = 0;
  for (const InstanceRange& range : left) size += range.size();

  // The first `count` of a shuffle (Fisher and Yates), of which only what was moved is written down.
  std::map<std::size_t, std::size_t> moved;
  const auto at = [&](std::size_t place) {
    const auto found = moved.find(place);
    return found == moved.end() ? place : found->second;
  };
  SplitMix64 generator(seed ^ fnv1a_64("lose_instances"));
  std::vector<std::size_t> drawn;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t place = i + scale_to(generator.next(), size - i);
    drawn.push_back(at(place));
    moved[place] = at(i);
  }
  std::ranges::sort(drawn);

  std::vector<InstanceIndex> instances;
  auto range = left.begin();
  std::size_t before = 0;  // instances of the ranges before `range`
  for (const std::size_t number : drawn) {
    while (number - before >= range->size()) before += (range++)->size();
    instances.push_back(range->begin + static_cast<InstanceIndex>(number - before));
  }
  return instances;
}

std::vector<InstanceRange> joined(std::vector<InstanceRange> gone, const std::vector<InstanceIndex>& drawn) {
  for (const InstanceIndex instance : drawn) gone.push_back({instance, instance + 1});
  std::ranges::sort(gone, {}, &InstanceRange::begin);
  return gone;
}

}  // namespace eniplan::sweeping
