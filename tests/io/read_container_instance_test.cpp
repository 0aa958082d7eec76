// Items of describe-container-instances.

#include <chrono>

#include "io/reading.hpp"
#include "support/catch.hpp"

using namespace eniplan;
using namespace std::chrono_literals;

namespace {

using Errors = std::vector<std::string>;
using Codes = std::vector<std::string>;

ContainerInstance instance_of(const std::string& members) {
  const Cluster cluster =
      load_one("{containerInstances: [{containerInstanceArn: i1" + (members.empty() ? "" : ", " + members) + "}]}");
  REQUIRE(cluster.container_instances.size() == 1);
  return cluster.container_instances[0];
}

Cluster cluster_of(const std::string& members, const std::string& rest = "") {
  return load_one("{seed: 1, containerInstances: [{containerInstanceArn: i1, " + members + "}]" +
                  (rest.empty() ? "" : ", " + rest) + "}");
}

constexpr std::string_view trunkless_c5 =
    "attributes: [{name: ecs.instance-type, value: c5.large}, {name: ecs.capability.task-eni-trunking}]";

}  // namespace

TEST_CASE("read: a container instance as AWS describes it", "[read]") {
  const Cluster cluster = load_text(R"({"containerInstances": [{
    "containerInstanceArn": "arn:aws:ecs:eu-west-1:444455556666:container-instance/blue/i1", "ec2InstanceId": "i-0aa",
    "capacityProviderName": "spot", "status": "DRAINING", "statusReason": "", "agentConnected": false, "version": 3,
    "runningTasksCount": 0, "pendingTasksCount": 1, "registeredAt": "2026-11-23T17:23:04.300000+00:00",
    "versionInfo": {"agentVersion": "1.89.2", "agentHash": "x", "dockerVersion": "y"},
    "attributes": [{"name": "ecs.capability.task-eni"}, {"name": "ecs.instance-type", "value": "c5.large", "targetType": "container-instance"}],
    "registeredResources": [{"name": "CPU", "type": "INTEGER", "doubleValue": 0.0, "longValue": 0, "integerValue": 2048},
                            {"name": "MEMORY", "type": "LONG", "longValue": 3700, "integerValue": 0},
                            {"name": "PORTS", "type": "STRINGSET", "integerValue": 0, "stringSetValue": ["22", "2376"]}],
    "remainingResources": [{"name": "CPU", "type": "DOUBLE", "doubleValue": 768.0, "integerValue": 0},
                           {"name": "MEMORY", "type": "INTEGER", "integerValue": 1268},
                           {"name": "PORTS", "type": "STRINGSET", "stringSetValue": ["2376", "22", "8080"]},
                           {"name": "PORTS_UDP", "type": "STRINGSET", "stringSetValue": ["8125"]}],
    "attachments": [{"id": "a", "type": "ElasticNetworkInterface", "status": "ATTACHED"}], "tags": [], "healthStatus": {}}]})",
                                    "x.json")
                              .front();
  const ContainerInstance& instance = cluster.container_instances.at(0);
  CHECK(instance_id(instance) == "i1");
  CHECK(instance.ec2_instance_id == "i-0aa");
  CHECK(instance.capacity_provider_name == "spot");
  CHECK(instance.status == InstanceStatus::draining);
  CHECK_FALSE(instance.agent_connected);
  CHECK(instance.registered.cpu == CpuUnits{2048});
  CHECK(instance.registered.memory == MiB{3700});
  CHECK(instance.remaining.cpu == CpuUnits{768});
  CHECK(instance.remaining.memory == MiB{1268});
  CHECK(instance.ports_taken == std::vector<std::int64_t>{22, 2376, 8080});
  CHECK(instance.ports_udp_taken == std::vector<std::int64_t>{8125});
  CHECK(instance.agent_version == "1.89.2");
  CHECK(instance.attributes.value_of("ecs.instance-type") == "c5.large");
  CHECK(instance.attributes.value_of("ecs.capability.task-eni") == "");
  CHECK_FALSE(instance.registered_eni.has_value());
  CHECK(cluster.warnings.empty());
}

TEST_CASE("read: what an instance does not say", "[read]") {
  const ContainerInstance instance = instance_of("");
  CHECK(instance.status == InstanceStatus::active);
  CHECK(instance.agent_connected);
  CHECK(instance.registered == Resources{});  // a resource not listed counts 0
  CHECK(instance.remaining == Resources{});
  CHECK(instance.ports_taken.empty());
  CHECK_FALSE(instance.registered_at.has_value());
}

