// `instanceTypes` and `subnets`: what EC2 describes.

#include <eniplan/catalog.hpp>

#include "io/reading.hpp"
#include "support/catch.hpp"

using namespace eniplan;

namespace {

using Errors = std::vector<std::string>;

constexpr std::string_view new_type =
    R"({InstanceType: x9.large, VCpuInfo: {DefaultVCpus: 4}, MemoryInfo: {SizeInMiB: 8192},
  ProcessorInfo: {SupportedArchitectures: [i386, arm64]}, Hypervisor: nitro, BareMetal: false, CurrentGeneration: true,
  NetworkInfo: {MaximumNetworkInterfaces: 6, Ipv4AddressesPerInterface: 10, MaximumNetworkCards: 2, DefaultNetworkCardIndex: 1,
    NetworkCards: [{NetworkCardIndex: 0, MaximumNetworkInterfaces: 2}, {NetworkCardIndex: 1, MaximumNetworkInterfaces: 4}]},
  GpuInfo: {Gpus: [{Count: 1}, {Count: 2}]}, ecsTaskLimit: {default: 5, trunking: 20}})";

InstanceType type_of(const Cluster& cluster, std::string_view name) {
  const InstanceType* type = find_instance_type(cluster, name);
  REQUIRE(type != nullptr);
  return *type;
}

}  // namespace

TEST_CASE("read: a type that the catalog lacks", "[read]") {
  const InstanceType type = type_of(load_one("seed: 1\ninstanceTypes: [" + std::string(new_type) + "]"), "x9.large");
  CHECK(type.vcpus == 4);
  CHECK(type.memory == MiB{8192});
  CHECK(type.architecture == "arm64");
  CHECK(type.hypervisor == "nitro");
  CHECK(type.gpus == Gpus{3});
  CHECK(type.network_cards == 2);
  CHECK(type.max_network_interfaces == 6);
  CHECK(type.max_network_interfaces_card0 == 4);
  CHECK(type.ipv4_per_interface == 10);
  CHECK(task_limit(type, Trunking::disabled) == EniSlots{5});
  CHECK(task_limit(type, Trunking::enabled) == EniSlots{20});
  CHECK(type.registered_memory == class_memory_estimate(type));
}

TEST_CASE("read: keys of EC2 may begin with a small letter", "[read]") {
  std::string small(new_type);
  for (std::size_t i = 1; i < small.size(); ++i) {
    const bool begins_key = small[i] >= 'A' && small[i] <= 'Z' && (small[i - 1] == '{' || small[i - 1] == ' ');
    if (begins_key) small[i] = static_cast<char>(small[i] - 'A' + 'a');
  }
  CHECK(small.find("vCpuInfo: {defaultVCpus") != std::string::npos);
  CHECK(load_one("seed: 1\ninstanceTypes: [" + small + "]") ==
        load_one("seed: 1\ninstanceTypes: [" + std::string(new_type) + "]"));
  CHECK(load_one("subnets: [{subnetId: s, availabilityZone: a, availableIpAddressCount: 3}]\nseed: 1").subnets ==
        load_one("subnets: [{SubnetId: s, AvailabilityZone: a, AvailableIpAddressCount: 3}]\nseed: 1").subnets);
}

TEST_CASE("read: what an item of instanceTypes leaves out is the catalog's", "[read]") {
  const InstanceType& known = *find_instance_type("c5.large");
  CHECK(type_of(load_one("instanceTypes: [{InstanceType: c5.large}]\nseed: 1"), "c5.large") == known);

  const InstanceType limited =
      type_of(load_one("instanceTypes: [{InstanceType: c5.large, ecsTaskLimit: {trunking: 40}}]\nseed: 1"), "c5.large");
  CHECK(task_limit(limited, Trunking::enabled) == EniSlots{40});
  CHECK(task_limit(limited, Trunking::disabled) == task_limit(known, Trunking::disabled));
  CHECK(limited.registered_memory == known.registered_memory);
  CHECK(limited.trunking_limit_source.source == "x.yaml");

  // Nominal memory as the catalog has it keeps the catalog's estimate; other memory is estimated by its platform.
  CHECK(
      type_of(load_one("instanceTypes: [{InstanceType: c5.large, MemoryInfo: {SizeInMiB: 4096}}]\nseed: 1"), "c5.large")
          .registered_memory == known.registered_memory);
  const InstanceType larger = type_of(
      load_one("instanceTypes: [{InstanceType: c5.large, MemoryInfo: {SizeInMiB: 8192}}]\nseed: 1"), "c5.large");
  CHECK(larger.registered_memory == class_memory_estimate(larger));
}

