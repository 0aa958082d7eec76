#include "io/reading.hpp"
#include "support/catch.hpp"

using namespace eniplan;

namespace {

using Errors = std::vector<std::string>;
using Codes = std::vector<std::string>;

const std::string definitions = "taskDefinitions: [{family: web, revision: 3, memory: 64}]\n";

Cluster cluster_of(const std::string& services) { return load_one(definitions + "services: [" + services + "]\n"); }

Service service_of(const std::string& members) {
  const Cluster cluster = cluster_of("{serviceName: s, taskDefinition: web, " + members + "}");
  REQUIRE(cluster.services.size() == 1);
  return cluster.services[0];
}

// The only error of a service, from its key on.
std::string refused(const std::string& members, const std::string& rest = "") {
  const Errors errors = errors_of(definitions + "services: [{serviceName: s, " + members + "}]\n" + rest);
  if (errors.size() != 1) return std::to_string(errors.size()) + " errors";
  return errors[0].substr(errors[0].find(": ") + 2);
}

// Why a service with these members takes no part.
std::string left_out(const std::string& members) {
  const Cluster cluster = cluster_of("{serviceName: s, " + members + "}");
  CHECK(cluster.services.empty());
  REQUIRE(warning_codes(cluster) == Codes{"left-out"});
  return cluster.warnings[0].message;
}

constexpr std::string_view described =
    R"({"services": [{"serviceName": "s", "serviceArn": "arn:aws:ecs:r:1:service/blue/s", "status": "ACTIVE",
  "taskDefinition": "web:3", "desiredCount": 5, "runningCount": 4, "launchType": "EC2", "schedulingStrategy": "REPLICA",
  "placementConstraints": [{"type": "distinctInstance"}], "placementStrategy": [{"type": "binpack", "field": "cpu"}]}]})";
constexpr std::string_view definition = R"({"taskDefinition": {"family": "web", "revision": 3, "memory": "64"}})";

}  // namespace

TEST_CASE("read: a service as AWS describes it", "[read]") {
  const Service service =
      service_of(R"(desiredCount: 8, runningCount: 7, pendingCount: 0, status: ACTIVE, schedulingStrategy: REPLICA,
    placementStrategy: [{type: spread, field: 'attribute:ecs.availability-zone'}, {type: spread, field: instanceId}],
    placementConstraints: [{type: memberOf, expression: 'attribute:a == b'}, {type: distinctInstance}],
    networkConfiguration: {awsvpcConfiguration: {subnets: [s1, s2], securityGroups: [g], assignPublicIp: DISABLED}},
    capacityProviderStrategy: [{capacityProvider: spot, weight: 1, base: 2}], availabilityZoneRebalancing: ENABLED,
    deploymentConfiguration: {minimumHealthyPercent: 75, maximumPercent: 150}, events: [{message: x}], deployments: [])");
  CHECK(service.desired_count == 8);
  CHECK(service.running_count == 7);
  CHECK(service.placement_strategy ==
        std::vector<PlacementStrategy>{{PlacementStrategy::Type::spread, "attribute:ecs.availability-zone"},
                                       {PlacementStrategy::Type::spread, "instanceId"}});
  REQUIRE(service.placement_constraints.size() == 2);
  CHECK(service.placement_constraints[0].expression == parse_query("attribute:a == b"));
  CHECK(service.placement_constraints[1].type == PlacementConstraint::Type::distinct_instance);
  CHECK(service.subnets == std::vector<std::string>{"s1", "s2"});
  CHECK(service.capacity_provider_strategy == std::vector<CapacityProviderStrategyItem>{{"spot", 1, 2}});
  CHECK(service.deployment_configuration == DeploymentConfiguration{75, 150});
}

TEST_CASE("read: the case of a strategy's field does not count, but in the name of an attribute", "[read]") {
  using Type = PlacementStrategy::Type;
  const auto field = [](const std::string& type, const std::string& text) {
    return service_of("desiredCount: 1, placementStrategy: [{type: " + type + ", field: '" + text + "'}]")
        .placement_strategy->at(0);
  };
  CHECK(field("binpack", "MEMORY") == PlacementStrategy{Type::binpack, "memory"});
  CHECK(field("binpack", "Cpu") == PlacementStrategy{Type::binpack, "cpu"});
  CHECK(field("spread", "INSTANCEID") == PlacementStrategy{Type::spread, "instanceId"});
  CHECK(field("spread", "Host") == PlacementStrategy{Type::spread, "host"});
  CHECK(field("spread", "Attribute:Rack") == PlacementStrategy{Type::spread, "attribute:Rack"});
  CHECK(field("random", "") == PlacementStrategy{Type::random, ""});
}

