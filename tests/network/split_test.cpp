#include <eniplan/load.hpp>
#include <eniplan/network.hpp>

#include "support/catch.hpp"

using namespace eniplan;

namespace {

/// A t2.small has two task slots, 2048 CPU units are far from gone.
Cluster site(const std::string& own_sizes, const std::string& more_services = "") {
  return load_text(
             "capacity: [{instanceType: t2.small, count: 1}]\n"
             "taskDefinitions: [{family: site, networkMode: awsvpc, cpu: '100', memory: '300', "
             "containerDefinitions: [{name: web, " +
                 own_sizes +
                 " portMappings: [{containerPort: 80}], dependsOn: "
                 "[{containerName: app}]}, {name: app, cpu: 60, memory: 200, portMappings: [{containerPort: "
                 "8000}]}]}]\n"
                 "services: [{serviceName: site, taskDefinition: site, desiredCount: 2}" +
                 more_services + "]",
             "site.yaml")
      .front();
}

std::string refusal(const Cluster& cluster, const SplitOptions& options) {
  try {
    (void)split(cluster, options);
  } catch (const InputError& error) {
    return error.what();
  }
  return "none";
}

}  // namespace

TEST_CASE("split: two awsvpc services take a slot for each of their tasks", "[network]") {
  const SplitResult result = split(site("cpu: 30, memory: 50,"), {.splits = {{"app", "app"}}, .desired = {{"app", 1}}});
  CHECK(result.before.asked == Resources{CpuUnits{200}, MiB{600}, Gpus{0}, EniSlots{2}});
  // web 2 x (30, 50), app 1 x (60, 200)
  CHECK(result.after.asked == Resources{CpuUnits{120}, MiB{300}, Gpus{0}, EniSlots{3}});
  CHECK(result.after.used == Resources{CpuUnits{60}, MiB{100}, Gpus{0}, EniSlots{2}});
  REQUIRE(result.after.services.size() == 2);
  CHECK(result.after.services[1].reasons == std::vector<Reason>{Reason::eni});
  CHECK(result.warnings.empty());
}

TEST_CASE("split: the count of the service that is split is the default", "[network]") {
  const SplitResult result = split(site("cpu: 30, memory: 50,"), {.splits = {{"app", "app"}}});
  CHECK(result.after.services[1].desired_count == 2);
}

TEST_CASE("split: a part whose containers do not all give a size keeps that of the task", "[network]") {
  const SplitResult result = split(site(""), {.splits = {{"app", "app"}}});
  CHECK(result.after.services[0].needs == Resources{CpuUnits{100}, MiB{300}, Gpus{0}, EniSlots{1}});
  CHECK(result.after.services[1].needs == Resources{CpuUnits{60}, MiB{200}, Gpus{0}, EniSlots{1}});
  REQUIRE(result.warnings.size() == 1);
  CHECK(result.warnings[0].code == "size-not-divided");
}

TEST_CASE("split: localhost is gone, and so are dependencies", "[network]") {
  const SplitResult result = split(site(""), {.splits = {{"app", "app"}}});
  REQUIRE(result.calls.size() == 2);
  CHECK(result.calls[0].from == "web");
  CHECK(result.calls[0].before.front() == "localhost:8000");
  CHECK(result.calls[0].after == std::vector<Address>{{AddressKind::task_ip, "8000"}});
  CHECK(result.torn_edges == std::vector<StartEdge>{{"web", "app", DependencyCondition::start, false}});
}

TEST_CASE("split: another service of the same definition stays as it is", "[network]") {
  const Cluster cluster = site("", ", {serviceName: twin, taskDefinition: site, desiredCount: 1}");
  const SplitResult result = split(cluster, {.splits = {{"app", "app"}}, .services = {"site"}});
  REQUIRE(result.after.services.size() == 2);
  CHECK(result.after.services[0].containers == std::vector<std::string>{"web"});
  CHECK(refusal(cluster, {.splits = {{"app", "app"}}}) ==
        "--split app=app: expected one service with a container \"app\", found site and twin; --service says which");
}

TEST_CASE("split: what is not there is refused with the nearest name", "[network]") {
  const Cluster cluster = site("");
  CHECK(refusal(cluster, {.splits = {{"ap", "x"}}}).find("did you mean \"app\"") != std::string::npos);
  CHECK(refusal(cluster, {.splits = {{"app", "site"}}}).find("expected a name that no service has") !=
        std::string::npos);
  CHECK(refusal(cluster, {.splits = {{"app", "x"}}, .desired = {{"sit", 1}}}).find("did you mean \"site\"") !=
        std::string::npos);
  CHECK(refusal(cluster, {.splits = {{"app", "x"}, {"web", "y"}}}).find("expected a task with another container") !=
        std::string::npos);
}
