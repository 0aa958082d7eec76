// `capacity` and what else only documents of ours have.

#include "io/reading.hpp"
#include "support/catch.hpp"

using namespace eniplan;

namespace {

using Errors = std::vector<std::string>;

CapacityGroup group_of(const std::string& group) {
  const Cluster cluster = load_one("capacity: [" + group + "]");
  REQUIRE(cluster.capacity.size() == 1);
  return cluster.capacity[0];
}

// The errors of one group, without the place.
Errors group_errors(const std::string& group) {
  Errors errors = errors_of("capacity:\n- " + group + "\n");
  for (std::string& error : errors) error.erase(0, error.find("capacity[0]"));
  return errors;
}

}  // namespace

TEST_CASE("read: a group's defaults", "[read]") {
  const CapacityGroup group = group_of("{instanceType: c5.large, count: 3}");
  CHECK(group == CapacityGroup{.name = "c5.large",
                               .instance_type = "c5.large",
                               .count = 3,
                               .availability_zones = {"az1"},
                               .reserved_ports = {22, 2375, 2376, 51678, 51679}});
}

TEST_CASE("read: all that a group may say", "[read]") {
  const CapacityGroup group = group_of(R"({name: main, instanceType: c5.large, count: 0, availabilityZones: [a, b],
    trunking: enabled, registered: {CPU: 2000, MEMORY: 3000, GPU: 1, ENI: 7}, reservedMemory: 64, reservedPorts: [80, 22, 80],
    reservedPortsUdp: [53], capacityProvider: spot, networkInterfacesInUse: 2})");
  CHECK(group == CapacityGroup{.name = "main",
                               .instance_type = "c5.large",
                               .count = 0,
                               .availability_zones = {"a", "b"},
                               .trunking = Trunking::enabled,
                               .registered_cpu = CpuUnits{2000},
                               .registered_memory = MiB{3000},
                               .registered_gpu = Gpus{1},
                               .registered_eni = EniSlots{7},
                               .reserved_memory = MiB{64},
                               .reserved_ports = {22, 80},
                               .reserved_ports_udp = {53},
                               .capacity_provider = "spot",
                               .network_interfaces_in_use = 2});
}

TEST_CASE("read: a group's trunking is the account's unless given", "[read]") {
  const std::string text =
      "accountSettings: {awsvpcTrunking: enabled}\n"
      "capacity: [{instanceType: c5.large, count: 1}, {name: b, instanceType: c5.large, count: 1, trunking: disabled}]";
  const Cluster cluster = load_one(text);
  CHECK(cluster.awsvpc_trunking == Trunking::enabled);
  CHECK(cluster.capacity[0].trunking == Trunking::enabled);
  CHECK(cluster.capacity[1].trunking == Trunking::disabled);
  CHECK(load_one("seed: 1").awsvpc_trunking == Trunking::disabled);
}

TEST_CASE("read: attributes have their values by their text, null for none", "[read]") {
  using List = std::vector<Attribute>;
  CHECK(group_of("{instanceType: c5.large, count: 1, attributes: {rack: 1.50, tier: true, ecs.os-type: windows, spare: "
                 "null, e: ''}}")
            .attributes ==
        List{{"rack", "1.50"}, {"tier", "true"}, {"ecs.os-type", "windows"}, {"spare", std::nullopt}, {"e", ""}});
  const Cluster json =
      load_text(
          R"({"capacity": [{"instanceType": "c5.large", "count": 1, "attributes": {"a": 1e2, "b": false, "c": null}}]})",
          "x.json")
          .front();
  CHECK(json.capacity[0].attributes == List{{"a", "1e2"}, {"b", "false"}, {"c", std::nullopt}});
}

TEST_CASE("read: attributes that follow from the rest cannot be given", "[read]") {
  const std::string name = GENERATE("ecs.instance-type", "ecs.availability-zone", "ecs.awsvpc-trunk-id");
  CHECK(
      group_errors("{instanceType: c5.large, count: 1, attributes: {" + name + ": x}}") ==
      Errors{"capacity[0].attributes." + name +
             ": expected another attribute, since this one follows from instanceType, availabilityZones and trunking"});
}

TEST_CASE("read: a group must say its type and count", "[read]") {
  CHECK(group_errors("{name: a}") == Errors{"capacity[0].instanceType: expected it here, found nothing",
                                            "capacity[0].count: expected it here, found nothing"});
  CHECK(group_errors("{instanceType: c5.large, cuont: 1}").front() ==
        "capacity[0].count: expected it here, found only \"cuont\"");
}

