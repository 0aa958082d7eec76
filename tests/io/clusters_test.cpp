// Which files make which clusters: answers and requests of AWS, documents of ours, several of each.

#include <algorithm>
#include <sstream>

#include "io/reading.hpp"
#include "support/catch.hpp"

using namespace eniplan;

namespace {

constexpr std::string_view instance_in_blue =
    R"({"containerInstances": [{"containerInstanceArn": "arn:aws:ecs:eu-west-1:444455556666:container-instance/blue/i1"}]})";
constexpr std::string_view instance_in_green =
    R"({"containerInstances": [{"containerInstanceArn": "arn:aws:ecs:eu-west-1:444455556666:container-instance/green/i2"}]})";
constexpr std::string_view service_in_blue =
    R"({"services": [{"serviceName": "web", "clusterArn": "arn:aws:ecs:eu-west-1:444455556666:cluster/blue",
        "taskDefinition": "arn:aws:ecs:eu-west-1:444455556666:task-definition/web:3", "desiredCount": 2}]})";
constexpr std::string_view definition_answer =
    R"({"taskDefinition": {"taskDefinitionArn": "arn:aws:ecs:eu-west-1:444455556666:task-definition/web:3",
        "family": "web", "revision": 3, "memory": "64"}})";

std::vector<std::string> names_of(const std::vector<Cluster>& clusters) {
  std::vector<std::string> names;
  for (const Cluster& cluster : clusters) names.push_back(cluster.cluster_name);
  return names;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("read: the smallest useful document", "[read]") {
  const Cluster cluster = load_one(R"(
capacity:
  - {instanceType: t2.micro, count: 1}
taskDefinitions:
  - {family: ecs-django, networkMode: awsvpc, cpu: 256, memory: 256}
services:
  - {serviceName: ecs-django-service, taskDefinition: ecs-django, desiredCount: 2}
)");
  CHECK(cluster.cluster_name == "x");
  REQUIRE(cluster.capacity.size() == 1);
  CHECK(cluster.capacity[0] == CapacityGroup{.name = "t2.micro", .instance_type = "t2.micro", .count = 1});
  REQUIRE(cluster.task_definitions.size() == 1);
  CHECK(cluster.task_definitions[0].network_mode == NetworkMode::awsvpc);
  CHECK(cluster.task_definitions[0].cpu == CpuUnits{256});
  REQUIRE(cluster.services.size() == 1);
  CHECK(cluster.services[0].desired_count == 2);
  CHECK(cluster.warnings.empty());
}

TEST_CASE("read: texts join the files before them", "[read]") {
  TemporaryFolder folder;
  const std::vector<std::string> paths = {folder.write("instances.json", instance_in_blue)};
  const std::vector<NamedText> texts = {{"services", service_in_blue}, {"definition", definition_answer}};
  const std::vector<Cluster> clusters = load(paths, texts);
  CHECK(names_of(clusters) == Names{"blue"});
  CHECK(clusters[0].container_instances.size() == 1);
  CHECK(clusters[0].services.size() == 1);
}

TEST_CASE("read: JSON and YAML say the same", "[read]") {
  const std::string json =
      R"({"seed": 7, "capacity": [{"instanceType": "t2.micro", "count": 1, "attributes": {"a": null, "b": 1.50}}]})";
  const std::string yaml = "seed: 7\ncapacity:\n- {instanceType: t2.micro, count: 1, attributes: {a: null, b: 1.50}}\n";
  CHECK(load_text(json, "x.json").front() == load_text(yaml, "x.yaml").front());
  CHECK(load_text(json, "x").front() == load_text(yaml, "x").front());
}

TEST_CASE("read: without a telling name, only text that begins as JSON does is read as JSON", "[read]") {
  CHECK(load_text("{seed: 7}", "<stdin>").front().seed == 7);
  CHECK(load_text(" {\"seed\": 7}", "<stdin>").front().seed == 7);
  CHECK_THROWS_AS(load_text("{seed: 7}", "x.json"), InputError);
}

TEST_CASE("read: an answer is known by its key, and by what may stand beside it", "[read]") {
  const std::string companions =
      R"("failures": [], "nextToken": null, "NextToken": null, "tags": [], "ResponseMetadata": {"RetryAttempts": 0})";
  for (const std::string key : {"containerInstances", "services", "tasks", "clusters", "capacityProviders", "settings",
                                "InstanceTypes", "Subnets", "AutoScalingGroups"}) {
    CAPTURE(key);
    // A document of ours would be named after its file.
    CHECK(names_of(load_text("{\"" + key + "\": [], " + companions + "}", "x.json")) == Names{"default"});
  }
  CHECK(names_of(load_text(definition_answer, "x.json")) == Names{"default"});
}

TEST_CASE("read: everything else is one of our documents", "[read]") {
  CHECK(names_of(load_text(R"({"services": [], "tasks": []})", "x.json")) == Names{"x"});
  CHECK(names_of(load_text(R"({"tasks": [], "seed": 1})", "x.json")) == Names{"x"});
  CHECK(errors_of("services: []\nexpires: soon\n") ==
        Names{"x.yaml:2:1: expires: expected one of clusterName, accountSettings, capacity, containerInstances, "
              "instanceTypes, subnets, taskDefinitions, tasks, services, runTasks, seed, found an unknown key"});
}

TEST_CASE("read: requests are known by family with containerDefinitions, or by taskDefinition", "[read]") {
  TemporaryFolder folder;
  const std::string definition =
      folder.write("td.json", R"({"family": "web", "containerDefinitions": [{"name": "a", "memory": 64}]})");
  const std::string service =
      folder.write("svc.json", R"({"serviceName": "web", "taskDefinition": "web", "desiredCount": 3})");
  const std::string run = folder.write("run.json", R"({"taskDefinition": "web", "count": 4})");
  const std::vector<Cluster> clusters = load(std::vector{definition, service, run});
  REQUIRE(names_of(clusters) == Names{"default"});
  CHECK(clusters[0].task_definitions.at(0).family == "web");
  CHECK(clusters[0].services.at(0).desired_count == 3);
  CHECK(clusters[0].run_tasks.at(0).count == 4);
}

TEST_CASE("read: AWS files form one document for each cluster that their ARNs name", "[read]") {
  TemporaryFolder folder;
  folder.write("1.json", instance_in_green);
  folder.write("2.json", instance_in_blue);
  folder.write("3.json", service_in_blue);
  folder.write("4.json", definition_answer);
  folder.write("5.json", R"({"InstanceTypes": [{"InstanceType": "c5.large"}]})");
  folder.write("6.json", R"({"Subnets": [{"SubnetId": "subnet-1", "AvailabilityZone": "eu-west-1a"}]})");
  const std::vector<Cluster> clusters = load(std::vector{folder.path()});
  REQUIRE(names_of(clusters) == Names{"green", "blue"});  // as the files name them
  CHECK(clusters[0].services.empty());
  CHECK(clusters[1].services.size() == 1);
  for (const Cluster& cluster : clusters) {  // what cannot name a cluster belongs to all
    CHECK(cluster.container_instances.size() == 1);
    CHECK(cluster.task_definitions.size() == 1);
    CHECK(cluster.instance_types.size() == 1);
    CHECK(cluster.subnets.size() == 1);
  }
}

TEST_CASE("read: clusters of one name in two accounts are two", "[read]") {
  const std::string text =
      std::string(instance_in_blue) +
      R"({"containerInstances": [{"containerInstanceArn": "arn:aws:ecs:eu-west-1:999955556666:container-instance/blue/i1"}]})";
  CHECK(names_of(load_text(text, "x.json")) == Names{"blue", "blue"});
}

TEST_CASE("read: a request's cluster may be a name or an ARN", "[read]") {
  const std::string request =
      R"({"serviceName": "api", "taskDefinition": "web", "desiredCount": 1, "cluster": "CLUSTER"})";
  for (const std::string cluster : {"blue", "arn:aws:ecs:eu-west-1:444455556666:cluster/blue"}) {
    std::string named = request;
    named.replace(named.find("CLUSTER"), 7, cluster);
    // Whichever comes first.
    CHECK(names_of(load_text(std::string(definition_answer) + std::string(instance_in_blue) + named, "x.json")) ==
          Names{"blue"});
    CHECK(names_of(load_text(std::string(definition_answer) + named + std::string(instance_in_blue), "x.json")) ==
          Names{"blue"});
  }
}

TEST_CASE("read: what could name a cluster and does not belongs to the only one named, else to default", "[read]") {
  const std::string old_arn =
      R"({"containerInstances": [{"containerInstanceArn": "arn:aws:ecs:eu-west-1:444455556666:container-instance/i9"}]})";
  const std::string run = R"({"taskDefinition": "web"})" + std::string(definition_answer);

  CHECK(names_of(load_text(old_arn + run, "x.json")) == Names{"default"});

  const std::vector<Cluster> one = load_text(old_arn + run + std::string(instance_in_blue), "x.json");
  REQUIRE(names_of(one) == Names{"blue"});
  CHECK(one[0].container_instances.size() == 2);
  CHECK(one[0].run_tasks.size() == 1);

  const std::vector<Cluster> two =
      load_text(old_arn + run + std::string(instance_in_blue) + std::string(instance_in_green), "x.json");
  CHECK(names_of(two) == Names{"default", "blue", "green"});
}

TEST_CASE("read: what names no cluster joins the only document of ours, whichever comes first", "[read]") {
  const std::string unnamed = R"({"services": [{"serviceName": "s", "taskDefinition": "web:3", "desiredCount": 1}]})";
  for (const std::string name : {"", R"("clusterName": "default", )", R"("clusterName": "prod", )"}) {
    const std::string ours = "{" + name + R"("capacity": [{"instanceType": "t2.small", "count": 1}]})";
    const std::string definition(definition_answer);
    for (const std::string& text :
         {ours + unnamed + definition, unnamed + ours + definition, unnamed + definition + ours}) {
      CAPTURE(text);
      const std::vector<Cluster> clusters = load_text(text, "x.json");
      REQUIRE(clusters.size() == 1);
      CHECK(clusters[0].capacity.size() == 1);
      CHECK(clusters[0].services.size() == 1);
    }
  }
}

TEST_CASE("read: default is the cluster of that name where an ARN names one", "[read]") {
  const std::string text =
      std::string(instance_in_blue) +
      R"({"containerInstances": [{"containerInstanceArn": "arn:aws:ecs:eu-west-1:444455556666:container-instance/default/i3"}]}
         {"containerInstances": [{"containerInstanceArn": "arn:aws:ecs:eu-west-1:444455556666:container-instance/i9"}]})";
  const std::vector<Cluster> clusters = load_text(text, "x.json");
  REQUIRE(names_of(clusters) == Names{"blue", "default"});
  CHECK(clusters[1].container_instances.size() == 2);
}

