#include "work.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

namespace eniplan::bench {
namespace {

constexpr std::array<Shape, 6> common_shapes = {{
    {NetworkMode::awsvpc, {256}, {512}},    // a web server
    {NetworkMode::awsvpc, {512}, {1024}},   // an API
    {NetworkMode::awsvpc, {512}, {2048}},   // one with a cache of its own
    {NetworkMode::awsvpc, {256}, {3072}},   // a store in memory
    {NetworkMode::awsvpc, {1024}, {2048}},  // a worker
    {NetworkMode::bridge, {128}, {256}},    // a small thing from before awsvpc
}};

/// Its number in the memory makes it unlike all others.
MiB draw_memory(std::int64_t step, std::size_t number, Dice& dice) {
  return {dice.multiple(step, 24) + static_cast<std::int64_t>(number)};
}

}  // namespace

std::vector<Shape> service_shapes(std::size_t count, Dice& dice) {
  std::vector<Shape> made(common_shapes.begin(), common_shapes.begin() + std::min(count, common_shapes.size()));
  while (made.size() < count) {
    made.push_back({.network_mode = dice.one_in(6) ? NetworkMode::bridge : NetworkMode::awsvpc,
                    .cpu = {dice.multiple(64, 13)},
                    .memory = draw_memory(128, made.size(), dice)});
  }
  return made;
}

std::vector<Shape> light_shapes(std::size_t count, Dice& dice) {
  std::vector<Shape> made;
  while (made.size() < count) {
    made.push_back({.network_mode = dice.one_in(3) ? NetworkMode::awsvpc : NetworkMode::bridge,
                    .cpu = {dice.multiple(32, 13)},
                    .memory = draw_memory(64, made.size(), dice)});
  }
  return made;
}

void add_definitions(Cluster& cluster, const std::vector<Shape>& shapes) {
  for (const Shape& shape : shapes) {
    cluster.task_definitions.push_back({.family = "shape-" + std::to_string(cluster.task_definitions.size()),
                                        .network_mode = shape.network_mode,
                                        .cpu = shape.cpu,
                                        .memory = shape.memory,
                                        .container_definitions = {{.name = "app"}}});
  }
}

std::vector<std::int64_t> sizes(std::size_t count, std::size_t tasks, Dice& dice) {
  std::vector<std::size_t> weights(count);
  for (std::size_t& weight : weights) weight = 1 + dice.below(std::size_t{2} << dice.below(10));
  const std::size_t all = std::accumulate(weights.begin(), weights.end(), std::size_t{0});
  std::vector<std::int64_t> made;
  std::size_t weight_so_far = 0;
  std::size_t tasks_so_far = 0;
  for (const std::size_t weight : weights) {
    weight_so_far += weight;
    const std::size_t due = tasks * weight_so_far / all;
    made.push_back(static_cast<std::int64_t>(due - std::exchange(tasks_so_far, due)));
  }
  return made;
}

PlacementStrategy spread(std::string field) { return {PlacementStrategy::Type::spread, std::move(field)}; }
PlacementStrategy binpack(std::string field) { return {PlacementStrategy::Type::binpack, std::move(field)}; }
PlacementStrategy spread_zones() { return spread("attribute:ecs.availability-zone"); }

void add_services(Cluster& cluster, const std::vector<std::int64_t>& sizes, Dice& dice,
                  const std::function<std::optional<Strategies>(Dice&)>& strategies_of) {
  for (const std::int64_t size : sizes) {
    const TaskDefinition& definition = cluster.task_definitions[dice.below(cluster.task_definitions.size())];
    cluster.services.push_back({.service_name = "service-" + std::to_string(cluster.services.size()),
                                .task_definition = definition.family,
                                .desired_count = size,
                                .placement_strategy = strategies_of(dice)});
  }
}

void add_requests(Cluster& cluster, std::size_t count, const std::function<Strategies(std::size_t)>& strategies_of) {
  cluster.run_tasks.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string& family = cluster.task_definitions[i % cluster.task_definitions.size()].family;
    cluster.run_tasks.push_back(
        {.task_definition = family, .group = "family:" + family, .placement_strategy = strategies_of(i)});
  }
}

}  // namespace eniplan::bench
