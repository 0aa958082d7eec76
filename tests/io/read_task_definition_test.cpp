#include "io/reading.hpp"
#include "support/catch.hpp"

using namespace eniplan;

namespace {

using Errors = std::vector<std::string>;
using Codes = std::vector<std::string>;

TaskDefinition definition_of(const std::string& members) {
  const Cluster cluster = load_one("taskDefinitions: [{family: web, " + members + "}]");
  REQUIRE(cluster.task_definitions.size() == 1);
  return cluster.task_definitions[0];
}

// The only error of a definition, from its key on.
std::string refused(const std::string& members) {
  const Errors errors = errors_of("taskDefinitions: [{family: web, " + members + "}]");
  if (errors.size() != 1) return std::to_string(errors.size()) + " errors";
  return errors[0].substr(errors[0].find(": ") + 2);
}

constexpr std::string_view at = "taskDefinitions[0]";

}  // namespace

TEST_CASE("read: the network mode is bridge unless given", "[read]") {
  CHECK(definition_of("memory: 64").network_mode == NetworkMode::bridge);
  CHECK(definition_of("memory: 64, networkMode: host").network_mode == NetworkMode::host);
  CHECK(refused("memory: 64, networkMode: awsvcp") ==
        "taskDefinitions[0].networkMode: expected bridge or host or awsvpc or none, found \"awsvcp\"; did you mean "
        "\"awsvpc\"?");
}

TEST_CASE("read: sizes of whole tasks are taken as the API takes them", "[read]") {
  const auto cpu = [](const std::string& text) { return definition_of("memory: 64, cpu: " + text).cpu->value; };
  const auto memory = [](const std::string& text) { return definition_of("memory: " + text).memory->value; };
  CHECK(cpu("256") == 256);
  CHECK(cpu("'256'") == 256);
  CHECK(cpu("0.25 vCPU") == 256);
  CHECK(cpu("'.5 vcpu'") == 512);
  CHECK(cpu("1vCPU") == 1024);
  CHECK(cpu("0.0009765625 vCPU") == 1);  // 1024 of them are one vCPU
  CHECK(memory("'512'") == 512);
  CHECK(memory("1 GB") == 1024);
  CHECK(memory("0.5GB") == 512);
  CHECK(memory("1.50 gb") == 1536);
  CHECK(refused("memory: 64, cpu: 0.1 vCPU") ==  // 102.4 units
        "taskDefinitions[0].cpu: expected CPU units such as 256, or vCPUs that make whole units such as \"0.25 vCPU\", "
        "found \"0.1 vCPU\"");
  CHECK(refused("memory: 0.3 GB") ==  // 307.2 MiB
        "taskDefinitions[0].memory: expected MiB such as 512, or GB that make whole MiB such as \"0.5 GB\", found "
        "\"0.3 GB\"");
  for (const std::string bad : {"'-1'", "'GB'", "'1e3'", "'1 TB'", "'. GB'", "'-1 GB'", "''"}) {
    CAPTURE(bad);
    CHECK(refused("memory: " + bad).starts_with("taskDefinitions[0].memory: expected MiB such as 512"));
  }
  CHECK(refused("memory: -1") == "taskDefinitions[0].memory: expected 0 or more, found -1");
  CHECK(refused("memory: 1.5") == "taskDefinitions[0].memory: expected an integer, 0 or more, found 1.5");
}

TEST_CASE("read: containers", "[read]") {
  const TaskDefinition definition =
      definition_of(R"(containerDefinitions: [{name: app, image: x, cpu: 128, memory: '512', memoryReservation: 384,
    essential: true, resourceRequirements: [{type: GPU, value: '2'}, {type: InferenceAccelerator, value: device_1}],
    portMappings: [{containerPort: 80, hostPort: 0}, {containerPort: 53, hostPort: 5353, protocol: udp}, {containerPortRange: 8000-8010}],
    links: ['db:database'], dependsOn: [{containerName: db, condition: HEALTHY}]}, {name: db, memory: 100}])");
  REQUIRE(definition.container_definitions.size() == 2);
  CHECK(definition.container_definitions[0] ==
        ContainerDefinition{.name = "app",
                            .cpu = {128},
                            .memory = MiB{512},
                            .memory_reservation = MiB{384},
                            .gpus = {2},
                            .port_mappings = {{.container_port = 80, .host_port = 0},
                                              {.container_port = 53, .host_port = 5353, .protocol = Protocol::udp},
                                              {.container_port_range = "8000-8010"}},
                            .links = {"db:database"},
                            .depends_on = {{"db", DependencyCondition::healthy}}});
}