TEST_CASE("read: a task's cluster is told by its clusterArn, its own ARN or its instance's", "[read]") {
  const std::string arn = "arn:aws:ecs:eu-west-1:444455556666:";
  const std::string text = R"({"tasks": [
    {"taskArn": ")" + arn + R"(task/t1", "clusterArn": ")" +
                           arn + R"(cluster/a"},
    {"taskArn": ")" + arn + R"(task/b/t2"},
    {"taskArn": ")" + arn + R"(task/t3", "containerInstanceArn": ")" +
                           arn + R"(container-instance/c/i1"}]})";
  CHECK(names_of(load_text(text, "x.json")) == Names{"a", "b", "c"});
}

TEST_CASE("read: settings give accountSettings; clusters, providers and groups mean nothing", "[read]") {
  const std::string text = std::string(instance_in_blue) + R"(
    {"settings": [{"name": "containerInsights", "value": "off"}, {"name": "awsvpcTrunking", "value": "enabled"}]}
    {"clusters": [{"clusterName": "red", "clusterArn": "arn:aws:ecs:eu-west-1:444455556666:cluster/red"}]}
    {"capacityProviders": [{"name": "p"}]}
    {"AutoScalingGroups": [{"MinSize": 1}]})";
  const std::vector<Cluster> clusters = load_text(text, "x.json");
  REQUIRE(names_of(clusters) == Names{"blue"});
  CHECK(clusters[0].awsvpc_trunking == Trunking::enabled);
  CHECK(errors_of("settings: [{name: awsvpcTrunking, value: enabeld}]") ==
        Names{"x.yaml:1:42: settings[0].value: expected enabled or disabled, found \"enabeld\"; did you mean "
              "\"enabled\"?"});
}

