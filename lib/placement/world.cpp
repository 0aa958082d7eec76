#include "placement/world.hpp"

#include <algorithm>
#include <limits>

#include "placement/running_tasks.hpp"

namespace eniplan::placement {
namespace {

void ask(const Demand& demand, FactsAskedFor& facts) {
  for (const Query* const query : demand.changing_member_of) facts.ask(query->root);
  for (const Preference::Key& key : demand.preference->keys()) {
    if (key.fact != Preference::Fact::tasks_of_value || facts.attributes.contains(key.attribute)) continue;
    facts.attributes.emplace(key.attribute);
  }
}

void ask(const Eligibility& eligibility, FactsAskedFor& facts) {
  for (const Attribute& attribute : eligibility.attributes) facts.attributes.insert(attribute.name);
  for (const Query* const query : eligibility.member_of) facts.ask(query->root);
}

/// The demands of the services, then of the requests, in document order. Adds what they ask about to `facts`.
std::shared_ptr<const std::vector<Demand>> demands_of(const Cluster& cluster, TaskGroups& groups, Shapes& shapes,
                                                      FactsAskedFor& facts) {
  groups.reserve(cluster.services.size());
  Demands demands(cluster, std::make_shared<const TaskDefinitionIndex>(cluster), groups, shapes);
  const auto all = std::make_shared<std::vector<Demand>>();
  all->reserve(cluster.services.size() + cluster.run_tasks.size());
  const auto add = [&](const auto& wish) { ask(all->emplace_back(demands.of(wish)), facts); };
  std::ranges::for_each(cluster.services, add);
  std::ranges::for_each(cluster.run_tasks, add);
  for (const Eligibility& eligibility : shapes.eligibilities()) ask(eligibility, facts);
  return all;
}

Resources remaining_at_first(const InstanceBlock& block) {
  if (block.container_instance == nullptr) return block.facts->registered;
  Resources remaining = block.container_instance->remaining;
  remaining.eni = block.container_instance->remaining_eni.value_or(block.facts->registered.eni);
  return remaining;
}

std::vector<std::int64_t> sorted_unique(std::vector<std::int64_t> ports) {
  std::ranges::sort(ports);
  const auto repeated = std::ranges::unique(ports);
  ports.erase(repeated.begin(), repeated.end());
  return ports;
}

/// States of instances before any task runs.
class StatesAtFirst {
 public:
  explicit StatesAtFirst(PortSets& ports) : ports_(ports) {}

  RunState operator()(const InstanceBlock& block) {
    return {
        .remaining = remaining_at_first(block),
        .ports = block.container_instance != nullptr ? taken_on(*block.container_instance) : taken_in(*block.group)};
  }

 private:
  /// Neighbours mostly have the same.
  PortSetId taken_on(const ContainerInstance& instance) {
    const bool is_same = last_ != nullptr && instance.ports_taken == last_->ports_taken &&
                         instance.ports_udp_taken == last_->ports_udp_taken;
    if (!is_same) id_of_last_ = ports_.id_of({instance.ports_taken, instance.ports_udp_taken});
    last_ = &instance;
    return id_of_last_;
  }
  PortSetId taken_in(const CapacityGroup& group) {
    return ports_.id_of({sorted_unique(group.reserved_ports), sorted_unique(group.reserved_ports_udp)});
  }

