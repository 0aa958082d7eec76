#include <eniplan/catalog.hpp>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>

#include "support/catch.hpp"

using namespace eniplan;

namespace {

const InstanceType& type(std::string_view name) {
  const InstanceType* found = find_instance_type(name);
  INFO("the catalog lacks " << name);
  REQUIRE(found != nullptr);
  return *found;
}

std::int64_t slots(std::string_view name, Trunking trunking) { return task_limit(type(name), trunking).value; }

bool is_date(std::string_view text) {
  const auto digit_or_dash = [](char c) { return (c >= '0' && c <= '9') || c == '-'; };
  return (text.size() == 4 || text.size() == 7 || text.size() == 10) && text.starts_with("20") &&
         std::ranges::all_of(text, digit_or_dash);
}

}  // namespace

TEST_CASE("catalog: all 1,431 types are there, sorted and unique", "[catalog]") {
  REQUIRE(catalog().size() == 1431);
  const auto not_ascending = [](const InstanceType& a, const InstanceType& b) { return a.name >= b.name; };
  CHECK(std::ranges::adjacent_find(catalog(), not_ascending) == catalog().end());
}

TEST_CASE("catalog: every figure is in range", "[catalog]") {
  for (const InstanceType& t : catalog()) {
    INFO(t.name);
    CHECK((t.vcpus >= 1 && t.vcpus <= 1920));
    CHECK((t.memory >= MiB{512} && t.memory <= MiB{32 * 1024 * 1024}));
    CHECK((t.gpus.value >= 0 && t.gpus.value <= 16));
    CHECK((t.network_cards >= 1 && t.network_cards <= 32));
    CHECK((t.max_network_interfaces >= 2 && t.max_network_interfaces <= 80));
    CHECK(t.max_network_interfaces >= t.network_cards);
    CHECK(t.max_network_interfaces_card0.value_or(1) <= t.max_network_interfaces);
    CHECK(t.ipv4_per_interface >= 2);
    CHECK((t.architecture == "x86_64" || t.architecture == "arm64" || t.architecture == "x86_64_mac" ||
           t.architecture == "arm64_mac"));
    CHECK((t.hypervisor == "nitro" || t.hypervisor == "xen" || t.hypervisor.empty() || t.hypervisor == "none"));
    CHECK(t.bare_metal == (t.hypervisor == "none"));
    CHECK(t.ondemand_microusd_hour.value_or(1) > 0);
  }
}

TEST_CASE("catalog: registered memory is below nominal and inside its range", "[catalog]") {
  for (const InstanceType& t : catalog()) {
    INFO(t.name);
    const MemoryEstimate& m = t.registered_memory;
    CHECK(m.low <= m.registered);
    CHECK(m.registered <= m.high);
    CHECK(m.high <= t.memory);
    // Nobody has seen a quarter of the memory gone; a nano comes nearest.
    CHECK(m.low * 4 > t.memory * 3);
    CHECK(m.basis != MemoryBasis::given);
  }
}

TEST_CASE("catalog: every figure says where it comes from and of which date", "[catalog]") {
  for (const InstanceType& t : catalog()) {
    INFO(t.name);
    for (const Provenance* p :
         {&t.hardware_source, &t.default_limit_source, &t.trunking_limit_source, &t.memory_source}) {
      INFO(p->source);
      CHECK_FALSE(p->source.empty());
      CHECK(is_date(p->date));
      CHECK(p->date <= catalog_date());
    }
  }
}

TEST_CASE("catalog: a published default limit is all interfaces but the primary, save where overridden", "[catalog]") {
  int published = 0;
  for (const InstanceType& t : catalog()) {
    if (!t.ecs_task_limit_default) continue;
    ++published;
    INFO(t.name);
    if (t.name == "p5.48xlarge") continue;
    CHECK(t.ecs_task_limit_default->value == t.max_network_interfaces - 1);
  }
  CHECK(published == 1202);
}

TEST_CASE("catalog: trunking limits are positive, and lower than the default only on five large types", "[catalog]") {
  std::vector<std::string> lowered;
  int known = 0;
  for (const InstanceType& t : catalog()) {
    if (!t.ecs_task_limit_trunking) continue;
    ++known;
    INFO(t.name);
    CHECK(t.ecs_task_limit_trunking->value >= 2);
    if (task_limit(t, Trunking::enabled) < task_limit(t, Trunking::disabled)) lowered.push_back(t.name);
  }
  CHECK(known == 1201);  // the 1,202 of the table without hpc8a.96xlarge
  CHECK(lowered == std::vector<std::string>{"u-18tb1.112xlarge", "u-18tb1.metal", "u-24tb1.112xlarge", "u-24tb1.metal",
                                            "u-6tb1.56xlarge"});
}

TEST_CASE("catalog: only the two overrides have a reason", "[catalog]") {
  std::vector<std::string> overridden;
  for (const InstanceType& t : catalog()) {
    if (!t.override_reason.empty()) overridden.push_back(t.name);
  }
  CHECK(overridden == std::vector<std::string>{"hpc8a.96xlarge", "p5.48xlarge"});
}