TEST_CASE("read: no strategies and an empty list are the default", "[read]") {
  CHECK_FALSE(service_of("desiredCount: 1").placement_strategy.has_value());
  CHECK_FALSE(service_of("desiredCount: 1, placementStrategy: []").placement_strategy.has_value());
}

TEST_CASE("read: what a service may not say", "[read]") {
  const std::string web = "taskDefinition: web, desiredCount: 1, ";
  const std::string where = "services[0].";
  CHECK(refused("taskDefinition: web, desiredCount: -1") == where + "desiredCount: expected 0 or more, found -1");
  CHECK(refused(web + "runningCount: -1") == where + "runningCount: expected 0 or more, found -1");
  CHECK(refused(web + "schedulingStrategy: DEAMON") ==
        where + "schedulingStrategy: expected REPLICA or DAEMON, found \"DEAMON\"; did you mean \"DAEMON\"?");
  CHECK(
      refused(web + "launchType: EC3") ==
      where +
          "launchType: expected EC2 or FARGATE or EXTERNAL or MANAGED_INSTANCES, found \"EC3\"; did you mean \"EC2\"?");
  CHECK(
      refused(web + "placementStrategy: [{type: sprad, field: host}]") ==
      where +
          "placementStrategy[0].type: expected random or spread or binpack, found \"sprad\"; did you mean \"spread\"?");
  CHECK(refused(web + "placementStrategy: [{type: spread, field: zone}]") ==
        where + "placementStrategy[0].field: expected instanceId, host or attribute:NAME, found \"zone\"");
  CHECK(refused(web + "placementStrategy: [{type: spread, field: 'attribute:'}]").ends_with("found \"attribute:\""));
  CHECK(refused(web + "placementStrategy: [{type: binpack, field: disk}]") ==
        where + "placementStrategy[0].field: expected cpu or memory, found \"disk\"");
  CHECK(refused(web + "placementStrategy: [{type: binpack}]") ==
        where + "placementStrategy[0].field: expected it here, found nothing");
  CHECK(refused(web + "placementConstraints: [{type: memberof, expression: x}]") ==
        where +
            "placementConstraints[0].type: expected memberOf or distinctInstance, found \"memberof\"; did you mean "
            "\"memberOf\"?");
  CHECK(refused(web + "placementConstraints: [{type: memberOf}]") ==
        where + "placementConstraints[0].expression: expected it here, found nothing");
  CHECK(refused(web + "availabilityZoneRebalancing: on") ==
        where + "availabilityZoneRebalancing: expected ENABLED or DISABLED, found \"on\"");
  CHECK(refused(web + "capacityProviderStrategy: [{capacityProvider: p, weight: 1001}]") ==
        where + "capacityProviderStrategy[0].weight: expected at most 1000, found 1001");
  CHECK(refused(web + "deploymentConfiguration: {minimumHealthyPercent: 101}") ==
        where + "deploymentConfiguration.minimumHealthyPercent: expected at most 100, found 101");
  CHECK(refused("taskDefinition: web, schedulingStrategy: DAEMON, placementStrategy: [{type: random}]") ==
        where + "placementStrategy: expected none in a service with schedulingStrategy DAEMON, found one");
}

TEST_CASE("read: a syntax error in a constraint has a caret under its place", "[read]") {
  const std::string error = refused(
      "taskDefinition: web, desiredCount: 1, placementConstraints: [{type: memberOf, expression: 'attribute:a =! b'}]");
  CHECK(error.starts_with("services[0].placementConstraints[0].expression: "));
  CHECK(error.find("\nattribute:a =! b\n            ^") != std::string::npos);
}

TEST_CASE("read: at most 5 strategies, and 10 constraints with those of the task definition", "[read]") {
  const auto list = [](int count, const std::string& element) {
    std::string text;
    for (int i = 0; i < count; ++i) text += (i == 0 ? "" : ", ") + element;
    return "[" + text + "]";
  };
  const std::string web = "taskDefinition: web, desiredCount: 1, ";
  CHECK(refused(web + "placementStrategy: " + list(6, "{type: random}")) ==
        "services[0].placementStrategy: expected at most 5 strategies, found 6");
  CHECK(service_of("desiredCount: 1, placementStrategy: " + list(5, "{type: random}")).placement_strategy->size() == 5);
  const std::string with_two =
      "taskDefinitions: [{family: web, memory: 1, placementConstraints: " +
      list(2, "{type: memberOf, expression: 'attribute:a == b'}") +
      "}]\nservices: [{serviceName: s, taskDefinition: web, desiredCount: 1, placementConstraints: ";
  CHECK(load_one(with_two + list(8, "{type: distinctInstance}") + "}]").services.size() == 1);
  CHECK(errors_of(with_two + list(9, "{type: distinctInstance}") + "}]") ==
        Errors{"x.yaml:2:12: services[0].placementConstraints: expected at most 10 constraints with those of the task "
               "definition, found 11"});
}

