// Sweeps of clusters of 5,000 instances: a stretch in the middle of a grid of 10,000 scenarios, by one thread. Items
// are scenarios.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <eniplan/sweep.hpp>

#include "fleets.hpp"
#include "workloads.hpp"

namespace eniplan::bench {
namespace {

Cluster cluster_of(const std::string& workload, const WorkSize& size) {
  const std::vector<Workload> all = workloads();
  return std::ranges::find(all, workload, &Workload::name)->make(size);
}

/// 50 seeds · 4 losses of zones · 5 of instances · 2 · 5 counts: each instance lost and each count is another world.
SweepAxes ten_thousand(const Cluster& cluster) {
  SweepAxes axes;
  axes.seeds.resize(50);
  std::iota(axes.seeds.begin(), axes.seeds.end(), std::uint64_t{1});
  for (const char* const zone : zones) axes.lose_zone.push_back({zone});
  axes.lose_instances = {0, 5, 25, 50, 100};
  axes.trunking = {std::nullopt, Trunking::enabled};
  const Service& last = cluster.services.back();
  for (std::int64_t fifth = 1; fifth <= 5; ++fifth) {
    if (axes.desired.empty()) axes.desired.push_back({last.service_name, {}});
    axes.desired.front().counts.push_back(last.desired_count * fifth);
  }
  return axes;
}

void measure(benchmark::State& state, const Cluster& cluster, std::optional<SweepRollout> rollout) {
  const SweepAxes axes = ten_thousand(cluster);
  const std::size_t middle = scenario_count(axes) / 2;
  const SweepOptions options{.services = {}, .rollout = std::move(rollout), .first = middle, .last = middle + 100};
  std::int64_t unplaced = 0;
  for (auto _ : state) {
    const SweepTable table = sweep(cluster, axes, options);
    unplaced = std::accumulate(table.unplaced.begin(), table.unplaced.end(), std::int64_t{0});
  }
  state.SetItemsProcessed(state.iterations() * 100);
  state.SetLabel("checksum " + std::to_string(unplaced));
}

void by_default(benchmark::State& state) {
  measure(state, cluster_of("fleet/fresh/default", {5'000, 500, 50'000, 6}), std::nullopt);
}
BENCHMARK(by_default)->Name("sweep/fresh/default/services:500/tasks:50000")->Unit(benchmark::kMillisecond);

void at_random(benchmark::State& state) {
  measure(state, cluster_of("fleet/random", {5'000, 500, 50'000, 6}), std::nullopt);
}
BENCHMARK(at_random)->Name("sweep/random/services:500/tasks:50000")->Unit(benchmark::kMillisecond);

void fragmented(benchmark::State& state) {
  measure(state, cluster_of("fleet/fragmented", {5'000, 500, 25'000, 50}), std::nullopt);
}
BENCHMARK(fragmented)->Name("sweep/fragmented/services:500/tasks:25000")->Unit(benchmark::kMillisecond);

void at_quota(benchmark::State& state) { measure(state, mixed_cluster({5'000, 5'000, 100'000, 50}), std::nullopt); }
BENCHMARK(at_quota)->Name("sweep/quota/services:5000/tasks:100000")->Unit(benchmark::kMillisecond);

void rolled_together(benchmark::State& state) {
  measure(state, cluster_of("fleet/fresh/default", {5'000, 50, 20'000, 6}), SweepRollout{.together = true});
}
BENCHMARK(rolled_together)->Name("sweep/fresh/default/rollout/services:50/tasks:20000")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace eniplan::bench