TEST_CASE("read: what a deployment waits for in a container", "[read]") {
  const auto container = [](const std::string& members) {
    const std::string text =
        "taskDefinitions: [{family: web, memory: 64, containerDefinitions: [{name: a" + members + "}]}]";
    return load_one(text).task_definitions.at(0).container_definitions.at(0);
  };
  CHECK(container("").essential);
  CHECK_FALSE(container("").stop_timeout.has_value());
  CHECK_FALSE(container("").health_check.has_value());
  CHECK_FALSE(container(", essential: false").essential);
  CHECK(container(", stopTimeout: 0").stop_timeout == 0);
  CHECK(container(", stopTimeout: 3600").stop_timeout == 3600);
  CHECK(container(", healthCheck: {command: [CMD, 'true'], timeout: 5, startPeriod: 9}").health_check ==
        HealthCheck{30, 3});
  CHECK(container(", healthCheck: {interval: 300, retries: 1}").health_check == HealthCheck{300, 1});

  const auto refused = [](const std::string& members) {
    const Errors errors =
        errors_of("taskDefinitions: [{family: web, memory: 64, containerDefinitions: [{name: a, " + members + "}]}]");
    REQUIRE(errors.size() == 1);
    return errors[0].substr(errors[0].find("[0].containerDefinitions[0].") + 28);
  };
  CHECK(refused("essential: maybe") == "essential: expected true or false, found \"maybe\"");
  CHECK(refused("stopTimeout: -1") == "stopTimeout: expected 0 or more, found -1");
  CHECK(refused("healthCheck: {interval: 4}") == "healthCheck.interval: expected 5 or more, found 4");
  CHECK(refused("healthCheck: {interval: 301}") == "healthCheck.interval: expected at most 300, found 301");
  CHECK(refused("healthCheck: {retries: 0}") == "healthCheck.retries: expected 1 or more, found 0");
  CHECK(refused("healthCheck: {retries: 11}") == "healthCheck.retries: expected at most 10, found 11");
}

TEST_CASE("read: memory must be in the task or in every container", "[read]") {
  const std::string neither = ": expected memory of the task or of its containers, found neither";
  CHECK(refused("cpu: 256") == std::string(at) + neither);
  CHECK(refused("containerDefinitions: []") == std::string(at) + ".containerDefinitions" + neither);
  CHECK(refused("containerDefinitions: [{name: a, memory: 5}, {name: b}]") ==
        "taskDefinitions[0].containerDefinitions[1]: expected memory or memoryReservation here, or memory in the task, "
        "found neither");
  CHECK(refused("containerDefinitions: [{name: a, memoryReservation: 0}]") ==
        "taskDefinitions[0].containerDefinitions[0]: expected memory or memoryReservation here, or memory in the task, "
        "found neither");
  CHECK(definition_of("memory: 5, containerDefinitions: [{name: a}]").memory == MiB{5});
  CHECK(definition_of("containerDefinitions: [{name: a, memoryReservation: 5}]").container_definitions.size() == 1);
}

TEST_CASE("read: host and container port are one in awsvpc and host", "[read]") {
  const std::string mode = GENERATE("awsvpc", "host");
  const auto mapping = [&](const std::string& members) {
    return "memory: 64, networkMode: " + mode + ", containerDefinitions: [{name: a, portMappings: [{" + members +
           "}]}]";
  };
  CHECK(refused(mapping("containerPort: 80, hostPort: 8080")) ==
        "taskDefinitions[0].containerDefinitions[0].portMappings[0].hostPort: expected none or 80, the containerPort, "
        "in networkMode " +
            mode + ", found 8080");
  CHECK(refused(mapping("containerPort: 80, hostPort: 0")).ends_with("found 0"));
  CHECK(definition_of(mapping("containerPort: 80, hostPort: 80")).container_definitions.size() == 1);
  CHECK(definition_of(mapping("containerPort: 80")).container_definitions.size() == 1);
}