TEST_CASE("read: a slip in a required key is named", "[read]") {
  CHECK(refused("taskDefinition: web, desiredCout: 2") ==
        "services[0].desiredCount: expected it here, found only \"desiredCout\"");
  CHECK(refused("taskDefinition: web") == "services[0].desiredCount: expected it here, found nothing");
  CHECK(errors_of("services: [{servicName: s, taskDefinition: web, desiredCount: 1}]\n" + definitions) ==
        Errors{"x.yaml:1:12: services[0].serviceName: expected it here, found only \"servicName\""});
  const Cluster cluster = cluster_of("{serviceName: s, taskDefinition: web, desiredCount: 1, runingCount: 3}");
  REQUIRE(warning_codes(cluster) == Codes{"unknown-key", "missing-instances"});
  CHECK(cluster.warnings[0].message == "x.yaml: services[0].runingCount: is ignored; did you mean \"runningCount\"?");
}

TEST_CASE("read: a daemon needs no desiredCount", "[read]") {
  CHECK(service_of("schedulingStrategy: DAEMON, placementStrategy: []").scheduling_strategy ==
        SchedulingStrategy::daemon);
}

TEST_CASE("read: the task definition must be there, by family, family:revision or ARN", "[read]") {
  for (const std::string name : {"web", "'web:3'", "'arn:aws:ecs:r:1:task-definition/web:3'"}) {
    CHECK(cluster_of("{serviceName: s, desiredCount: 1, taskDefinition: " + name + "}").services.size() == 1);
  }
  CHECK(refused("desiredCount: 1, taskDefinition: 'web:4'") ==
        "services[0].taskDefinition: expected a task definition of the input, found \"web:4\"; did you mean \"web:3\"? "
        "(aws ecs "
        "describe-task-definition --task-definition web:4 brings it)");
  CHECK(refused("desiredCount: 1, taskDefinition: reporting") ==
        "services[0].taskDefinition: expected a task definition of the input, found \"reporting\"; the nearest is "
        "\"web\" (aws ecs "
        "describe-task-definition --task-definition reporting brings it)");
}

TEST_CASE("read: subnets that services name must be given where any are", "[read]") {
  const std::string service =
      "desiredCount: 1, taskDefinition: web, networkConfiguration: {awsvpcConfiguration: {subnets: [subnet-1, "
      "subnet-8]}}";
  CHECK(service_of(service.substr(0, 0) +
                   "desiredCount: 1, networkConfiguration: {awsvpcConfiguration: {subnets: [subnet-1]}}")
            .subnets.size() == 1);
  CHECK(refused(service,
                "subnets: [{subnetId: subnet-1, availabilityZone: a}, {subnetId: subnet-2, availabilityZone: b}]") ==
        "services[0].networkConfiguration.awsvpcConfiguration.subnets[1]: expected a subnet of `subnets`, found "
        "\"subnet-8\"; did you mean "
        "\"subnet-1\"?");
}

TEST_CASE("read: two services of one name", "[read]") {
  CHECK(errors_of(definitions + "services:\n- {serviceName: s, taskDefinition: web, desiredCount: 1}\n- {serviceName: "
                                "s, taskDefinition: web, desiredCount: 1}\n") ==
        Errors{"x.yaml:4:3: services[1]: expected each service once, found \"s\" a second time"});
}

TEST_CASE("read: services that take no part are left out with a warning", "[read]") {
  CHECK(left_out("desiredCount: 1") ==
        "service s takes no part: it has no taskDefinition (external deployment controller)");
  CHECK(left_out("taskDefinition: web, desiredCount: 1, status: DRAINING") ==
        "service s takes no part: its status is DRAINING");
  CHECK(left_out("taskDefinition: web, desiredCount: 1, launchType: FARGATE") ==
        "service s takes no part: its launchType is FARGATE");
  CHECK(left_out("taskDefinition: web, desiredCount: 1, launchType: EXTERNAL") ==
        "service s takes no part: its launchType is EXTERNAL");
  CHECK(left_out("taskDefinition: web, desiredCount: 1, capacityProviderStrategy: [{capacityProvider: p}, "
                 "{capacityProvider: FARGATE_SPOT}]") ==
        "service s takes no part: its capacityProviderStrategy names Fargate");
  // Nothing of theirs needs to be there.
  CHECK(left_out("taskDefinition: gone, status: INACTIVE") == "service s takes no part: its status is INACTIVE");
  CHECK(cluster_of("{serviceName: s, taskDefinition: web, desiredCount: 1, launchType: EC2, status: ACTIVE}")
            .services.size() == 1);
}

