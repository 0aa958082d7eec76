#include <eniplan/write.hpp>

#include <sstream>

#include "support/catch.hpp"

using namespace eniplan;

namespace {

std::string written(const Cluster& cluster, Format format = Format::yaml) {
  std::ostringstream out;
  write_clusters(out, {&cluster, 1}, format);
  return out.str();
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace

TEST_CASE("write: the normal form of a group writes out every default", "[write]") {
  Cluster cluster;
  cluster.capacity = {{.name = "t2.micro", .instance_type = "t2.micro", .count = 1}};
  CHECK(written(cluster) == R"(clusterName: default
accountSettings:
  awsvpcTrunking: disabled
seed: 0
capacity:
  - name: t2.micro
    instanceType: t2.micro
    count: 1
    availabilityZones:
      - az1
    trunking: disabled
    attributes: {}
    reservedMemory: 0
    reservedPorts:
      - 22
      - 2375
      - 2376
      - 51678
      - 51679
    reservedPortsUdp: []
    networkInterfacesInUse: 0
containerInstances: []
instanceTypes: []
subnets: []
taskDefinitions: []
tasks: []
services: []
runTasks: []
)");
}

TEST_CASE("write: the normal form writes out what services and requests leave to ECS", "[write]") {
  Cluster cluster;
  cluster.services = {
      {.service_name = "web", .task_definition = "web", .desired_count = 2},
      {.service_name = "agent", .task_definition = "agent", .scheduling_strategy = SchedulingStrategy::daemon}};
  cluster.run_tasks = {{.task_definition = "batch", .group = "family:batch"}};
  const std::string json = written(cluster, Format::json);
  CHECK(contains(json, R"("placementStrategy": [
        {"type": "spread", "field": "attribute:ecs.availability-zone"},
        {"type": "spread", "field": "instanceId"}
      ])"));
  CHECK(contains(json, R"("deploymentConfiguration": {"minimumHealthyPercent": 100, "maximumPercent": 200})"));
  CHECK(contains(json, R"("deploymentConfiguration": {"minimumHealthyPercent": 0, "maximumPercent": 100})"));
  CHECK(contains(json, R"("placementStrategy": [
        {"type": "random"}
      ])"));
  // A daemon may have no strategies: two lists in all.
  const std::size_t first = json.find("placementStrategy");
  const std::size_t second = json.find("placementStrategy", first + 1);
  CHECK(json.find("placementStrategy", second + 1) == std::string::npos);
}

TEST_CASE("write: instants keep their nanoseconds", "[write]") {
  using namespace std::chrono;
  Cluster cluster;
  cluster.container_instances = {{.container_instance_arn = "arn:aws:ecs:eu-west-1:1:container-instance/c/1"}};
  const auto written_at = [&cluster](Instant instant) {
    cluster.container_instances.front().registered_at = instant;
    const std::string json = written(cluster, Format::json);
    const std::size_t start = json.find("\"registeredAt\": \"") + 17;
    return json.substr(start, json.find('"', start) - start);
  };
  const Instant day = sys_days{2026y / 11 / 23};
  CHECK(written_at(day + 17h + 23min + 4s) == "2026-11-23T17:23:04Z");
  CHECK(written_at(day + 300ms) == "2026-11-23T00:00:00.3Z");
  CHECK(written_at(day + 1ns) == "2026-11-23T00:00:00.000000001Z");
  CHECK(written_at(Instant{} - 500ms) == "1969-12-31T23:59:59.5Z");
}
