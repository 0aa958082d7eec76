// Tested by: tests/sweep/.

#include "sweep/grid.hpp"

#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>

namespace eniplan {
namespace sweeping {
namespace {

bool draws(const std::vector<PlacementStrategy>& strategies) {
  return std::ranges::find(strategies, PlacementStrategy::Type::random, &PlacementStrategy::type) != strategies.end();
}

/// Requests draw unless they say otherwise, and so do tasks without either that are placed again.
bool places_at_random(const Cluster& cluster) {
  const auto service_draws = [](const Service& service) {
    return service.placement_strategy && draws(*service.placement_strategy);
  };
  const auto request_draws = [](const RunTask& request) {
    return !request.placement_strategy || draws(*request.placement_strategy);
  };
  std::unordered_set<std::string> groups;
  for (const Service& service : cluster.services) groups.insert(task_group(service));
  const auto is_of_no_service = [&](const Task& task) { return !groups.contains(task.group); };
  return std::ranges::any_of(cluster.services, service_draws) ||
         std::ranges::any_of(cluster.run_tasks, request_draws) || std::ranges::any_of(cluster.tasks, is_of_no_service);
}

}  // namespace

Grid::Grid(const Cluster& cluster, const SweepAxes& axes)
    : cluster_(cluster),
      axes_(axes),
      per_seed_(scenario_count(axes) / axes.seeds.size()),
      is_random_(places_at_random(cluster)) {}

Position Grid::position(std::size_t index) const {
  const auto take = [&](std::size_t size) { return std::exchange(index, index / size) % size; };
  Position position;
  position.desired.resize(axes_.desired.size());
  for (std::size_t s = axes_.desired.size(); s-- > 0;) position.desired[s] = take(axes_.desired[s].counts.size());
  position.trunking = take(axes_.trunking.size());
  position.lose_instances = take(axes_.lose_instances.size());
  position.lose_zone = take(axes_.lose_zone.size());
  position.seed = index;
  return position;
}

std::size_t Grid::first_like(std::size_t index) const {
  if (is_random_ || axes_.lose_instances[position(index).lose_instances] > 0) return index;
  return index % per_seed_;
}

}  // namespace sweeping

std::size_t scenario_count(const SweepAxes& axes) {
  std::vector<std::size_t> sizes = {axes.seeds.size(), axes.lose_zone.size(), axes.lose_instances.size(),
                                    axes.trunking.size()};
  for (const DesiredCounts& service : axes.desired) sizes.push_back(service.counts.size());
  if (std::ranges::find(sizes, std::size_t{0}) != sizes.end()) return 0;
  std::size_t count = 1;
  for (const std::size_t size : sizes) {
    if (size > most_scenarios / count) return most_scenarios + 1;
    count *= size;
  }
  return count;
}

}  // namespace eniplan