TEST_CASE("read: what AWS failed to describe is a warning", "[read]") {
  const Cluster cluster = load_one(R"({services: [], failures: [{arn: "arn:x", reason: MISSING, detail: gone}]})");
  REQUIRE(warning_codes(cluster) == Names{"aws-failure"});
  CHECK(cluster.warnings[0].message == "x.yaml: failures[0]: AWS did not describe arn:x: MISSING, gone");
}

TEST_CASE("read: an answer that goes on elsewhere is a warning", "[read]") {
  CHECK(warning_codes(load_one("{Subnets: [], NextToken: abc}")) == Names{"truncated-answer"});
}

TEST_CASE("read: a document of ours joins the cluster of its clusterName", "[read]") {
  TemporaryFolder folder;
  folder.write("1.json", instance_in_blue);
  folder.write("2.yaml", "clusterName: blue\ncapacity: [{instanceType: c5.large, count: 2}]\n");
  folder.write("green.yaml", "capacity: [{instanceType: c5.large, count: 3}]\n");
  folder.write("x.json", instance_in_green);
  const std::vector<Cluster> clusters = load(std::vector{folder.path()});
  REQUIRE(names_of(clusters) == Names{"blue", "green"});
  for (const Cluster& cluster : clusters) {
    CHECK(cluster.container_instances.size() == 1);
    CHECK(cluster.capacity.size() == 1);
  }
}

