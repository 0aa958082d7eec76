// A fleet half-way through turning ENI trunking on, told by AWS's answers in several files; the answers are worked out
// by hand.
//
//   instance  zone  trunk  shop  worker  CPU left of 2048  MEMORY left of 3700  slots used of
//   a1        1a    no     2     1       768               1268                 2 of 2
//   b2        1b    no     2     1       768               1268                 2 of 2
//   c3        1c    yes    3     1       256               244                  3 of 10
//
// `shop` needs an interface, 512 CPU units and 1024 MiB; `worker` (bridge) 256 units, 384 MiB and port 8125/udp, once
// an instance.

#include <fmt/format.h>

#include <eniplan/placement.hpp>

#include "io/reading.hpp"
#include "support/catch.hpp"

using namespace eniplan;

namespace {

constexpr std::string_view arn = "arn:aws:ecs:eu-west-1:444455556666:";

struct Instance {
  std::string id;
  std::string zone;
  bool trunk = false;
  int shops = 2;
  bool drained = false;
};
const std::vector<Instance> fleet = {{"a1", "eu-west-1a"}, {"b2", "eu-west-1b"}, {"c3", "eu-west-1c", true, 3}};

std::string amount(std::string_view name, int value) {
  return fmt::format(R"({{"name": "{}", "type": "INTEGER", "doubleValue": 0.0, "longValue": 0, "integerValue": {}}})",
                     name, value);
}

std::string described(const Instance& instance) {
  const int cpu = 2048 - 512 * instance.shops - 256;
  const int memory = 3700 - 1024 * instance.shops - 384;
  return fmt::format(
      R"({{"containerInstanceArn": "{}container-instance/orchard/{}", "ec2InstanceId": "i-{}", "status": "{}", "agentConnected": true,
      "runningTasksCount": {}, "versionInfo": {{"agentVersion": "1.89.2"}}, "registeredAt": "2026-11-01T08:00:00.120000+00:00",
      "attributes": [{{"name": "ecs.capability.task-eni"}}, {{"name": "ecs.capability.task-eni-trunking"}},
        {{"name": "ecs.instance-type", "value": "c5.large"}}, {{"name": "ecs.availability-zone", "value": "{}"}}{},
        {{"name": "ecs.os-type", "value": "linux"}}, {{"name": "ecs.cpu-architecture", "value": "x86_64"}}],
      "registeredResources": [{}, {}, {{"name": "PORTS", "type": "STRINGSET", "stringSetValue": ["22"]}}],
      "remainingResources": [{}, {}, {{"name": "PORTS", "type": "STRINGSET", "stringSetValue": ["22"]}},
        {{"name": "PORTS_UDP", "type": "STRINGSET", "stringSetValue": ["8125"]}}]}})",
      arn, instance.id, instance.id, instance.drained ? "DRAINING" : "ACTIVE", instance.shops + 1, instance.zone,
      instance.trunk ? R"(, {"name": "ecs.awsvpc-trunk-id", "value": "eni-0c3"})" : "", amount("CPU", 2048),
      amount("MEMORY", 3700), amount("CPU", cpu), amount("MEMORY", memory));
}

std::string instances_answer(const std::vector<Instance>& instances) {
  std::string list;
  for (const Instance& instance : instances) list += (list.empty() ? "" : ", ") + described(instance);
  return fmt::format(R"({{"containerInstances": [{}], "failures": []}})", list);
}

std::string task(const Instance& instance, int number, std::string_view service, std::string_view definition,
                 std::string_view attachment) {
  return fmt::format(
      R"({{"taskArn": "{}task/orchard/{}-{}-{}", "clusterArn": "{}cluster/orchard", "group": "service:{}",
      "taskDefinitionArn": "{}task-definition/{}", "containerInstanceArn": "{}container-instance/orchard/{}", "lastStatus": "RUNNING",
      "desiredStatus": "RUNNING", "attachments": [{}]}})",
      arn, service, instance.id, number, arn, service, arn, definition, arn, instance.id, attachment);
}

std::string tasks_answer(const std::vector<Instance>& instances) {
  std::string list;
  for (const Instance& instance : instances) {
    for (int i = 0; i < instance.shops; ++i) {
      list +=
          task(instance, i, "shop", "shop:14", R"({"type": "ElasticNetworkInterface", "status": "ATTACHED"})") + ", ";
    }
    list += task(instance, 0, "worker", "worker:7", "") + ", ";
  }
  if (!list.empty()) list.resize(list.size() - 2);
  return fmt::format(R"({{"tasks": [{}]}})", list);
}

