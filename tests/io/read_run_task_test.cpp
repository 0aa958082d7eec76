#include <eniplan/placement.hpp>

#include "io/reading.hpp"
#include "support/catch.hpp"

using namespace eniplan;

namespace {

using Codes = std::vector<std::string>;

const std::string definitions =
    "taskDefinitions: [{family: web, revision: 3, memory: 64, containerDefinitions: [{name: app}]}]\n";

Cluster cluster_of(const std::string& members) {
  return load_one(definitions + "runTasks: [{taskDefinition: web" + members + "}]\n");
}

RunTask request_of(const std::string& members) { return cluster_of(members).run_tasks.at(0); }

std::string refused(const std::string& members) {
  const auto errors = errors_of(definitions + "runTasks: [{" + members + "}]\n");
  if (errors.size() != 1) return std::to_string(errors.size()) + " errors";
  return errors[0].substr(errors[0].find(": ") + 2);
}

}  // namespace

TEST_CASE("read: a request's defaults", "[read]") {
  CHECK(request_of("") == RunTask{.task_definition = "web", .count = 1, .group = "family:web"});
  CHECK(load_one(definitions + "runTasks: [{taskDefinition: 'web:3', count: 0}]").run_tasks.at(0).group ==
        "family:web");
}

TEST_CASE("read: a request says group, strategies, constraints, subnets and providers", "[read]") {
  const RunTask request = request_of(
      ", count: 4, group: batch, placementStrategy: [{type: random}], placementConstraints: [{type: "
      "distinctInstance}], "
      "networkConfiguration: {awsvpcConfiguration: {subnets: [s]}}, capacityProviderStrategy: [{capacityProvider: p}]");
  CHECK(request.count == 4);
  CHECK(request.group == "batch");
  CHECK(request.placement_strategy->size() == 1);
  CHECK(request.placement_constraints.size() == 1);
  CHECK(request.subnets == std::vector<std::string>{"s"});
  CHECK(request.capacity_provider_strategy.size() == 1);
}

TEST_CASE("read: overrides replace the definition's values", "[read]") {
  const TaskOverrides overrides = request_of(
                                      ", overrides: {cpu: '0.5 vCPU', memory: '1 GB', containerOverrides: [{name: app, "
                                      "cpu: 1, memory: 2, memoryReservation: 3, "
                                      "resourceRequirements: [{type: GPU, value: '4'}], command: [run]}]}")
                                      .overrides;
  CHECK(overrides == TaskOverrides{.cpu = CpuUnits{512},
                                   .memory = MiB{1024},
                                   .containers = {{"app", CpuUnits{1}, MiB{2}, MiB{3}, Gpus{4}}}});
}

TEST_CASE("read: an override of a container that is not there is a warning", "[read]") {
  CHECK(warning_codes(cluster_of(", overrides: {containerOverrides: [{name: ap, cpu: 1}]}")) ==
        Codes{"unknown-container", "missing-instances"});
}

TEST_CASE("read: what a request may not say", "[read]") {
  CHECK(refused("count: 1") == "runTasks[0].taskDefinition: expected it here, found nothing");
  CHECK(refused("taskDefinition: web, count: -1") == "runTasks[0].count: expected 0 or more, found -1");
  CHECK(refused("taskDefinition: web, group: 'service:s'") ==
        "runTasks[0].group: expected a group that does not start with \"service:\", which belongs to services, found "
        "\"service:s\"");
  CHECK(refused("taskDefinition: wbe")
            .starts_with("runTasks[0].taskDefinition: expected a task definition of the input, found \"wbe\"; did you "
                         "mean \"web\"?"));
  CHECK(refused("taskDefinition: web, overrides: {cpu: -1}") ==
        "runTasks[0].overrides.cpu: expected 0 or more, found -1");
  CHECK(refused("taskDefinition: web, overrides: {memory: 0.3 GB}")
            .starts_with("runTasks[0].overrides.memory: expected MiB such as 512"));
  CHECK(refused("taskDefinition: web, overrides: {containerOverrides: [{name: app, resourceRequirements: [{type: GPU, "
                "value: ALL}]}]}") ==
        "runTasks[0].overrides.containerOverrides[0].resourceRequirements[0].value: expected a number of GPUs, found "
        "\"ALL\", which only "
        "Managed Instances have");
}

TEST_CASE("read: requests that are not for EC2 are left out with a warning", "[read]") {
  for (const std::string members :
       {", launchType: FARGATE", ", capacityProviderStrategy: [{capacityProvider: FARGATE}]"}) {
    const Cluster cluster = cluster_of(members);
    CHECK(cluster.run_tasks.empty());
    CHECK(warning_codes(cluster) == Codes{"left-out"});
  }
  CHECK(cluster_of(", launchType: EC2").run_tasks.size() == 1);
}

TEST_CASE("read: an override of resourceRequirements replaces all of them, an empty one too", "[read]") {
  const Cluster cluster = load_one(
      "taskDefinitions: [{family: web, memory: 64, containerDefinitions: [{name: app, resourceRequirements: [{type: "
      "GPU, value: '2'}]}]}]\n"
      "runTasks: [{taskDefinition: web, overrides: {containerOverrides: [{name: app, resourceRequirements: []}]}}]");
  const TaskOverrides& overrides = cluster.run_tasks.at(0).overrides;
  CHECK(overrides.containers.at(0).gpus == Gpus{0});
  CHECK(task_needs(cluster.task_definitions.at(0), overrides).resources.gpu == Gpus{0});
}