TEST_CASE("catalog: limits of the ECS guide's table of 2026-09-15", "[catalog]") {
  CHECK(slots("c5.large", Trunking::disabled) == 2);
  CHECK(slots("c5.large", Trunking::enabled) == 10);
  CHECK(slots("m6g.medium", Trunking::disabled) == 1);
  CHECK(slots("m6g.medium", Trunking::enabled) == 4);
  CHECK(slots("m7i-flex.large", Trunking::enabled) == 4);
  CHECK(slots("t8i.nano", Trunking::enabled) == 2);
  CHECK(slots("p4d.24xlarge", Trunking::disabled) == 59);  // 4 cards of 15, less the primary
  CHECK(slots("i4i.32xlarge", Trunking::enabled) == 498);
  CHECK(slots("u-18tb1.metal", Trunking::disabled) == 14);
  CHECK(slots("u-18tb1.metal", Trunking::enabled) == 12);
  CHECK(slots("u-6tb1.56xlarge", Trunking::enabled) == 12);
}

TEST_CASE("catalog: types that the ECS guide's table leaves out have all interfaces but the primary", "[catalog]") {
  CHECK(slots("t2.micro", Trunking::disabled) == 1);
  CHECK(slots("t2.small", Trunking::disabled) == 2);
  CHECK(slots("t3.small", Trunking::disabled) == 2);
  CHECK(slots("t3a.small", Trunking::disabled) == 1);  // one interface less than t3.small
  CHECK(slots("g4dn.xlarge", Trunking::disabled) == 2);
  CHECK(slots("x1.32xlarge", Trunking::disabled) == 7);
}

TEST_CASE("catalog: a type not known to trunk keeps its default limit with a trunk", "[catalog]") {
  CHECK_FALSE(type("t3.large").ecs_task_limit_trunking);
  CHECK(slots("t3.large", Trunking::enabled) == 2);
  CHECK(type("t3.large").trunking_limit_source.source.ends_with(": not listed"));
  CHECK(slots("c5n.large", Trunking::enabled) == 2);
  CHECK(type("c5n.large").trunking_limit_source.source.ends_with(": unsupported"));
  CHECK(slots("i4i.large", Trunking::enabled) == 2);  // -2 in 2023, not in the table since
}

TEST_CASE("catalog: types that the ECS guide lists and calls unsupported keep the table's figures", "[catalog]") {
  for (const std::string_view name : {"r5b.16xlarge", "r5dn.16xlarge", "u-6tb1.56xlarge"}) {
    INFO(name);
    CHECK(slots(name, Trunking::disabled) == 14);
    CHECK(type(name).trunking_limit_source.source.ends_with("though the page calls its family unsupported"));
  }
}

TEST_CASE("catalog: p5.48xlarge runs one awsvpc task, as the ECS guide's awsvpc page says", "[catalog]") {
  const InstanceType& p5 = type("p5.48xlarge");
  CHECK(task_limit(p5, Trunking::disabled) == EniSlots{1});
  CHECK(task_limit(p5, Trunking::enabled) == EniSlots{242});
  CHECK(p5.max_network_interfaces == 64);
  CHECK(p5.network_cards == 32);
  CHECK(p5.max_network_interfaces_card0 == 2);
  CHECK(p5.default_limit_source.source == "Amazon ECS Developer Guide, page task-networking-awsvpc");
}

TEST_CASE("catalog: hpc8a.96xlarge has no trunking limit, since the table prints -2", "[catalog]") {
  CHECK_FALSE(type("hpc8a.96xlarge").ecs_task_limit_trunking);
  CHECK(slots("hpc8a.96xlarge", Trunking::enabled) == 3);
}

TEST_CASE("catalog: EC2's own figures as moto keeps them, 2026-08-02", "[catalog]") {
  const InstanceType& c5 = type("c5.large");
  CHECK(c5.vcpus == 2);
  CHECK(c5.memory == MiB{4096});
  CHECK(c5.architecture == "x86_64");
  CHECK(c5.hypervisor == "nitro");
  CHECK(c5.max_network_interfaces == 3);
  CHECK(c5.ipv4_per_interface == 10);
  CHECK(c5.ondemand_microusd_hour == 85000);  // 0.085 USD, Karpenter 2026-07-20
  CHECK(type("g6f.large").gpus == Gpus{1});   // an eighth of a device
  CHECK(type("p4d.24xlarge").gpus == Gpus{8});
  CHECK(cpu_architecture(type("mac2.metal")) == "arm64");
}

TEST_CASE("catalog: t2.micro registers the 982 MiB last recorded on an ECS AMI", "[catalog][memory]") {
  const MemoryEstimate& memory = type("t2.micro").registered_memory;
  CHECK(memory.basis == MemoryBasis::observed);
  CHECK(memory.registered == MiB{982});
  CHECK(type("t2.micro").memory_source.date == "2023-03-06");
}

