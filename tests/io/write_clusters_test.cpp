#include <eniplan/catalog.hpp>
#include <eniplan/load.hpp>
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

namespace {

/// A cluster with something in every member of every structure.
Cluster cluster_with_everything() {
  using namespace std::chrono;
  Cluster cluster{.cluster_name = "orchard \"1\"", .awsvpc_trunking = Trunking::enabled, .seed = ~0ULL};
  cluster.capacity = {{.name = "g: 1",
                       .instance_type = "c5.large",
                       .count = 3,
                       .availability_zones = {"a", "b"},
                       .trunking = Trunking::enabled,
                       .attributes = {{"rack", "1"}, {"stack", "true"}, {"tier", std::nullopt}, {"empty", ""}},
                       .registered_cpu = CpuUnits{2048},
                       .registered_memory = MiB{3700},
                       .registered_gpu = Gpus{1},
                       .registered_eni = EniSlots{7},
                       .reserved_memory = {100},
                       .reserved_ports = {22},
                       .reserved_ports_udp = {53},
                       .capacity_provider = "spot",
                       .network_interfaces_in_use = 1}};
  const std::string arn = "arn:aws:ecs:eu-west-1:111122223333:";
  cluster.container_instances = {
      {.container_instance_arn = arn + "container-instance/orchard/1a",
       .ec2_instance_id = "i-0a",
       .status = InstanceStatus::draining,
       .agent_connected = false,
       .capacity_provider_name = "spot",
       .attributes = Attributes({{"ecs.instance-type", "t3.nano"}, {"ecs.capability.task-eni", std::nullopt}}),
       .registered = {{2048}, {450}, {1}, {0}},
       .remaining = {{-5}, {100}, {1}, {0}},
       .registered_eni = EniSlots{4},
       .remaining_eni = EniSlots{-1},
       .ports_taken = {22, 80},
       .ports_udp_taken = {8125},
       .running_tasks_count = 2,
       .registered_at = sys_days{2026y / 11 / 23} + 17h + 300ms,
       .agent_version = "1.105.1"}};
  cluster.subnets = {{"subnet-1", "a", 5}, {"subnet-2", "b", std::nullopt}};

  TaskDefinition web{
      .family = "web",
      .revision = 3,
      .task_definition_arn = arn + "task-definition/web:3",
      .network_mode = NetworkMode::bridge,
      .cpu = CpuUnits{256},
      .memory = MiB{512},
      .requires_attributes = {{"ecs.capability.task-eni", std::nullopt}, {"rack", "1"}},
      .cpu_architecture = "X86_64",
      .operating_system_family = "LINUX",
      .placement_constraints = {{PlacementConstraint::Type::member_of, parse_query("attribute:rack == 1")}}};
  web.container_definitions = {{.name = "nginx",
                                .essential = false,
                                .cpu = {10},
                                .memory = MiB{128},
                                .memory_reservation = MiB{64},
                                .gpus = {1},
                                .port_mappings = {{80, 8080, Protocol::tcp, ""},
                                                  {53, std::nullopt, Protocol::udp, ""},
                                                  {std::nullopt, std::nullopt, Protocol::tcp, "8000-8010"}},
                                .links = {"app:a"},
                                .depends_on = {{"app", DependencyCondition::healthy}},
                                .stop_timeout = 120,
                                .health_check = HealthCheck{.interval = 5, .retries = 10}},
                               {.name = "app"}};
  cluster.task_definitions = {web, {.family = "small", .revision = 1, .memory = MiB{64}}};
  cluster.tasks = {{.task_arn = arn + "task/orchard/t1",
                    .task_definition_arn = "web:3",
                    .container_instance_arn = arn + "container-instance/orchard/1a",
                    .group = "service:s",
                    .last_status = "RUNNING",
                    .desired_status = "RUNNING",
                    .has_eni_attachment = true},
                   {.task_definition_arn = "small", .container_instance_arn = "g: 1/2", .group = "family:small"}};
  const PlacementConstraint distinct{};
  const PlacementConstraint member{PlacementConstraint::Type::member_of, parse_query("task:group == service:s")};
  cluster.services = {{.service_name = "s",
                       .task_definition = "web",
                       .desired_count = 4,
                       .running_count = 1,
                       .placement_strategy = {{{PlacementStrategy::Type::binpack, "memory"},
                                               {PlacementStrategy::Type::spread, "attribute:Rack"},
                                               {PlacementStrategy::Type::random, ""}}},
                       .placement_constraints = {distinct, member},
                       .subnets = {"subnet-1", "subnet-2"},
                       .capacity_provider_strategy = {{"spot", 3, 1}, {"other", 0, 0}},
                       .deployment_configuration = {50, 150},
                       .deployments = {{"PRIMARY", "web:3", 4}, {"ACTIVE", "small:1", 3}}},
                      {.service_name = "d",
                       .task_definition = "small:1",
                       .scheduling_strategy = SchedulingStrategy::daemon,
                       .deployment_configuration = {0, 100}}};
  cluster.run_tasks = {
      {.task_definition = "web",
       .count = 2,
       .group = "nightly",
       .placement_strategy = {{{PlacementStrategy::Type::spread, "instanceId"}}},
       .placement_constraints = {distinct},
       .subnets = {"subnet-2"},
       .capacity_provider_strategy = {{"spot", 1, 0}},
       .overrides = {
           .cpu = CpuUnits{512},
           .memory = MiB{1024},
           .containers = {
               {.name = "app", .cpu = CpuUnits{1}, .memory = MiB{2}, .memory_reservation = MiB{3}, .gpus = Gpus{2}}}}}};
  return cluster;
}

Cluster read_back(const Cluster& cluster, Format format) {
  std::vector<Cluster> clusters = load_text(written(cluster, format), "written");
  REQUIRE(clusters.size() == 1);
  clusters.front().warnings.clear();
  return clusters.front();
}

}  // namespace

