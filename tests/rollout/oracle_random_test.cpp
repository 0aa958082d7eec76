// Engine and oracle on rollouts drawn by seed, round by round to the last member of the answer.

#include <iostream>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/random_rollout.hpp"
#include "support/rollout_coverage.hpp"
#include "support/rollout_judge.hpp"
#include "support/seeds.hpp"

using namespace eniplan;

namespace {

using Generator = test::RolloutCase (*)(std::uint64_t seed);

/// Asks the judge about the cases of the seeds from ENIPLAN_SEED on; prints and returns what came up.
test::RolloutCoverage judge_all(Generator generate, std::uint64_t cases) {
  const std::uint64_t first = test::from_environment("ENIPLAN_SEED", 1);
  test::tell_seed_of_crashes();
  test::RolloutCoverage coverage;
  const auto agree = [generate](std::uint64_t seed, test::RolloutCoverage& seen) {
    const test::RolloutCase one = generate(seed);
    const auto judgement = test::rollout_judgement(one);
    seen.observe(one, judgement);
    return test::disagreement(one, judgement).empty();
  };
  const std::uint64_t failing = test::first_disagreement(agree, first, first + cases, coverage);
  INFO("ENIPLAN_SEED=" << failing << " ENIPLAN_CLUSTERS=1");
  if (failing != test::no_seed) FAIL(test::report_disagreement(generate(failing)));
  CHECK(failing == test::no_seed);
  std::cout << cases << " random rollouts from seed " << first << "; times that each thing came up:\n";
  for (const auto& [thing, times] : coverage.counts()) std::cout << "  " << times << "  " << thing << '\n';
  return coverage;
}

bool is_remedy(const std::string& thing) { return thing.starts_with("remedy "); }

/// It takes a refusal that passes, and then percentages that allow nothing more.
const std::string rarest = "stuck after refusals";

}  // namespace

// Run by the test `oracle.rollouts`, which says how many, and not with the others. ENIPLAN_SEED=n ENIPLAN_CLUSTERS=1
// repeats a failure; other numbers look elsewhere, or further.
TEST_CASE("rollout: engine and oracle agree on random rollouts", "[.][random-rollouts]") {
  const std::uint64_t cases = test::from_environment("ENIPLAN_CLUSTERS", 1000);
  const test::RolloutCoverage coverage = judge_all(test::random_rollout, cases);
  std::vector<std::string> rare = coverage.seen_less_than(50);
  std::erase_if(rare, is_remedy);
  if (coverage.counts().at(rarest) >= 5) std::erase(rare, rarest);
  if (cases >= 40'000) CHECK(rare == std::vector<std::string>{});
}

// All percentages and many counts are tried for each, by the oracle from the very beginning.
TEST_CASE("rollout: engine and oracle agree on what would let tiny rollouts complete", "[.][random-remedies]") {
  const std::uint64_t cases = test::from_environment("ENIPLAN_CLUSTERS", 50);
  const test::RolloutCoverage coverage = judge_all(test::random_tiny_rollout, cases);
  for (const auto& [thing, times] : coverage.counts()) {
    INFO(thing);
    if (is_remedy(thing) && cases >= 1000) CHECK(times >= 30);
  }
}