TEST_CASE("read: GPU is a count, or a set whose members count", "[read]") {
  CHECK(instance_of("remainingResources: [{name: GPU, type: INTEGER, integerValue: 3}]").remaining.gpu == Gpus{3});
  CHECK(instance_of("remainingResources: [{name: GPU, type: STRINGSET, integerValue: 0, stringSetValue: [a, b]}]")
            .remaining.gpu == Gpus{2});
  CHECK(instance_of("registeredResources: [{name: GPU, type: STRINGSET, stringSetValue: [a, b, c]}]").registered.gpu ==
        Gpus{3});
}

TEST_CASE("read: only the member that the type names counts", "[read]") {
  CHECK(instance_of("remainingResources: [{name: CPU, type: LONG, integerValue: 7, longValue: 5}]").remaining.cpu ==
        CpuUnits{5});
  CHECK(instance_of("remainingResources: [{name: CPU, longValue: 5}]").remaining.cpu == CpuUnits{5});
  CHECK(instance_of("remainingResources: [{name: CPU, type: INTEGER, integerValue: '12'}]").remaining.cpu ==
        CpuUnits{12});
  CHECK(instance_of("remainingResources: [{name: CPU, type: INTEGER, integerValue: -256}]").remaining.cpu ==
        CpuUnits{-256});
  CHECK(errors_of("containerInstances: [{containerInstanceArn: i, remainingResources: [{name: CPU, type: INT}]}]") ==
        Errors{"x.yaml:1:87: containerInstances[0].remainingResources[0].type: expected INTEGER or LONG or DOUBLE or "
               "STRINGSET, found \"INT\""});
}

TEST_CASE("read: timestamps in the four spellings of AWS's tools, or absent", "[read]") {
  const Instant instant = Instant{1795454584s} + 300ms;                       // 2026-11-23T17:23:04.3Z
  CHECK(instance_of("registeredAt: 1795454584.3").registered_at == instant);  // CLI version 1
  CHECK(instance_of("registeredAt: '2026-11-23T17:23:04.300000+00:00'").registered_at == instant);  // CLI version 2
  CHECK(instance_of("registeredAt: '2026-11-23 17:23:04.300000+00:00'").registered_at ==
        instant);                                                                       // json.dumps(…, default=str)
  CHECK(instance_of("registeredAt: 2026-11-23T17:23:04.3Z").registered_at == instant);  // older tools
  CHECK(errors_of("containerInstances: [{containerInstanceArn: i, registeredAt: yesterday}]") ==
        Errors{"x.yaml:1:62: containerInstances[0].registeredAt: expected a time such as 2026-11-23T17:23:04Z or "
               "seconds since "
               "1970, found \"yesterday\""});
}

TEST_CASE("read: a resource named ENI wins", "[read]") {
  const ContainerInstance instance = instance_of(
      "registeredResources: [{name: ENI, type: INTEGER, integerValue: 9}], remainingResources: [{name: ENI, type: "
      "INTEGER, integerValue: 4}]");
  CHECK(instance.registered_eni == EniSlots{9});
  CHECK(instance.remaining_eni == EniSlots{4});
  CHECK(instance_of("registeredResources: [{name: ENI, type: INTEGER, integerValue: 9}]").remaining_eni == EniSlots{0});
}

TEST_CASE("read: an instance of no known type is a warning with the command that helps", "[read]") {
  const Cluster unknown = cluster_of("attributes: [{name: ecs.instance-type, value: x9.large}]");
  REQUIRE(warning_codes(unknown) == Codes{"unknown-instance-type"});
  CHECK(unknown.warnings[0].message.find("aws ec2 describe-instance-types --instance-types x9.large") !=
        std::string::npos);

  const Cluster untyped = cluster_of("attributes: []");
  REQUIRE(warning_codes(untyped) == Codes{"unknown-instance-type"});
  CHECK(untyped.warnings[0].message.find("aws ec2 describe-instance-types") != std::string::npos);

  CHECK(cluster_of("attributes: [], registeredResources: [{name: ENI, type: INTEGER, integerValue: 1}]")
            .warnings.empty());
}