TEST_CASE("read: nothing is mapped in networkMode none", "[read]") {
  CHECK(refused(
            "memory: 64, networkMode: none, containerDefinitions: [{name: a, portMappings: [{containerPort: 80}]}]") ==
        "taskDefinitions[0].containerDefinitions[0].portMappings[0]: expected no port mapping in networkMode none, "
        "found one");
  CHECK(definition_of("memory: 64, networkMode: none, containerDefinitions: [{name: a, portMappings: []}]").memory ==
        MiB{64});
}

TEST_CASE("read: a static host port stands once in a task", "[read]") {
  const auto two = [](const std::string& mode, const std::string& first, const std::string& second) {
    return "memory: 64, networkMode: " + mode + ", containerDefinitions: [{name: a, portMappings: [{" + first +
           "}]}, {name: b, portMappings: [{" + second + "}]}]";
  };
  const std::string where = "taskDefinitions[0].containerDefinitions[1].portMappings[0]";
  const std::string message = ": expected each static host port once in a task, found tcp 80 a second time";
  CHECK(refused(two("bridge", "containerPort: 1, hostPort: 80", "containerPort: 2, hostPort: 80")) ==
        where + ".hostPort" + message);
  CHECK(refused(two("host", "containerPort: 80", "containerPort: 80, hostPort: 80")) == where + ".hostPort" + message);
  CHECK(refused(two("host", "containerPort: 80, hostPort: 80", "containerPort: 80")) == where + message);
  CHECK(refused(two("awsvpc", "containerPort: 80, hostPort: 80", "containerPort: 80, hostPort: 80")) ==
        where + ".hostPort" + message);
  CHECK(definition_of(two("bridge", "hostPort: 80", "hostPort: 80, protocol: udp")).memory ==
        MiB{64});                                                                                   // another protocol
  CHECK(definition_of(two("bridge", "containerPort: 80", "containerPort: 80")).memory == MiB{64});  // dynamic
  CHECK(definition_of(two("awsvpc", "containerPort: 80", "containerPort: 80")).memory ==
        MiB{64});  // no host port is given
}

TEST_CASE("read: ports are from 0 to 65535", "[read]") {
  const auto mapping = [](const std::string& members) {
    return "memory: 64, containerDefinitions: [{name: a, portMappings: [{" + members + "}]}]";
  };
  const std::string where = "taskDefinitions[0].containerDefinitions[0].portMappings[0]";
  CHECK(refused(mapping("containerPort: 65536")) == where + ".containerPort: expected at most 65535, found 65536");
  CHECK(refused(mapping("hostPort: -1")) == where + ".hostPort: expected 0 or more, found -1");
  CHECK(refused(mapping("hostPort: 1, protocol: sctp")) == where + ".protocol: expected tcp or udp, found \"sctp\"");
  CHECK(definition_of(mapping("containerPort: 0, hostPort: 65535")).memory == MiB{64});
}

TEST_CASE("read: only bridge has links", "[read]") {
  CHECK(refused("memory: 64, networkMode: awsvpc, containerDefinitions: [{name: a, links: [b]}]") ==
        "taskDefinitions[0].containerDefinitions[0].links: expected no links in networkMode awsvpc, only bridge has "
        "them");
  CHECK(definition_of("memory: 64, networkMode: awsvpc, containerDefinitions: [{name: a, links: []}]").memory ==
        MiB{64});
}