TEST_CASE("read: a document of ours of another name is a cluster of its own, with what belongs to all", "[read]") {
  TemporaryFolder folder;
  folder.write("1.json", instance_in_blue);
  folder.write("2.json", definition_answer);
  folder.write("mine.yaml", "services: [{serviceName: s, taskDefinition: web, desiredCount: 1}]\nseed: 1\n");
  const std::vector<Cluster> clusters = load(std::vector{folder.path()});
  REQUIRE(names_of(clusters) == Names{"blue", "mine"});
  CHECK(clusters[1].task_definitions.size() == 1);
}

TEST_CASE("read: requests without a cluster join the only document of ours where AWS's files name none", "[read]") {
  TemporaryFolder folder;
  const std::vector<Cluster> clusters = load(std::vector{
      folder.write("mine.yaml", "capacity: [{instanceType: c5.large, count: 1}]"),
      folder.write("run.json", R"({"taskDefinition": "web"})"), folder.write("td.json", definition_answer)});
  REQUIRE(names_of(clusters) == Names{"mine"});
  CHECK(clusters[0].run_tasks.size() == 1);
}

TEST_CASE("read: a document is named after its file, the later ones with a number", "[read]") {
  const std::string yaml = "seed: 1\n---\nseed: 2\n---\nclusterName: x\nseed: 3\n---\nseed: 4\n";
  CHECK(names_of(load_text(yaml, "folder/prod.eu.yaml")) == Names{"prod.eu", "prod.eu-2", "x", "prod.eu-4"});
  CHECK(names_of(load_text("{\"seed\": 1} {\"seed\": 2}\n{\"seed\": 3}", "prod.json.gz")) ==
        Names{"prod", "prod-2", "prod-3"});
  std::istringstream in(yaml);
  CHECK(names_of(load(std::vector<std::string>{"-"}, {.standard_input = &in})) ==
        Names{"default", "default-2", "x", "default-4"});
}

TEST_CASE("read: empty YAML documents are none", "[read]") {
  CHECK(names_of(load_text("---\n---\nseed: 1\n---\n# nothing\n---\nseed: 2\n", "a.yaml")) == Names{"a", "a-2"});
}

TEST_CASE("read: two documents of ours with one name stay two", "[read]") {
  CHECK(names_of(load_text("clusterName: a\n---\nclusterName: a\n", "x.yaml")) == Names{"a", "a"});
}