std::string services_answer(int shops, int running, int workers, int running_workers) {
  return fmt::format(R"({{"services": [
    {{"serviceName": "shop", "clusterArn": "{0}cluster/orchard", "status": "ACTIVE", "desiredCount": {1}, "runningCount": {2}, "pendingCount": 0,
      "taskDefinition": "{0}task-definition/shop:14", "capacityProviderStrategy": [{{"capacityProvider": "orchard-c5", "weight": 1, "base": 0}}],
      "placementConstraints": [], "placementStrategy": [{{"type": "spread", "field": "attribute:ecs.availability-zone"}}, {{"type": "spread", "field": "instanceId"}}],
      "networkConfiguration": {{"awsvpcConfiguration": {{"subnets": ["subnet-a", "subnet-b", "subnet-c"], "assignPublicIp": "DISABLED"}}}},
      "deploymentConfiguration": {{"maximumPercent": 150, "minimumHealthyPercent": 75}}, "createdAt": "2026-10-01T08:00:00+00:00"}},
    {{"serviceName": "worker", "clusterArn": "{0}cluster/orchard", "status": "ACTIVE", "desiredCount": {3}, "runningCount": {4}, "launchType": "EC2",
      "taskDefinition": "{0}task-definition/worker:7", "placementConstraints": [{{"type": "distinctInstance"}}],
      "placementStrategy": [{{"type": "binpack", "field": "MEMORY"}}]}}], "failures": []}})",
                     arn, shops, running, workers, running_workers);
}

const std::string definitions = fmt::format(R"(
  {{"taskDefinition": {{"taskDefinitionArn": "{0}task-definition/shop:14", "family": "shop", "revision": 14, "networkMode": "awsvpc", "cpu": "512", "memory": "1024",
     "requiresAttributes": [{{"name": "ecs.capability.task-eni"}}], "runtimePlatform": {{"cpuArchitecture": "X86_64", "operatingSystemFamily": "LINUX"}},
     "containerDefinitions": [{{"name": "app", "cpu": 384, "memoryReservation": 768, "portMappings": [{{"containerPort": 8080, "hostPort": 8080, "protocol": "tcp"}}]}},
                              {{"name": "proxy", "cpu": 128, "memory": 256}}]}}, "tags": []}}
  {{"taskDefinition": {{"taskDefinitionArn": "{0}task-definition/worker:7", "family": "worker", "revision": 7, "networkMode": "bridge",
     "placementConstraints": [{{"type": "memberOf", "expression": "attribute:ecs.instance-type =~ c5.*"}}],
     "containerDefinitions": [{{"name": "worker", "cpu": 256, "memory": 512, "memoryReservation": 384,
       "portMappings": [{{"containerPort": 8125, "hostPort": 8125, "protocol": "udp"}}]}}]}}}})",
                                            arn);

constexpr std::string_view subnets =
    R"({"Subnets": [{"SubnetId": "subnet-a", "AvailabilityZone": "eu-west-1a", "AvailableIpAddressCount": 200},
  {"SubnetId": "subnet-b", "AvailabilityZone": "eu-west-1b", "AvailableIpAddressCount": 200},
  {"SubnetId": "subnet-c", "AvailabilityZone": "eu-west-1c", "AvailableIpAddressCount": 3}]})";

Cluster cluster_of(const std::vector<Instance>& instances, const std::string& services,
                   const LoadOptions& options = {}) {
  TemporaryFolder folder;
  folder.write("instances.json", instances_answer(instances));
  folder.write("services.json", services);
  folder.write("subnets.json", subnets);
  folder.write("tasks.json.gz", gzipped(tasks_answer(instances)));
  folder.write("task-definitions.json", definitions);  // two values, one after the other
  std::vector<Cluster> clusters = load(std::vector{folder.path()}, options);
  REQUIRE(clusters.size() == 1);
  CHECK(clusters[0].cluster_name == "orchard");
  return clusters[0];
}

const std::string as_it_is = services_answer(8, 7, 3, 3);

std::int64_t counted(const ReasonCounts& counts, Reason reason) { return counts[static_cast<std::size_t>(reason)]; }

}  // namespace

TEST_CASE("described cluster: it is read whole", "[described]") {
  const Cluster cluster = cluster_of(fleet, as_it_is);
  CHECK(cluster.container_instances.size() == 3);
  CHECK(cluster.tasks.size() == 10);
  CHECK(cluster.services.size() == 2);
  // Two of the three have the capability and no trunk.
  REQUIRE(warning_codes(cluster) == std::vector<std::string>{"trunking-without-trunk"});
  CHECK(cluster.warnings[0].message.starts_with(
      "2 container instances with the trunking capability or setting but no ecs.awsvpc-trunk-id"));
}

