// Proofs of shortage: many services that may each use a part of a large fleet.

#include <benchmark/benchmark.h>

#include <eniplan/explain.hpp>

#include <string>

#include "fleets.hpp"
#include "measure.hpp"
#include "work.hpp"

namespace eniplan::bench {
namespace {

constexpr std::size_t parts = 200;

/// Described instances, no two alike, in parts told apart by the attribute `part`; services of six shapes that may use
/// one part each and together ask for more slots than there are.
Cluster parted_cluster(std::size_t instances, std::size_t services) {
  Dice dice(1);
  Cluster cluster;
  add_described(cluster, instances, {CpuUnits{16384}, MiB{65536}}, dice);
  for (std::size_t i = 0; i < instances; ++i) {
    cluster.container_instances[i].attributes.set({"part", std::to_string(i % parts)});
  }
  add_definitions(cluster, service_shapes(6, dice));
  add_services(cluster, sizes(services, instances * 2, dice), dice, [](Dice&) { return std::nullopt; });
  for (std::size_t s = 0; s < services; ++s) {
    cluster.services[s].placement_constraints = {
        {PlacementConstraint::Type::member_of, parse_query("attribute:part == " + std::to_string(s % parts))}};
  }
  return cluster;
}

void explain_parts(benchmark::State& state, std::size_t instances, std::size_t services) {
  const Cluster cluster = parted_cluster(instances, services);
  Explanation explanation;
  for (auto _ : state) {
    explanation = explain(cluster);
    benchmark::DoNotOptimize(explanation);
  }
  state.counters["proofs"] = static_cast<double>(explanation.proofs.size());
  state.counters["unplaced"] = static_cast<double>(explanation.summary.unplaced);
  state.SetLabel(std::string(to_string(explanation.verdict)) + ", never placed " +
                 std::to_string(explanation.never_placed) + ", at best " +
                 std::to_string(explanation.unplaced_at_best));
}

void large(benchmark::State& state) { explain_parts(state, 100'000, 10'000); }
BENCHMARK(large)->Name("explain/parts:200/instances:100000/services:10000")->Unit(benchmark::kMillisecond);

/// What the placing in it takes.
void large_placed(benchmark::State& state) { measure_engine(state, parted_cluster(100'000, 10'000)); }
BENCHMARK(large_placed)
    ->Name("explain/parts:200/instances:100000/services:10000/placing")
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace eniplan::bench