TEST_CASE("read: document order is that of the files, then that within a file", "[read]") {
  TemporaryFolder folder;
  const std::string b = folder.write("b.yaml", "clusterName: first\n---\nclusterName: second\n");
  const std::string a = folder.write("a.yaml", "clusterName: third\n");
  CHECK(names_of(load(std::vector{b, a})) == Names{"first", "second", "third"});
  CHECK(names_of(load(std::vector{folder.path()})) == Names{"third", "first", "second"});
}

TEST_CASE("read: a folder gives its own files with known endings, by the bytes of their paths", "[read]") {
  TemporaryFolder folder;
  for (const std::string name : {"b.yaml", "a.yml", "B.json", "z.yaml.gz", "\xC3\xA9.yaml"}) folder.write(name, "{}");
  for (const std::string name : {".hidden.yaml", "notes.txt", "c.YAML", "deeper/d.yaml", "e.gz"})
    folder.write(name, "{]");
  std::filesystem::create_directory(folder.path("f.yaml"));
  CHECK(names_of(load(std::vector{folder.path()})) == Names{"B", "a", "b", "z", "\xC3\xA9"});
}

TEST_CASE("read: a gzip file is read as what it holds, whatever its name", "[read]") {
  TemporaryFolder folder;
  const std::string packed =
      gzipped("{\"seed\": 5}") + gzipped("{\"seed\": 6}");  // of several members, as cat makes them
  for (const std::string name : {"x.json.gz", "x.json"}) {
    const std::vector<Cluster> clusters = load(std::vector{folder.write(name, packed)});
    REQUIRE(clusters.size() == 2);
    CHECK(clusters[1].seed == 6);
  }
  CHECK(load(std::vector{folder.write("plain.yaml.gz", "seed: 5")}).front().seed == 5);
}

TEST_CASE("read: a whole answer may stand where its list is expected", "[read]") {
  const std::string text = R"(
seed: 1
services: {services: [{serviceName: s, taskDefinition: web, desiredCount: 1}], failures: [{arn: a, reason: MISSING}]}
tasks: {tasks: [{taskArn: t}], failures: []}
containerInstances: {containerInstances: [{containerInstanceArn: i, attributes: [{name: ecs.instance-type, value: c5.large}]}], failures: []}
subnets: {Subnets: [{SubnetId: subnet-1, AvailabilityZone: az1}]}
instanceTypes: {InstanceTypes: [{InstanceType: c5.large}]}
taskDefinitions: [{taskDefinition: {family: web, memory: 64}, tags: []}]
)";
  const Cluster cluster = load_one(text);
  CHECK(cluster.services.size() == 1);
  CHECK(cluster.tasks.size() == 1);
  CHECK(cluster.container_instances.size() == 1);
  CHECK(cluster.subnets.size() == 1);
  CHECK(cluster.instance_types.size() == 1);
  CHECK(cluster.task_definitions.size() == 1);
  CHECK(warning_codes(cluster) == Names{"aws-failure"});
}

TEST_CASE("read: errors inside whole answers are told by the path the user wrote", "[read]") {
  CHECK(errors_of(R"(
seed: 1
services: {services: [{serviceName: s, desiredCount: -1}]}
taskDefinitions: [{taskDefinition: {family: web, memory: -5}}]
)") == Names{"x.yaml:3:54: services.services[0].desiredCount: expected 0 or more, found -1",
             "x.yaml:4:58: taskDefinitions[0].taskDefinition.memory: expected 0 or more, found -5"});
  CHECK(
      errors_of("seed: 1\nservices: {service: []}\n") ==
      Names{"x.yaml:2:12: services.service: expected a list here or a whole AWS answer, found a map with another key"});
  CHECK(errors_of("seed: 1\nservices: {}\n") == Names{"x.yaml:2:11: services: expected a list, found a map"});
}

TEST_CASE("read: null is the same as nothing", "[read]") {
  CHECK(load_one("seed: null\nservices: null\ncapacity:\nclusterName: ~\n") == load_one("seed: 0"));
  CHECK(load_text(R"({"services": null})", "x.json").size() == 1);
}
