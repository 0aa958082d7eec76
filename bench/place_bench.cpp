// Placement apart from the workloads of the targets: daemons, expressions over running tasks, estimated memory,
// instances that get nothing.

#include <benchmark/benchmark.h>

#include "measure.hpp"
#include "workloads.hpp"

namespace eniplan::bench {
namespace {

/// One cluster at ECS's quotas. Source: Amazon ECS endpoints and quotas (2026).
void quota(benchmark::State& state) { measure_engine(state, mixed_cluster({5'000, 5'000, 100'000, 50})); }
BENCHMARK(quota)->Name("place/quota/instances:5000/services:5000/tasks:100000")->Unit(benchmark::kMillisecond);

void daemons(benchmark::State& state) {
  Cluster cluster = fresh_by_default({5'000, 20, 20, 6});
  for (Service& service : cluster.services) service.scheduling_strategy = SchedulingStrategy::daemon;
  measure_engine(state, cluster);
}
BENCHMARK(daemons)->Name("place/daemons/instances:5000/services:20")->Unit(benchmark::kMillisecond);

void apart(benchmark::State& state) {
  Cluster cluster = fresh_by_default({500, 10, 5'000, 6});
  for (Service& service : cluster.services) {
    service.placement_constraints = {
        {PlacementConstraint::Type::member_of, parse_query("runningTasksCount < 40 and not(task:group == database)")}};
  }
  measure_engine(state, cluster);
}
BENCHMARK(apart)->Name("place/member-of-tasks/instances:500/tasks:5000")->Unit(benchmark::kMillisecond);

void wide(benchmark::State& state) { measure_engine(state, fresh_by_default({1'000'000, 10, 100, 6})); }
BENCHMARK(wide)->Name("place/wide/instances:1000000/tasks:100")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace eniplan::bench