TEST_CASE("write: what is written is read again as the same cluster", "[write]") {
  const Cluster cluster = cluster_with_everything();
  for (const Format format : {Format::yaml, Format::json}) {
    const Cluster again = read_back(cluster, format);
    CHECK(again.cluster_name == cluster.cluster_name);
    CHECK(again.awsvpc_trunking == cluster.awsvpc_trunking);
    CHECK(again.seed == cluster.seed);
    CHECK(again.capacity == cluster.capacity);
    CHECK(again.container_instances == cluster.container_instances);
    CHECK(again.subnets == cluster.subnets);
    CHECK(again.task_definitions == cluster.task_definitions);
    CHECK(again.tasks == cluster.tasks);
    CHECK(again.services == cluster.services);
    CHECK(again.run_tasks == cluster.run_tasks);
    CHECK(again == cluster);  // also what is added to Cluster one day
  }
}

TEST_CASE("write: types of one's own are read again as the same types", "[write]") {
  const std::string_view text = R"(
instanceTypes:
  - InstanceType: z9.huge
    VCpuInfo: {DefaultVCpus: 8}
    MemoryInfo: {SizeInMiB: 16384}
    ProcessorInfo: {SupportedArchitectures: [arm64]}
    Hypervisor: nitro
    BareMetal: false
    CurrentGeneration: true
    GpuInfo: {Gpus: [{Count: 1}, {Count: 2}]}
    NetworkInfo:
      MaximumNetworkInterfaces: 8
      Ipv4AddressesPerInterface: 10
      MaximumNetworkCards: 2
      NetworkCards:
        - {NetworkCardIndex: 0, MaximumNetworkInterfaces: 5}
        - {NetworkCardIndex: 1, MaximumNetworkInterfaces: 3}
    ecsTaskLimit: {default: 6, trunking: 40}
  - InstanceType: c5.large
    ecsTaskLimit: {trunking: 12}
capacity:
  - {instanceType: z9.huge, count: 1}
)";
  const Cluster cluster = load_text(text, "types").front();
  REQUIRE(cluster.instance_types.size() == 2);
  // A document names no sources: what it says is what its user gave.
  const auto without_sources = [](std::vector<InstanceType> types) {
    for (InstanceType& type : types) {
      type.hardware_source = type.default_limit_source = type.trunking_limit_source = type.memory_source = {};
    }
    return types;
  };
  for (const Format format : {Format::yaml, Format::json}) {
    CHECK(without_sources(read_back(cluster, format).instance_types) == without_sources(cluster.instance_types));
  }
}

TEST_CASE("write: defaults are the same cluster once they are in words", "[write]") {
  const Cluster cluster = load_text(R"(
capacity: [{instanceType: t2.micro, count: 1}]
taskDefinitions: [{family: web, memory: 64}]
services: [{serviceName: web, taskDefinition: web, desiredCount: 1}]
runTasks: [{taskDefinition: web}]
)",
                                    "defaults")
                              .front();
  const Cluster in_words = read_back(cluster, Format::yaml);
  CHECK(in_words.services.front().placement_strategy->size() == 2);
  CHECK(in_words.run_tasks.front().placement_strategy->size() == 1);
  CHECK(in_words.services.front().deployment_configuration.maximum_percent == 200);
  CHECK(read_back(in_words, Format::yaml) == in_words);
  PlacementResult result = simulate(cluster);
  CHECK(simulate(in_words) == result);
}

TEST_CASE("write: a memory overhead becomes the memory that groups register", "[write]") {
  Cluster cluster;
  cluster.capacity = {{.name = "g", .instance_type = "t2.micro", .count = 1, .reserved_memory = {24}}};
  cluster.memory_overhead = MemoryOverhead{.millipercent = 12'500};
  // A t2.micro has 1024 MiB: less an eighth 896, of which 24 are reserved.
  const Cluster again = read_back(cluster, Format::yaml);
  CHECK(again.capacity.front().registered_memory == MiB{896});
  CHECK(simulate(again).instances.front().registered.memory == MiB{872});
  CHECK(simulate(cluster).instances == simulate(again).instances);
}

TEST_CASE("write: several clusters are several documents of one text", "[write]") {
  std::vector<Cluster> clusters(2);
  clusters[0].cluster_name = "a";
  clusters[1].cluster_name = "b";
  for (const Format format : {Format::yaml, Format::json}) {
    std::ostringstream out;
    write_clusters(out, clusters, format);
    CHECK(load_text(out.str(), "fleet") == clusters);
  }
}
