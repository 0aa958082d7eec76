#include "cli/roll_all.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

#include "cli/usage_error.hpp"
#include "model/nearest.hpp"
#include "model/parallel.hpp"

namespace eniplan::cli {
namespace {

using Names = std::set<std::string, std::less<>>;

Names service_names(const Cluster& cluster) {
  Names names;
  for (const Service& service : cluster.services) names.insert(service.service_name);
  return names;
}

Names definition_names(const Cluster& cluster) {
  Names names;
  for (const TaskDefinition& definition : cluster.task_definitions) {
    names.insert({definition.family, task_definition_name(definition)});
  }
  return names;
}

/// Groups, zones in which there are instances, and described instances by each of their names.
Names place_names(const Cluster& cluster) {
  Names names;
  for (const CapacityGroup& group : cluster.capacity) {
    names.insert(group.name);
    for (std::size_t zone = 0; zone < group.availability_zones.size(); ++zone) {
      if (static_cast<std::int64_t>(zone) < group.count) names.insert(group.availability_zones[zone]);
    }
  }
  for (const ContainerInstance& instance : cluster.container_instances) {
    names.insert({instance.container_instance_arn, std::string(instance_id(instance)), instance.ec2_instance_id});
    if (const auto zone = instance.attributes.value_of(availability_zone_attribute)) names.emplace(*zone);
  }
  return names;
}

/// Whether `name` is `<group>/<k>` of a group, whatever the number: too high a one is an error that names the group.
bool is_in_group(const Cluster& cluster, std::string_view name) {
  const std::string_view group = name.substr(0, name.find('/'));
  return group.size() < name.size() &&
         std::ranges::find(cluster.capacity, group, &CapacityGroup::name) != cluster.capacity.end();
}

std::vector<std::string> known(const std::vector<std::string>& wanted, const auto& is_known) {
  std::vector<std::string> found;
  std::ranges::copy_if(wanted, std::back_inserter(found), is_known);
  return found;
}

[[noreturn]] void refuse_name(std::string_view option, std::string_view what, std::string_view name,
                              const Names& names) {
  const std::vector<std::string_view> views(names.begin(), names.end());
  throw UsageError(
      fmt::format("--{}: there is no {} \"{}\" in the input{}", option, what, name, suggestion(name, views)));
}

Names names_of_all(const std::vector<Cluster>& clusters, Names (*names_of)(const Cluster&)) {
  Names all;
  for (const Cluster& cluster : clusters) all.merge(names_of(cluster));
  return all;
}

/// With the names that the cluster has; nothing if it lacks all of one kind.
std::optional<RolloutOptions> options_for(const Cluster& cluster, const RolloutOptions& options) {
  RolloutOptions own = options;
  const Names services = options.services.empty() ? Names() : service_names(cluster);
  own.services = known(options.services, [&](const std::string& name) { return services.contains(name); });
  const Names places = options.drain.empty() ? Names() : place_names(cluster);
  own.drain = known(options.drain,
                    [&](const std::string& name) { return places.contains(name) || is_in_group(cluster, name); });
  const bool lacks_all =
      (own.services.empty() && !options.services.empty()) || (own.drain.empty() && !options.drain.empty()) ||
      (options.task_definition && find_task_definition(cluster, *options.task_definition) == nullptr);
  return lacks_all ? std::nullopt : std::optional(std::move(own));
}

}  // namespace

void require_rollout_names(const std::vector<Cluster>& clusters, const RolloutOptions& options) {
  const Names services = options.services.empty() ? Names() : names_of_all(clusters, service_names);
  for (const std::string& name : options.services) {
    if (!services.contains(name)) refuse_name("service", "service", name, services);
  }
  const auto& to = options.task_definition;
  const auto has_definition = [&](const Cluster& cluster) { return find_task_definition(cluster, *to) != nullptr; };
  if (to && std::ranges::none_of(clusters, has_definition)) {
    refuse_name("to", "task definition", *to, names_of_all(clusters, definition_names));
  }
  const Names places = options.drain.empty() ? Names() : names_of_all(clusters, place_names);
  for (const std::string& name : options.drain) {
    const auto is_group = [&](const Cluster& cluster) { return is_in_group(cluster, name); };
    if (places.contains(name) || std::ranges::any_of(clusters, is_group)) continue;
    refuse_name("drain", "instance, capacity group or zone", name, places);
  }
}

bool concerns(const Cluster& cluster, const RolloutOptions& options) {
  return options_for(cluster, options).has_value();
}

std::vector<RolloutResult> roll_all(const std::vector<Cluster>& clusters, const RolloutOptions& options,
                                    std::size_t threads) {
  std::vector<RolloutResult> results(clusters.size());
  std::vector<std::vector<Diagnostic>> errors(clusters.size());
  for_each_index(clusters.size(), threads, [&](std::size_t i) {
    results[i].cluster_name = clusters[i].cluster_name;
    const std::optional<RolloutOptions> own = options_for(clusters[i], options);
    if (!own) return;
    try {
      results[i] = roll(clusters[i], *own);
    } catch (const InputError& error) {
      errors[i] = error.diagnostics();
    }
  });
  std::vector<Diagnostic> all;
  for (const std::vector<Diagnostic>& some : errors) all.insert(all.end(), some.begin(), some.end());
  if (!all.empty()) throw InputError(std::move(all));
  return results;
}

bool any_stuck(const RolloutResult& result) {
  return std::ranges::find(result.rollouts, RolloutOutcome::stuck, &Rollout::outcome) != result.rollouts.end();
}

}  // namespace eniplan::cli
