// eniplan_bench: Google Benchmark's options, and --divide=N, which makes the workloads of the targets N times smaller.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

#include "measure.hpp"
#include "workloads.hpp"

namespace eniplan::bench {
namespace {

using Measure = void (*)(benchmark::State&, const Cluster&);

benchmark::internal::Benchmark* add(const std::string& name, const Workload& workload, const WorkSize& size,
                                    Measure measure) {
  auto run = [make = workload.make, size, measure](benchmark::State& state) { measure(state, make(size)); };
  return benchmark::RegisterBenchmark(name.c_str(), run)->Unit(benchmark::kMillisecond);
}

void add_variants(const Workload& workload, const WorkSize& size) {
  WorkSize other_seed = size;
  other_seed.seed += 1;
  add(workload.name + "/seed:2", workload, other_seed, measure_engine);
  WorkSize more_shapes = size;
  more_shapes.shapes *= 2;
  add(workload.name + "/shapes:" + std::to_string(more_shapes.shapes), workload, more_shapes, measure_engine);
}

/// How far is an answer from the time it takes merely to write it down?
void add_output(const Workload& workload, const WorkSize& size) {
  add(workload.name + "/output", workload, size, measure_output);
}

/// The oracle takes its time: once is enough.
void add_oracle(const std::string& name, const Workload& workload, const WorkSize& size) {
  add(name + "/oracle", workload, size, measure_oracle)->Iterations(1);
}

void add(const Workload& workload, std::size_t divisor) {
  const WorkSize size = divided(workload.size, divisor);
  add(workload.name, workload, size, measure_engine);
  if (workload.name.starts_with("fleet/fresh")) add_output(workload, size);
  if (workload.variants == Variants::seed_and_shapes) add_variants(workload, size);
  if (workload.oracle_size == workload.size) {
    add_oracle(workload.name, workload, size);
  } else if (workload.oracle_size.instances > 0) {
    const std::string name = workload.name + "/small";
    add(name, workload, workload.oracle_size, measure_engine);
    add_oracle(name, workload, workload.oracle_size);
  }
}

/// N of `--divide=N`, 1 without arguments; nothing if they are anything else.
std::optional<std::size_t> divisor_of(int count, char** arguments) {
  constexpr std::string_view option = "--divide=";
  if (count == 1) return 1;
  const std::string_view text = arguments[1];
  std::size_t divisor = 0;
  if (count > 2 || !text.starts_with(option)) return std::nullopt;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data() + option.size(), end, divisor);
  if (read.ec != std::errc{} || read.ptr != end || divisor == 0) return std::nullopt;
  return divisor;
}

}  // namespace
}  // namespace eniplan::bench

int main(int argc, char** argv) {
  using namespace eniplan::bench;
  benchmark::Initialize(&argc, argv);
  const std::optional<std::size_t> divisor = divisor_of(argc, argv);
  if (!divisor) {
    std::fputs("usage: eniplan_bench [--divide=N] [--benchmark_...]; --help tells of the latter\n", stderr);
    return 2;
  }
  benchmark::AddCustomContext("compiler", ENIPLAN_COMPILER);
  for (const Workload& workload : workloads()) add(workload, *divisor);
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
