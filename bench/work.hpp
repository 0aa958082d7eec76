#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <eniplan/cluster.hpp>

#include "dice.hpp"

// Tasks to measure with: their shapes, and the services and requests that ask for them.

namespace eniplan::bench {

/// What a task needs.
struct Shape {
  NetworkMode network_mode = NetworkMode::awsvpc;
  CpuUnits cpu;
  MiB memory;
};

/// The first six are those of common services; the others are drawn around the same means: 450 CPU units, 1.5 GiB, five
/// in six `awsvpc`. No two are the same.
[[nodiscard]] std::vector<Shape> service_shapes(std::size_t count, Dice& dice);

/// Of lighter work, for what is left on instances that run something: 220 CPU units, 0.8 GiB, one in three `awsvpc`.
[[nodiscard]] std::vector<Shape> light_shapes(std::size_t count, Dice& dice);

/// Adds a task definition for each shape, `shape-0` and so on.
void add_definitions(Cluster& cluster, const std::vector<Shape>& shapes);

/// Gives `tasks` to `count` services: most get few, a few get many; all together exactly `tasks`.
[[nodiscard]] std::vector<std::int64_t> sizes(std::size_t count, std::size_t tasks, Dice& dice);

using Strategies = std::vector<PlacementStrategy>;

/// In the words of the ECS API: `spread` and `binpack` with their field.
[[nodiscard]] PlacementStrategy spread(std::string field);
[[nodiscard]] PlacementStrategy binpack(std::string field);
[[nodiscard]] PlacementStrategy spread_zones();

/// Adds services of the cluster's definitions, drawn for each; `strategies_of` is asked for each.
void add_services(Cluster& cluster, const std::vector<std::int64_t>& sizes, Dice& dice,
                  const std::function<std::optional<Strategies>(Dice&)>& strategies_of);

/// Adds requests of one task each; the definitions take turns.
void add_requests(Cluster& cluster, std::size_t count, const std::function<Strategies(std::size_t)>& strategies_of);

}  // namespace eniplan::bench
