// Engine and oracle on clusters drawn by seed. Where tiny worlds are deep, these are wide: anything meets anything.
//
// Threads take the seeds one after the other; what is printed does not depend on their number. The lowest seed that
// fails is reported.

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <limits>
#include <string>
#include <thread>
#include <vector>

#include <unistd.h>

#include "oracle/naive_placement.hpp"
#include "support/catch.hpp"
#include "support/coverage.hpp"
#include "support/judge.hpp"
#include "support/random_cluster.hpp"

using namespace eniplan;

namespace {

constexpr std::uint64_t no_seed = std::numeric_limits<std::uint64_t>::max();

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text ? std::stoull(text) : otherwise;
}

using Generator = Cluster (*)(std::uint64_t seed);

thread_local std::uint64_t seed_at_work = 0;

/// A crash, or an assertion that does not hold, is to tell its seed as well. Nothing but plain output is safe here.
extern "C" void tell_seed(int signal) {
  char text[] = "ENIPLAN_SEED=00000000000000000000 ENIPLAN_CLUSTERS=1 crashes\n";
  std::uint64_t seed = seed_at_work;
  for (char* digit = text + 32; seed > 0; seed /= 10) *digit-- = static_cast<char>('0' + seed % 10);
  (void)!write(STDERR_FILENO, text, sizeof text - 1);
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

/// Whether the two agree; what then happened is added to `coverage`.
bool agree(Generator generate, std::uint64_t seed, test::Coverage& coverage) {
  seed_at_work = seed;
  const Cluster cluster = generate(seed);
  const PlacementResult judgement = oracle::simulate(cluster);
  coverage.observe(cluster, judgement);
  return test::disagreement(cluster, judgement).empty();
}

/// The lowest seed of those from `first` to before `last` on which they disagree, else `no_seed`.
std::uint64_t first_disagreement(Generator generate, std::uint64_t first, std::uint64_t last,
                                 test::Coverage& coverage) {
  std::atomic<std::uint64_t> next = first;
  std::atomic<std::uint64_t> failing = no_seed;
  std::vector<test::Coverage> coverages(std::max(1U, std::thread::hardware_concurrency()));
  const auto work = [&](test::Coverage& seen) {
    for (std::uint64_t seed = next++; seed < last && seed < failing; seed = next++) {
      if (agree(generate, seed, seen)) continue;
      std::uint64_t lowest = failing;
      while (seed < lowest && !failing.compare_exchange_weak(lowest, seed)) continue;
    }
  };
  {
    std::vector<std::jthread> threads;
    for (test::Coverage& seen : coverages) threads.emplace_back(work, std::ref(seen));
  }
  for (const test::Coverage& seen : coverages) coverage.add(seen);
  return failing;
}

/// Of three strategies one after the other. There are 125: too many to look at, and to come up often.
bool is_triple(const std::string& thing) { return std::ranges::count(thing, ',') == 2; }

void print(const test::Coverage& coverage) {
  for (const auto& [thing, times] : coverage.counts()) {
    if (!is_triple(thing)) std::cout << "  " << times << "  " << thing << '\n';
  }
}

/// Few clusters, as when a failure is repeated, cannot show everything.
void check_coverage(const test::Coverage& coverage, std::uint64_t clusters) {
  if (clusters >= 4000) CHECK(coverage.never_seen() == std::vector<std::string>{});
  if (clusters < 100'000) return;
  std::vector<std::string> rare = coverage.seen_less_than(1000);
  std::erase_if(rare, is_triple);
  CHECK(rare == std::vector<std::string>{});
}

/// Asks the judge about the clusters of the seeds from ENIPLAN_SEED on; returns what came up.
test::Coverage judge_all(Generator generate, std::uint64_t clusters) {
  const std::uint64_t first_seed = from_environment("ENIPLAN_SEED", 1);
  for (const int crash : {SIGABRT, SIGSEGV, SIGFPE}) std::signal(crash, tell_seed);
  test::Coverage coverage;
  const std::uint64_t failing = first_disagreement(generate, first_seed, first_seed + clusters, coverage);
  INFO("ENIPLAN_SEED=" << failing << " ENIPLAN_CLUSTERS=1");
  if (failing != no_seed) FAIL(test::report_disagreement(generate(failing)));
  CHECK(failing == no_seed);
  std::cout << clusters << " random clusters from seed " << first_seed << "; times that each thing came up:\n";
  return coverage;
}

}  // namespace

// Run by the test `oracle.random`, which says how many, and not with the others. ENIPLAN_SEED=n ENIPLAN_CLUSTERS=1
// repeats a failure; other numbers look elsewhere, or further.
TEST_CASE("placement: engine and oracle agree on random clusters", "[.][random-clusters]") {
  const std::uint64_t clusters = from_environment("ENIPLAN_CLUSTERS", 4000);
  const test::Coverage coverage = judge_all(test::random_cluster, clusters);
  print(coverage);
  check_coverage(coverage, clusters);
}

// Run by the test `oracle.vast`.
TEST_CASE("placement: engine and oracle agree on random clusters of thousands of instances", "[.][vast-clusters]") {
  print(judge_all(test::random_vast_cluster, from_environment("ENIPLAN_CLUSTERS", 10)));
}
