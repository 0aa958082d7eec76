// Tested by: tests/explain/trunking_test.cpp.

#include <eniplan/trunking.hpp>

#include <map>
#include <tuple>

#include <eniplan/catalog.hpp>

#include "explain/trunking_causes.hpp"
#include "placement/registered.hpp"

namespace eniplan {
namespace {

using explain::trunking_causes;

std::optional<std::string> text_of(const ContainerInstance& instance, std::string_view attribute) {
  const auto value = instance.attributes.value_of(attribute);
  return value ? std::optional<std::string>(*value) : std::nullopt;
}

/// What the type offers with a trunk.
std::optional<EniSlots> trunking_limit(const InstanceType* type) {
  return type == nullptr ? std::nullopt : type->ecs_task_limit_trunking;
}

TrunkingWish wish_of(const Cluster& cluster, const ContainerInstance& instance) {
  if (cluster.awsvpc_trunking == Trunking::enabled) return TrunkingWish::account;
  return instance.attributes.contains(trunking_capability) ? TrunkingWish::agent : TrunkingWish::none;
}

TrunkingGroup row_of(const Cluster& cluster, const ContainerInstance& instance) {
  TrunkingGroup row{.name = std::string(instance_id(instance)),
                    .instances = 1,
                    .instance_type = text_of(instance, instance_type_attribute),
                    .availability_zone = text_of(instance, availability_zone_attribute),
                    .trunked = instance.attributes.contains(trunk_attribute),
                    .wish = wish_of(cluster, instance)};
  const InstanceType* type = row.instance_type ? find_instance_type(cluster, *row.instance_type) : nullptr;
  row.type_known = type != nullptr;
  row.slots_with_trunk = trunking_limit(type);
  if (instance.registered_eni) {
    row.slots = *instance.registered_eni;
  } else if (type != nullptr) {
    row.slots = task_limit(*type, row.trunked ? Trunking::enabled : Trunking::disabled);
  }
  if (row.lacks_wished_trunk()) row.causes = trunking_causes(cluster, instance, type, row.wish);
  return row;
}

TrunkingGroup row_of(const CapacityGroup& group, const InstanceType& type) {
  const bool trunked = placement::effective_trunking(group, type) == Trunking::enabled;
  TrunkingGroup row{.name = group.name,
                    .is_capacity_group = true,
                    .instances = group.count,
                    .instance_type = group.instance_type,
                    .type_known = true,
                    .trunked = trunked,
                    .wish = group.trunking == Trunking::enabled ? TrunkingWish::group : TrunkingWish::none,
                    .slots = task_limit(type, trunked ? Trunking::enabled : Trunking::disabled),
                    .slots_with_trunk = trunking_limit(&type)};
  if (group.registered_eni) {  // What the user says it registers holds with a trunk too.
    row.slots = *group.registered_eni;
    if (row.slots_with_trunk) row.slots_with_trunk = row.slots;
  }
  if (group.availability_zones.size() == 1) row.availability_zone = group.availability_zones.front();
  if (row.lacks_wished_trunk()) row.causes = trunking_causes(group, type);
  return row;
}

/// Which obstacles there are, and how sure they are; their words name one instance and may differ.
std::vector<std::pair<TrunkingObstacle, bool>> kinds_of(const std::vector<TrunkingCause>& causes) {
  std::vector<std::pair<TrunkingObstacle, bool>> kinds;
  for (const TrunkingCause& cause : causes) kinds.emplace_back(cause.obstacle, cause.certain);
  return kinds;
}

void add_described(const Cluster& cluster, std::vector<TrunkingGroup>& groups) {
  using Key = std::tuple<std::optional<std::string>, std::optional<std::string>, bool, TrunkingWish, EniSlots,
                         std::vector<std::pair<TrunkingObstacle, bool>>>;
  std::map<Key, std::size_t> known;
  for (std::size_t i = 0; i < cluster.container_instances.size(); ++i) {
    TrunkingGroup row = row_of(cluster, cluster.container_instances[i]);
    row.first_instance = i;
    const Key key{row.instance_type, row.availability_zone, row.trunked, row.wish, row.slots, kinds_of(row.causes)};
    const auto [at, is_new] = known.emplace(key, groups.size());
    if (is_new) {
      groups.push_back(std::move(row));
    } else {
      ++groups[at->second].instances;
    }
  }
}

}  // namespace

std::optional<std::int64_t> TrunkingGroup::gain() const {
  if (!slots_with_trunk) return std::nullopt;
  return trunked ? 0 : slots_with_trunk->value - slots.value;
}

TrunkingReport trunking_report(const Cluster& cluster) {
  TrunkingReport report{.cluster_name = cluster.cluster_name, .groups = {}};
  add_described(cluster, report.groups);
  std::size_t first = cluster.container_instances.size();
  for (const CapacityGroup& group : cluster.capacity) {
    const InstanceType* type = find_instance_type(cluster, group.instance_type);
    if (group.count > 0 && type != nullptr) {
      report.groups.push_back(row_of(group, *type));
      report.groups.back().first_instance = first;
    }
    first += static_cast<std::size_t>(group.count);
  }
  return report;
}

std::string_view to_string(TrunkingObstacle obstacle) {
  switch (obstacle) {
    case TrunkingObstacle::unsupported_type: return "unsupported-type";
    case TrunkingObstacle::windows: return "windows";
    case TrunkingObstacle::agent_too_old: return "agent-too-old";
    case TrunkingObstacle::not_registered: return "not-registered";
    case TrunkingObstacle::launched_before_opt_in: return "launched-before-opt-in";
    case TrunkingObstacle::setting_of_role: return "setting-of-role";
    case TrunkingObstacle::switched_off_on_host: return "switched-off-on-host";
    case TrunkingObstacle::resource_based_name: return "resource-based-name";
    case TrunkingObstacle::shared_subnet: return "shared-subnet";
  }
  return {};
}

std::string_view to_string(TrunkingWish wish) {
  switch (wish) {
    case TrunkingWish::none: return "none";
    case TrunkingWish::agent: return "agent";
    case TrunkingWish::account: return "account";
    case TrunkingWish::group: return "group";
  }
  return {};
}

}  // namespace eniplan