TEST_CASE("catalog: what was seen on ECS AMIs since 2022 stands as it is", "[catalog][memory]") {
  CHECK(type("t2.small").registered_memory.registered == MiB{1978});
  // 7,821 before the AMI update of December 2025, 7,817 after it.
  CHECK(type("m6i.large").registered_memory.registered == MiB{7817});
}

TEST_CASE("catalog: what was seen elsewhere since July 2023 loses 16 MiB", "[catalog][memory]") {
  // t4g.large: 7,818 in runs B and C; run A's 7,882 does not count.
  CHECK(type("t4g.large").registered_memory.registered == MiB{7818 - 16});
  // m5.large: 7,633 in run B or C is less than the 7,680 of 2020.
  CHECK(type("m5.large").registered_memory.registered == MiB{7633 - 16});
  // m5.24xlarge: 382,643 in 2023 on newer hosts, 378,652 in 2020 on older ones.
  CHECK(type("m5.24xlarge").registered_memory.registered == MiB{378652 - 16});
}

TEST_CASE("catalog: the estimate of a platform is the table's for types without relatives", "[catalog][memory]") {
  int compared = 0;
  for (const InstanceType& t : catalog()) {
    // Retired before Nitro came; the table counts them as Xen.
    if (t.registered_memory.basis != MemoryBasis::class_ || t.name == "cr1.8xlarge" || t.name == "hs1.8xlarge")
      continue;
    INFO(t.name);
    CHECK(class_memory_estimate(t) == t.registered_memory);
    ++compared;
  }
  CHECK(compared > 600);
}

TEST_CASE("catalog: the models of the platforms in numbers", "[catalog][memory]") {
  // Nitro arm64, 8192: safe 101 + 64 + 317.8496, best 75 + 64 + 280.1664.
  const MemoryEstimate arm = class_memory_estimate({.memory = {8192}, .architecture = "arm64", .hypervisor = "nitro"});
  CHECK(arm.registered == MiB{8192 - 483});
  CHECK(arm.high == MiB{8192 - 420});
  CHECK(arm.low == arm.registered);
  CHECK(arm.basis == MemoryBasis::class_);
  // Nitro x86, 2048: safe 80 + 77.824; not big below 4096.
  CHECK(class_memory_estimate({.memory = {2048}, .architecture = "x86_64"}).registered == MiB{2048 - 158});
  // Nitro x86, 4096: safe 193 + 64 + 155.648.
  CHECK(class_memory_estimate({.memory = {4096}, .architecture = "x86_64"}).registered == MiB{4096 - 413});
  // Xen, 4096: safe 74 + 64 + 72.9088.
  CHECK(class_memory_estimate({.memory = {4096}, .architecture = "x86_64", .hypervisor = "xen"}).registered ==
        MiB{4096 - 211});
  // Bare metal, 393216: safe 400 + 7864.32, never big.
  CHECK(class_memory_estimate({.memory = {393216}, .architecture = "x86_64", .bare_metal = true}).registered ==
        MiB{393216 - 8265});
  // Smaller than the overhead: nothing is left, not less.
  CHECK(class_memory_estimate({.memory = {16}, .architecture = "x86_64"}).registered == MiB{0});
}

TEST_CASE("catalog: a name that is nearly a type's finds nothing", "[catalog]") {
  CHECK(find_instance_type("c5.larg") == nullptr);
  CHECK(find_instance_type("C5.large") == nullptr);
  CHECK(find_instance_type("") == nullptr);
  CHECK(find_instance_type("zz.large") == nullptr);
}

TEST_CASE("catalog: a cluster's own types come before the table's", "[catalog]") {
  Cluster cluster;
  cluster.instance_types = {{.name = "c5.large", .vcpus = 7}, {.name = "x99.large", .vcpus = 1}};
  CHECK(find_instance_type(cluster, "c5.large")->vcpus == 7);
  CHECK(find_instance_type(cluster, "x99.large") == &cluster.instance_types[1]);
  CHECK(find_instance_type(cluster, "m5.large") == find_instance_type("m5.large"));
  CHECK(find_instance_type(cluster, "x98.large") == nullptr);
}

TEST_CASE("catalog: the agent's capabilities are sorted and hold what awsvpc tasks need", "[catalog]") {
  const std::vector<std::string>& names = *agent_capabilities();
  CHECK(names.size() == 81);
  CHECK(std::ranges::is_sorted(names));
  CHECK(std::ranges::adjacent_find(names) == names.end());
  CHECK(std::ranges::binary_search(names, task_eni_capability));
  CHECK(std::ranges::binary_search(names, trunking_capability));
  CHECK_FALSE(std::ranges::binary_search(names, external_capability));
}

TEST_CASE("catalog: prices are of the Region and day that their source says", "[catalog]") {
  std::ifstream file(ENIPLAN_SOURCE_DIR "/data/sources.csv");
  REQUIRE(file);
  std::ostringstream sources;
  sources << file.rdbuf();
  const std::string words = std::string(price_region) + " prices (" + std::string(price_date) + ")";
  CHECK(sources.str().find(words) != std::string::npos);
}