TEST_CASE("read: dependsOn names containers of the task and has no cycle", "[read]") {
  const auto containers = [](const std::string& list) { return "memory: 64, containerDefinitions: [" + list + "]"; };
  CHECK(refused(containers("{name: app, dependsOn: [{containerName: databse, condition: START}]}, {name: database}")) ==
        "taskDefinitions[0].containerDefinitions[0].dependsOn[0].containerName: expected a container of the task, "
        "found \"databse\"; did you "
        "mean \"database\"?");
  CHECK(refused(containers("{name: a, dependsOn: [{containerName: b}]}, {name: b, dependsOn: [{containerName: a}]}")) ==
        "taskDefinitions[0].containerDefinitions[0].dependsOn: expected dependencies without a cycle, found that \"a\" "
        "waits for itself");
  CHECK(refused(containers("{name: z}, {name: a, dependsOn: [{containerName: a}]}")) ==
        "taskDefinitions[0].containerDefinitions[1].dependsOn: expected dependencies without a cycle, found that \"a\" "
        "waits for itself");
  CHECK(refused(containers("{name: a, dependsOn: [{containerName: b, condition: HEALTY}]}, {name: b}")) ==
        "taskDefinitions[0].containerDefinitions[0].dependsOn[0].condition: expected START or COMPLETE or SUCCESS or "
        "HEALTHY, found "
        "\"HEALTY\"; did you mean \"HEALTHY\"?");
  // Two ways to one container are no cycle.
  CHECK(definition_of(containers("{name: a, dependsOn: [{containerName: b}, {containerName: c}]}, {name: b, dependsOn: "
                                 "[{containerName: c}]}, {name: c}"))
            .container_definitions.size() == 3);
}

TEST_CASE("read: each container once", "[read]") {
  CHECK(refused("memory: 64, containerDefinitions: [{name: a}, {name: a}]") ==
        "taskDefinitions[0].containerDefinitions[1]: expected each container once, found \"a\" a second time");
}

TEST_CASE("read: negative needs and unknown words are errors", "[read]") {
  const auto container = [](const std::string& members) {
    return "memory: 64, containerDefinitions: [{name: a, " + members + "}]";
  };
  const std::string where = "taskDefinitions[0].containerDefinitions[0].";
  CHECK(refused(container("cpu: -1")) == where + "cpu: expected 0 or more, found -1");
  CHECK(refused(container("memory: -1")) == where + "memory: expected 0 or more, found -1");
  CHECK(refused(container("memoryReservation: -1")) == where + "memoryReservation: expected 0 or more, found -1");
  CHECK(refused(container("resourceRequirements: [{type: GPU, value: '-1'}]")) ==
        where + "resourceRequirements[0].value: expected 0 or more, found \"-1\"");
  CHECK(
      refused(container("resourceRequirements: [{type: GPU, value: ALL}]")) ==
      where +
          "resourceRequirements[0].value: expected a number of GPUs, found \"ALL\", which only Managed Instances have");
  CHECK(refused(container("resourceRequirements: [{type: GPUS, value: '1'}]")) ==
        where +
            "resourceRequirements[0].type: expected GPU or InferenceAccelerator or NeuronDevice, found \"GPUS\"; did "
            "you mean \"GPU\"?");
  CHECK(refused("memory: 64, runtimePlatform: {cpuArchitecture: arm64}") ==
        "taskDefinitions[0].runtimePlatform.cpuArchitecture: expected X86_64 or ARM64, found \"arm64\"; did you mean "
        "\"ARM64\"?");
  CHECK(refused("memory: 64, runtimePlatform: {operatingSystemFamily: LINUKS}")
            .ends_with("found \"LINUKS\"; did you mean \"LINUX\"?"));
  CHECK(refused("memory: 64, placementConstraints: [{type: distinctInstance}]") ==
        "taskDefinitions[0].placementConstraints[0].type: expected memberOf, found \"distinctInstance\"");
}

TEST_CASE("read: the platform and the attributes it requires", "[read]") {
  const TaskDefinition definition = definition_of(
      "memory: 64, runtimePlatform: {cpuArchitecture: ARM64, operatingSystemFamily: WINDOWS_SERVER_2022_CORE}, "
      "requiresAttributes: [{name: com.amazonaws.ecs.capability.docker-remote-api.1.18}, {name: tier, value: gold}]");
  CHECK(definition.cpu_architecture == "ARM64");
  CHECK(definition.operating_system_family == "WINDOWS_SERVER_2022_CORE");
  CHECK(
      definition.requires_attributes ==
      std::vector<Attribute>{{"com.amazonaws.ecs.capability.docker-remote-api.1.18", std::nullopt}, {"tier", "gold"}});
}

