// Tested by: tests/explain/.
//
// Bin packing is hard, and the oldest heuristics are still good: large things first, each where it fits most tightly
// (Johnson, "Near-optimal bin packing algorithms", 1973: first fit decreasing and best fit decreasing). What is large
// has no single answer where there are four resources, so several are tried: by memory, by CPU, by the largest share of
// an instance, and those first that have the fewest instances to go to. The engine itself places, so every rule holds,
// constraints on what else runs there included; only the order and the strategies are not the user's.

#include "explain/packings.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <numeric>
#include <span>
#include <tuple>
#include <utility>

#include "placement/attach_failures.hpp"
#include "placement/place.hpp"

namespace eniplan::explain_detail {

using namespace placement;

namespace {

using Order = Packing::Order;
using Strategy = Packing::Strategy;

constexpr std::array<Order, 5> orders = {Order::largest_share, Order::fewest_instances, Order::memory, Order::cpu,
                                         Order::as_written};
constexpr std::array<Strategy, 3> strategies = {Strategy::own, Strategy::binpack_memory, Strategy::binpack_cpu};

const std::array<PlacementStrategy, 1> by_memory = {{{PlacementStrategy::Type::binpack, "memory"}}};
const std::array<PlacementStrategy, 1> by_cpu = {{{PlacementStrategy::Type::binpack, "cpu"}}};

/// Looks at each instance for each shape only as long as that is no more than this.
constexpr std::size_t most_looks = 20'000'000;

/// The most that one instance has of each resource.
Resources largest_room(const Pools& pools) {
  Resources largest;
  const auto raise = [](auto& amount, auto other) { amount = std::max(amount, other); };
  for (const Space& space : pools.spaces()) {
    raise(largest.cpu, space.room.cpu);
    raise(largest.memory, space.room.memory);
    raise(largest.gpu, space.room.gpu);
    raise(largest.eni, space.room.eni);
  }
  return largest;
}

/// The largest share that `needs` are of `room`, in millionths.
std::int64_t largest_share(const Resources& needs, const Resources& room) {
  constexpr std::int64_t whole = 1'000'000;
  const auto share = [](std::int64_t need, std::int64_t of) {
    if (need <= 0) return std::int64_t{0};
    return of <= need ? whole : need * whole / of;
  };
  return std::max({share(needs.cpu.value, room.cpu.value), share(needs.memory.value, room.memory.value),
                   share(needs.gpu.value, room.gpu.value), share(needs.eni.value, room.eni.value)});
}

class Packer {
 public:
  Packer(BareFleet& fleet, const Pools& pools)
      : fleet_(fleet), pools_(pools), largest_(largest_room(pools)), instances_(pools.size(), 0) {
    for (const Space& space : pools.spaces()) instances_[space.pool] += space.instances();
  }

  /// The numbers of what is wanted, in the order in which it is placed.
  [[nodiscard]] std::vector<std::size_t> in_order(Order order) const {
    std::vector<std::size_t> numbers(fleet_.wanted().size());
    std::iota(numbers.begin(), numbers.end(), std::size_t{0});
    std::vector<std::int64_t> keys(numbers.size(), 0);
    for (const std::size_t i : numbers) keys[i] = key(order, i);
    std::ranges::stable_sort(numbers, std::greater{}, [&keys](std::size_t i) { return keys[i]; });
    return numbers;
  }

  [[nodiscard]] Packing pack(const std::vector<std::size_t>& numbers, Strategy strategy, bool running_tasks_stay) {
    World world(running_tasks_stay ? fleet_.in_use() : fleet_.bare());
    Packing packing{.strategy = strategy, .running_tasks_stay = running_tasks_stay, .groups = {}};
    packing.groups.resize(fleet_.wanted().size());
    const auto& daemons = running_tasks_stay ? fleet_.unplaced_daemons_in_use() : fleet_.unplaced_daemons_bare();
    for (const auto& [number, instances] : daemons) packing.unplaced += instances;
    for (const std::size_t i : numbers) {
      packing.groups[i] = place(world, fleet_.wanted()[i], strategy, running_tasks_stay);
      packing.unplaced += packing.groups[i].unplaced;
      packing.moved += packing.groups[i].moved;
    }
    packing.attach_failures = count_attach_failures(world);
    return packing;
  }

