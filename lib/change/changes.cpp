// Tested by: tests/what_if/ and the comparison with the oracle.

#include "change/changes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include <eniplan/catalog.hpp>

#include "model/nearest.hpp"

namespace eniplan::change {

using namespace placement;

namespace {

/// Instances added, tasks of a service: as many as a document may ask for.
constexpr std::int64_t most_of_a_kind = 10'000'000;

std::string nearest_in(std::string_view wrong, const std::set<std::string, std::less<>>& names) {
  const std::vector<std::string_view> views(names.begin(), names.end());
  return nearest_of(wrong, views);
}

/// The most loaded last; of those with as many tasks the first in canonical order last.
std::vector<std::pair<std::int64_t, InstanceRange>> emptiest_first(const World& world, const std::string& group) {
  std::vector<std::pair<std::int64_t, InstanceRange>> runs;
  for (const InstanceBlock& block : world.fleet->blocks()) {
    if (block.group == nullptr || block.group->name != group) continue;
    for (InstanceIndex at = block.first; at < block.end();) {
      const InstanceRange run{at, std::min(block.end(), world.runs.end_of_run(at))};
      runs.emplace_back(world.runs.state_of(at).tasks, run);
      at = run.end;
    }
  }
  std::ranges::sort(runs, [](const auto& a, const auto& b) {
    return std::pair(a.first, b.second.begin) < std::pair(b.first, a.second.begin);
  });
  return runs;
}

}  // namespace

Changes::Changes(const Cluster& cluster, FleetInUse& fleet)
    : cluster_(cluster), fleet_(fleet), groups_(cluster.capacity) {
  for (const CapacityGroup& group : groups_) instances_ever_.push_back(static_cast<std::size_t>(group.count));
}

void Changes::apply(const Change& change) {
  std::visit([this](const auto& one) { make(one); }, change);
}

void Changes::require_all() const {
  if (!diagnostics_.empty()) throw InputError(diagnostics_);
}

void Changes::refuse(std::string key, std::string message) {
  diagnostics_.push_back({.key = std::move(key), .message = std::move(message)});
}

ChangedBlocks Changes::changed_blocks() const {
  return ChangedBlocks(cluster_, *fleet_.fleet(), MemoryFigure::registered);
}

void Changes::make(const LoseZone& change) {
  std::vector<InstanceRange> lost;
  std::set<std::string, std::less<>> zones;
  for (const Block& block : fleet_.fleet()->blocks()) {
    if (block.facts->availability_zone) zones.emplace(*block.facts->availability_zone);
    if (block.facts->availability_zone == change.zone) lost.push_back({block.first, block.end()});
  }
  if (lost.empty()) {
    return refuse("lose-zone", fmt::format("expected an availability zone with instances, found \"{}\"{}", change.zone,
                                           nearest_in(change.zone, zones)));
  }
  fleet_.take_away(lost, FleetInUse::Tasks::lost);
}

void Changes::make(const LoseInstance& change) {
  const Fleet& fleet = *fleet_.fleet();
  std::set<std::string, std::less<>> ids;
  for (const Block& block : fleet.blocks()) {
    if (const auto instance = find_in(block, change.instance)) {
      return fleet_.take_away(std::vector{InstanceRange{*instance, *instance + 1}}, FleetInUse::Tasks::lost);
    }
    ids.insert(fleet.id(block.first));
  }
  refuse("lose-instance", fmt::format("expected a container instance, found \"{}\"{}", change.instance,
                                      nearest_in(change.instance, ids)));
}

void Changes::make(const SetDesiredCount& change) {
  const auto service = std::ranges::find(cluster_.services, change.service, &Service::service_name);
  if (service == cluster_.services.end()) {
    std::set<std::string, std::less<>> names;
    for (const Service& known : cluster_.services) names.insert(known.service_name);
    return refuse("desired", fmt::format("expected a service of cluster {}, found \"{}\"{}", cluster_.cluster_name,
                                         change.service, nearest_in(change.service, names)));
  }
  if (service->scheduling_strategy == SchedulingStrategy::daemon) {
    return refuse("desired",
                  fmt::format("expected no count for {}: a daemon has one task on each instance", change.service));
  }
  if (!is_count("desired", change.desired_count)) return;
  const auto number = static_cast<std::size_t>(service - cluster_.services.begin());
  if (!fleet_.set_desired_count(number, change.desired_count)) {
    refuse("desired", fmt::format("expected the running tasks of service {}, of which some are to stop: they are on "
                                  "instances unknown; add the answer of describe-tasks",
                                  change.service));
  }
}

const InstanceType* Changes::type_of(const Block& block) const {
  return block.facts->instance_type ? find_instance_type(cluster_, *block.facts->instance_type) : nullptr;
}

bool Changes::is_of(const Block& block, const std::optional<std::string>& group) const {
  return !group || (block.group != nullptr && block.group->name == *group);
}

bool Changes::is_count(const std::string& key, std::int64_t count) {
  if (count >= 0 && count <= most_of_a_kind) return true;
  refuse(key, fmt::format("expected a number from 0 to {}, found {}", most_of_a_kind, count));
  return false;
}

CapacityGroup* Changes::find_group(const std::string& key, const std::string& name) {
  const auto found = std::ranges::find(groups_, name, &CapacityGroup::name);
  if (found != groups_.end()) return &*found;
  std::set<std::string, std::less<>> names;
  for (const CapacityGroup& group : groups_) names.insert(group.name);
  refuse(key, fmt::format("expected a capacity group of cluster {}, found \"{}\"{}", cluster_.cluster_name, name,
                          nearest_in(name, names)));
  return nullptr;
}

void Changes::replace(const std::function<bool(const Block&)>& is_meant,
                      const std::function<ContainerInstance(const Block&)>& described) {
  ChangedBlocks changed = changed_blocks();
  for (const Block& block : fleet_.fleet()->blocks()) {
    if (!is_meant(block)) {
      changed.keep({block.first, block.end()});
    } else if (block.group == nullptr) {
      changed.add(described(block));
    } else {
      const auto group = std::ranges::find(groups_, block.group->name, &CapacityGroup::name);
      changed.add(*group, std::string(*block.facts->availability_zone), block.count, block.first_in_group);
    }
  }
  fleet_.change(changed.make(fleet_.fleet()), FleetInUse::Tasks::displaced);
}

void Changes::make(const SetTrunking& change) {
  const bool on = change.trunking == Trunking::enabled;
  CapacityGroup* const only = change.group ? find_group("group", *change.group) : nullptr;
  if (change.group && only == nullptr) return;
  if (only != nullptr && on && !find_instance_type(cluster_, only->instance_type)->ecs_task_limit_trunking) {
    return refuse("trunking", fmt::format("expected a group whose type can have a trunk, found \"{}\" of {}",
                                          only->name, only->instance_type));
  }
  for (CapacityGroup& group : groups_) {
    if (only == nullptr || &group == only) group.trunking = change.trunking;
  }
  const auto is_meant = [&](const Block& block) {
    if (!is_of(block, change.group) || block.facts->trunking == on) return false;
    const InstanceType* const type = type_of(block);
    return !on || (type != nullptr && type->ecs_task_limit_trunking.has_value());
  };
  replace(is_meant, [&](const Block& block) { return replacement(*block.container_instance, change.trunking); });
}

void Changes::make(const SwapType& change) {
  if (change.group && find_group("group", *change.group) == nullptr) return;
  const InstanceType* const to = find_instance_type(cluster_, change.to);
  const auto is_meant = [&](const Block& block) {
    return is_of(block, change.group) && block.facts->instance_type == change.from;
  };
  if (to == nullptr) {
    std::set<std::string, std::less<>> types;
    for (const InstanceType& type : catalog()) types.insert(type.name);
    for (const InstanceType& type : cluster_.instance_types) types.insert(type.name);
    return refuse("swap-type",
                  fmt::format("expected an instance type of the catalog or of instanceTypes, found \"{}\"{}", change.to,
                              nearest_in(change.to, types)));
  }
  if (std::ranges::none_of(fleet_.fleet()->blocks(), is_meant)) {
    std::set<std::string, std::less<>> types;
    for (const Block& block : fleet_.fleet()->blocks()) {
      if (block.facts->instance_type && is_of(block, change.group)) types.emplace(*block.facts->instance_type);
    }
    return refuse("swap-type", fmt::format("expected the type of some instance, found \"{}\"{}", change.from,
                                           nearest_in(change.from, types)));
  }
  for (CapacityGroup& group : groups_) {
    if ((change.group && group.name != *change.group) || group.instance_type != change.from) continue;
    group.instance_type = change.to;
    group.registered_cpu.reset();
    group.registered_memory.reset();
    group.registered_gpu.reset();
    group.registered_eni.reset();
  }
  replace(is_meant, [&](const Block& block) {
    const bool trunked = block.facts->trunking && to->ecs_task_limit_trunking;
    return replacement(*block.container_instance, *to, trunked ? Trunking::enabled : Trunking::disabled, cluster_);
  });
}

/// The place of a block in canonical order: its group, described instances first, then its zone.
std::pair<std::size_t, std::size_t> Changes::rank(const Block& block) const {
  if (block.group == nullptr) return {0, 0};
  const auto group = std::ranges::find(groups_, block.group->name, &CapacityGroup::name);
  const auto zone = std::ranges::find(group->availability_zones, *block.facts->availability_zone);
  return {1 + static_cast<std::size_t>(group - groups_.begin()),
          static_cast<std::size_t>(zone - group->availability_zones.begin())};
}

void Changes::make(const AddInstances& change) {
  const CapacityGroup* const group = find_group("add", change.group);
  if (!is_count("add", change.count) || group == nullptr) return;
  const auto number = static_cast<std::size_t>(group - groups_.data());
  std::size_t& ever = instances_ever_[number];
  const std::size_t zones = group->availability_zones.size();
  std::vector<std::size_t> more(zones);
  for (std::size_t k = 0; k < static_cast<std::size_t>(change.count); ++k) ++more[(ever + k) % zones];

  ChangedBlocks changed = changed_blocks();
  const std::vector<Block>& blocks = fleet_.fleet()->blocks();
  auto next = blocks.begin();
  const auto keep_until = [&](const std::pair<std::size_t, std::size_t>& last) {
    for (; next != blocks.end() && rank(*next) <= last; ++next) changed.keep({next->first, next->end()});
  };
  for (std::size_t zone = 0; zone < zones; ++zone) {
    keep_until({1 + number, zone});
    changed.add(*group, group->availability_zones[zone], more[zone], ever);
    ever += more[zone];
  }
  keep_until({1 + groups_.size(), 0});
  fleet_.change(changed.make(fleet_.fleet()), FleetInUse::Tasks::displaced);
}

void Changes::make(const RemoveInstances& change) {
  if (!is_count("remove", change.count) || find_group("remove", change.group) == nullptr) return;
  auto left = static_cast<std::size_t>(change.count);
  std::vector<InstanceRange> removed;
  for (const auto& [tasks, run] : emptiest_first(fleet_.world(), change.group)) {
    const auto count = static_cast<InstanceIndex>(std::min(left, run.size()));
    if (count > 0) removed.push_back({run.end - count, run.end});
    left -= count;
  }
  if (left > 0) {
    return refuse("remove", fmt::format("expected at most the {} instances of {}, found {}",
                                        static_cast<std::size_t>(change.count) - left, change.group, change.count));
  }
  std::ranges::sort(removed, {}, &InstanceRange::begin);
  fleet_.take_away(removed, FleetInUse::Tasks::displaced);
}

}  // namespace eniplan::change
