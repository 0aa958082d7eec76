#include <algorithm>
#include <cstdint>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include <eniplan/load.hpp>
#include <eniplan/rollout.hpp>

#include <yaml-cpp/yaml.h>

#include "support/catch.hpp"

// What was published about rolling updates and drains, rolled again. rollouts.yaml beside this file holds the
// incidents; README.md there explains its keys.

using namespace eniplan;

namespace {

template <class T>
std::optional<T> if_told(const YAML::Node& node) {
  return node ? std::optional(node.as<T>()) : std::nullopt;
}

RolloutOptions options_of(const YAML::Node& node) {
  RolloutOptions options{.would_complete = false};
  if (!node) return options;
  if (node["services"]) options.services = node["services"].as<std::vector<std::string>>();
  if (node["drain"]) options.drain = node["drain"].as<std::vector<std::string>>();
  options.desired_count = if_told<std::int64_t>(node["desired_count"]);
  options.together = node["together"].as<bool>(false);
  return options;
}

bool was_refused_by(const Rollout& rollout, const std::string& reason) {
  return std::ranges::any_of(
      rollout.steps, [&](const RolloutStep& step) { return step.refused && to_string(*step.refused) == reason; });
}

/// Whether the rollout went as `incident` tells, as far as it tells.
bool agrees(const Rollout& rollout, const YAML::Node& incident) {
  const auto is_or_untold = [](std::int64_t actual, const YAML::Node& told) {
    return !told || told.as<std::int64_t>() == actual;
  };
  if (to_string(rollout.outcome) != incident["outcome"].as<std::string>()) return false;
  if (reason(rollout) != incident["reason"].as<std::string>("")) return false;
  if (message(rollout).find(incident["says"].as<std::string>("")) == std::string::npos) return false;
  if (incident["refused"] && !was_refused_by(rollout, incident["refused"].as<std::string>())) return false;
  if (const YAML::Node first = incident["first_step"]) {
    if (rollout.steps.empty() || !is_or_untold(rollout.steps.front().started, first["started"]) ||
        !is_or_untold(rollout.steps.front().stopped, first["stopped"])) {
      return false;
    }
  }
  return is_or_untold(rollout.new_running, incident["new_running"]) &&
         is_or_untold(rollout.old_running, incident["old_running"]) && is_or_untold(rollout.rounds, incident["rounds"]);
}

bool reproduces(const YAML::Node& incident) {
  const std::vector<Cluster> clusters =
      load_text(incident["scenario"].as<std::string>(), incident["id"].as<std::string>());
  REQUIRE(clusters.size() == 1);
  const RolloutResult result = roll(clusters.front(), options_of(incident["options"]));
  REQUIRE(!result.rollouts.empty());
  return std::ranges::all_of(result.rollouts, [&](const Rollout& rollout) { return agrees(rollout, incident); });
}

}  // namespace

TEST_CASE("incidents: rolling updates and drains that were published come out again", "[incidents][rollout]") {
  std::size_t hits = 0;
  const YAML::Node incidents = YAML::LoadFile(ENIPLAN_SOURCE_DIR "/tests/incidents/rollouts.yaml");
  for (const YAML::Node& incident : incidents) {
    const bool reproduced = reproduces(incident);
    if (reproduced) ++hits;
    // A miss says what is missing, and a note that has outlived its miss goes.
    INFO(incident["id"].as<std::string>() << (reproduced ? " is reproduced" : " is missed"));
    CHECK(reproduced == !incident["missing"]);
  }
  std::cout << "incidents: " << hits << " of " << incidents.size() << " rollouts\n";
  CHECK(incidents.size() == 21);
  CHECK(hits >= 20);
}
