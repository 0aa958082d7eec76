// Reads any bytes as JSON and as YAML, and places what can be read: no crash, no sanitizer finding, no exception but
// InputError.
//
//   flags='-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined'
//   cmake -S . -B build/fuzz -G Ninja -DCMAKE_CXX_COMPILER=clang++-16 -DCMAKE_BUILD_TYPE=RelWithDebInfo
//   -DENIPLAN_BUILD_FUZZ=ON "-DCMAKE_CXX_FLAGS=$flags" cmake --build build/fuzz --target load_fuzz
//   build/fuzz/tests/fuzz/load_fuzz -max_len=20000 -timeout=10 -rss_limit_mb=2048 CORPUS tests/conformance/placement
//   data/scenarios

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <eniplan/load.hpp>
#include <eniplan/placement.hpp>

namespace {

// What was read may ask for ten million instances, which are placed correctly but not quickly.
bool is_small(const eniplan::Cluster& cluster) {
  constexpr std::int64_t most_instances = 200;
  constexpr std::int64_t most_tasks = 500;
  std::int64_t instances = 0;
  for (const eniplan::CapacityGroup& group : cluster.capacity) instances += group.count;
  std::int64_t tasks = 0;
  for (const eniplan::Service& service : cluster.services) tasks += service.desired_count;
  for (const eniplan::RunTask& request : cluster.run_tasks) tasks += request.count;
  return instances <= most_instances && tasks <= most_tasks;
}

void read_and_place(std::string_view text, std::string_view name) {
  try {
    for (const eniplan::Cluster& cluster : eniplan::load_text(text, name)) {
      if (is_small(cluster)) static_cast<void>(eniplan::simulate(cluster, eniplan::Sequence::listed));
    }
  } catch (const eniplan::InputError& error) {
    if (error.diagnostics().empty()) __builtin_trap();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read_and_place(text, "x.json");
  read_and_place(text, "x.yaml");
  return 0;
}