TEST_CASE("read: running tasks of a service that no file lists are a warning", "[read]") {
  const Cluster cluster =
      load_one(definitions +
               "capacity: [{name: g, instanceType: c5.large, count: 1}]\nservices: [{serviceName: s, taskDefinition: "
               "web, desiredCount: 3, runningCount: 3}]\n"
               "tasks: [{taskArn: t, containerInstanceArn: g/0, taskDefinitionArn: web, group: 'service:s'}]\n");
  REQUIRE(warning_codes(cluster) == Codes{"unknown-running-tasks"});
  CHECK(cluster.warnings[0].message.starts_with("2 of the 3 running tasks of service s are not in `tasks`"));
}

TEST_CASE("read: a request replaces what it asks for in the service that an answer describes", "[read]") {
  const std::string request = R"({"serviceName": "s", "taskDefinition": "web", "desiredCount": 9, "cluster": "blue"})";
  for (const std::string& text : {std::string(described) + request, request + std::string(described)}) {
    const Cluster cluster = load_text(text + std::string(definition), "x.json").front();
    REQUIRE(cluster.services.size() == 1);
    const Service& service = cluster.services[0];
    CHECK(service.desired_count == 9);
    CHECK(service.task_definition == "web");
    CHECK(service.running_count == 4);  // it keeps its running state
    CHECK(service.placement_constraints.size() == 1);
    CHECK(service.placement_strategy->size() == 1);
    CHECK(warning_codes(cluster) == Codes{"request-over-described", "unknown-running-tasks", "missing-instances"});
  }
}

TEST_CASE("read: a request without desiredCount keeps the described one", "[read]") {
  const std::string text =
      std::string(described) + R"({"serviceName": "s", "taskDefinition": "web"})" + std::string(definition);
  CHECK(load_text(text, "x.json").front().services.at(0).desired_count == 5);
}

TEST_CASE("read: a request keeps the described status, and replaces launch type or capacity providers", "[read]") {
  std::string fargate(described);
  fargate.replace(fargate.find("\"EC2\""), 5, "\"FARGATE\"");
  const std::string end = std::string(definition);
  const auto services = [&](const std::string& answer, const std::string& members) {
    return load_text(answer + R"({"serviceName": "s", "taskDefinition": "web")" + members + "}" + end, "x.json")
        .front()
        .services.size();
  };
  CHECK(services(fargate, "") == 0);
  CHECK(services(fargate, R"(, "launchType": "EC2")") == 1);
  CHECK(services(fargate, R"(, "capacityProviderStrategy": [{"capacityProvider": "p"}])") == 1);
  CHECK(services(std::string(described), R"(, "launchType": "FARGATE")") == 0);
  std::string draining(described);
  draining.replace(draining.find("ACTIVE"), 6, "DRAINING");
  CHECK(services(draining, "") == 0);
}

TEST_CASE("read: two requests for one service are two services of one name", "[read]") {
  const std::string request = R"({"serviceName": "s", "taskDefinition": "web", "desiredCount": 9})";
  CHECK_THROWS_AS(load_text(request + request + std::string(definition), "x.json"), InputError);
  CHECK_THROWS_AS(load_text(std::string(described) + request + request + std::string(definition), "x.json"),
                  InputError);
}

TEST_CASE("read: what is wrong in a described service under a request is reported where it stands", "[read]") {
  TemporaryFolder folder;
  const std::string answer =
      folder.write("a.json",
                   "\n\n{\"services\": [{\"serviceName\": \"s\", \"taskDefinition\": \"web\", \"desiredCount\": 1,\n"
                   "\"networkConfiguration\": {\"awsvpcConfiguration\": {\"subnets\": [\"gone\"]}}}]}");
  const std::string request = folder.write("b.json", R"({"serviceName": "s", "taskDefinition": "web"})");
  const std::string rest = folder.write(
      "c.json", std::string(definition) + R"({"Subnets": [{"SubnetId": "one", "AvailabilityZone": "a"}]})");
  CHECK(errors_of_files({answer, request, rest}) ==
        Errors{answer + ":4:62: services[0].networkConfiguration.awsvpcConfiguration.subnets[0]: expected a subnet of "
                        "`subnets`, found "
                        "\"gone\"; did you mean \"one\"?"});
}