 private:
  [[nodiscard]] std::int64_t key(Order order, std::size_t i) const {
    const Shape& shape = fleet_.bare().shapes[fleet_.wanted()[i].demand->shape];
    switch (order) {
      case Order::as_written: break;
      case Order::memory: return shape.needs.memory.value;
      case Order::cpu: return shape.needs.cpu.value;
      case Order::largest_share: return largest_share(shape.needs, largest_);
      case Order::fewest_instances: return -instances_for(i, shape);
    }
    return 0;
  }

  /// Instances with room for one of its tasks; in large clusters, those it may use.
  [[nodiscard]] std::int64_t instances_for(std::size_t i, const Shape& shape) const {
    const std::vector<std::size_t>& choice = pools_.choices()[pools_.choice_of(i)];
    std::int64_t instances = 0;
    if (pools_.spaces().size() * fleet_.wanted().size() > most_looks) {
      for (const std::size_t pool : choice) instances += instances_[pool];
      return instances;
    }
    for (const Space& space : pools_.spaces()) {
      if (!std::ranges::binary_search(choice, space.pool)) continue;
      const RunState state{.remaining = space.room, .ports = space.ports};
      if (has_room(shape, state, fleet_.bare().ports)) instances += space.instances();
    }
    return instances;
  }

  [[nodiscard]] static Demand with_strategy(World& world, const Demand& demand, Strategy strategy) {
    Demand other = demand;
    const auto prefer = [&](std::span<const PlacementStrategy> wanted) {
      other.preference = world.shapes.preference_of(wanted, demand.distinct_instance);
    };
    if (strategy == Strategy::binpack_memory) prefer(by_memory);
    if (strategy == Strategy::binpack_cpu) prefer(by_cpu);
    return other;
  }

  [[nodiscard]] static PackedGroup place(World& world, const Wanted& wanted, Strategy strategy,
                                         bool running_tasks_stay) {
    const Demand demand = with_strategy(world, *wanted.demand, strategy);
    const std::int64_t to_place = running_tasks_stay ? wanted.to_place : wanted.tasks();
    Outcome outcome = place_up_to(world, demand, to_place, Sequence::omitted);
    PackedGroup packed{.name = wanted.name,
                       .group = std::string(world.groups.name(demand.group)),
                       .unplaced = to_place - outcome.placed,
                       .placements = {}};
    if (running_tasks_stay) {
      for (const auto& [instance, tasks] : wanted.running) outcome.steps.push_back({{instance, instance + 1}, tasks});
    }
    packed.placements = placements_of(std::move(outcome.steps));
    if (!running_tasks_stay) packed.moved = wanted.running_count - staying(wanted, packed.placements);
    return packed;
  }

  /// How many running tasks have a place where they are.
  [[nodiscard]] static std::int64_t staying(const Wanted& wanted, const std::vector<PlacementRun>& placements) {
    std::int64_t tasks = 0;
    auto run = placements.begin();
    for (const auto& [instance, running] : wanted.running) {
      while (run != placements.end() && run->first_instance + run->instance_count <= instance) ++run;
      if (run != placements.end() && run->first_instance <= instance)
        tasks += std::min(running, run->tasks_per_instance);
    }
    return tasks;
  }

  BareFleet& fleet_;
  const Pools& pools_;
  const Resources largest_;
  std::vector<std::int64_t> instances_;  // [pools]
};

std::int64_t left_over(const Packing& packing) { return packing.unplaced + packing.attach_failures; }

bool is_better(const Packing& packing, const Packing& than) {
  return std::tuple(left_over(packing), packing.moved) < std::tuple(left_over(than), than.moved);
}

}  // namespace

PackingsTried try_packings(BareFleet& fleet, const Pools& pools, std::int64_t least, std::int64_t most) {
  PackingsTried result;
  if (most == 0) return result;
  Packer packer(fleet, pools);
  std::vector<std::vector<std::size_t>> in_order;
  for (const Order order : orders) in_order.push_back(packer.in_order(order));
  const bool something_runs = !fleet.held().empty();
  for (const bool running_tasks_stay : {true, false}) {
    if (!running_tasks_stay && !something_runs) break;
    const std::int64_t last = running_tasks_stay && something_runs ? (most + 1) / 2 : most;
    for (const Strategy strategy : strategies) {
      for (std::size_t o = 0; o < orders.size() && result.tried < last; ++o) {
        Packing packing = packer.pack(in_order[o], strategy, running_tasks_stay);
        packing.order = orders[o];
        ++result.tried;
        if (!result.best || is_better(packing, *result.best)) result.best = std::move(packing);
        if (left_over(*result.best) <= least) return result;
      }
    }
  }
  return result;
}

}  // namespace eniplan::explain_detail
