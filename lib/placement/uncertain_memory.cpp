#include "placement/uncertain_memory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <span>
#include <string>
#include <vector>

#include "placement/order_of_work.hpp"
#include "placement/world.hpp"

namespace eniplan::placement {
namespace {

/// The groups with instances whose memory is an estimate with a range, each once.
std::vector<const InstanceBlock*> uncertain_groups(const Fleet& fleet) {
  std::vector<const InstanceBlock*> uncertain;
  for (const InstanceBlock& block : fleet.blocks()) {
    const std::optional<MemoryEstimate>& estimate = block.facts->memory_estimate;
    if (!estimate || estimate->low == estimate->high) continue;
    if (uncertain.empty() || uncertain.back()->group != block.group) uncertain.push_back(&block);
  }
  return uncertain;
}

bool same_verdict(const GroupResult& a, const GroupResult& b) {
  return a.placed_count == b.placed_count &&
         std::ranges::equal(a.failures, b.failures, [](const Failure& x, const Failure& y) {
           return x.reason == y.reason && x.count == y.count;
         });
}

/// `6 placed, 2 refused for RESOURCE:MEMORY`
std::string verdict_text(const GroupResult& result) {
  std::string text = fmt::format("{} placed", result.placed_count);
  for (const Failure& failure : result.failures) {
    fmt::format_to(std::back_inserter(text), ", {} refused for {}", failure.count, to_string(failure.reason));
  }
  return text;
}

/// `c5.large in group web (between 3750 and 3790 MiB, counted with 3768)`, and of many groups the first.
std::string figures_text(std::span<const InstanceBlock* const> groups) {
  constexpr std::size_t most_named = 3;
  std::string text;
  for (const InstanceBlock* block : groups.first(std::min(most_named, groups.size()))) {
    const MemoryEstimate& estimate = *block->facts->memory_estimate;
    fmt::format_to(std::back_inserter(text), "{}{} in group {} (between {} and {} MiB, counted with {})",
                   text.empty() ? "" : ", ", block->group->instance_type, block->group->name, estimate.low.value,
                   estimate.high.value, estimate.registered.value);
  }
  if (groups.size() > most_named) text += fmt::format(" and {} groups more", groups.size() - most_named);
  return text;
}

struct Extremes {
  std::vector<GroupResult> low;
  std::vector<GroupResult> high;
};

class Comparison {
 public:
  Comparison(std::span<const InstanceBlock* const> groups, std::vector<Warning>& warnings)
      : figures_(figures_text(groups)), warnings_(warnings) {}

  void compare(std::span<const GroupResult> results, const Extremes& extremes) {
    for (std::size_t i = 0; i < results.size(); ++i) compare(results[i], extremes.low[i], extremes.high[i]);
  }

 private:
  void compare(const GroupResult& result, const GroupResult& low, const GroupResult& high) {
    if (same_verdict(result, low) && same_verdict(result, high)) return;
    const std::string who =
        result.name.empty() ? "run-task request of group " + result.group : "service " + result.name;
    warnings_.push_back(
        {"memory-within-uncertainty",
         fmt::format("{}: {}; with the least memory that may be registered {}; with the most {}. The registered memory "
                     "is estimated for {}; the key registered: {{MEMORY: …}} of the group settles it",
                     who, verdict_text(result), verdict_text(low), verdict_text(high), figures_)});
  }

  std::string figures_;
  std::vector<Warning>& warnings_;
};

WorkDone place_all_with(const Cluster& cluster, MemoryFigure figure) {
  World world(cluster, figure);
  return place_all(world, Sequence::omitted);
}

}  // namespace

void warn_of_uncertain_memory(const World& world, PlacementResult& result) {
  const std::vector<const InstanceBlock*> uncertain = uncertain_groups(*world.fleet);
  const bool memory_matters = std::ranges::any_of(
      *world.demands, [&](const Demand& demand) { return world.shapes[demand.shape].needs.memory.value > 0; });
  if (uncertain.empty() || !memory_matters) return;
  WorkDone low = place_all_with(world.cluster, MemoryFigure::low);
  WorkDone high = place_all_with(world.cluster, MemoryFigure::high);
  Comparison comparison(uncertain, result.warnings);
  comparison.compare(result.services, {std::move(low.services), std::move(high.services)});
  comparison.compare(result.run_tasks, {std::move(low.run_tasks), std::move(high.run_tasks)});
}

}  // namespace eniplan::placement
