// `--set PATH=VALUE`.

#include "io/reading.hpp"
#include "support/catch.hpp"

using namespace eniplan;

namespace {

using Errors = std::vector<std::string>;

constexpr std::string_view document = R"(
accountSettings: {awsvpcTrunking: disabled}
capacity:
  - {instanceType: t2.micro, count: 1}
  - {name: big.ones, instanceType: c5.large, count: 2}
taskDefinitions:
  - {family: web, memory: 64, containerDefinitions: [{name: app.main, cpu: 10}, {name: side}]}
services:
  - {serviceName: web.api, taskDefinition: web, desiredCount: 1}
  - {serviceName: worker, taskDefinition: web, desiredCount: 1, placementStrategy: [{type: spread, field: host}]}
)";

Cluster with(std::vector<std::string> settings) { return load_one(document, {.set = std::move(settings)}); }
Errors refused(std::string setting) { return errors_of(document, {.set = {std::move(setting)}}); }

}  // namespace

TEST_CASE("set: an element is found by its name, dots and all, or by its number", "[set]") {
  CHECK(with({"services.web.api.desiredCount=5"}).services[0].desired_count == 5);
  CHECK(with({"services[1].desiredCount=6"}).services[1].desired_count == 6);
  CHECK(with({"capacity.t2.micro.count=7"}).capacity[0].count == 7);
  CHECK(with({"capacity.big.ones.count=8"}).capacity[1].count == 8);
  CHECK(with({"taskDefinitions.web.containerDefinitions.app.main.cpu=9"})
            .task_definitions[0]
            .container_definitions[0]
            .cpu == CpuUnits{9});
  CHECK(with({"taskDefinitions.web.containerDefinitions[1].cpu=9"}).task_definitions[0].container_definitions[1].cpu ==
        CpuUnits{9});
}

TEST_CASE("set: what stands at the top", "[set]") {
  const Cluster cluster =
      with({"seed=18446744073709551615", "clusterName=other", "accountSettings.awsvpcTrunking=enabled"});
  CHECK(cluster.seed == 18446744073709551615U);
  CHECK(cluster.cluster_name == "other");
  CHECK(cluster.awsvpc_trunking == Trunking::enabled);
  CHECK(cluster.capacity[0].trunking == Trunking::enabled);
}

TEST_CASE("set: keys that are not there are added, and elements at the end of a list", "[set]") {
  const Cluster cluster =
      with({"services.worker.deploymentConfiguration.maximumPercent=150", "services.worker.schedulingStrategy=REPLICA",
            "services.worker.placementStrategy[1]={type: random}",
            "services.web.api.placementStrategy[0]={type: binpack, field: cpu}",
            "capacity[0].attributes={rack: b, spare: null}"});
  CHECK(cluster.services[1].deployment_configuration.maximum_percent == 150);
  CHECK(cluster.services[1].placement_strategy->size() == 2);
  CHECK(cluster.services[0].placement_strategy->at(0).field == "cpu");
  CHECK(cluster.capacity[0].attributes == std::vector<Attribute>{{"rack", "b"}, {"spare", std::nullopt}});
}

TEST_CASE("set: later settings see what earlier ones did", "[set]") {
  CHECK(with({"services.worker.serviceName=renamed", "services.renamed.desiredCount=3"}).services[1].desired_count ==
        3);
  CHECK(with({"services[0].desiredCount=3", "services[0].desiredCount=4"}).services[0].desired_count == 4);
}

TEST_CASE("set: AWS's answers and requests are set in as well", "[set]") {
  const std::string text = R"({"services": [{"serviceName": "s", "taskDefinition": "web", "desiredCount": 1}]}
    {"taskDefinition": {"family": "web", "memory": "64"}}
    {"taskDefinition": "web", "count": 1})";
  const Cluster cluster = load_text(text, "x.json",
                                    {.set = {"services.s.desiredCount=2", "taskDefinitions.web.memory=1 GB",
                                             "runTasks[0].count=3", "accountSettings.awsvpcTrunking=enabled"}})
                              .front();
  CHECK(cluster.services[0].desired_count == 2);
  CHECK(cluster.task_definitions[0].memory == MiB{1024});
  CHECK(cluster.awsvpc_trunking == Trunking::enabled);
}

TEST_CASE("set: a path that leads nowhere", "[set]") {
  CHECK(refused("services.wroker.desiredCount=1") ==
        Errors{"--set services.wroker.desiredCount=1: expected a path that leads to something in the input, found that "
               "\"services.wroker.desiredCount\" leads nowhere; did you mean \"worker\"?"});
  CHECK(refused("services[2].desiredCount=1") ==
        Errors{"--set services[2].desiredCount=1: expected a path that leads to something in the input, found that "
               "\"services[2].desiredCount\" leads nowhere"});
  CHECK(refused("servces.web.desiredCount=1") ==
        Errors{"--set servces.web.desiredCount=1: expected a path from the top of a document, found \"servces\"; did "
               "you mean \"services\"?"});
  CHECK(refused("seed") == Errors{"--set seed: expected PATH=VALUE, found no \"=\""});
  CHECK(refused("services[0].desiredCount.more=1").size() == 1);
  CHECK(refused("services[0].placementStrategy[5]=1").size() == 1);
}

TEST_CASE("set: what is wrong with a value names the option", "[set]") {
  CHECK(refused("services[0].desiredCount=-1") ==
        Errors{"--set services[0].desiredCount=-1: services[0].desiredCount: expected 0 or more, found -1"});
  CHECK(refused("services[0].placementStrategy=[{type: binpack, field: disk}]") ==
        Errors{"--set services[0].placementStrategy=[{type: binpack, field: disk}]: "
               "services[0].placementStrategy[0].field: expected cpu or "
               "memory, found \"disk\""});
  CHECK(
      refused("services[0].taskDefinition=wbe")
          .front()
          .starts_with("--set services[0].taskDefinition=wbe: services[0].taskDefinition: expected a task definition"));
  CHECK(refused("seed=x") ==
        Errors{"--set seed=x: seed: expected an integer from 0 to 18446744073709551615, found \"x\""});
  CHECK(refused("seed=[").front().starts_with("--set seed=[:1:2: expected well-formed YAML"));
  CHECK(refused("accountSettings.awsvpcTrunking=on") ==
        Errors{"--set accountSettings.awsvpcTrunking=on: accountSettings.awsvpcTrunking: expected enabled or disabled, "
               "found \"on\""});
}

TEST_CASE("set: a key that nobody reads is an error, in AWS's objects too", "[set]") {
  const Errors errors = refused("services.worker.desiredCout=1");
  REQUIRE(errors.size() == 1);
  CHECK(errors[0].starts_with("--set services.worker.desiredCout=1: services[1].desiredCout: expected one of "));
  CHECK(errors[0].ends_with("found an unknown key; did you mean \"desiredCount\"?"));
}
