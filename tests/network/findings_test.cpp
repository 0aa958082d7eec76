#include <eniplan/check.hpp>
#include <eniplan/load.hpp>
#include <eniplan/network.hpp>

#include "support/catch.hpp"

using namespace eniplan;

namespace {

/// The codes of what is found, errors with a `!`.
std::vector<std::string> codes(const Cluster& cluster) {
  std::vector<std::string> result;
  for (const Finding& finding : network(cluster).findings) {
    result.push_back(finding.code + (finding.level == Finding::Level::error ? "!" : ""));
  }
  return result;
}

std::vector<std::string> codes_of(const std::string& members) {
  return codes(load_text("taskDefinitions: [{family: t, memory: 64, " + members + "}]", "t.yaml").front());
}

std::vector<std::string> faults_of(const std::string& members) {
  std::vector<Fault> faults;
  LoadOptions options;
  options.faults = &faults;
  (void)load_text("taskDefinitions: [{family: t, memory: 64, " + members + "}]", "t.yaml", options);
  std::vector<std::string> result;
  for (const Fault& fault : faults) result.push_back(fault.code);
  return result;
}

using Codes = std::vector<std::string>;

}  // namespace

TEST_CASE("findings: two containers of an awsvpc task cannot listen on one port", "[network]") {
  const auto two = [](const std::string& mode, const std::string& first, const std::string& second) {
    return codes_of("networkMode: " + mode + ", containerDefinitions: [{name: a, portMappings: [{" + first +
                    "}]}, {name: b, links: [], portMappings: [{" + second + "}]}]");
  };
  CHECK(two("awsvpc", "containerPort: 80", "containerPort: 80") == Codes{"container-ports-collide!"});
  CHECK(two("awsvpc", "containerPort: 80, hostPort: 80", "containerPort: 80") == Codes{"container-ports-collide!"});
  CHECK(two("awsvpc", "containerPort: 80", "containerPort: 81").empty());
  CHECK(two("awsvpc", "containerPort: 80", "containerPort: 80, protocol: udp").empty());
  CHECK(two("bridge", "containerPort: 80", "containerPort: 80") == Codes{"names-need-links"});
}

TEST_CASE("findings: HEALTHY needs a health check, COMPLETE and SUCCESS a container that may end", "[network]") {
  const auto waits = [](const std::string& condition, const std::string& other) {
    return codes_of("networkMode: awsvpc, containerDefinitions: [{name: a, dependsOn: [{containerName: b, condition: " +
                    condition + "}]}, {name: b" + other + "}]");
  };
  CHECK(waits("HEALTHY", "") == Codes{"health-check-missing"});
  CHECK(waits("HEALTHY", ", healthCheck: {command: [x]}").empty());
  CHECK(waits("COMPLETE", "") == Codes{"essential-dependency"});
  CHECK(waits("SUCCESS", "") == Codes{"essential-dependency"});
  CHECK(waits("SUCCESS", ", essential: false").empty());
  CHECK(waits("START", "").empty());
}

TEST_CASE("findings: a static host port limits a service that wants more than one task", "[network]") {
  const auto wants = [](int count, const std::string& port) {
    return codes(load_text("taskDefinitions: [{family: t, memory: 64, containerDefinitions: [{name: a, portMappings: [{"
                           "containerPort: 80, hostPort: " +
                               port +
                               "}]}]}]\n"
                               "services: [{serviceName: s, taskDefinition: t, desiredCount: " +
                               std::to_string(count) + "}]",
                           "t.yaml")
                     .front());
  };
  CHECK(wants(2, "80") == Codes{"static-host-port-limits"});
  CHECK(wants(1, "80").empty());
  CHECK(wants(2, "0").empty());
}

TEST_CASE("findings: links form cycles like dependencies, and name containers of the task", "[network]") {
  CHECK(codes_of("containerDefinitions: [{name: a, links: ['b:x']}, {name: b, links: [a]}]") == Codes{"link-cycle!"});
  CHECK(codes_of("containerDefinitions: [{name: a, links: [b]}, {name: b, dependsOn: [{containerName: a}]}]") ==
        Codes{"link-cycle!"});
  CHECK(codes_of("containerDefinitions: [{name: a, links: ['c:x']}, {name: b}]") == Codes{"unknown-link!"});
  CHECK(codes_of("containerDefinitions: [{name: a, links: ['b:x']}, {name: b}]").empty());
}

TEST_CASE("findings: what simulate refuses is kept as faults where they are asked for", "[network]") {
  CHECK(faults_of("networkMode: awsvpc, containerDefinitions: [{name: a, portMappings: [{containerPort: 80, hostPort: "
                  "81}]}]") == Codes{"host-port-differs"});
  CHECK(faults_of("networkMode: none, containerDefinitions: [{name: a, portMappings: [{containerPort: 80}]}]") ==
        Codes{"port-mapping-in-none"});
  CHECK(faults_of(
            "networkMode: host, containerDefinitions: [{name: a, links: [b], portMappings: [{containerPort: 80}]}, "
            "{name: b, portMappings: [{containerPort: 80}]}]") == Codes{"links-outside-bridge", "duplicate-host-port"});
  CHECK(faults_of("containerDefinitions: [{name: a, dependsOn: [{containerName: x}, {containerName: a}]}]") ==
        Codes{"dependency-cycle", "unknown-dependency"});
}

TEST_CASE("findings: faults have their place, and are delivered beside errors", "[network]") {
  std::vector<Fault> faults;
  LoadOptions options;
  options.faults = &faults;
  const std::string text =
      "nonsense: 1\ntaskDefinitions:\n  - {family: t, networkMode: none, memory: 64,\n     "
      "containerDefinitions: [{name: a, links: [b]}]}\n";
  CHECK_THROWS_AS(load_text(text, "t.yaml", options), InputError);
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].diagnostic.file == "t.yaml");
  CHECK(faults[0].diagnostic.line == 4);
  CHECK(faults[0].diagnostic.key == "taskDefinitions[0].containerDefinitions[0].links");
}

TEST_CASE("check: what the network has against a definition is a warning there", "[check][network]") {
  const auto cluster = load_text(
      "taskDefinitions: [{family: t, memory: 64, networkMode: awsvpc, containerDefinitions: "
      "[{name: a, portMappings: [{containerPort: 80}]}, {name: b, portMappings: "
      "[{containerPort: 80}]}]}]",
      "t.yaml");
  REQUIRE(check(cluster.front()).size() == 1);
  CHECK(check(cluster.front())[0].code == "container-ports-collide");
  CHECK(check(cluster.front())[0].level == Finding::Level::warning);
}
