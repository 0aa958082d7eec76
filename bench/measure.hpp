#pragma once

#include <benchmark/benchmark.h>

#include <eniplan/cluster.hpp>

// What every benchmark of placement reports: items are tasks asked for; the label is a checksum; `runs` are the
// placement runs that come out, `bytes` the memory of the result, `peak` what the simulation held at most, the result
// included.

namespace eniplan::bench {

/// Times the engine.
void measure_engine(benchmark::State& state, const Cluster& cluster);

/// Times the requests of a cluster, one task each, placed one after the other by a planner that was built before. The
/// checksum is that of the engine where all are placed; `state` is the memory of the planner's state.
void measure_requests(benchmark::State& state, const Cluster& cluster);

/// Times a copy of what the engine answers for the services and requests: their names, runs and failures.
void measure_output(benchmark::State& state, const Cluster& cluster);

/// Times the rollouts of all services, each by itself, or all together; from the cluster to the whole answer,
/// simulation included, remedies not. Items are tasks that new ones replace; `stuck` are rollouts that do not get
/// through.
void measure_rollouts(benchmark::State& state, const Cluster& cluster);
void measure_rollouts_together(benchmark::State& state, const Cluster& cluster);

/// Times the oracle; an error if the engine's answer is another, or a planner's for the requests.
void measure_oracle(benchmark::State& state, const Cluster& cluster);

}  // namespace eniplan::bench
