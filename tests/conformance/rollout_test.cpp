// The published cases of rollouts: 80 random clusters in each of which one service is redeployed, with their exact
// answers, computed by an independent implementation of the rules.

#include <eniplan/load.hpp>
#include <eniplan/rollout.hpp>

#include <simdjson.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "oracle/naive_rollout.hpp"
#include "support/catch.hpp"

using namespace eniplan;

namespace {

namespace dom = simdjson::dom;

/// What the cases tell of a round.
struct Step {
  std::int64_t started = 0;
  std::int64_t stopped = 0;
  std::string refused;  // empty if nothing was

  friend bool operator==(const Step&, const Step&) = default;
};

/// What the cases tell of a rollout.
struct Answer {
  std::string outcome;
  std::int64_t new_running = 0;
  std::int64_t old_running = 0;
  std::int64_t rounds = 0;
  std::string reason;  // empty unless stuck
  std::int64_t attach_races = 0;
  std::vector<Step> steps;

  friend bool operator==(const Answer&, const Answer&) = default;
};

struct Case {
  std::string name;
  std::string scenario;
  std::string service;
  Answer expected;
};

std::string text_or_empty(const dom::element& element) {
  return element.is_null() ? "" : std::string(std::string_view(element));
}

Answer read_answer(const dom::element& expected) {
  Answer answer{.outcome = text_or_empty(expected["outcome"]),
                .new_running = expected["newRunning"],
                .old_running = expected["oldRunning"],
                .rounds = expected["rounds"],
                .reason = text_or_empty(expected["reason"]),
                .attach_races = expected["attachRaces"]};
  for (const dom::element step : expected["steps"]) {
    answer.steps.push_back({step["started"], step["stopped"], text_or_empty(step["refused"])});
  }
  return answer;
}

std::vector<Case> read_cases() {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(ENIPLAN_SOURCE_DIR "/tests/conformance/rollout")) {
    paths.push_back(entry.path());
  }
  std::ranges::sort(paths);

  std::vector<Case> cases;
  dom::parser parser;
  for (const std::filesystem::path& path : paths) {
    const dom::element whole = parser.load(path.string());
    cases.push_back({path.filename().string(), simdjson::minify(dom::element(whole["scenario"])),
                     std::string(std::string_view(whole["service"])), read_answer(whole["expected"])});
  }
  return cases;
}

Answer answer_of(const Rollout& rollout) {
  Answer answer{.outcome = std::string(to_string(rollout.outcome)),
                .new_running = rollout.new_running,
                .old_running = rollout.old_running,
                .rounds = rollout.rounds,
                .reason = std::string(reason(rollout)),
                .attach_races = rollout.attach_races};
  for (const RolloutStep& step : rollout.steps) {
    answer.steps.push_back({step.started, step.stopped, std::string(step.refused ? to_string(*step.refused) : "")});
  }
  return answer;
}

/// To be read side by side.
std::string to_string(const Answer& answer) {
  std::string text = answer.outcome + " new " + std::to_string(answer.new_running) + " old " +
                     std::to_string(answer.old_running) + " rounds " + std::to_string(answer.rounds) + " " +
                     answer.reason + " races " + std::to_string(answer.attach_races);
  for (const Step& step : answer.steps) {
    text += "; +" + std::to_string(step.started) + " -" + std::to_string(step.stopped) + " " + step.refused;
  }
  return text;
}

template <class Roll>
void check_all_cases(const std::string& who, Roll roll_cluster) {
  const std::vector<Case> cases = read_cases();
  REQUIRE(cases.size() == 80);
  std::size_t identical = 0;
  for (const Case& one : cases) {
    INFO(one.name);
    try {
      const std::vector<Cluster> clusters = load_text(one.scenario, one.name);
      REQUIRE(clusters.size() == 1);
      const RolloutResult result =
          roll_cluster(clusters.front(), RolloutOptions{.services = {one.service}, .would_complete = false});
      REQUIRE(result.rollouts.size() == 1);
      const Answer answer = answer_of(result.rollouts.front());
      CHECK(to_string(answer) == to_string(one.expected));
      if (answer == one.expected) ++identical;
    } catch (const InputError& error) {
      FAIL_CHECK(error.what());
    }
  }
  std::cout << who << ": " << identical << " of " << cases.size() << " published rollouts are identical\n";
}

}  // namespace

TEST_CASE("conformance: the engine rolls every published case exactly", "[conformance]") {
  check_all_cases("engine",
                  [](const Cluster& cluster, const RolloutOptions& options) { return roll(cluster, options); });
}

TEST_CASE("conformance: the oracle rolls every published case exactly", "[conformance]") {
  check_all_cases("oracle",
                  [](const Cluster& cluster, const RolloutOptions& options) { return oracle::roll(cluster, options); });
}
