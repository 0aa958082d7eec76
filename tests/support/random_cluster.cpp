#include "support/random_cluster.hpp"

#include <utility>

#include "support/random_draft.hpp"

namespace eniplan::test {
namespace {

// Each size meets one way in which many instances or tasks can be told apart, or not be. Most clusters are tiny: what
// is rare meets there as well, and a hundred of them cost no more than one of the others.

/// Rows of like instances, services that fill them layer by layer.
Scale rows_of_instances(Random& random) {
  return {.large = true,
          .described = random.chance(70) ? 0U : 6U,
          .groups = 5,
          .group_size = 60,
          .definitions = 8,
          .running = 40,
          .services = 12,
          .desired = 300,
          .addresses = 200,
          .grain = 32,
          .need = 12,
          .cpu = 16,
          .memory = 30};
}

/// Many services of many shapes, which leave each instance in a state of its own.
Scale many_services(Random& random) {
  return {.large = true,
          .described = 2,
          .groups = 3,
          .group_size = 30,
          .definitions = 40,
          .running = 40,
          .services = 50,
          .desired = 30,
          .ports = random.pick({std::int64_t{20}, std::int64_t{200}, std::int64_t{200}}),
          .addresses = 100,
          .grain = 32,
          .need = 12,
          .cpu = 12,
          .memory = 20};
}

/// One request after the other, often of the same group.
Scale many_requests(Random& random) {
  return {.large = true,
          .described = 10,
          .groups = 3,
          .group_size = 20,
          .definitions = 30,
          .running = 20,
          .services = 3,
          .desired = 20,
          .requests = 150,
          .count = random.between(1, 4),
          .ports = random.pick({std::int64_t{5}, std::int64_t{100}}),
          .addresses = 30,
          .grain = 16,
          .need = 16,
          .cpu = 12,
          .memory = 20};
}

/// A dump of a running cluster: hundreds of instances, no two alike.
Scale snapshot(Random& random) {
  return {.large = true,
          .described = 300,
          .groups = random.below(2),
          .group_size = 10,
          .definitions = 12,
          .running = 200,
          .services = 12,
          .desired = 60,
          .requests = 10,
          .count = 20,
          .ports = random.pick({std::int64_t{5}, std::int64_t{100}}),
          .addresses = 60,
          .grain = 16,
          .need = 16,
          .cpu = 14,
          .memory = 24,
          .models = random.pick({0U, 1U, 3U, 6U}),
          .fragmented = true,
          .racks = random.pick({std::int64_t{0}, std::int64_t{0}, std::int64_t{150}})};
}

/// Small groups of many kinds.
Scale many_kinds(Random& random) {
  return {.large = true,
          .described = 20,
          .groups = 80,
          .group_size = 3,
          .definitions = 8,
          .running = 20,
          .services = 8,
          .desired = 80,
          .grain = 64,
          .need = 6,
          .cpu = 8,
          .memory = 10,
          .racks = random.between(1, 100)};
}

Scale thousands_of_states(Random& random) {
  Scale scale = snapshot(random);
  scale.described = 7000;
  scale.services = 20;
  scale.desired = 200;
  return scale;
}

Scale thousands_in_rows(Random&) {
  return {.large = true,
          .described = 0,
          .groups = 4,
          .group_size = 40'000,
          .definitions = 6,
          .running = 100,
          .services = 6,
          .desired = 300,
          .count = 50,
          .addresses = 1000,
          .grain = 32,
          .need = 12,
          .cpu = 4,
          .memory = 8};
}

/// Room for most of what is asked for, and hardly for twice as much.
Scale small_to_roll(Random& random) {
  return {.large = true,
          .described = random.chance(40) ? 0U : 5U,
          .group_size = 6,
          .definitions = 5,
          .running = random.chance(50) ? 0U : 6U,
          .services = 4,
          .requests = random.chance(70) ? 0U : 2U,
          .cpu = 16,
          .memory = 24};
}

Scale large_to_roll(Random& random) {
  Scale scale = small_to_roll(random);
  scale.group_size = 20;
  scale.desired = 50;
  scale.cpu = 24;
  scale.memory = 40;
  return scale;
}

/// No more than what decides whether a service gets through.
Scale tiny_to_roll(Random& random) {
  Scale scale = small_to_roll(random);
  scale.described = 1;
  scale.groups = 2;
  scale.group_size = 3;
  scale.definitions = 2;
  scale.running = 0;
  scale.services = 2;
  scale.desired = 5;
  scale.requests = 0;
  return scale;
}

Scale random_scale(Random& random) {
  switch (random.weighted({50, 20, 13, 6, 6, 5})) {
    case 1: return rows_of_instances(random);
    case 2: return many_services(random);
    case 3: return many_requests(random);
    case 4: return snapshot(random);
    case 5: return many_kinds(random);
    default: return {};
  }
}

Draft new_draft(Random random, const Scale& scale) {
  const Odds odds(random, scale.large);
  Draft draft{random, scale, odds, {}, {}, {}};
  draft.modes = draft.random.weights(4);
  draft.modes[static_cast<std::size_t>(NetworkMode::awsvpc)] += draft.random.below(12);  // the mode with most rules
  draft.strategies = draft.random.weights(6);
  if (scale.large) draft.odds.same_strategies = draft.random.below(100);
  if (scale.ports > 5) {
    draft.odds.ports = 30 + draft.random.below(60);
    draft.modes[static_cast<std::size_t>(NetworkMode::host)] += draft.random.below(40);  // the mode with most ports
  }
  return draft;
}

Cluster cluster_from(Draft draft) {
  Random& random = draft.random;
  if (random.chance(50)) draft.cluster.seed = random.below(1000);
  if (random.chance(5)) draft.cluster.memory_overhead = {random.between(0, 20000), MiB{random.between(0, 300)}};
  add_capacity(draft);
  add_definitions(draft);
  add_work(draft);
  return std::move(draft.cluster);
}

/// Little that keeps tasks from all instances: then only room decides.
void be_kind(Odds& odds) {
  for (std::size_t* const one :
       {&odds.not_active, &odds.asks_provider, &odds.platform, &odds.external, &odds.subnets, &odds.odd_type}) {
    *one = 0;
  }
  odds.requires_attribute /= 3;
  odds.constraint /= 2;
  odds.ports += 15;
  odds.trunk += 20;
  odds.eni_resource += 20;
}

}  // namespace

Odds::Odds(Random& random, bool calm) {
  for (std::size_t* const all : {&not_active,       &agent_lost, &provider,   &asks_provider, &trunk,
                                 &eni_resource,     &odd_type,   &external,   &no_zone,       &overfull,
                                 &extra_interfaces, &custom,     &constraint, &distinct,      &requires_attribute,
                                 &platform,         &gpu,        &ports,      &many_ports,    &task_size,
                                 &no_need,          &huge,       &excess,     &daemon,        &subnets,
                                 &addresses,        &unlisted,   &overrides,  &no_strategy,   &same_strategies,
                                 &same_group}) {
    *all = random.odds();
    if (calm && random.chance(40)) *all = 0;
  }
  external /= 4;
  no_zone /= 2;
  requires_attribute /= 2;
  platform /= 2;
  if (!random.chance(15)) no_need = 0;
  if (!random.chance(10)) huge = 0;
  if (calm || huge > 0 || !random.chance(10)) excess = 0;
  subnets += 20;
  addresses += 40;
}

Cluster random_cluster(std::uint64_t seed) {
  Random random(seed);
  const Scale scale = random_scale(random);
  return cluster_from(new_draft(random, scale));
}

Cluster random_vast_cluster(std::uint64_t seed) {
  Random random(seed);
  const Scale scale = random.chance(50) ? thousands_of_states(random) : thousands_in_rows(random);
  return cluster_from(new_draft(random, scale));
}

Cluster random_cluster_to_roll(Random& random, Size size) {
  const Scale scale = size == Size::tiny    ? tiny_to_roll(random)
                      : size == Size::small ? small_to_roll(random)
                                            : large_to_roll(random);
  Draft draft = new_draft(Random(random.below(std::size_t{1} << 62U)), scale);
  draft.odds.huge = draft.odds.excess = 0;
  if (random.chance(80)) be_kind(draft.odds);
  return cluster_from(std::move(draft));
}

}  // namespace eniplan::test
