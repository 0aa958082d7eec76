// What changes do to a fleet in use, told by small examples; the oracle compares all the rest.

#include <eniplan/load.hpp>
#include <eniplan/what_if.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include "support/catch.hpp"

using namespace eniplan;

namespace {

/// Three instances with one slot each in three zones, and a spare one of another group.
Cluster small_fleet() {
  return load_text(R"(
capacity:
  - {name: small, instanceType: t2.micro, count: 3, availabilityZones: [a, b, c]}
  - {name: spare, instanceType: t2.small, count: 1, availabilityZones: [a]}
taskDefinitions:
  - {family: web, networkMode: awsvpc, cpu: 128, memory: 128}
  - {family: batch, cpu: 256, memory: 256}
services:
  - {serviceName: web, taskDefinition: web, desiredCount: 4}
runTasks:
  - {taskDefinition: batch, count: 2, placementStrategy: [{type: spread, field: instanceId}]}
)",
                   "fleet.yaml")
      .front();
}

WhatIfResult after(const Cluster& cluster, std::vector<Change> changes) { return what_if(cluster, changes); }

std::vector<std::string> errors(const Cluster& cluster, std::vector<Change> changes) {
  try {
    static_cast<void>(what_if(cluster, changes));
  } catch (const InputError& error) {
    std::vector<std::string> keys;
    for (const Diagnostic& diagnostic : error.diagnostics()) keys.push_back(diagnostic.key);
    return keys;
  }
  return {};
}

}  // namespace

TEST_CASE("what if: without changes everything is as simulate() leaves it", "[what-if]") {
  const WhatIfResult result = after(small_fleet(), {});
  CHECK(result.before == result.after);
  CHECK(result.services.empty());
  CHECK(result.after.placed == 6);
}

TEST_CASE("what if: a service replaces what a lost zone took, a request does not", "[what-if]") {
  const WhatIfResult result = after(small_fleet(), {LoseZone{"b"}, LoseZone{"a"}});
  CHECK(result.before.instances == 4);
  CHECK(result.after.instances == 1);
  // Both tasks of the request ran in zones a and b.
  CHECK(result.after.desired == 4);
  REQUIRE(result.services.size() == 1);
  CHECK(result.services.front().before == ServiceCount{.running = 4, .unplaced = 0});
  CHECK(result.services.front().after == ServiceCount{.running = 1, .unplaced = 3});
  REQUIRE(result.services.front().failures.size() == 1);
  CHECK(result.services.front().failures.front().reason == Reason::eni);
}

TEST_CASE("what if: changes are made in the order in which they are given", "[what-if]") {
  const Cluster cluster = small_fleet();
  const WhatIfResult first_more = after(cluster, {AddInstances{"small", 1}, LoseZone{"a"}});
  const WhatIfResult then_more = after(cluster, {LoseZone{"a"}, AddInstances{"small", 1}});
  CHECK(first_more.after.instances == 2);
  CHECK(then_more.after.instances == 3);
}

TEST_CASE("what if: the tasks of instances that are replaced or removed are placed again", "[what-if]") {
  const WhatIfResult swapped = after(small_fleet(), {SwapType{"t2.micro", "t2.nano", std::nullopt}});
  CHECK(swapped.after.desired == 6);
  CHECK(swapped.after.unplaced == 0);
  const WhatIfResult removed = after(small_fleet(), {RemoveInstances{"small", 2}});
  CHECK(removed.after.instances == 2);
  CHECK(removed.after.desired == 6);
  CHECK(removed.after.unplaced == 1);
}

TEST_CASE("what if: trunks come only to types that can have one", "[what-if]") {
  Cluster cluster = small_fleet();
  CHECK(after(cluster, {SetTrunking{Trunking::enabled, std::nullopt}}).services.empty());
  CHECK(errors(cluster, {SetTrunking{Trunking::enabled, "small"}}) == std::vector<std::string>{"trunking"});
  cluster.services.front().desired_count = 20;
  const WhatIfResult result =
      after(cluster, {SwapType{"t2.small", "c5.large", "spare"}, SetTrunking{Trunking::enabled, "spare"}});
  REQUIRE(result.services.size() == 1);
  CHECK(result.services.front().before == ServiceCount{.running = 5, .unplaced = 15});
  CHECK(result.services.front().after == ServiceCount{.running = 13, .unplaced = 7});
}

TEST_CASE("what if: a service that wants fewer stops tasks where most are", "[what-if]") {
  const WhatIfResult fewer = after(small_fleet(), {SetDesiredCount{"web", 3}});
  CHECK(fewer.services.front().after == ServiceCount{.running = 3, .unplaced = 0});
  // Two tasks were in zone a, so one of these went, and each zone keeps one.
  const WhatIfResult then_lost = after(small_fleet(), {SetDesiredCount{"web", 3}, LoseZone{"b"}, LoseZone{"c"}});
  CHECK(then_lost.services.front().after == ServiceCount{.running = 3, .unplaced = 0});
}

TEST_CASE("what if: everything wrong with the changes is said at once", "[what-if]") {
  const std::vector<Change> wrong = {LoseZone{"d"},
                                     LoseInstance{"small/3"},
                                     SetDesiredCount{"wb", 1},
                                     SetTrunking{Trunking::disabled, "smal"},
                                     SwapType{"m5.large", "t2.micro", std::nullopt},
                                     SwapType{"t2.micro", "t2.mico", std::nullopt},
                                     AddInstances{"none", 1},
                                     AddInstances{"small", -1},
                                     RemoveInstances{"spare", 2}};
  CHECK(errors(small_fleet(), wrong) == std::vector<std::string>{"lose-zone", "lose-instance", "desired", "group",
                                                                 "swap-type", "swap-type", "add", "add", "remove"});
}

TEST_CASE("what if: tasks that nobody knows where to find cannot be stopped", "[what-if]") {
  Cluster cluster = small_fleet();
  cluster.services.front().running_count = 4;
  CHECK(errors(cluster, {SetDesiredCount{"web", 3}}) == std::vector<std::string>{"desired"});
  CHECK(errors(cluster, {SetDesiredCount{"web", 5}}).empty());
}
