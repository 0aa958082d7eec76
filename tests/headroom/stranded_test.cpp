// Sums of what lies idle, worked out by hand.

#include "headroom/stranded.hpp"

#include "placement/plain_cluster.hpp"
#include "support/catch.hpp"

using namespace eniplan;
using namespace eniplan::tests;

namespace {

/// `box` of plain_cluster.hpp at 0.1 USD an hour: 73 USD a month, 36.5 for its CPU and 36.5 for its memory.
Cluster priced_boxes(std::int64_t count, std::vector<std::string> zones = {"a"}) {
  Cluster cluster = cluster_of({boxes(count, std::move(zones))});
  cluster.instance_types.front().ondemand_microusd_hour = 100'000;
  return cluster;
}

Stranded stranded_of(const Cluster& cluster) {
  return headroom(cluster, {.services = {}, .up_to = std::nullopt, .rollouts = false}).stranded;
}

}  // namespace

TEST_CASE("stranded: half of the price is for CPU, half for memory, by the share that is left", "[headroom]") {
  Cluster cluster = priced_boxes(1);
  cluster.services = {service("net", "net", 3)};
  const Stranded stranded = stranded_of(cluster);
  CHECK(stranded.with_slots == 1);
  CHECK(stranded.instances == 1);
  // Three tasks of 256 units and 256 MiB on 4096 units and 8000 MiB.
  CHECK(stranded.cpu == CpuUnits{4096 - 768});
  CHECK(stranded.memory == MiB{8000 - 768});
  // 36,500,000 * 3328 / 4096 = 29,656,250 and 36,500,000 * 7232 / 8000 = 32,996,000.
  CHECK(stranded.microusd_month == 29'656'250 + 32'996'000);
  REQUIRE(stranded.groups.size() == 1);
  CHECK(stranded.groups.front().microusd_month == stranded.microusd_month);
}

TEST_CASE("stranded: an instance with a free slot strands nothing", "[headroom]") {
  Cluster cluster = priced_boxes(2);
  cluster.services = {service("net", "net", 5)};  // 3 slots and 2: spread, so one box has one slot left
  const Stranded stranded = stranded_of(cluster);
  CHECK(stranded.with_slots == 2);
  CHECK(stranded.instances == 1);
}

TEST_CASE("stranded: instances that take no tasks or never had slots do not count", "[headroom]") {
  Cluster cluster = priced_boxes(0);
  const auto add = [&cluster](std::string id, std::int64_t slots, InstanceStatus status, bool connected) {
    cluster.container_instances.push_back({.container_instance_arn = std::move(id),
                                           .status = status,
                                           .agent_connected = connected,
                                           .attributes = Attributes({{std::string(instance_type_attribute), "box"}}),
                                           .registered = {.cpu = {4096}, .memory = {8000}},
                                           .remaining = {.cpu = {1024}, .memory = {2000}},
                                           .registered_eni = EniSlots{slots},
                                           .remaining_eni = EniSlots{0}});
  };
  add("counts", 3, InstanceStatus::active, true);
  add("drains", 3, InstanceStatus::draining, true);
  add("silent", 3, InstanceStatus::active, false);
  add("slotless", 0, InstanceStatus::active, true);
  const Stranded stranded = stranded_of(cluster);
  CHECK(stranded.with_slots == 1);
  CHECK(stranded.instances == 1);
  CHECK(stranded.cpu == CpuUnits{1024});
  // A quarter of each half: 73,000,000 / 4.
  CHECK(stranded.microusd_month == 18'250'000);
  CHECK(stranded.groups.front().availability_zone == std::nullopt);
}

TEST_CASE("stranded: types without a price are counted apart, and listed last", "[headroom]") {
  Cluster cluster = priced_boxes(1);
  cluster.capacity.push_back({.name = "gpu",
                              .instance_type = "gpu-box",
                              .count = 2,
                              .availability_zones = {"a"},
                              .registered_eni = EniSlots{1}});
  cluster.services = {service("net", "net", 5)};
  const Stranded stranded = stranded_of(cluster);
  CHECK(stranded.instances == 3);
  CHECK(stranded.instances_without_price == 2);
  REQUIRE(stranded.groups.size() == 2);
  CHECK(stranded.groups[0].instance_type == "box");
  CHECK(stranded.groups[1].instance_type == "gpu-box");
  CHECK_FALSE(stranded.groups[1].microusd_month.has_value());
  CHECK(stranded.microusd_month == stranded.groups[0].microusd_month);
}

TEST_CASE("stranded: the dearest zone first, equal ones by name", "[headroom]") {
  Cluster cluster = priced_boxes(4, {"b", "a", "c"});  // two boxes in b, one each in a and c
  cluster.services = {service("net", "net", 12)};
  const Stranded stranded = stranded_of(cluster);
  REQUIRE(stranded.groups.size() == 3);
  CHECK(stranded.groups[0].availability_zone == "b");
  CHECK(stranded.groups[0].instances == 2);
  CHECK(stranded.groups[1].availability_zone == "a");
  CHECK(stranded.groups[2].availability_zone == "c");
  CHECK(stranded.microusd_month == 4 * (29'656'250 + 32'996'000));
}

TEST_CASE("stranded: shares are rounded down and do not overflow", "[headroom]") {
  using headroom_detail::share_of_price;
  CHECK(share_of_price(100, 1, 3) == 33);
  CHECK(share_of_price(100, 0, 3) == 0);
  CHECK(share_of_price(100, -5, 3) == 0);
  CHECK(share_of_price(100, 1, 0) == 0);
  CHECK(share_of_price(300'000'000'000, 999'999'999'999, 1'000'000'000'000) == 299'999'999'999);
}
