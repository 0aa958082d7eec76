// The oracle: the rules of placement written down a second time, to be trusted rather than to be fast.
//
// Never use it for anything but judging the engine. It is linked only into tests and benchmarks.
//
// Tested by tests/conformance (published cases with exact answers) and by the engine itself: oracle_*_test.cpp
// in tests/placement ask both for the same worlds and expect the same answer to the last member. A mistake
// survives only if it was made twice, by two people who did not look at each other's code; therefore this
// one shares with lib/ the data types, the parser of expressions and instants, the catalog and the lookup of task
// definitions, but no filter, strategy, verdict or evaluation.
//
// The idea: there is none. The state is one struct for each instance and one count for each group and instance
// (naive_world). To place one task, make all twelve checks on all instances (naive_checks), keep those that pass,
// narrow them strategy by strategy (naive_strategies), take the first, write down what it now holds, and start again
// (naive_simulation).
// No index, no order kept, no instance left out. Two things alone are remembered from one task to the next, beside the
// state itself and the generators of `random`: what the checks said of facts that no placement changes (status,
// provider, agent, zone, attributes, expressions on these), and which instances share a value of an attribute that is
// spread over. They are worked out once for each service and request.
//
// For example: two tasks, strategy spread over zones, then binpack on memory, instances A and B in zone 1 and C in
// zone 2. First task: all pass; each zone has 0 tasks, so all stay; least memory left has, say, B. Second: zone 2
// has fewer tasks, so only C stays.
//
// Cost: some 10 ns for each task and each instance, much more where the task has ports or an expression that looks at
// tasks. 100,000 tasks on 10,000 instances take ten seconds, which benchmarks can bear; random worlds take
// microseconds.

#include "oracle/naive_placement.hpp"

#include "oracle/naive_simulation.hpp"

namespace eniplan::oracle {

PlacementResult simulate(const Cluster& cluster) { return NaiveSimulation(cluster).place_cluster(); }

}  // namespace eniplan::oracle
