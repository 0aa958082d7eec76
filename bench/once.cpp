// eniplan_once: simulates one workload once, for tools that count what a run does (count-instructions).
//
//   eniplan_once WORKLOAD DIVISOR      the workload of that name, as many times smaller

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <string_view>

#include <eniplan/placement.hpp>

#include "checksum.hpp"
#include "workloads.hpp"

/// What is counted: found by this name, hence neither C++ nor inline.
extern "C" [[gnu::noinline]] void counted(const eniplan::Cluster& cluster, eniplan::PlacementResult& result) {
  result = eniplan::simulate(cluster);
}

namespace eniplan::bench {
namespace {

int run_once(std::string_view name, std::size_t divisor) {
  for (const Workload& workload : workloads()) {
    if (workload.name != name) continue;
    const Cluster cluster = workload.make(divided(workload.size, divisor));
    PlacementResult result;
    counted(cluster, result);
    fmt::print("checksum {}\ncompiler {}\n", checksum(result), ENIPLAN_COMPILER);
    return 0;
  }
  fmt::print(stderr, "no workload is named {}\n", name);
  return 2;
}

}  // namespace
}  // namespace eniplan::bench

int main(int argc, char** argv) {
  const std::size_t divisor = argc == 3 ? std::strtoul(argv[2], nullptr, 10) : 0;
  if (divisor == 0) {
    std::fputs("usage: eniplan_once WORKLOAD DIVISOR\n", stderr);
    return 2;
  }
  return eniplan::bench::run_once(argv[1], divisor);
}
