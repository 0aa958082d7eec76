// Engine and oracle on changes drawn by seed, of fleets in use.

#include <iostream>
#include <string>

#include "support/catch.hpp"
#include "support/random_change.hpp"
#include "support/seeds.hpp"
#include "support/what_if_judge.hpp"

using namespace eniplan;

// Run by the test `oracle.what_ifs`, which says how many, and not with the others. ENIPLAN_SEED=n ENIPLAN_CLUSTERS=1
// repeats a failure; other numbers look elsewhere, or further.
TEST_CASE("what-if: engine and oracle agree on random changes", "[.][random-what-ifs]") {
  const std::uint64_t cases = test::from_environment("ENIPLAN_CLUSTERS", 1000);
  const std::uint64_t first = test::from_environment("ENIPLAN_SEED", 1);
  test::tell_seed_of_crashes();
  test::WhatIfCoverage coverage;
  const auto agree = [](std::uint64_t seed, test::WhatIfCoverage& seen) {
    const test::WhatIfCase one = test::random_what_if(seed);
    const auto judgement = test::what_if_judgement(one);
    seen.observe(one, judgement);
    return test::disagreement(one, judgement).empty();
  };
  const std::uint64_t failing = test::first_disagreement(agree, first, first + cases, coverage);
  INFO("ENIPLAN_SEED=" << failing << " ENIPLAN_CLUSTERS=1");
  if (failing != test::no_seed) FAIL(test::report_disagreement(test::random_what_if(failing)));
  CHECK(failing == test::no_seed);
  std::cout << cases << " random changes from seed " << first << "; times that each thing came up:\n";
  for (const auto& [thing, times] : coverage.counts()) {
    std::cout << "  " << times << "  " << thing << '\n';
    INFO(thing);
    if (cases >= 20'000) CHECK(times >= 100);
  }
}
