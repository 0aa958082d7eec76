// How fast tasks are placed. Names state the workload; items are tasks asked for.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <eniplan/placement.hpp>

#include "worlds.hpp"

namespace eniplan::bench {
namespace {

constexpr std::uint64_t seed = 20261123;

void place(benchmark::State& state, const Cluster& cluster) {
  PlacementResult result;
  for (auto _ : state) {
    result = simulate(cluster);
    benchmark::DoNotOptimize(result);
  }
  state.SetItemsProcessed(state.iterations() * result.summary.desired);
  state.counters["placed"] = static_cast<double>(result.summary.placed);
  state.SetLabel("checksum " + checksum(result));
}

/// One cluster at ECS's quotas. Source: Amazon ECS endpoints and quotas (2026).
void quota(benchmark::State& state) {
  place(state, mixed_cluster({.instances = 5000, .services = 5000, .tasks = 100'000}, seed));
}
BENCHMARK(quota)->Name("place/quota/instances:5000/services:5000/tasks:100000")->Unit(benchmark::kMillisecond);

const WorldSize middling{.instances = 500, .services = 10, .tasks = 10'000};

void binpack(benchmark::State& state) {
  place(state, uniform_cluster(middling, {{PlacementStrategy::Type::binpack, "memory"}}));
}
BENCHMARK(binpack)->Name("place/binpack/instances:500/tasks:10000")->Unit(benchmark::kMillisecond);

void spread_over_instances(benchmark::State& state) {
  place(state, uniform_cluster(middling, {{PlacementStrategy::Type::spread, "instanceId"}}));
}
BENCHMARK(spread_over_instances)
    ->Name("place/spread-instance/instances:500/tasks:10000")
    ->Unit(benchmark::kMillisecond);

void spread_over_zones(benchmark::State& state) {
  place(state, uniform_cluster(middling, {{PlacementStrategy::Type::spread, "attribute:ecs.availability-zone"}}));
}
BENCHMARK(spread_over_zones)->Name("place/spread-zone/instances:500/tasks:10000")->Unit(benchmark::kMillisecond);

void random(benchmark::State& state) { place(state, uniform_cluster(middling, {PlacementStrategy{}})); }
BENCHMARK(random)->Name("place/random/instances:500/tasks:10000")->Unit(benchmark::kMillisecond);

void by_default(benchmark::State& state) { place(state, uniform_cluster(middling, {})); }
BENCHMARK(by_default)->Name("place/default/instances:500/tasks:10000")->Unit(benchmark::kMillisecond);

void refused(benchmark::State& state) {
  Cluster cluster = uniform_cluster({.instances = 5000, .services = 1000, .tasks = 10'000}, {});
  cluster.task_definitions[0].cpu = CpuUnits{32768};  // More than any instance has.
  place(state, cluster);
}
BENCHMARK(refused)->Name("place/refused/instances:5000/services:1000")->Unit(benchmark::kMillisecond);

void daemons(benchmark::State& state) {
  Cluster cluster = uniform_cluster({.instances = 5000, .services = 20, .tasks = 20}, {});
  for (Service& service : cluster.services) service.scheduling_strategy = SchedulingStrategy::daemon;
  place(state, cluster);
}
BENCHMARK(daemons)->Name("place/daemons/instances:5000/services:20")->Unit(benchmark::kMillisecond);

void apart(benchmark::State& state) {
  Cluster cluster = uniform_cluster(middling, {});
  for (Service& service : cluster.services) {
    service.placement_constraints = {
        {PlacementConstraint::Type::member_of, parse_query("runningTasksCount < 40 and not(task:group == database)")}};
  }
  place(state, cluster);
}
BENCHMARK(apart)->Name("place/member-of-tasks/instances:500/tasks:10000")->Unit(benchmark::kMillisecond);

void million(benchmark::State& state) {
  place(state, uniform_cluster({.instances = 1'000'000, .services = 10, .tasks = 100}, {}));
}
BENCHMARK(million)->Name("place/wide/instances:1000000/tasks:100")->Unit(benchmark::kMillisecond);

void small(benchmark::State& state) {
  place(state, mixed_cluster({.instances = 50, .services = 40, .tasks = 800}, seed));
}
BENCHMARK(small)->Name("place/small/engine/instances:50/tasks:800")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace eniplan::bench

BENCHMARK_MAIN();
