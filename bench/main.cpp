// eniplan_bench: Google Benchmark's options, and
//
//   --divide=N   makes the workloads N times smaller
//   --growth     adds workloads that grow in one thing

#include <benchmark/benchmark.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <span>
#include <string>
#include <string_view>

#include "measure.hpp"
#include "workloads.hpp"

namespace eniplan::bench {
namespace {

using Measure = void (*)(benchmark::State&, const Cluster&);

/// The cluster of the benchmark that runs. Making it can take a second, so it is kept from one repetition to the next.
const Cluster& cluster_of(const std::string& benchmark, const Workload& workload, const WorkSize& size) {
  static std::string kept_for;
  static Cluster kept;
  if (kept_for != benchmark) {
    kept = {};  // Not two at a time.
    kept = workload.make(size);
    kept_for = benchmark;
  }
  return kept;
}

benchmark::internal::Benchmark* add(const std::string& name, const Workload& workload, const WorkSize& size,
                                    Measure measure) {
  auto run = [=](benchmark::State& state) { measure(state, cluster_of(name, workload, size)); };
  return benchmark::RegisterBenchmark(name.c_str(), run)->Unit(benchmark::kMillisecond);
}

/// Requests of one task are asked one by one.
Measure measure_of(const Workload& workload) {
  return workload.name.starts_with("runtask/") ? measure_requests : measure_engine;
}

/// They must stay within twice the time, which takes no nine repetitions to see.
void add_variants(const Workload& workload, const WorkSize& size) {
  WorkSize other_seed = size;
  other_seed.seed += 1;
  add(workload.name + "/seed:2", workload, other_seed, measure_of(workload))->Repetitions(3);
  WorkSize more_shapes = size;
  more_shapes.shapes *= 2;
  const std::string name = workload.name + "/shapes:" + std::to_string(more_shapes.shapes);
  add(name, workload, more_shapes, measure_of(workload))->Repetitions(3);
}

/// How far is an answer from the time it takes merely to write it down?
void add_output(const Workload& workload, const WorkSize& size) {
  add(workload.name + "/output", workload, size, measure_output);
}

/// Does the next deployment get through, service by service and all at once?
void add_rollouts(const Workload& workload, const WorkSize& size) {
  add(workload.name + "/rollout", workload, size, measure_rollouts);
  add(workload.name + "/rollout-together", workload, size, measure_rollouts_together);
}

/// The oracle takes its time: three are enough.
void add_oracle(const std::string& name, const Workload& workload, const WorkSize& size) {
  add(name + "/oracle", workload, size, measure_oracle)->Iterations(1)->Repetitions(3);
}

void add(const Workload& workload, std::size_t divisor) {
  const WorkSize size = divided(workload.size, divisor);
  add(workload.name, workload, size, measure_of(workload));
  if (workload.name.starts_with("fleet/fresh")) {
    add_output(workload, size);
    // A hundred thousand take half a minute, nine times.
    if (workload.size.services <= 10'000) add_rollouts(workload, size);
  }
  if (workload.variants == Variants::seed_and_shapes) add_variants(workload, size);
  if (workload.oracle_size == workload.size) {
    add_oracle(workload.name, workload, size);
  } else if (workload.oracle_size.instances > 0) {
    const std::string name = workload.name + "/small";
    add(name, workload, workload.oracle_size, measure_of(workload));
    add_oracle(name, workload, workload.oracle_size);
  }
}

struct Options {
  std::size_t divisor = 1;
  bool growth = false;
};

/// What `--divide=` is followed by; 0 if that is no number.
std::size_t divisor_of(std::string_view text) {
  std::size_t divisor = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, divisor);
  return read.ec == std::errc{} && read.ptr == end ? divisor : 0;
}

/// Whether the argument is one of ours.
bool read_option(std::string_view argument, Options& options) {
  constexpr std::string_view divide = "--divide=";
  if (argument == "--growth") return options.growth = true;
  if (!argument.starts_with(divide)) return false;
  options.divisor = divisor_of(argument.substr(divide.size()));
  return options.divisor > 0;
}

void add_workloads(const Options& options) {
  for (const Workload& workload : workloads()) add(workload, options.divisor);
  if (!options.growth) return;
  for (const Workload& workload : growing_workloads()) add(workload, options.divisor);
}

}  // namespace
}  // namespace eniplan::bench

int main(int argc, char** argv) {
  using namespace eniplan::bench;
  benchmark::Initialize(&argc, argv);
  Options options;
  const std::span arguments(argv + 1, argv + argc);
  if (!std::ranges::all_of(arguments, [&](const char* argument) { return read_option(argument, options); })) {
    std::fputs("usage: eniplan_bench [--divide=N] [--growth] [--benchmark_...]; --help tells of the latter\n", stderr);
    return 2;
  }
  benchmark::AddCustomContext("compiler", ENIPLAN_COMPILER);
  add_workloads(options);
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