  PortSets& ports_;
  const ContainerInstance* last_ = nullptr;
  PortSetId id_of_last_ = 0;
};

bool names_some_provider(const Fleet& fleet) {
  return std::ranges::any_of(fleet.blocks(),
                             [](const InstanceBlock& block) { return !block.capacity_provider.empty(); });
}

FleetRuns runs_at_first(const Fleet& fleet, const InstanceClasses& classes, std::span<const RunState> states) {
  FleetRuns runs(fleet.size());
  for (std::size_t i = 0; i < states.size(); ++i) {
    const InstanceBlock& block = fleet.blocks()[i];
    RunState state = states[i];
    state.of_class = classes.of_block[i];
    runs.add({block.first, block.end()}, state);
  }
  return runs;
}

}  // namespace

World::World(const Cluster& of, MemoryFigure with) : World(of, with, FirstSight()) {}

World::World(const Cluster& of, MemoryFigure with, FirstSight sight)
    : cluster(of),
      figure(with),
      demands(demands_of(cluster, groups, shapes, facts)),
      fleet(make_fleet(sight)),
      classes(std::make_shared<const InstanceClasses>(*fleet, std::move(sight.classes))),
      names_providers(names_some_provider(*fleet)),
      columns(classes),
      runs(runs_at_first(*fleet, *classes, sight.states)),
      subnets(cluster) {
  runs.leave_out_of_orders(least_wanted());
  occupy(*this, sight.with_tasks);
}

/// Needs `facts`, and makes `ports` know what is taken at first.
std::shared_ptr<const Fleet> World::make_fleet(FirstSight& sight) {
  Classifier classifier(facts);
  StatesAtFirst state_at_first(ports);
  sight.classes.reserve(cluster.container_instances.size());
  sight.states.reserve(cluster.container_instances.size());
  return std::make_shared<const Fleet>(cluster, figure, [&](const InstanceBlock& block) {
    const bool has_tasks = block.container_instance != nullptr && block.container_instance->running_tasks_count > 0;
    if (has_tasks) sight.with_tasks.push_back(sight.states.size());
    sight.classes.push_back(classifier.class_of(block));
    sight.states.push_back(state_at_first(block));
  });
}

World::World(const World& other)
    : cluster(other.cluster),
      figure(other.figure),
      groups(other.groups),
      shapes(other.shapes),
      facts(other.facts),
      demands(other.demands),
      ports(other.ports),
      fleet(other.fleet),
      classes(other.classes),
      names_providers(other.names_providers),
      columns(classes),
      runs(other.runs),
      subnets(other.subnets),
      running_of_group(other.running_of_group),
      running_interfaces(other.running_interfaces),
      generators(other.generators),
      releases(other.releases) {
  groups.forget_values();  // They go by the other's columns.
}

World::World(World& before, std::shared_ptr<const Fleet> with, std::span<const KeptInstances> kept)
    : cluster(before.cluster),
      figure(before.figure),
      groups(before.groups.moved(kept, *with)),
      shapes(before.shapes),
      facts(before.facts),
      demands(before.demands),
      ports(before.ports),
      fleet(std::move(with)),
      classes(std::make_shared<const InstanceClasses>(*fleet, facts)),
      names_providers(names_some_provider(*fleet)),
      columns(classes),
      runs(fleet->size()),
      subnets(before.subnets),
      running_of_group(before.running_of_group),
      generators(before.generators),
      releases(before.releases + 1) {
  shapes.forget_classes();
  runs.leave_out_of_orders(before.runs.least_in_orders());
  move_runs(before, kept);
  for (const KeptInstances& part : kept) {
    for (InstanceIndex at = part.were.begin; at < part.were.end && !before.running_interfaces.empty(); ++at) {
      const auto held = before.running_interfaces.find(at);
      if (held != before.running_interfaces.end()) running_interfaces[part.now + (at - part.were.begin)] = held->second;
    }
  }
}

void World::move_runs(const World& before, std::span<const KeptInstances> kept) {
  StatesAtFirst state_at_first(ports);
  for (const InstanceBlock& block : fleet->blocks()) {
    if (!kept.empty() && kept.front().now == block.first) {
      const InstanceRange were = kept.front().were;
      for (InstanceIndex at = were.begin; at < were.end;) {
        const InstanceIndex end = std::min(were.end, before.runs.end_of_run(at));
        runs.add({block.first + (at - were.begin), block.first + (end - were.begin)}, before.runs.state_of(at));
        at = end;
      }
      kept = kept.subspan(1);
    } else {
      runs.add({block.first, block.end()}, state_at_first(block));
    }
  }
  classify();
}

Wants World::least_wanted() const {
  constexpr std::int32_t most = std::numeric_limits<std::int32_t>::max();
  Wants least{most, most, most, most};
  for (ShapeId shape = 0; shape < shapes.size(); ++shape) least = Wants::least(least, shapes[shape].wants);
  return least;
}

void World::learn(const Demand& demand) {
  const Wants least = Wants::least(runs.least_in_orders(), shapes[demand.shape].wants);
  if (least != runs.least_in_orders()) {
    runs.leave_out_of_orders(least);
    shapes.forget_orders();
  }
  FactsAskedFor all = facts;
  ask(shapes.eligibility(shapes[demand.shape]), all);
  ask(demand, all);
  if (all == facts) return;
  facts = std::move(all);
  classify();
}

void World::drain(std::span<const InstanceRange> ranges) {
  std::vector<InstanceBlock> blocks;
  for (const InstanceBlock& block : fleet->blocks()) {
    for_each_part({block.first, block.end()}, ranges, [&](InstanceRange range, bool drains) {
      InstanceBlock part = part_of(block, range);
      if (drains && part.status == InstanceStatus::active) part.status = InstanceStatus::draining;
      blocks.push_back(std::move(part));
      runs.cut_before(range.begin);
    });
  }
  fleet = std::make_shared<const Fleet>(std::vector<std::shared_ptr<const void>>{fleet}, std::move(blocks));
  classify();
}

void World::classify() {
  classes = std::make_shared<const InstanceClasses>(*fleet, facts);
  std::size_t block = 0;
  runs.reclassify([&](InstanceIndex first) {
    while (block + 1 < fleet->blocks().size() && fleet->blocks()[block + 1].first <= first) ++block;
    return classes->of_block[block];
  });
  columns = AttributeColumns(classes);
  groups.forget_values();
  shapes.forget_classes();
}

SplitMix64& World::generator(GroupId group) {
  return generators.try_emplace(group, cluster.seed ^ fnv1a_64(groups.name(group))).first->second;
}

void commit(World& world, const Demand& demand, InstanceRange range, std::int64_t copies) {
  const Shape& shape = world.shapes[demand.shape];
  RunState after = world.runs.state_of(range.begin);
  const Resources& needs = shape.needs;
  after.remaining -= {needs.cpu * copies, needs.memory * copies, needs.gpu * copies, needs.eni * copies};
  after.tasks += copies;
  if (shape.has_ports()) after.ports = world.ports.with(after.ports, shape.ports);
  world.runs.change(range, after);
  world.groups.add(demand.group, range, copies, after.of_class);
  if (!shape.awsvpc() || demand.subnets.empty()) return;
  world.subnets.take_addresses(demand, world.fleet->block(range.begin).facts->availability_zone,
                               copies * static_cast<std::int64_t>(range.size()));
}

void take_back(World& world, const Demand& demand, InstanceRange range, std::int64_t copies) {
  const Shape& shape = world.shapes[demand.shape];
  const Resources& needs = shape.needs;
  ++world.releases;
  for (InstanceIndex at = range.begin; at < range.end;) {
    const InstanceRange part{at, std::min(range.end, world.runs.end_of_run(at))};
    RunState after = world.runs.state_of(at);
    after.remaining += {needs.cpu * copies, needs.memory * copies, needs.gpu * copies, needs.eni * copies};
    after.tasks -= copies;
    if (shape.has_ports()) after.ports = world.ports.without(after.ports, shape.ports);
    world.runs.change(part, after);
    world.groups.add(demand.group, part, -copies, after.of_class);
    at = part.end;
  }
}

void give_back_addresses(World& world, const Demand& demand, InstanceRange range, std::int64_t copies) {
  if (demand.subnets.empty() || !world.shapes[demand.shape].awsvpc()) return;
  for (InstanceIndex at = range.begin; at < range.end;) {
    const InstanceBlock& block = world.fleet->block(at);
    const InstanceIndex end = std::min(range.end, block.end());
    world.subnets.give_back_addresses(demand, block.facts->availability_zone, copies * (end - at));
    at = end;
  }
}

void put_back(World& world, const Demand& demand, InstanceRange range, std::int64_t copies) {
  for (InstanceIndex at = range.begin; at < range.end;) {
    const InstanceRange part{at, std::min(range.end, world.runs.end_of_run(at))};
    commit(world, demand, part, copies);
    at = part.end;
  }
}

}  // namespace eniplan::placement
