// What helps, told by boxes of 3 ENI slots (10 with a trunk), 4096 CPU units and 8000 MiB.

#include <eniplan/remedy.hpp>

#include <algorithm>
#include <string>

#include <eniplan/catalog.hpp>
#include <eniplan/diagnostic.hpp>
#include <eniplan/load.hpp>

#include "placement/plain_cluster.hpp"
#include "support/catch.hpp"

using namespace eniplan;
using namespace eniplan::tests;

namespace {

std::string in_words(const Remedy& remedy) {
  std::string words;
  for (const RemedyStep& step : remedy.steps) words += (words.empty() ? "" : " + ") + description(step);
  return words;
}

std::vector<std::string> in_words(const RemedyResult& result) {
  std::vector<std::string> all;
  for (const Remedy& remedy : result.remedies) all.push_back(in_words(remedy));
  return all;
}

const Remedy* find(const RemedyResult& result, const std::string& words) {
  const auto found = std::ranges::find(result.remedies, words, [](const Remedy& remedy) { return in_words(remedy); });
  return found == result.remedies.end() ? nullptr : &*found;
}

Cluster seed_incident() {
  return load_text(
             "capacity: [{instanceType: t2.micro, count: 1}]\n"
             "taskDefinitions: [{family: django, networkMode: awsvpc, cpu: 256, memory: 256}]\n"
             "services: [{serviceName: django, taskDefinition: django, desiredCount: 2}]\n",
             "seed.yaml")
      .front();
}

}  // namespace

TEST_CASE("remedy: what fits needs none", "[remedy]") {
  Cluster cluster = cluster_of({boxes(1)});
  cluster.services = {service("net", "net", 3)};
  const RemedyResult result = find_remedies(cluster);
  CHECK_FALSE(result.needs_remedy());
  CHECK(result.remedies.empty());
  CHECK(result.searched.empty());
}