TEST_CASE("described cluster: one more shop cannot be placed", "[described]") {
  const PlacementResult result = simulate(cluster_of(fleet, as_it_is));
  REQUIRE(result.services[0].failures.size() == 1);
  const Failure& failure = result.services[0].failures[0];
  CHECK(failure.count == 1);
  CHECK(failure.reason == Reason::eni);
  // Two instances lack a slot and nothing else; the third lacks CPU (256 < 512) and memory (244 < 1024).
  CHECK(counted(failure.blocked_by, Reason::eni) == 2);
  CHECK(counted(failure.only_blocked_by, Reason::eni) == 2);
  CHECK(counted(failure.blocked_by, Reason::cpu) == 1);
  CHECK(counted(failure.blocked_by, Reason::memory) == 1);
  CHECK(counted(failure.only_blocked_by, Reason::cpu) == 0);
  CHECK(failure.blocked_by[static_cast<std::size_t>(Reason::ports)] == 0);
  CHECK(result.services[1].failures.empty());
}

TEST_CASE("described cluster: with a trunk on all, one more shop fits on each of the first two", "[described]") {
  std::vector<Instance> trunked = fleet;
  for (Instance& instance : trunked) instance.trunk = true;
  const PlacementResult result = simulate(cluster_of(trunked, services_answer(10, 7, 3, 3)));
  CHECK(result.services[0].placed_count == 2);  // 9 in all
  REQUIRE(result.services[0].failures.size() == 1);
  CHECK(result.services[0].failures[0].count == 1);
  CHECK(counted(result.services[0].failures[0].blocked_by, Reason::eni) == 0);
  CHECK(counted(result.services[0].failures[0].blocked_by, Reason::memory) == 3);  // 244 < 1024 everywhere
}

TEST_CASE("described cluster: without eu-west-1c four of eight shops and a worker are left over", "[described]") {
  const PlacementResult result = simulate(cluster_of({fleet[0], fleet[1]}, services_answer(8, 4, 3, 2)));
  REQUIRE(result.services[0].failures.size() == 1);
  CHECK(result.services[0].failures[0].count == 4);
  CHECK(result.services[0].failures[0].reason == Reason::eni);
  CHECK(counted(result.services[0].failures[0].only_blocked_by, Reason::eni) == 2);
  REQUIRE(result.services[1].failures.size() == 1);
  CHECK(counted(result.services[1].failures[0].blocked_by, Reason::distinct_instance) == 2);
  CHECK(counted(result.services[1].failures[0].blocked_by, Reason::ports) == 2);
}

TEST_CASE("described cluster: without eu-west-1a three shops are left over", "[described]") {
  const PlacementResult result = simulate(cluster_of({fleet[1], fleet[2]}, services_answer(8, 5, 3, 2)));
  REQUIRE(result.services[0].failures.size() == 1);
  const Failure& failure = result.services[0].failures[0];
  CHECK(failure.count == 3);
  CHECK(counted(failure.only_blocked_by, Reason::eni) == 1);
  CHECK(counted(failure.blocked_by, Reason::cpu) == 1);
  CHECK(counted(failure.blocked_by, Reason::memory) == 1);
}

TEST_CASE("described cluster: eight shops and three workers need four c5.large without trunk, three with",
          "[described]") {
  const auto unplaced = [](int count, const std::string& trunking) {
    const std::string capacity = fmt::format(
        "accountSettings: {{awsvpcTrunking: {}}}\ncapacity: [{{instanceType: c5.large, count: {}, availabilityZones: "
        "[eu-west-1a, eu-west-1b, eu-west-1c], registered: {{MEMORY: 3700}}, capacityProvider: "
        "orchard-c5}}]\nclusterName: orchard\n",
        trunking, count);
    TemporaryFolder folder;
    folder.write("capacity.yaml", capacity);
    folder.write("services.json", services_answer(8, 0, 3, 0));
    folder.write("task-definitions.json", definitions);
    return simulate(load(std::vector{folder.path()}).at(0)).summary.unplaced;
  };
  CHECK(unplaced(3, "disabled") == 2);  // two slots on each of three
  CHECK(unplaced(4, "disabled") == 0);
  CHECK(unplaced(2, "enabled") > 0);
  CHECK(unplaced(3, "enabled") == 0);  // 3 + 3 + 2 shops, a worker on each
}

TEST_CASE("described cluster: a request in git asks for more than what runs", "[described]") {
  const std::string request =
      R"({"cluster": "orchard", "serviceName": "shop", "taskDefinition": "shop", "desiredCount": 12})";
  const Cluster cluster = cluster_of(fleet, as_it_is + request);
  REQUIRE(cluster.services.size() == 2);
  CHECK(cluster.services[0].desired_count == 12);
  CHECK(simulate(cluster).services[0].failures.at(0).count == 5);  // 12 less the 7 that run, none of which fits
}
