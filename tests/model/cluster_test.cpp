#include <eniplan/cluster.hpp>

#include "support/catch.hpp"

using namespace eniplan;

TEST_CASE("cluster: a bare family names its highest revision", "[cluster]") {
  Cluster cluster;
  cluster.task_definitions = {{.family = "web", .revision = 2}, {.family = "web", .revision = 10}, {.family = "api"}};
  CHECK(find_task_definition(cluster, "web")->revision == 10);
  CHECK(find_task_definition(cluster, "web:2")->revision == 2);
  CHECK(find_task_definition(cluster, "arn:aws:ecs:eu-west-1:1:task-definition/web:2")->revision == 2);
  CHECK(find_task_definition(cluster, "web:3") == nullptr);
  CHECK(find_task_definition(cluster, "we") == nullptr);
  CHECK(find_task_definition(cluster, "web:x") == nullptr);
}

TEST_CASE("cluster: a task that stops, waits or has stopped holds nothing", "[cluster]") {
  Task task{.container_instance_arn = "web/0", .last_status = "RUNNING", .desired_status = "RUNNING"};
  CHECK(is_running(task));
  task.desired_status = "STOPPED";
  CHECK_FALSE(is_running(task));
  task.desired_status = "RUNNING";
  task.container_instance_arn.clear();
  CHECK_FALSE(is_running(task));
}