TEST_CASE("read: what a group may not be", "[read]") {
  const auto refused = [](const std::string& rest) {
    const Errors errors = group_errors("{instanceType: c5.large, " + rest + "}");
    REQUIRE(errors.size() == 1);
    return errors[0];
  };
  CHECK(refused("count: -1") == "capacity[0].count: expected 0 or more, found -1");
  CHECK(refused("count: 1.5") == "capacity[0].count: expected an integer, 0 or more, found 1.5");
  CHECK(refused("count: true") == "capacity[0].count: expected an integer, 0 or more, found true");
  CHECK(refused("count: 10000001") == "capacity[0].count: expected at most 10000000, found 10000001");
  CHECK(refused("count: 1, name: a/b") == "capacity[0].name: expected a name without \"/\", found \"a/b\"");
  CHECK(refused("count: 1, availabilityZones: []") ==
        "capacity[0].availabilityZones: expected at least one zone, found none");
  CHECK(refused("count: 1, availabilityZones: az1") == "capacity[0].availabilityZones: expected a list, found \"az1\"");
  CHECK(refused("count: 1, trunking: on") == "capacity[0].trunking: expected enabled or disabled, found \"on\"");
  CHECK(refused("count: 1, trunking: disabeld") ==
        "capacity[0].trunking: expected enabled or disabled, found \"disabeld\"; did you mean \"disabled\"?");
  CHECK(refused("count: 1, registered: {CPU: -1}") == "capacity[0].registered.CPU: expected 0 or more, found -1");
  CHECK(refused("count: 1, registered: {MEMROY: 1}") ==
        "capacity[0].registered.MEMROY: expected one of CPU, MEMORY, GPU, ENI, found an unknown key; did you mean "
        "\"MEMORY\"?");
  CHECK(refused("count: 1, reservedMemory: -1") == "capacity[0].reservedMemory: expected 0 or more, found -1");
  CHECK(refused("count: 1, reservedPorts: [65536]") ==
        "capacity[0].reservedPorts[0]: expected at most 65535, found 65536");
  CHECK(refused("count: 1, networkInterfacesInUse: -2") ==
        "capacity[0].networkInterfacesInUse: expected 0 or more, found -2");
  CHECK(refused("count: 1, attributes: [a]") ==
        "capacity[0].attributes: expected a map of names and values, found a list");
  CHECK(refused("count: 1, attributes: {a: [b]}") ==
        "capacity[0].attributes.a: expected a text, a number, true, false or null, found a list");
}

TEST_CASE("read: an unknown key of ours names the nearest known one", "[read]") {
  CHECK(
      group_errors("{instanceType: c5.large, count: 1, truncking: enabled}") ==
      Errors{
          "capacity[0].truncking: expected one of instanceType, name, count, availabilityZones, trunking, attributes, "
          "registered, reservedMemory, reservedPorts, reservedPortsUdp, capacityProvider, networkInterfacesInUse, "
          "found an "
          "unknown key; did you mean \"trunking\"?"});
  CHECK(
      errors_of("accountSettings: {awsvpcTruncking: enabled}") ==
      Errors{
          "x.yaml:1:19: accountSettings.awsvpcTruncking: expected one of awsvpcTrunking, found an unknown key; did you "
          "mean \"awsvpcTrunking\"?"});
  const Errors errors = errors_of("seed: 1\nservice: []\n");
  REQUIRE(errors.size() == 1);
  CHECK(errors[0].ends_with("found an unknown key; did you mean \"services\"?"));
}

TEST_CASE("read: groups have names of their own", "[read]") {
  CHECK(errors_of("capacity:\n- {instanceType: c5.large, count: 1}\n- {instanceType: c5.large, count: 2}\n") ==
        Errors{"x.yaml:3:3: capacity[1]: expected each group once, found \"c5.large\" a second time"});
}

TEST_CASE("read: a group's type is in the catalog or in instanceTypes", "[read]") {
  CHECK(
      errors_of("capacity: [{instanceType: c5.lagre, count: 1}]") ==
      Errors{
          "x.yaml:1:27: capacity[0].instanceType: expected an instance type of the catalog or of instanceTypes, found "
          "\"c5.lagre\"; did you mean \"c5.large\"?"});
}

TEST_CASE("read: all instances together stay below the limit", "[read]") {
  CHECK(errors_of(
            "capacity:\n- {instanceType: c5.large, count: 9000000}\n- {instanceType: m5.large, count: 9000000}\n") ==
        Errors{"x.yaml:3:35: capacity[1].count: expected at most 10000000 instances in all, found 18000000"});
}

TEST_CASE("read: the seed has 64 bits", "[read]") {
  CHECK(load_one("seed: 18446744073709551615").seed == 18446744073709551615U);
  CHECK(load_text("{\"seed\": 18446744073709551615}", "x.json").front().seed == 18446744073709551615U);
  CHECK(load_one("{}").seed == 0);
  for (const std::string seed : {"18446744073709551616", "-1", "1.0", "1e3", "x"}) {
    const Errors errors = errors_of("seed: " + seed);
    REQUIRE(errors.size() == 1);
    CHECK(errors[0].starts_with("x.yaml:1:7: seed: expected an integer from 0 to 18446744073709551615, found "));
  }
}