TEST_CASE("read: a type of which only the task limit is known serves described instances, not groups", "[read]") {
  const std::string type = "instanceTypes: [{InstanceType: x9.large, ecsTaskLimit: {default: 3}}]\n";
  CHECK(errors_of(type + "seed: 1").empty());
  CHECK(errors_of(type + "capacity: [{instanceType: x9.large, count: 1, registered: {CPU: 1, MEMORY: 1}}]").empty());
  CHECK(errors_of(type + "capacity: [{instanceType: x9.large, count: 1}]") ==
        Errors{"x.yaml:2:27: capacity[0].instanceType: expected VCpuInfo and MemoryInfo of \"x9.large\" in "
               "instanceTypes, or "
               "registered CPU and MEMORY here"});
}

TEST_CASE("read: a type that is new must say what it has", "[read]") {
  CHECK(errors_of("seed: 1\ninstanceTypes: [{InstanceType: x9.large}]") ==
        Errors{"x.yaml:2:17: instanceTypes[0]: expected NetworkInfo or ecsTaskLimit of \"x9.large\", since the catalog "
               "has no "
               "such type"});
  CHECK(errors_of("seed: 1\ninstanceTypes: [{IntanceType: c5.large}]") ==
        Errors{"x.yaml:2:17: instanceTypes[0].InstanceType: expected it here, found only \"IntanceType\""});
  // The task limit makes up for the number of interfaces.
  CHECK(errors_of("seed: 1\ninstanceTypes: [{InstanceType: x9.large, VCpuInfo: {DefaultVCpus: 2}, MemoryInfo: "
                  "{SizeInMiB: 4096}, "
                  "ecsTaskLimit: {default: 3}}]")
            .empty());
}

TEST_CASE("read: two types of one name must be equal", "[read]") {
  CHECK(
      load_one("seed: 1\ninstanceTypes: [{InstanceType: c5.large}, {InstanceType: c5.large}]").instance_types.size() ==
      1);
  CHECK(errors_of("seed: 1\ninstanceTypes: [{InstanceType: c5.large}, {InstanceType: c5.large, BareMetal: true}]") ==
        Errors{"x.yaml:2:43: instanceTypes[1]: expected each instance type once, found \"c5.large\" a second time, "
               "with other "
               "contents"});
}

TEST_CASE("read: ecsTaskLimit is ours, so an unknown key in it is an error", "[read]") {
  CHECK(
      errors_of("seed: 1\ninstanceTypes: [{InstanceType: c5.large, ecsTaskLimit: {trunk: 3}}]") ==
      Errors{
          "x.yaml:2:57: instanceTypes[0].ecsTaskLimit.trunk: expected one of default, trunking, found an unknown key"});
}

TEST_CASE("read: a types file stands before the catalog and behind the document", "[read]") {
  TemporaryFolder folder;
  const std::string first =
      folder.write("1.json", R"({"InstanceTypes": [{"InstanceType": "c5.large", "ecsTaskLimit": {"trunking": 11}},
                                                     {"InstanceType": "m5.large", "ecsTaskLimit": {"trunking": 12}}]})");
  const std::string second =
      folder.write("2.yaml", "instanceTypes: [{InstanceType: c5.large, ecsTaskLimit: {trunking: 13}}]");
  const LoadOptions options{.types_files = {first, second}};
  const auto trunking = [](const Cluster& cluster, std::string_view name) {
    return type_of(cluster, name).ecs_task_limit_trunking->value;
  };
  const Cluster plain = load_one("seed: 1", options);
  CHECK(trunking(plain, "c5.large") == 13);  // of the file given last
  CHECK(trunking(plain, "m5.large") == 12);
  const Cluster own =
      load_one("seed: 1\ninstanceTypes: [{InstanceType: m5.large, ecsTaskLimit: {default: 1}}]", options);
  CHECK(type_of(own, "m5.large").ecs_task_limit_default == EniSlots{1});
  CHECK(trunking(own, "m5.large") == 12);  // what the item leaves out

  const std::string other = folder.write("3.yaml", "services: []");
  CHECK(errors_of("seed: 1", {.types_files = {other}}) ==
        Errors{other + ": expected a file with InstanceTypes or instanceTypes, found none"});
}

TEST_CASE("read: subnets", "[read]") {
  const Cluster cluster = load_one(
      "Subnets: [{SubnetId: s1, AvailabilityZone: a, AvailabilityZoneId: euw1-az1, AvailableIpAddressCount: 11},"
      " {SubnetId: s2, AvailabilityZone: b}]");
  CHECK(cluster.subnets == std::vector<Subnet>{{"s1", "a", 11}, {"s2", "b", std::nullopt}});
  CHECK(cluster.warnings.empty());  // AvailabilityZoneId is no misspelt AvailabilityZone
  CHECK(errors_of("subnets: [{subnetId: s1}, {availabilityZone: a}]\nseed: 1") ==
        Errors{"x.yaml:1:11: subnets[0].AvailabilityZone: expected it here, found nothing",
               "x.yaml:1:27: subnets[1].SubnetId: expected it here, found nothing"});
  CHECK(errors_of("subnets: [{subnetId: s, availabilityZone: a, availableIpAddressCount: -1}]\nseed: 1") ==
        Errors{"x.yaml:1:71: subnets[0].availableIpAddressCount: expected 0 or more, found -1"});
}
