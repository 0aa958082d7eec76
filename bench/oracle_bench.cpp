// The oracle beside the engine: how much the engine's care for speed brings, measured rather than claimed.

#include <benchmark/benchmark.h>

#include "oracle/naive_placement.hpp"
#include "worlds.hpp"

namespace eniplan::bench {
namespace {

void small(benchmark::State& state) {
  const Cluster cluster = mixed_cluster({.instances = 50, .services = 40, .tasks = 800}, 20261123);
  PlacementResult result;
  for (auto _ : state) {
    result = oracle::simulate(cluster);
    benchmark::DoNotOptimize(result);
  }
  state.SetItemsProcessed(state.iterations() * result.summary.desired);
  state.counters["placed"] = static_cast<double>(result.summary.placed);
  state.SetLabel("checksum " + checksum(result));
}
BENCHMARK(small)->Name("place/small/oracle/instances:50/tasks:800")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace eniplan::bench
