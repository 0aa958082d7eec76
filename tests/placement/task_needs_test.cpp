#include <eniplan/placement.hpp>

#include "support/catch.hpp"

using namespace eniplan;

namespace {

TaskDefinition two_containers() {
  return {.family = "web",
          .container_definitions = {{.name = "nginx", .cpu = {100}, .memory = MiB{300}},
                                    {.name = "app", .cpu = {200}, .memory = MiB{500}, .memory_reservation = MiB{400}}}};
}

PortMapping mapping(std::int64_t container_port, std::optional<std::int64_t> host_port = std::nullopt,
                    Protocol protocol = Protocol::tcp) {
  return {.container_port = container_port, .host_port = host_port, .protocol = protocol};
}

}  // namespace

TEST_CASE("task_needs: containers add up, a soft memory limit comes before the hard one", "[task_needs]") {
  const TaskNeeds needs = task_needs(two_containers());
  CHECK(needs.resources.cpu == CpuUnits{300});  // 100 + 200
  CHECK(needs.resources.memory == MiB{700});    // 300 + 400
  CHECK(needs.resources.eni == EniSlots{0});
}

TEST_CASE("task_needs: a reservation of 0 is none", "[task_needs]") {
  TaskDefinition definition = two_containers();
  definition.container_definitions[1].memory_reservation = MiB{0};
  CHECK(task_needs(definition).resources.memory == MiB{800});  // 300 + 500
}

TEST_CASE("task_needs: the size of the task replaces the sum, each of CPU and memory apart", "[task_needs]") {
  TaskDefinition definition = two_containers();
  definition.cpu = CpuUnits{1024};
  CHECK(task_needs(definition).resources == Resources{.cpu = {1024}, .memory = {700}});
  definition.memory = MiB{2048};
  CHECK(task_needs(definition).resources == Resources{.cpu = {1024}, .memory = {2048}});
}

TEST_CASE("task_needs: overrides replace values of the definition, not the rule that adds them up", "[task_needs]") {
  TaskOverrides overrides;
  overrides.containers = {{.name = "app", .cpu = CpuUnits{50}, .memory = MiB{900}, .gpus = Gpus{2}}};
  // CPU 100 + 50. Memory 300 + 400: the reservation of app still stands before its memory.
  CHECK(task_needs(two_containers(), overrides).resources == Resources{.cpu = {150}, .memory = {700}, .gpu = {2}});

  overrides.containers[0].memory_reservation = MiB{0};  // 300 + 900
  CHECK(task_needs(two_containers(), overrides).resources.memory == MiB{1200});

  overrides.cpu = CpuUnits{512};
  overrides.memory = MiB{256};
  CHECK(task_needs(two_containers(), overrides).resources == Resources{.cpu = {512}, .memory = {256}, .gpu = {2}});
}

TEST_CASE("task_needs: GPUs of the containers add up", "[task_needs]") {
  TaskDefinition definition = two_containers();
  definition.container_definitions[0].gpus = {1};
  definition.container_definitions[1].gpus = {2};
  CHECK(task_needs(definition).resources.gpu == Gpus{3});
}

TEST_CASE("task_needs: bridge takes the host ports that are not dynamic, by protocol", "[task_needs]") {
  TaskDefinition definition = two_containers();
  definition.container_definitions[0].port_mappings = {mapping(80, 8080), mapping(81), mapping(82, 0),
                                                       mapping(53, 53, Protocol::udp), mapping(90, 443)};
  const TaskNeeds needs = task_needs(definition);
  CHECK(needs.ports == std::vector<std::int64_t>{443, 8080});
  CHECK(needs.ports_udp == std::vector<std::int64_t>{53});
}

TEST_CASE("task_needs: host takes each mapped port, awsvpc and none take no port", "[task_needs]") {
  TaskDefinition definition = two_containers();
  definition.container_definitions[0].port_mappings = {mapping(80), mapping(443, 443)};
  definition.network_mode = NetworkMode::host;
  CHECK(task_needs(definition).ports == std::vector<std::int64_t>{80, 443});
  definition.network_mode = NetworkMode::awsvpc;
  CHECK(task_needs(definition).ports.empty());
  definition.network_mode = NetworkMode::none;
  CHECK(task_needs(definition).ports.empty());
}

TEST_CASE("task_needs: a range of container ports takes no host port", "[task_needs]") {
  TaskDefinition definition = two_containers();
  definition.container_definitions[0].port_mappings = {{.container_port_range = "8000-8010"}};
  definition.network_mode = GENERATE(NetworkMode::bridge, NetworkMode::host);
  CHECK(task_needs(definition).ports.empty());
}

TEST_CASE("task_needs: awsvpc takes one interface and wants the capability", "[task_needs]") {
  TaskDefinition definition = two_containers();
  definition.network_mode = NetworkMode::awsvpc;
  const TaskNeeds needs = task_needs(definition);
  CHECK(needs.resources.eni == EniSlots{1});
  CHECK(needs.attributes == std::vector<Attribute>{{"ecs.capability.task-eni", std::nullopt}});
}

TEST_CASE("task_needs: the platform is required beside the attributes of the definition", "[task_needs]") {
  TaskDefinition definition = two_containers();
  definition.requires_attributes = {{"stack", "prod"}};
  definition.cpu_architecture = "ARM64";
  definition.operating_system_family = "WINDOWS_SERVER_2022_CORE";
  CHECK(task_needs(definition).attributes ==
        std::vector<Attribute>{{"stack", "prod"}, {"ecs.cpu-architecture", "arm64"}, {"ecs.os-type", "windows"}});
  definition.cpu_architecture = "X86_64";
  definition.operating_system_family = "LINUX";
  CHECK(task_needs(definition).attributes ==
        std::vector<Attribute>{{"stack", "prod"}, {"ecs.cpu-architecture", "x86_64"}, {"ecs.os-type", "linux"}});
}
