// Changes of the fleet.
//
// Tested by: tests/remedy/.

#include <fmt/format.h>

#include <algorithm>

#include <eniplan/catalog.hpp>

#include "placement/registered.hpp"
#include "remedy/instance_kinds.hpp"
#include "remedy/searches.hpp"

namespace eniplan::remedy {
namespace {

constexpr std::int64_t most_instances = 10'000'000;  // of one group, as a document may have

std::string named(const InstanceKind& kind) {
  if (!kind.is_capacity_group) return fmt::format("described {}", kind.name);
  return kind.name == kind.instance_type ? kind.name : fmt::format("{} ({})", kind.name, kind.instance_type);
}

const CapacityGroup& group_named(const Cluster& cluster, const std::string& name) {
  return *std::ranges::find(cluster.capacity, name, &CapacityGroup::name);
}

/// A group in several zones numbers its instances zone by zone, so more of them move the numbers of those there. Where
/// tasks run on these, the new ones are a group of their own.
bool can_grow(const Cluster& cluster, const InstanceKind& kind) {
  return kind.is_capacity_group &&
         (group_named(cluster, kind.name).availability_zones.size() == 1 || listed_tasks_on(cluster, kind) == 0);
}

std::vector<std::string> zones_of_subnets(const Cluster& cluster) {
  std::vector<std::string> zones;
  for (const Subnet& subnet : cluster.subnets) {
    if (std::ranges::find(zones, subnet.availability_zone) == zones.end()) zones.push_back(subnet.availability_zone);
  }
  return zones.empty() ? CapacityGroup{}.availability_zones : zones;
}

std::string family(std::string_view type) { return std::string(type.substr(0, type.find('.'))); }

/// Types that may stand in for `type`: same architecture, as many GPUs, or for GPUs the same family, metal only for
/// metal.
bool may_stand_in(const InstanceType& other, const InstanceType& type) {
  if (other.name == type.name || other.architecture != type.architecture) return false;
  if (other.bare_metal && !type.bare_metal) return false;
  if (type.gpus > Gpus{}) return family(other.name) == family(type.name);
  return other.gpus == Gpus{};
}

void sort_by_price(std::vector<const InstanceType*>& types) {
  std::ranges::stable_sort(types, {}, [](const InstanceType* type) {
    constexpr std::int64_t unknown = INT64_MAX;
    return type->ondemand_microusd_hour.value_or(unknown);
  });
}

/// Why instances of `kind` cannot be replaced by a change that a document can tell; empty if they can.
std::string why_not_replaced(const Cluster& cluster, const InstanceKind& kind) {
  if (kind.instances == 0) return "it has no instances";
  if (has_unlisted_tasks(cluster, kind)) return "tasks run there that are not listed; add the answer of describe-tasks";
  return {};
}

/// What the bounds leave of `types` for `kind`, as steps in the order of price.
void try_types(Finder& finder, const std::string& change, const InstanceKind& kind,
               std::vector<const InstanceType*> types, const LowerBounds& bounds) {
  sort_by_price(types);
  const Cluster& cluster = finder.cluster();
  std::vector<RemedyStep> steps;
  std::int64_t ruled_out = 0;
  for (const InstanceType* type : types) {
    if (kind.is_capacity_group) {
      CapacityGroup group = group_named(cluster, kind.name);
      const auto registered = [&](const InstanceType& of) {
        return placement::registered_resources(group, of,
                                               placement::memory_estimate(group, of, cluster.memory_overhead),
                                               placement::MemoryFigure::registered);
      };
      const Resources before = registered(*find_instance_type(cluster, group.instance_type));
      group.registered_cpu.reset();
      group.registered_memory.reset();
      group.registered_gpu.reset();
      group.registered_eni.reset();
      if (!bounds.may_be_enough(registered(*type), before, group.count)) {
        ++ruled_out;
        continue;
      }
    }
    steps.emplace_back(OtherType{kind, type->name});
  }
  finder.try_in_order(change, steps, ruled_out);
}

}  // namespace

void search_more_instances(Finder& finder, const std::vector<InstanceKind>& kinds, const LowerBounds& bounds) {
  const Cluster& cluster = finder.cluster();
  const PlacementSummary& before = finder.trials().before().summary;
  for (const InstanceKind& kind : kinds) {
    const std::string change = fmt::format("more instances of {}", named(kind));
    const std::optional<CapacityGroup> group = group_like(cluster, kind);
    if (!group) {
      finder.leave_out(change, "the type is not in the catalog");
      continue;
    }
    const LowerBounds::Instances bound = bounds.instances_like(*group);
    if (!bound.impossible.empty()) {
      finder.leave_out(change, fmt::format("no number is enough: {}", bound.impossible));
      continue;
    }
    // One for each task without a place is as much as can matter to them, but in each zone in turn.
    const std::int64_t zones = std::ssize(group->availability_zones);
    const std::int64_t most = std::min(most_instances - (kind.is_capacity_group ? kind.instances : 0),
                                       std::max(bound.least, (before.unplaced + before.attach_failures + 1) * zones));
    if (most < bound.least) continue;
    const bool grows = can_grow(cluster, kind);
    finder.try_sizes(change, {bound.least, most}, "", [kind, group, grows](std::int64_t count) {
      return MoreInstances{kind, count, grows ? std::nullopt : group};
    });
  }
}

void search_first_instances(Finder& finder, const LowerBounds& bounds) {
  const Cluster& cluster = finder.cluster();
  struct Offer {
    std::int64_t microusd_hour;
    RemedyStep step;
  };
  std::vector<Offer> offers;
  std::int64_t ruled_out = 0;
  for (const InstanceType& type : catalog()) {
    if (!type.current_generation.value_or(false) || !type.ondemand_microusd_hour || type.bare_metal) continue;
    const CapacityGroup group{.name = type.name,
                              .instance_type = type.name,
                              .availability_zones = zones_of_subnets(cluster),
                              .trunking = cluster.awsvpc_trunking};
    const LowerBounds::Instances bound = bounds.instances_like(group);
    if (!bound.impossible.empty()) {
      ++ruled_out;
      continue;
    }
    const InstanceKind kind{.name = type.name, .instance_type = type.name};
    offers.push_back({*type.ondemand_microusd_hour * bound.least, MoreInstances{kind, bound.least, group}});
  }
  std::ranges::stable_sort(offers, {}, &Offer::microusd_hour);
  std::vector<RemedyStep> steps;
  for (Offer& offer : offers) steps.push_back(std::move(offer.step));
  finder.try_in_order("first instances, of any type", steps, ruled_out);
}

void search_larger_types(Finder& finder, const std::vector<InstanceKind>& kinds, const LowerBounds& bounds) {
  const Cluster& cluster = finder.cluster();
  for (const InstanceKind& kind : kinds) {
    const InstanceType* now = find_instance_type(cluster, kind.instance_type);
    const std::string change = fmt::format("another size of {}", named(kind));
    if (const std::string why = why_not_replaced(cluster, kind); !why.empty()) {
      finder.leave_out(change, why);
      continue;
    }
    if (now == nullptr) {
      finder.leave_out(change, "the type is not in the catalog");
      continue;
    }
    std::vector<const InstanceType*> types;
    for (const InstanceType& type : catalog()) {
      if (family(type.name) == family(now->name) && may_stand_in(type, *now)) types.push_back(&type);
    }
    try_types(finder, change, kind, std::move(types), bounds);
  }
}

void search_other_families(Finder& finder, const std::vector<InstanceKind>& kinds, const LowerBounds& bounds) {
  const Cluster& cluster = finder.cluster();
  for (const InstanceKind& kind : kinds) {
    const InstanceType* now = find_instance_type(cluster, kind.instance_type);
    if (now == nullptr || !why_not_replaced(cluster, kind).empty() || now->gpus > Gpus{}) continue;
    std::vector<const InstanceType*> types;
    for (const InstanceType& type : catalog()) {
      const bool is_sold = type.current_generation.value_or(false) && type.ondemand_microusd_hour;
      if (is_sold && family(type.name) != family(now->name) && may_stand_in(type, *now)) types.push_back(&type);
    }
    try_types(finder, fmt::format("another family for {}", named(kind)), kind, std::move(types), bounds);
  }
}

void search_trunks(Finder& finder, const std::vector<InstanceKind>& kinds) {
  const Cluster& cluster = finder.cluster();
  std::vector<InstanceKind> all;
  for (const InstanceKind& kind : kinds) {
    if (kind.trunked) continue;
    const std::string change = fmt::format("trunks on {}", named(kind));
    const InstanceType* type = find_instance_type(cluster, kind.instance_type);
    if (type == nullptr || !type->ecs_task_limit_trunking) {
      finder.leave_out(change, "the type cannot have one");
    } else if (const std::string why = why_not_replaced(cluster, kind); !why.empty()) {
      finder.leave_out(change, why);
    } else if (task_limit(*type, Trunking::enabled) <= task_limit(*type, Trunking::disabled)) {
      finder.leave_out(change, "they bring no slots");
    } else {
      all.push_back(kind);
      finder.try_one(change, WithTrunks{{kind}});
    }
  }
  if (all.size() > 1) finder.try_one("trunks on all that can have one", WithTrunks{all});
}

}  // namespace eniplan::remedy
