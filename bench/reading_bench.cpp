// How fast files are read. Names state the workload; bytes are those of the text. ENIPLAN_BENCH_MB=500 adds a dump of
// that many megabytes.

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <eniplan/catalog.hpp>
#include <eniplan/load.hpp>

namespace eniplan::bench {
namespace {

/// FNV-1a-64 over what was read: the same on every machine, another when anything is read otherwise.
class Checksum {
 public:
  void add(std::string_view text) {
    for (const char c : text) hash_ = (hash_ ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  }
  void add(std::int64_t number) { add(fmt::format("{};", number)); }
  [[nodiscard]] std::string text() const { return fmt::format("checksum {:016x}", hash_); }

 private:
  std::uint64_t hash_ = 0xCBF29CE484222325U;
};

std::string checksum(const std::vector<Cluster>& clusters) {
  Checksum sum;
  for (const Cluster& cluster : clusters) {
    for (const ContainerInstance& instance : cluster.container_instances) {
      sum.add(instance.container_instance_arn);
      sum.add(instance.remaining.cpu.value);
      sum.add(instance.remaining.memory.value);
      for (const std::string& name : instance.attributes.without_value()) sum.add(name);
      for (const Attribute& attribute : instance.attributes.with_value()) sum.add(*attribute.value);
    }
    for (const Service& service : cluster.services) {
      sum.add(service.service_name);
      sum.add(service.task_definition);
      sum.add(service.desired_count);
    }
    sum.add(static_cast<std::int64_t>(cluster.task_definitions.size()));
  }
  return sum.text();
}

void append_resource(std::string& text, std::string_view name, int value) {
  fmt::format_to(std::back_inserter(text), R"(
                {{
                    "name": "{}",
                    "type": "INTEGER",
                    "doubleValue": 0.0,
                    "longValue": 0,
                    "integerValue": {}
                }},)",
                 name, value);
}

void append_resources(std::string& text, std::string_view key, int cpu, int memory) {
  text += fmt::format("\n            \"{}\": [", key);
  append_resource(text, "CPU", cpu);
  append_resource(text, "MEMORY", memory);
  text += R"(
                {
                    "name": "PORTS",
                    "type": "STRINGSET",
                    "doubleValue": 0.0,
                    "longValue": 0,
                    "integerValue": 0,
                    "stringSetValue": [
                        "22",
                        "2375",
                        "2376",
                        "51678",
                        "51679"
                    ]
                }
            ],)";
}

void append_instance(std::string& text, int k) {
  text += text.ends_with('}') ? ",\n        {" : "\n        {";
  text += fmt::format(R"(
            "containerInstanceArn": "arn:aws:ecs:eu-west-1:111122223333:container-instance/orchard/{0:032x}",
            "ec2InstanceId": "i-{0:017x}",
            "version": {0},
            "versionInfo": {{"agentVersion": "1.89.2", "agentHash": "*0a1b2c3d", "dockerVersion": "DockerVersion: 25.0.8"}},
            "status": "ACTIVE",
            "agentConnected": true,
            "runningTasksCount": 3,
            "pendingTasksCount": 0,
            "registeredAt": "2026-11-23T17:23:04.300000+00:00",)",
                      k);
  append_resources(text, "registeredResources", 2048, 3700);
  append_resources(text, "remainingResources", k % 2048, k % 3700);
  text += "\n            \"attributes\": [";
  for (const std::string& capability : *agent_capabilities()) {
    text += fmt::format("\n                {{\n                    \"name\": \"{}\"\n                }},", capability);
  }
  text += fmt::format(R"(
                {{"name": "ecs.instance-type", "value": "c5.large"}},
                {{"name": "ecs.availability-zone", "value": "eu-west-1{}"}},
                {{"name": "ecs.subnet-id", "value": "subnet-{:08x}"}}
            ]
        }})",
                      "abc"[k % 3], k);
}

/// What the AWS CLI prints for describe-container-instances, `bytes` of it or a little more.
std::string instances_dump(std::size_t bytes) {
  std::string text = "{\n    \"containerInstances\": [";
  text.reserve(bytes + 20'000);
  for (int k = 0; text.size() < bytes; ++k) append_instance(text, k);
  return text + "\n    ],\n    \"failures\": []\n}\n";
}

std::string services_in_yaml(int count) {
  std::string text = "capacity:\n  - {instanceType: c5.large, count: 1000}\ntaskDefinitions:\n";
  for (int k = 0; k < count / 10; ++k) {
    text += fmt::format("  - family: family-{}\n    networkMode: awsvpc\n    cpu: 256\n    memory: 512\n", k);
  }
  text += "services:\n";
  for (int k = 0; k < count; ++k) {
    text += fmt::format(
        "  - serviceName: service-{}\n    taskDefinition: family-{}\n    desiredCount: {}\n    placementStrategy:\n"
        "      - type: spread\n        field: attribute:ecs.availability-zone\n      - {{type: binpack, field: "
        "memory}}\n",
        k, k / 10, k % 7);
  }
  return text;
}

void read(benchmark::State& state, const std::string& text, std::string_view name) {
  std::vector<Cluster> clusters;
  for (auto _ : state) {
    clusters = load_text(text, name);
    benchmark::DoNotOptimize(clusters);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
  state.SetLabel(checksum(clusters));
}

void container_instances(benchmark::State& state) { read(state, instances_dump(20'000'000), "x.json"); }
BENCHMARK(container_instances)->Name("read/json/container-instances:20MB")->Unit(benchmark::kMillisecond);

void services(benchmark::State& state) { read(state, services_in_yaml(10'000), "x.yaml"); }
BENCHMARK(services)->Name("read/yaml/services:10000")->Unit(benchmark::kMillisecond);

/// Registers the dump whose size the environment asks for.
[[maybe_unused]] const bool large_dump = [] {
  const char* megabytes = std::getenv("ENIPLAN_BENCH_MB");
  if (megabytes == nullptr) return false;
  const auto bytes = static_cast<std::size_t>(std::strtoul(megabytes, nullptr, 10)) * 1'000'000;
  benchmark::RegisterBenchmark(fmt::format("read/json/container-instances:{}MB", megabytes).c_str(),
                               [bytes](benchmark::State& state) { read(state, instances_dump(bytes), "x.json"); })
      ->Unit(benchmark::kMillisecond);
  return true;
}();

}  // namespace
}  // namespace eniplan::bench
