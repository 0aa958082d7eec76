#include "rollout/drained.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

#include <eniplan/diagnostic.hpp>

#include "model/nearest.hpp"

namespace eniplan::rollout {

using namespace placement;

namespace {

InstanceRange all_of(const InstanceBlock& block) {
  return {block.first, static_cast<InstanceIndex>(block.first + block.count)};
}

/// `<group>/<k>`, if the block has it.
std::optional<InstanceRange> numbered(const InstanceBlock& block, std::string_view name) {
  const std::string_view group = block.group->name;
  if (!name.starts_with(group) || name.size() <= group.size() || name[group.size()] != '/') return std::nullopt;
  std::size_t number = 0;
  const char* const end = name.data() + name.size();
  const auto [stop, error] = std::from_chars(name.data() + group.size() + 1, end, number);
  if (error != std::errc{} || stop != end || number < block.first_in_group) return std::nullopt;
  if (number - block.first_in_group >= block.count) return std::nullopt;
  const auto at = static_cast<InstanceIndex>(block.first + (number - block.first_in_group));
  return InstanceRange{at, at + 1};
}

std::optional<InstanceRange> named(const InstanceBlock& block, std::string_view name) {
  if (block.availability_zone == name) return all_of(block);
  if (block.group != nullptr) return block.group->name == name ? all_of(block) : numbered(block, name);
  const ContainerInstance& instance = *block.container_instance;
  const bool is_it = instance.container_instance_arn == name || instance_id(instance) == name ||
                     (!instance.ec2_instance_id.empty() && instance.ec2_instance_id == name);
  return is_it ? std::optional(all_of(block)) : std::nullopt;
}

Diagnostic unknown(const Fleet& fleet, std::string_view name) {
  std::set<std::string> known;
  for (const InstanceBlock& block : fleet.blocks()) {
    if (block.availability_zone) known.emplace(*block.availability_zone);
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
