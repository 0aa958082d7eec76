// `tasks`: what runs already.

#include "io/reading.hpp"
#include "support/catch.hpp"

using namespace eniplan;

namespace {

using Errors = std::vector<std::string>;
using Codes = std::vector<std::string>;

Cluster cluster_of(const std::string& tasks) {
  return load_one(
      "seed: 1\ncapacity: [{name: main, instanceType: c5.large, count: 2}]\ntaskDefinitions: [{family: web, memory: "
      "64}]\n"
      "tasks: [" +
      tasks + "]\n");
}

Errors task_errors(const std::string& tasks) {
  return errors_of(
      "seed: 1\ncapacity: [{name: main, instanceType: c5.large, count: 2}]\ntaskDefinitions: [{family: web, memory: "
      "64}]\n"
      "tasks: [" +
      tasks + "]\n");
}

}  // namespace

TEST_CASE("read: what does not run holds nothing", "[read]") {
  const Cluster cluster = cluster_of(
      "{containerInstanceArn: main/0, taskDefinitionArn: web, lastStatus: STOPPED},"
      "{containerInstanceArn: main/0, taskDefinitionArn: web, lastStatus: RUNNING, desiredStatus: STOPPED},"
      "{taskDefinitionArn: web, lastStatus: PROVISIONING},"
      "{containerInstanceArn: main/0, taskDefinitionArn: web, lastStatus: RUNNING, desiredStatus: RUNNING},"
      "{containerInstanceArn: main/0, taskDefinitionArn: web}");
  std::vector<bool> running;
  for (const Task& task : cluster.tasks) running.push_back(is_running(task));
  CHECK(running == std::vector<bool>{false, false, false, true, true});
}

TEST_CASE("read: a task without a group is of its family's", "[read]") {
  const Cluster cluster = load_one(
      "tasks: [{taskDefinitionArn: 'arn:aws:ecs:r:1:task-definition/web:3'}, {taskDefinitionArn: api, group: "
      "'service:s'}]");
  CHECK(cluster.tasks[0].group == "family:web");
  CHECK(cluster.tasks[1].group == "service:s");
}

TEST_CASE("read: of the attachments only interfaces count", "[read]") {
  const Cluster cluster = load_one(
      "tasks: [{taskArn: a, attachments: [{type: ElasticBlockStorage}, {type: ElasticNetworkInterface, status: "
      "ATTACHED}]},"
      " {taskArn: b, attachments: [{type: ServiceConnect}]}, {taskArn: c}]");
  CHECK(cluster.tasks[0].has_eni_attachment);
  CHECK_FALSE(cluster.tasks[1].has_eni_attachment);
  CHECK_FALSE(cluster.tasks[2].has_eni_attachment);
}

TEST_CASE("read: an instance may be named by its ARN or the last part of it", "[read]") {
  const Cluster cluster = load_one(
      "containerInstances: [{containerInstanceArn: 'arn:aws:ecs:r:1:container-instance/blue/i1', attributes: "
      "[{name: ecs.instance-type, value: c5.large}]}]\nseed: 1\n"
      "tasks: [{taskArn: a, containerInstanceArn: 'arn:aws:ecs:r:1:container-instance/blue/i1'}, {taskArn: b, "
      "containerInstanceArn: i1}]");
  CHECK(cluster.tasks[1].container_instance_arn == cluster.tasks[0].container_instance_arn);
  CHECK(cluster.warnings.empty());
}

TEST_CASE("read: running tasks on instances that are not given are a warning for an ARN", "[read]") {
  const Cluster cluster = load_one(
      "tasks: [{taskArn: a, containerInstanceArn: 'arn:aws:ecs:r:1:container-instance/blue/i9'},"
      " {taskArn: b, containerInstanceArn: 'arn:aws:ecs:r:1:container-instance/blue/i8', lastStatus: STOPPED}]");
  REQUIRE(warning_codes(cluster) == Codes{"unknown-container-instance"});
  CHECK(cluster.warnings[0].message.starts_with(
      "1 running task on container instances that are not in the input, i9 the first"));
}

TEST_CASE("read: running tasks on instances that are not given are an error for a group", "[read]") {
  const std::string rest = ", taskDefinitionArn: web}";
  CHECK(cluster_of("{containerInstanceArn: main/1" + rest).tasks.size() == 1);
  CHECK(task_errors("{containerInstanceArn: mian/0" + rest) ==
        Errors{"x.yaml:4:32: tasks[0].containerInstanceArn: expected an ARN, or <group>/<k> with k below the group's "
               "count, found "
               "\"mian/0\"; did you mean \"main\"?"});
  for (const std::string where : {"main/2", "main/01", "main/-1", "main/", "main/x"}) {
    CHECK(task_errors("{containerInstanceArn: " + where + rest) ==
          Errors{"x.yaml:4:32: tasks[0].containerInstanceArn: expected an ARN, or <group>/<k> with k below the group's "
                 "count, found \"" +
                 where + "\""});
  }
  // What does not run is nowhere.
  CHECK(cluster_of("{containerInstanceArn: gone/7, lastStatus: STOPPED}").tasks.size() == 1);
}

TEST_CASE("read: a task on a group's instance holds what its definition needs, so it must have one", "[read]") {
  CHECK(task_errors("{containerInstanceArn: main/0}") ==
        Errors{"x.yaml:4:9: tasks[0].taskDefinitionArn: expected it here, found nothing"});
  CHECK(task_errors("{containerInstanceArn: main/0, taskDefinitionArn: wbe}") ==
        Errors{"x.yaml:4:59: tasks[0].taskDefinitionArn: expected a task definition of the input, found \"wbe\"; did "
               "you mean \"web\"? "
               "(aws ecs describe-task-definition --task-definition wbe brings it)"});
  // On a described instance it need not.
  CHECK(task_errors("{containerInstanceArn: 'arn:aws:ecs:r:1:container-instance/blue/i1', taskDefinitionArn: gone}")
            .empty());
}

TEST_CASE("read: two tasks of one ARN must be equal", "[read]") {
  CHECK(load_one("tasks: [{taskArn: a, group: g}, {taskArn: a, group: g}]").tasks.size() == 1);
  CHECK(load_one("tasks: [{group: g}, {group: g}]").tasks.size() == 2);  // without ARNs nothing says that they are one
  CHECK(errors_of("tasks: [{taskArn: a, group: g}, {taskArn: a, group: h}]") ==
        Errors{"x.yaml:1:33: tasks[1]: expected each task once, found \"a\" a second time, with other contents"});
}
