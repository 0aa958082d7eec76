// The truth about trunks, told by instances that lack one for a single reason each.

#include <eniplan/trunking.hpp>

#include <eniplan/load.hpp>

#include <string>
#include <vector>

#include "explain/trunking_causes.hpp"
#include "support/catch.hpp"

using namespace eniplan;

namespace {

using enum TrunkingObstacle;

/// One instance of `type` in a cluster whose account setting is `enabled` or `disabled`.
Cluster one_instance(std::string_view setting, std::string_view type, std::vector<Attribute> more = {},
                     std::string agent_version = "") {
  Cluster cluster;
  cluster.awsvpc_trunking = setting == "enabled" ? Trunking::enabled : Trunking::disabled;
  std::vector<Attribute> attributes = {{std::string(instance_type_attribute), std::string(type)},
                                       {std::string(task_eni_capability), std::nullopt}};
  attributes.insert(attributes.end(), more.begin(), more.end());
  cluster.container_instances = {{.container_instance_arn = "arn:aws:ecs:eu-west-1:1:container-instance/shop/abc",
                                  .ec2_instance_id = "i-0abc",
                                  .attributes = Attributes(std::move(attributes)),
                                  .agent_version = std::move(agent_version)}};
  return cluster;
}

const Attribute linux_os{"ecs.os-type", "linux"};
const Attribute windows_os{"ecs.os-type", "windows"};
const Attribute able_agent{std::string(trunking_capability), std::nullopt};

TrunkingGroup only_group(const Cluster& cluster) {
  const TrunkingReport report = trunking_report(cluster);
  REQUIRE(report.groups.size() == 1);
  return report.groups.front();
}

std::vector<TrunkingObstacle> obstacles(const TrunkingGroup& group, bool certain) {
  std::vector<TrunkingObstacle> found;
  for (const TrunkingCause& cause : group.causes) {
    if (cause.certain == certain) found.push_back(cause.obstacle);
  }
  return found;
}

using Obstacles = std::vector<TrunkingObstacle>;

}  // namespace

TEST_CASE("trunking: the setting is on and the agent able, but the instance is older than the setting", "[trunking]") {
  const TrunkingGroup group = only_group(one_instance("enabled", "c5.large", {linux_os, able_agent}, "1.70.0"));
  CHECK(group.type_known);
  CHECK_FALSE(group.trunked);
  CHECK(group.wish == TrunkingWish::account);
  // c5.large: 3 interfaces less the primary are 2; 10 with a trunk, 8 more.
  CHECK(group.slots == EniSlots{2});
  CHECK(group.slots_with_trunk == EniSlots{10});
  CHECK(group.gain() == 8);
  CHECK(obstacles(group, true).empty());
  CHECK(obstacles(group, false) == Obstacles{launched_before_opt_in, setting_of_role, resource_based_name});
}

TEST_CASE("trunking: an able agent alone is no trunk, and the setting comes first under suspicion", "[trunking]") {
  const TrunkingGroup group = only_group(one_instance("disabled", "c5.large", {linux_os, able_agent}));
  CHECK(group.wish == TrunkingWish::agent);
  CHECK(obstacles(group, false) == Obstacles{setting_of_role, launched_before_opt_in, resource_based_name});
}

TEST_CASE("trunking: nobody wishes a trunk, so nothing is the cause that there is none", "[trunking]") {
  const TrunkingGroup group = only_group(one_instance("disabled", "c5.large", {linux_os}));
  CHECK(group.wish == TrunkingWish::none);
  CHECK(group.causes.empty());
  CHECK(group.gain() == 8);
}

TEST_CASE("trunking: where the type has none, nothing else matters", "[trunking]") {
  const TrunkingGroup group = only_group(one_instance("enabled", "t3.large", {linux_os, able_agent}));
  CHECK(group.slots == EniSlots{2});
  CHECK_FALSE(group.slots_with_trunk.has_value());
  CHECK_FALSE(group.gain().has_value());
  CHECK(obstacles(group, true) == Obstacles{unsupported_type});
  CHECK(obstacles(group, false).empty());
}

TEST_CASE("trunking: Windows is certain where the instance says so, and possible where it says nothing", "[trunking]") {
  CHECK(obstacles(only_group(one_instance("enabled", "c5.large", {windows_os})), true) == Obstacles{windows});
  const TrunkingGroup silent = only_group(one_instance("enabled", "c5.large"));
  CHECK(obstacles(silent, true).empty());
  CHECK(obstacles(silent, false) == Obstacles{launched_before_opt_in, setting_of_role, agent_too_old,
                                              switched_off_on_host, resource_based_name, windows});
}

TEST_CASE("trunking: an agent before 1.28.1 is certainly too old, a later one is not", "[trunking]") {
  CHECK(obstacles(only_group(one_instance("enabled", "c5.large", {linux_os}, "1.28.0")), true) ==
        Obstacles{agent_too_old});
  const TrunkingGroup later = only_group(one_instance("enabled", "c5.large", {linux_os}, "1.28.1"));
  CHECK(obstacles(later, true).empty());
  CHECK(obstacles(later, false) ==
        Obstacles{launched_before_opt_in, setting_of_role, switched_off_on_host, resource_based_name});
}