TEST_CASE("read: containers that exceed their task are a warning", "[read]") {
  const auto codes = [](const std::string& members) {
    return warning_codes(load_one("taskDefinitions: [{family: web, " + members + "}]"));
  };
  CHECK(codes("cpu: 256, memory: 64, containerDefinitions: [{name: a, cpu: 128}, {name: b, cpu: 129}]") ==
        Codes{"containers-exceed-task"});
  CHECK(codes("memory: 64, containerDefinitions: [{name: a, memory: 100, memoryReservation: 65}]") ==
        Codes{"containers-exceed-task"});
  CHECK(codes("cpu: 256, memory: 64, containerDefinitions: [{name: a, cpu: 256, memoryReservation: 64, memory: 100}]")
            .empty());
}

TEST_CASE("read: definitions without revision are registered after all that have one", "[read]") {
  const Cluster cluster = load_one(
      "taskDefinitions: [{family: web, memory: 1}, {family: web, revision: 7, memory: 2}, {family: api, memory: 3}, "
      "{family: web, memory: 4}]");
  std::vector<std::string> names;
  for (const TaskDefinition& definition : cluster.task_definitions) names.push_back(task_definition_name(definition));
  CHECK(names == std::vector<std::string>{"web:8", "web:7", "api:1", "web:9"});
  REQUIRE(find_task_definition(cluster, "web") != nullptr);
  CHECK(find_task_definition(cluster, "web")->memory == MiB{4});  // a bare family takes the highest revision
  CHECK(find_task_definition(cluster, "web:7")->memory == MiB{2});
}

TEST_CASE("read: family and revision may come from the ARN", "[read]") {
  const Cluster cluster =
      load_one("taskDefinitions: [{taskDefinitionArn: 'arn:aws:ecs:r:1:task-definition/web:12', memory: 1}]");
  CHECK(task_definition_name(cluster.task_definitions[0]) == "web:12");
  CHECK(errors_of("taskDefinitions: [{memory: 1}]") ==
        Errors{"x.yaml:1:19: taskDefinitions[0].family: expected it here, found nothing"});
}

TEST_CASE("read: two revisions of one name or ARN must be equal", "[read]") {
  CHECK(load_one("taskDefinitions: [{family: web, revision: 1, memory: 1}, {family: web, revision: 1, memory: 1}]")
            .task_definitions.size() == 1);
  CHECK(errors_of("taskDefinitions: [{family: web, revision: 1, memory: 1}, {family: web, revision: 1, memory: 2}]") ==
        Errors{"x.yaml:1:58: taskDefinitions[1]: expected each revision once, found \"web:1\" a second time, with "
               "other contents"});
  CHECK(errors_of("taskDefinitions: [{family: web, revision: 1, taskDefinitionArn: a, memory: 1}, {family: api, "
                  "revision: 1, taskDefinitionArn: a, memory: 1}]") ==
        Errors{"x.yaml:1:80: taskDefinitions[1]: expected each task definition once, found \"a\" a second time, with "
               "other contents"});
}

TEST_CASE("read: keys of AWS that we do not use are ignored, near misses are warnings", "[read]") {
  const Cluster cluster = load_one(
      "taskDefinitions: [{family: web, memory: 64, pidMode: task, volumes: [], requiresCompatibilities: [EC2], "
      "containerDefinitions: [{name: a, memoryReservaton: 32, environment: []}]}]");
  REQUIRE(warning_codes(cluster) == Codes{"unknown-key"});
  CHECK(cluster.warnings[0].message ==
        "x.yaml: taskDefinitions[0].containerDefinitions[0].memoryReservaton: is ignored; did you mean "
        "\"memoryReservation\"?");
}