TEST_CASE("read: capability or setting without a trunk is a warning that says why", "[read]") {
  const Cluster capable = cluster_of(std::string(trunkless_c5));
  REQUIRE(warning_codes(capable) == Codes{"trunking-without-trunk"});
  CHECK(capable.warnings[0].message.find("only instances launched after awsvpcTrunking was enabled") !=
        std::string::npos);

  const Cluster set = cluster_of("attributes: [{name: ecs.instance-type, value: t2.micro}]",
                                 "accountSettings: {awsvpcTrunking: enabled}");
  REQUIRE(warning_codes(set) == Codes{"trunking-without-trunk"});
  CHECK(set.warnings[0].message.find("of a type that AWS does not list") != std::string::npos);

  CHECK(cluster_of("attributes: [{name: ecs.instance-type, value: c5.large}]").warnings.empty());
  CHECK(
      cluster_of("attributes: [{name: ecs.instance-type, value: c5.large}, {name: ecs.awsvpc-trunk-id, value: eni-1}]",
                 "accountSettings: {awsvpcTrunking: enabled}")
          .warnings.empty());
}

TEST_CASE("read: running tasks that no file lists are a warning", "[read]") {
  const std::string typed = "attributes: [{name: ecs.instance-type, value: c5.large}], runningTasksCount: 2";
  const Cluster unlisted =
      cluster_of(typed,
                 "tasks: [{taskArn: t, containerInstanceArn: i1, lastStatus: RUNNING}, {taskArn: u, "
                 "containerInstanceArn: i1, lastStatus: STOPPED}]");
  REQUIRE(warning_codes(unlisted) == Codes{"unknown-running-tasks"});
  CHECK(unlisted.warnings[0].message.starts_with("1 running task on 1 container instance missing from `tasks`"));
  CHECK(cluster_of(typed, "tasks: [{taskArn: t, containerInstanceArn: i1}, {taskArn: u, containerInstanceArn: i1}]")
            .warnings.empty());
}

TEST_CASE("read: statuses are AWS's", "[read]") {
  CHECK(instance_of("status: INACTIVE").status == InstanceStatus::inactive);
  CHECK(errors_of("containerInstances: [{containerInstanceArn: i, status: DRAINNIG}]") ==
        Errors{"x.yaml:1:56: containerInstances[0].status: expected ACTIVE or DRAINING or REGISTERING or "
               "REGISTRATION_FAILED or "
               "DEREGISTERING or INACTIVE, found \"DRAINNIG\"; did you mean \"DRAINING\"?"});
}

TEST_CASE("read: instances are told apart by the last part of their ARN", "[read]") {
  const std::string twice =
      "containerInstances: [{containerInstanceArn: 'arn:aws:ecs:r:1:container-instance/blue/i1'}, "
      "{containerInstanceArn: ";
  CHECK(load_one(twice + "'arn:aws:ecs:r:1:container-instance/blue/i1'}]").container_instances.size() == 1);
  CHECK(errors_of(twice + "'arn:aws:ecs:r:1:container-instance/i1'}]") ==
        Errors{"x.yaml:1:92: containerInstances[1]: expected each container instance once, found \"i1\" a second time, "
               "with other "
               "contents"});
  CHECK(errors_of("containerInstances: [{ec2InstanceId: i}]") ==
        Errors{"x.yaml:1:22: containerInstances[0].containerInstanceArn: expected it here, found nothing"});
}

TEST_CASE("read: instances with the same capabilities share them", "[read]") {
  const Cluster cluster = load_one(
      "containerInstances: [{containerInstanceArn: a, attributes: [{name: x}, {name: y}, {name: z, value: '1'}]},"
      " {containerInstanceArn: b, attributes: [{name: y}, {name: x}]}]");
  CHECK(&cluster.container_instances[0].attributes.without_value() ==
        &cluster.container_instances[1].attributes.without_value());
  CHECK(cluster.container_instances[0].attributes.value_of("z") == "1");
}

TEST_CASE("read: an attribute given twice counts as it was given last", "[read]") {
  const ContainerInstance instance =
      instance_of("attributes: [{name: a, value: '1'}, {name: a, value: '2'}, {name: b}, {name: b, value: '3'}]");
  CHECK(instance.attributes.value_of("a") == "2");
  CHECK(instance.attributes.value_of("b") == "3");
}