TEST_CASE("trunking: versions compare by number, part by part", "[trunking]") {
  using explain::agent_can_trunk;
  CHECK(agent_can_trunk("1.28.1") == true);
  CHECK(agent_can_trunk("1.28.0") == false);
  CHECK(agent_can_trunk("1.9.9") == false);
  CHECK(agent_can_trunk("1.105.1") == true);
  CHECK(agent_can_trunk("2.0.0") == true);
  CHECK(agent_can_trunk("v1.86.3") == true);
  CHECK(agent_can_trunk("1.28.1-2") == true);
  for (const char* no_version : {"", "latest", "1", "1.28", "1.28.", "1..1", "-1.2.3"}) {
    INFO(no_version);
    CHECK_FALSE(agent_can_trunk(no_version).has_value());
  }
}

TEST_CASE("trunking: an instance in a shared subnet fails to register, so it is no cause on one that did",
          "[trunking]") {
  Cluster cluster = one_instance("enabled", "c5.large", {linux_os, able_agent});
  cluster.container_instances.front().status = InstanceStatus::registration_failed;
  const TrunkingGroup group = only_group(cluster);
  CHECK(obstacles(group, true) == Obstacles{not_registered});
  CHECK(obstacles(group, false) ==
        Obstacles{launched_before_opt_in, setting_of_role, resource_based_name, shared_subnet});
}

TEST_CASE("trunking: a type that the catalog lacks is a question, not an answer", "[trunking]") {
  const TrunkingGroup group = only_group(one_instance("enabled", "q9.large", {linux_os, able_agent}));
  CHECK_FALSE(group.type_known);
  CHECK(group.instance_type == "q9.large");
  CHECK_FALSE(group.gain().has_value());
  CHECK(obstacles(group, true).empty());
  CHECK(obstacles(group, false) ==
        Obstacles{launched_before_opt_in, setting_of_role, unsupported_type, resource_based_name});
}

TEST_CASE("trunking: a trunk is where its id is, and then there is nothing to gain", "[trunking]") {
  const TrunkingGroup group =
      only_group(one_instance("enabled", "c5.large", {linux_os, {std::string(trunk_attribute), "eni-1"}}));
  CHECK(group.trunked);
  CHECK(group.slots == EniSlots{10});
  CHECK(group.gain() == 0);
  CHECK(group.causes.empty());
}

TEST_CASE("trunking: for a few types a trunk lowers the limit", "[trunking]") {
  const TrunkingGroup group = only_group(one_instance("disabled", "u-18tb1.metal", {linux_os}));
  // 14 without and 12 with: Amazon ECS Developer Guide, eni-trunking-supported-instance-types, 2026-09-15.
  CHECK(group.slots == EniSlots{14});
  CHECK(group.gain() == -2);
}

TEST_CASE("trunking: described instances that are alike are one row, named by the first", "[trunking]") {
  Cluster cluster = one_instance("enabled", "c5.large", {linux_os, able_agent});
  cluster.container_instances.resize(4, cluster.container_instances.front());
  cluster.container_instances[1].attributes.set({std::string(trunk_attribute), "eni-1"});
  cluster.container_instances[2].attributes.set({std::string(availability_zone_attribute), "b"});
  const TrunkingReport report = trunking_report(cluster);
  REQUIRE(report.groups.size() == 3);
  CHECK(report.groups[0].instances == 2);
  CHECK(report.groups[0].name == "abc");
  CHECK(report.groups[1].first_instance == 1);
  CHECK(report.groups[2].availability_zone == "b");
}

TEST_CASE("trunking: a capacity group has its trunk unless its type cannot", "[trunking]") {
  const Cluster cluster = load_text(R"(
accountSettings: {awsvpcTrunking: enabled}
capacity:
  - {name: new, instanceType: c5.large, count: 2, availabilityZones: [a, b]}
  - {name: none, instanceType: c5.large, count: 0}
  - {name: small, instanceType: t3.large, count: 3, availabilityZones: [a]}
  - {name: old, instanceType: c5.large, count: 1, trunking: disabled}
)",
                                    "groups.yaml")
                              .front();
  const TrunkingReport report = trunking_report(cluster);
  REQUIRE(report.groups.size() == 3);
  CHECK(report.groups[0].trunked);
  CHECK_FALSE(report.groups[0].availability_zone.has_value());
  CHECK(report.groups[0].slots == EniSlots{10});
  CHECK(report.groups[1].name == "small");
  CHECK(report.groups[1].first_instance == 2);
  CHECK(report.groups[1].availability_zone == "a");
  CHECK(obstacles(report.groups[1], true) == Obstacles{unsupported_type});
  CHECK(report.groups[2].first_instance == 5);
  CHECK(report.groups[2].wish == TrunkingWish::none);
  CHECK(report.groups[2].gain() == 8);
}

TEST_CASE("trunking: every cause says how to check it, and where the rule stands", "[trunking]") {
  Cluster cluster = one_instance("enabled", "q9.large");
  cluster.container_instances.front().status = InstanceStatus::registration_failed;
  const TrunkingGroup group = only_group(cluster);
  CHECK(group.causes.size() == 9);  // All but the certain Windows, type and agent: each stands there once, as possible.
  for (const TrunkingCause& cause : group.causes) {
    INFO(to_string(cause.obstacle));
    CHECK(cause.explanation.ends_with('.'));
    CHECK_FALSE(cause.check.empty());
    CHECK_FALSE(cause.source.source.empty());
    CHECK(cause.source.date.starts_with("2026"));
  }
}
