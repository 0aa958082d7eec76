#include "rollout/drained.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include <eniplan/diagnostic.hpp>

#include "model/nearest.hpp"

namespace eniplan::rollout {

using namespace placement;

namespace {

std::optional<InstanceRange> named(const InstanceBlock& block, std::string_view name) {
  if (block.facts->availability_zone == name) return InstanceRange{block.first, block.end()};
  if (block.group != nullptr && block.group->name == name) return InstanceRange{block.first, block.end()};
  const std::optional<InstanceIndex> instance = find_in(block, name);
  return instance ? std::optional(InstanceRange{*instance, *instance + 1}) : std::nullopt;
}

Diagnostic unknown(const Fleet& fleet, std::string_view name) {
  std::set<std::string> known;
  for (const InstanceBlock& block : fleet.blocks()) {
    if (block.facts->availability_zone) known.emplace(*block.facts->availability_zone);
    known.insert(block.group != nullptr ? block.group->name : fleet.id(block.first));
  }
  const std::vector<std::string_view> names(known.begin(), known.end());
  return {.key = "drain",
          .message = fmt::format("expected an instance, a capacity group or an availability zone, found \"{}\"{}", name,
                                 nearest_of(name, names))};
}

/// Ranges that meet or overlap are one.
std::vector<InstanceRange> united(std::vector<InstanceRange> ranges) {
  std::ranges::sort(ranges, {}, &InstanceRange::begin);
  std::vector<InstanceRange> apart;
  for (const InstanceRange& range : ranges) {
    if (!apart.empty() && apart.back().end >= range.begin) {
      apart.back().end = std::max(apart.back().end, range.end);
    } else {
      apart.push_back(range);
    }
  }
  return apart;
}

}  // namespace

std::vector<InstanceRange> named_instances(const Cluster& cluster, const Fleet& fleet,
                                           std::span<const std::string> names) {
  std::vector<InstanceRange> all;
  std::vector<Diagnostic> diagnostics;
  for (const std::string& name : names) {
    bool is_known = std::ranges::find(cluster.capacity, name, &CapacityGroup::name) != cluster.capacity.end();
    for (const InstanceBlock& block : fleet.blocks()) {
      const auto range = named(block, name);
      if (!range) continue;
      is_known = true;
      all.push_back(*range);
    }
    if (!is_known) diagnostics.push_back(unknown(fleet, name));
  }
  if (!diagnostics.empty()) throw InputError(std::move(diagnostics));
  return united(std::move(all));
}

}  // namespace eniplan::rollout
