#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <eniplan/cluster.hpp>

#include "support/random.hpp"

// What the parts of random_cluster() share while a cluster is drawn.

namespace eniplan::test {

/// How likely each thing is in this cluster, in percent. In a calm cluster more of it is impossible, lest little be
/// placed where there is room for much.
struct Odds {
  Odds(Random& random, bool calm);

  std::size_t not_active, agent_lost, provider, asks_provider, trunk, eni_resource, odd_type, external, no_zone,
      overfull, extra_interfaces, custom, constraint, distinct, requires_attribute, platform, gpu, ports, many_ports,
      task_size, no_need, huge, excess, daemon, subnets, addresses, unlisted, overrides, no_strategy, same_strategies,
      same_group;
};

/// How much there is of everything: each is the most.
struct Scale {
  bool large = false;         ///< At least a third of it, then.
  std::size_t described = 4;  ///< Instances.
  std::size_t groups = 3;     ///< Of capacity.
  std::int64_t group_size = 4;
  std::size_t definitions = 4;
  std::size_t running = 11;  ///< Tasks.
  std::size_t services = 5;
  std::int64_t desired = 8;
  std::size_t requests = 3;
  std::int64_t count = 6;
  std::int64_t ports = 5;  ///< Different static ones.
  std::int64_t addresses = 4;
  std::int64_t grain = 128;  ///< Tasks need multiples of it, in CPU units and in MiB,
  std::int64_t need = 2;     ///< of as many grains for each container.
  std::int64_t cpu = 7;      ///< Of an instance, times 512.
  std::int64_t memory = 10;  ///< Of an instance, times 256.
  std::size_t models = 0;    ///< Described instances are like one of so many; 0: each is like none.
  bool fragmented = false;   ///< Whether what is left of described instances is any number.
  std::int64_t racks = 0;    ///< Values of an attribute besides the usual ones.
};

struct Draft {
  Random random;
  Scale scale;
  Odds odds;
  std::vector<std::size_t> modes;       ///< Weights of the network modes.
  std::vector<std::size_t> strategies;  ///< Weights of the strategies.
  Cluster cluster;

  std::size_t how_many(std::size_t most) {
    const std::size_t least = scale.large ? most / 3 : 0;
    return least + random.below(most - least + 1);
  }

  /// Nearly always the number itself; where amounts are huge, beyond 32 bits now and then.
  std::int64_t amount(std::int64_t number) {
    constexpr std::int64_t factor = 10'000'019;
    return random.chance(odds.huge) ? number * factor : number;
  }
};

inline const std::vector<std::string> random_zones = {"zone-a", "zone-b", "zone-c"};
inline const std::vector<std::string> random_attributes = {"rack", "stack", "tier"};
inline const std::string random_unknown_definition = "gone:7";
inline const std::string random_arn = "arn:aws:ecs:us-east-1:111122223333:";

[[nodiscard]] Attribute custom_attribute(Draft& draft, const std::string& name);
[[nodiscard]] PlacementConstraint random_member_of(Draft& draft);

/// Types, subnets, described instances and groups of capacity.
void add_capacity(Draft& draft);
void add_definitions(Draft& draft);
/// Running tasks, services and requests; definitions and capacity must be there.
void add_work(Draft& draft);

}  // namespace eniplan::test
