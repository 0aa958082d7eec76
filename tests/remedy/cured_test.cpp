// What a step makes of a cluster.

#include <algorithm>

#include <eniplan/remedy.hpp>

#include "placement/plain_cluster.hpp"
#include "remedy/instance_kinds.hpp"
#include "support/catch.hpp"

using namespace eniplan;
using namespace eniplan::tests;

namespace {

Task task_on(std::string instance, std::string group) {
  return {.task_definition_arn = "net",
          .container_instance_arn = std::move(instance),
          .group = std::move(group),
          .last_status = "RUNNING",
          .desired_status = "RUNNING"};
}

ContainerInstance instance_of(std::string id, std::string type, std::int64_t tasks = 0) {
  return {.container_instance_arn = "arn:aws:ecs:eu-west-1:1:container-instance/c/" + id,
          .attributes = Attributes(
              {{"ecs.instance-type", std::move(type)}, {"ecs.availability-zone", "a"}, {"team", "shop"}, {"disk", id}}),
          .registered = {.cpu = {4096}, .memory = {7000}},
          .remaining = {.cpu = {4096}, .memory = {7000}},
          .running_tasks_count = tasks};
}

RemedyStep with_trunks(const Cluster& cluster) { return WithTrunks{remedy::instance_kinds(cluster, 10)}; }

}  // namespace

TEST_CASE("cured: tasks on replaced instances are gone and wanted again", "[remedy]") {
  Cluster cluster = cluster_of({boxes(2)});
  cluster.services = {service("net", "net", 5)};
  cluster.services[0].running_count = 3;  // one more than is listed
  cluster.tasks = {task_on("box/0", "service:net"), task_on("box/1", "service:net"), task_on("box/1", "family:net"),
                   task_on("box/1", "family:net")};
  const RemedyStep step = with_trunks(cluster);
  const Cluster changed = cured(cluster, {&step, 1});
  CHECK(changed.tasks.empty());
  CHECK(changed.services[0].running_count == 1);  // 3 less the 2 that were listed
  REQUIRE(changed.run_tasks.size() == 1);         // two alike are one request
  CHECK(changed.run_tasks[0].count == 2);
  CHECK(changed.run_tasks[0].group == "family:net");
  CHECK(changed.capacity[0].trunking == Trunking::enabled);
}

TEST_CASE("cured: a service that counts no more than is listed wants exactly as many again", "[remedy]") {
  Cluster cluster = cluster_of({boxes(2)});
  cluster.services = {service("net", "net", 5)};
  cluster.services[0].running_count = 1;
  cluster.tasks = {task_on("box/0", "service:net"), task_on("box/1", "service:net")};
  const RemedyStep step = with_trunks(cluster);
  CHECK(cured(cluster, {&step, 1}).services[0].running_count == 0);
}

TEST_CASE("cured: instances like described ones have what these have in common", "[remedy]") {
  Cluster cluster = cluster_of({});
  cluster.container_instances = {instance_of("1", "box"), instance_of("2", "box"), instance_of("3", "gpu-box")};
  const std::vector<InstanceKind> kinds = remedy::instance_kinds(cluster, 10);
  REQUIRE(kinds.size() == 2);
  CHECK(kinds[0].instances == 2);
  const std::optional<CapacityGroup> group = remedy::group_like(cluster, kinds[0]);
  REQUIRE(group.has_value());
  CHECK(group->attributes == std::vector<Attribute>{{"team", "shop"}});  // not the disk, and not what a type has
  CHECK(group->availability_zones == std::vector<std::string>{"a"});
  CHECK(group->registered_memory == MiB{7000});  // the type says 8000
  CHECK_FALSE(group->registered_cpu.has_value());
}

TEST_CASE("cured: a group in several zones on which tasks run gets another beside it", "[remedy]") {
  Cluster cluster = cluster_of({boxes(2, {"a", "b"})});
  cluster.services = {service("net", "net", 7)};
  const auto more = [](const Cluster& one) {
    const RemedyResult result = find_remedies(one);
    const auto found = std::ranges::find_if(result.remedies, [](const Remedy& remedy) {
      return std::holds_alternative<MoreInstances>(remedy.steps.front());
    });
    REQUIRE(found != result.remedies.end());
    return cured(one, found->steps);
  };
  CHECK(more(cluster).capacity.size() == 1);
  cluster.tasks = {task_on("box/1", "service:net")};  // box/1 is in b, and would be in a were there three
  const Cluster changed = more(cluster);
  REQUIRE(changed.capacity.size() == 2);
  CHECK(changed.capacity[1].name == "box-more");
  CHECK(changed.capacity[0] == cluster.capacity[0]);
}

TEST_CASE("cured: instances on which unlisted tasks run are not replaced", "[remedy]") {
  Cluster cluster = cluster_of({});
  cluster.container_instances = {instance_of("1", "box", 1)};
  CHECK(remedy::has_unlisted_tasks(cluster, remedy::instance_kinds(cluster, 10).front()));
  cluster.tasks = {task_on(cluster.container_instances[0].container_instance_arn, "service:net")};
  CHECK_FALSE(remedy::has_unlisted_tasks(cluster, remedy::instance_kinds(cluster, 10).front()));
}
