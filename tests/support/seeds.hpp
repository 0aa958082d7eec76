#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <functional>
#include <limits>
#include <thread>
#include <vector>

// What comparisons over many seeds have in common. Threads take the seeds one after the other; what is printed does not
// depend on their number. The lowest seed that fails is reported.

namespace eniplan::test {

inline constexpr std::uint64_t no_seed = std::numeric_limits<std::uint64_t>::max();

/// How many seeds a test tries: where assertions check every step, as few as get through in about as many seconds.
constexpr std::uint64_t many_or_few([[maybe_unused]] std::uint64_t many, [[maybe_unused]] std::uint64_t few) {
#ifdef NDEBUG
  return many;
#else
  return few;
#endif
}

/// A number that the user set, ENIPLAN_SEED or ENIPLAN_CLUSTERS.
[[nodiscard]] std::uint64_t from_environment(const char* name, std::uint64_t otherwise);

/// From now on a crash, or an assertion that does not hold, tells the seed at work as well.
void tell_seed_of_crashes();
/// Called by each thread before it looks at a seed.
void set_seed_at_work(std::uint64_t seed);

/// The lowest seed of those from `first` to before `last` for which `agree(seed, coverage)` is false, else `no_seed`.
/// What came up is added to `coverage`.
template <class Coverage, class Agree>
std::uint64_t first_disagreement(Agree agree, std::uint64_t first, std::uint64_t last, Coverage& coverage) {
  std::atomic<std::uint64_t> next = first;
  std::atomic<std::uint64_t> failing = no_seed;
  std::vector<Coverage> coverages(std::max(1U, std::thread::hardware_concurrency()));
  const auto work = [&](Coverage& seen) {
    for (std::uint64_t seed = next++; seed < last && seed < failing; seed = next++) {
      set_seed_at_work(seed);
      if (agree(seed, seen)) continue;
      std::uint64_t lowest = failing;
      while (seed < lowest && !failing.compare_exchange_weak(lowest, seed)) continue;
    }
  };
  {
    std::vector<std::jthread> threads;
    for (Coverage& seen : coverages) threads.emplace_back(work, std::ref(seen));
  }
  for (const Coverage& seen : coverages) coverage.add(seen);
  return failing;
}

}  // namespace eniplan::test