TEST_CASE("read: a service without a name is an error", "[read]") {
  CHECK(errors_of("taskDefinitions: [{family: web, memory: 64}]\nservices: [{serviceName: '', taskDefinition: web, "
                  "desiredCount: 1}]") == Errors{"x.yaml:2:26: services[0].serviceName: expected a name, found \"\""});
}

namespace {

// Two revisions, and a described service with these deployments.
Cluster with_deployments(const std::string& deployments, const std::string& rest = "") {
  return load_one(
      "taskDefinitions: [{family: web, revision: 3, memory: 64}, {family: web, revision: 4, memory: 64}]\n" + rest +
      "services: [{serviceName: s, taskDefinition: 'web:4', desiredCount: 5, deployments: [" + deployments +
      "]}]\ncapacity: [{instanceType: c5.large, count: 1}]");
}

}  // namespace

TEST_CASE("read: the deployments under way and being replaced", "[read]") {
  const Cluster cluster = with_deployments(
      "{id: ecs-svc/2, status: PRIMARY, taskDefinition: 'web:4', desiredCount: 5, pendingCount: 1, runningCount: 2},"
      "{status: ACTIVE, taskDefinition: 'web:3', desiredCount: 4, rolloutState: COMPLETED},"
      "{status: INACTIVE, taskDefinition: 'web:1', desiredCount: 0}");
  CHECK(cluster.services.at(0).deployments == std::vector<Deployment>{{"PRIMARY", "web:4", 5}, {"ACTIVE", "web:3", 4}});
  CHECK(cluster.warnings.empty());
  CHECK(with_deployments("").services.at(0).deployments.empty());
}

TEST_CASE("read: the definition of the deployment under way must be known, that of one being replaced should",
          "[read]") {
  const Cluster cluster = with_deployments("{status: ACTIVE, taskDefinition: 'arn:aws:ecs:r:1:task-definition/web:2'}");
  CHECK(cluster.services.at(0).deployments.size() == 1);
  REQUIRE(warning_codes(cluster) == Codes{"unknown-task-definition"});
  CHECK(
      cluster.warnings[0].message ==
      "service s still runs a deployment of \"web:2\", which is not in the input: in a rollout its tasks free nothing "
      "but an interface attached (aws ecs describe-task-definition --task-definition web:2 brings it)");
  const std::string web = definitions + "services: [{serviceName: s, taskDefinition: ";
  CHECK(
      errors_of(web + "web, desiredCount: 1, deployments: [{status: PRIMARY, taskDefinition: 'web:9'}]}]") ==
      Errors{"x.yaml:2:115: services[0].deployments[0].taskDefinition: expected a task definition of the input, found "
             "\"web:9\"; did you mean \"web:3\"? (aws ecs describe-task-definition --task-definition web:9 brings "
             "it)"});
  // Told once, where the service names it.
  CHECK(errors_of(web + "wbe, desiredCount: 1, deployments: [{status: PRIMARY, taskDefinition: wbe}]}]").size() == 1);
}

TEST_CASE("read: what a deployment may not say", "[read]") {
  const auto refused_in = [](const std::string& deployment) {
    return refused("taskDefinition: web, desiredCount: 1, deployments: [{status: PRIMARY, " + deployment + "}]");
  };
  const std::string where = "services[0].deployments[0].";
  CHECK(refused_in("desiredCount: -1") == where + "desiredCount: expected 0 or more, found -1");
  CHECK(refused_in("taskDefinition: [web]") == where + "taskDefinition: expected a text, found a list");
  CHECK(refused("taskDefinition: web, desiredCount: 1, deployments: 3") ==
        "services[0].deployments: expected a list, found 3");
}

TEST_CASE("read: a request over a described service starts a deployment of its own", "[read]") {
  std::string halfway(described);
  halfway.insert(halfway.find("\"status\""),
                 R"("deployments": [{"status": "PRIMARY", "taskDefinition": "web:3", "desiredCount": 5}], )");
  const std::string request = R"({"serviceName": "s", "taskDefinition": "web"})";
  CHECK(load_text(halfway + std::string(definition), "x.json").front().services.at(0).deployments.size() == 1);
  CHECK(load_text(halfway + request + std::string(definition), "x.json").front().services.at(0).deployments.empty());
}
