#include <algorithm>
#include <cstdint>
#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <eniplan/load.hpp>
#include <eniplan/placement.hpp>

#include <yaml-cpp/yaml.h>

#include "support/catch.hpp"

// What was published about ECS's own decisions, replayed. The YAML files beside this one hold the
// incidents; README.md there explains their keys.

using namespace eniplan;

namespace {

using Counts = std::map<std::string, std::int64_t>;

struct Incident {
  std::string id;
  std::string confidence;
  std::string scenario;
  std::int64_t running = 0;
  Counts failures;
  Counts per_group;                    // empty: not told
  std::string says;                    // empty: not quoted
  std::optional<std::string> missing;  // on a known miss: the fact that ECS had and the rules have not
};

struct Outcome {
  std::int64_t running = 0;
  Counts failures;
  Counts per_group;
  std::string messages;
};

Counts counts_of(const YAML::Node& node) { return node ? node.as<Counts>() : Counts{}; }

std::vector<Incident> published_incidents() {
  std::vector<Incident> incidents;
  for (const char* topic : {"interfaces", "resources", "host-ports", "constraints", "capacity-providers"}) {
    const std::string file = std::string(ENIPLAN_SOURCE_DIR "/tests/incidents/") + topic + ".yaml";
    for (const YAML::Node& node : YAML::LoadFile(file)) {
      Incident incident{.id = node["id"].as<std::string>(),
                        .confidence = node["confidence"].as<std::string>(),
                        .scenario = node["scenario"].as<std::string>(),
                        .running = node["running"].as<std::int64_t>(),
                        .failures = counts_of(node["failures"]),
                        .per_group = counts_of(node["per_group"]),
                        .says = node["says"].as<std::string>(""),
                        .missing = {}};
      if (node["missing"]) incident.missing = node["missing"].as<std::string>();
      incidents.push_back(std::move(incident));
    }
  }
  return incidents;
}

/// `web` of `web/3`.
std::string capacity_group_of(const InstanceResult& instance) { return instance.id.substr(0, instance.id.find('/')); }

Outcome simulated(const Incident& incident) {
  const std::vector<Cluster> clusters = load_text(incident.scenario, incident.id);
  REQUIRE(clusters.size() == 1);
  const PlacementResult result = simulate(clusters.front());
  Outcome outcome;
  for (const GroupResult& service : result.services) {
    outcome.running += service.running_count + service.placed_count;
    for (const Failure& failure : service.failures) {
      outcome.failures[std::string(to_string(failure.reason))] += failure.count;
      outcome.messages += failure.message;
    }
  }
  for (const InstanceResult& instance : result.instances) {
    outcome.per_group[capacity_group_of(instance)] += instance.tasks;
  }
  return outcome;
}

bool reproduces(const Outcome& outcome, const Incident& incident) {
  return outcome.running == incident.running && outcome.failures == incident.failures &&
         (incident.per_group.empty() || outcome.per_group == incident.per_group) &&
         outcome.messages.find(incident.says) != std::string::npos;
}

}  // namespace

TEST_CASE("incidents: what was published about ECS comes out again", "[incidents]") {
  std::map<std::string, std::pair<int, int>> reproduced_of;  // [confidence]
  for (const Incident& incident : published_incidents()) {
    const bool reproduced = reproduces(simulated(incident), incident);
    auto& [hits, all] = reproduced_of[incident.confidence];
    hits += reproduced ? 1 : 0;
    ++all;
    // A miss says what is missing, and a note that has outlived its miss goes.
    INFO(incident.id << (reproduced ? " is reproduced" : " is missed"));
    CHECK(reproduced == !incident.missing.has_value());
  }
  const auto& [hits, all] = reproduced_of["high"];
  std::cout << "incidents: " << hits << " of " << all << " of high confidence\n";
  CHECK(all == 33);
  CHECK(hits >= 31);
}