TEST_CASE("remedy: the seed incident has the three cures that are known, each with its price", "[remedy]") {
  const RemedyResult result = find_remedies(seed_incident());
  CHECK(result.refused == std::vector<std::string>{"django"});
  const Remedy* one_more = find(result, "one more t2.micro");
  REQUIRE(one_more != nullptr);
  CHECK(one_more->minimal);
  CHECK(one_more->disruption == Disruption::adds_instances);
  // 0.0116 USD an hour for 730 hours.
  CHECK(one_more->extra_microusd_month == 11'600 * 730);
  CHECK(one_more->after == PlacementSummary{.instances = 2, .desired = 2, .placed = 2});
  const Remedy* larger = find(result, "a t2.small instead of the t2.micro");
  REQUIRE(larger != nullptr);
  // 0.023 - 0.0116 USD.
  CHECK(larger->extra_microusd_month == (23'000 - 11'600) * 730);
  CHECK(larger->disruption == Disruption::replaces_instances);
  // It fits, and is stuck at the next deployment: there is no third slot.
  CHECK(larger->rolls == false);
  const Remedy* bridge = find(result, "bridge with dynamic ports instead of awsvpc for django:1");
  REQUIRE(bridge != nullptr);
  CHECK(bridge->extra_microusd_month == 0);
  CHECK(bridge->disruption == Disruption::changes_network);
  CHECK(bridge->losses.size() == 3);
  CHECK(result.remedies.front() == *bridge);  // it costs nothing
}

TEST_CASE("remedy: the fewest instances are named, from a bound that is proved", "[remedy]") {
  Cluster cluster = cluster_of({boxes(2)});
  cluster.services = {service("net", "net", 20)};
  const RemedyResult result = find_remedies(cluster);
  // 20 tasks of one slot, 3 slots a box: 7 boxes, 5 more. 14 lack places, so 5 is the bound as well.
  const Remedy* more = find(result, "5 more box");
  REQUIRE(more != nullptr);
  CHECK(more->minimal);
  CHECK(more->trials == 1);
  CHECK_FALSE(more->extra_microusd_month.has_value());  // nobody sells boxes
  CHECK(result.remedies.back().extra_microusd_month == std::nullopt);
}

TEST_CASE("remedy: more instances that take none of the tasks are ruled out without a trial", "[remedy]") {
  Cluster cluster = cluster_of({boxes(1)});
  cluster.task_definitions[1].memory = MiB{9000};
  cluster.services = {service("web", "web", 1)};
  const RemedyResult result = find_remedies(cluster);
  REQUIRE_FALSE(result.searched.empty());
  CHECK(result.searched.front().change == "more instances of box");
  CHECK(result.searched.front().trials == 0);
  CHECK(result.searched.front().range == "no number is enough: an empty one takes no task of web");
  // 8000 is what a box has.
  const Remedy* less = find(result, "8000 MiB instead of 9000 for web:1");
  REQUIRE(less != nullptr);
  CHECK(less->disruption == Disruption::lowers_reservations);
}

TEST_CASE("remedy: trunks are named with what they take, and with the tasks that move", "[remedy]") {
  Cluster cluster = cluster_of({boxes(1)});
  cluster.services = {service("net", "net", 8)};
  cluster.tasks = {{.task_arn = "1",
                    .task_definition_arn = "net",
                    .container_instance_arn = "box/0",
                    .group = "service:net",
                    .last_status = "RUNNING",
                    .desired_status = "RUNNING"}};
  const RemedyResult result = find_remedies(cluster);
  const Remedy* trunk = find(result, "trunks on 1 instance of box");
  REQUIRE(trunk != nullptr);
  CHECK(trunk->tasks_placed_again == 1);
  CHECK(trunk->extra_microusd_month == 0);
  CHECK(trunk->prerequisites.size() == 4);
  CHECK(trunk->after.placed == 8);  // the one that ran among them
}

TEST_CASE("remedy: static host ports become dynamic", "[remedy]") {
  Cluster cluster = cluster_of({boxes(1)});
  cluster.task_definitions[1].container_definitions[0].port_mappings = {{.container_port = 80, .host_port = 80}};
  cluster.services = {service("web", "web", 3)};
  const RemedyResult result = find_remedies(cluster);
  CHECK(result.remedies.front().disruption == Disruption::replaces_tasks);
  CHECK(in_words(result).front() == "dynamic host ports for web:1");
  CHECK(find(result, "2 more box") != nullptr);
}

TEST_CASE("remedy: one constraint is named, and the other stays", "[remedy]") {
  Cluster cluster = cluster_of({boxes(1)});
  cluster.services = {service("web", "web", 2)};
  cluster.services[0].placement_constraints = {
      {PlacementConstraint::Type::member_of, parse_query("attribute:ecs.instance-type == box")},
      {PlacementConstraint::Type::distinct_instance, {}}};
  const RemedyResult result = find_remedies(cluster);
  CHECK(in_words(result).front() == "no distinctInstance in service web");
  CHECK(find(result, "no memberOf \"attribute:ecs.instance-type == box\" in service web") == nullptr);
  CHECK(cured(cluster, result.remedies.front().steps).services[0].placement_constraints.size() == 1);
}

TEST_CASE("remedy: two changes are combined only where none helps alone", "[remedy]") {
  Cluster cluster = cluster_of({boxes(1)});
  cluster.services = {service("one", "web", 1), service("two", "web", 1)};
  for (Service& one : cluster.services) {
    one.placement_constraints = {{PlacementConstraint::Type::member_of, parse_query("attribute:rack exists")}};
  }
  const RemedyResult result = find_remedies(cluster);
  REQUIRE(result.remedies.size() == 1);
  CHECK(result.remedies[0].steps.size() == 2);
  CHECK(result.remedies[0].minimal);  // neither has a size, and each alone was run
  CHECK(result.remedies[0].after.placed == 2);
  cluster.services.pop_back();
  CHECK(find_remedies(cluster).remedies.front().steps.size() == 1);
}

TEST_CASE("remedy: a service asked about alone may leave others without places, but takes none from them", "[remedy]") {
  Cluster cluster = cluster_of({boxes(1)});
  cluster.task_definitions.push_back(definition("huge", NetworkMode::bridge, 256, 900'000));
  cluster.services = {service("huge", "huge", 1), service("net", "net", 4)};
  CHECK(find_remedies(cluster, {.services = {"net"}}).refused == std::vector<std::string>{"net"});
  const RemedyResult result = find_remedies(cluster, {.services = {"net"}});
  REQUIRE(find(result, "one more box") != nullptr);
  for (const Remedy& remedy : result.remedies) CHECK(remedy.after.unplaced <= 1);
}

TEST_CASE("remedy: percentages that let a deployment through are named, if asked", "[remedy]") {
  Cluster cluster = cluster_of({boxes(1)});
  cluster.services = {service("net", "net", 3)};
  CHECK_FALSE(find_remedies(cluster).needs_remedy());
  const RemedyResult result = find_remedies(cluster, {.rollouts = true});
  CHECK(result.stuck == std::vector<std::string>{"net"});
  // 3 tasks: with 66 percent two must run (rounded up), and one may stop.
  const Remedy* milder = find(result, "minimumHealthyPercent 66 for net");
  REQUIRE(milder != nullptr);
  CHECK(milder->minimal);
  CHECK(milder->rolls == true);
  CHECK(find(result, "one more box") != nullptr);
}

TEST_CASE("remedy: none that helps is an answer, with what was tried", "[remedy]") {
  Cluster cluster = cluster_of({boxes(1)});
  cluster.services = {service("web", "web", 1)};
  cluster.services[0].placement_constraints = {{PlacementConstraint::Type::member_of, parse_query("attribute:a == b")},
                                               {PlacementConstraint::Type::member_of, parse_query("attribute:c == d")},
                                               {PlacementConstraint::Type::member_of, parse_query("attribute:e == f")}};
  const RemedyResult result = find_remedies(cluster);
  CHECK(result.needs_remedy());
  CHECK(result.remedies.empty());
  CHECK(result.searched.back().change == "two of these together");
  CHECK(result.searched.back().trials > 0);
}

TEST_CASE("remedy: an unknown service is bad input that names the nearest", "[remedy]") {
  Cluster cluster = cluster_of({boxes(1)});
  cluster.services = {service("net", "net", 4)};
  try {
    static_cast<void>(find_remedies(cluster, {.services = {"nte", "net"}}));
    FAIL("it was taken");
  } catch (const InputError& error) {
    REQUIRE(error.diagnostics().size() == 1);
    CHECK(error.diagnostics()[0].message ==
          "expected a service of cluster default, found \"nte\"; did you mean \"net\"?");
  }
}
