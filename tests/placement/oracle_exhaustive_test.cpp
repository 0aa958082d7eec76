// Engine and oracle on all worlds of a kind: up to three instances, up to four tasks, two or three sizes. Where random
// clusters are wide, these are deep: every order of every choice, so that a mistake in a tie cannot hide.

#include <iostream>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/exhaustive.hpp"
#include "support/judge.hpp"

using namespace eniplan;
using test::Exhaustive;

namespace {

const std::vector<std::vector<PlacementStrategy>> strategies = {
    {{PlacementStrategy::Type::spread, "instanceId"}},
    {{PlacementStrategy::Type::spread, "attribute:ecs.availability-zone"}},
    {{PlacementStrategy::Type::spread, "attribute:ecs.availability-zone"},
     {PlacementStrategy::Type::binpack, "memory"}},
    {{PlacementStrategy::Type::binpack, "memory"}},
    {{PlacementStrategy::Type::random, ""}},
};

/// One with `slots` of each of two resources, in one of two zones.
ContainerInstance instance(std::size_t number, std::int64_t slots, std::string zone) {
  return {
      .container_instance_arn = "arn:aws:ecs:us-east-1:111122223333:container-instance/c" + std::to_string(number),
      .attributes = Attributes({{"ecs.availability-zone", std::move(zone)}, {"ecs.capability.task-eni", std::nullopt}}),
      .registered = {CpuUnits{1024}, MiB{slots * 128}},
      .remaining = {CpuUnits{1024}, MiB{slots * 128}},
      .registered_eni = EniSlots{2},
      .remaining_eni = EniSlots{2}};
}

void add_instances(Cluster& cluster, Exhaustive& choices, std::size_t most, std::size_t sizes) {
  for (std::size_t i = 1 + choices.below(most); i > 0; --i) {
    const auto slots = static_cast<std::int64_t>(1 + choices.below(sizes));
    cluster.container_instances.push_back(instance(i, slots, choices.pick<std::string>({"a", "b"})));
  }
}

TaskDefinition definition(std::string family, NetworkMode mode, std::int64_t slots) {
  return {.family = std::move(family),
          .network_mode = mode,
          .container_definitions = {{.name = "c", .cpu = CpuUnits{64}, .memory = MiB{slots * 128}}}};
}

/// Asks the judge about every combination that `build` makes of its choices.
template <class Build>
void check_all(const std::string& what, Build build) {
  Exhaustive choices;
  std::size_t worlds = 0;
  do {
    Cluster cluster;
    build(cluster, choices);
    ++worlds;
    if (!test::disagreement(cluster).empty()) FAIL(test::report_disagreement(cluster));
  } while (choices.next());
  std::cout << worlds << " tiny worlds: " << what << '\n';
}

}  // namespace

TEST_CASE("placement: engine and oracle agree on every tiny world of one service", "[placement][oracle]") {
  check_all("one service, strategies, distinctInstance, network modes", [](Cluster& cluster, Exhaustive& choices) {
    add_instances(cluster, choices, 3, 2);
    const NetworkMode mode = choices.pick<NetworkMode>({NetworkMode::bridge, NetworkMode::awsvpc});
    cluster.task_definitions = {definition("web", mode, static_cast<std::int64_t>(1 + choices.below(2)))};
    Service service{.service_name = "web", .task_definition = "web", .placement_strategy = choices.pick(strategies)};
    service.desired_count = static_cast<std::int64_t>(2 + choices.below(3));
    if (choices.below(2) == 1) service.placement_constraints.push_back({});
    cluster.services = {service};
  });
}

TEST_CASE("placement: engine and oracle agree on every tiny world of a service and a request", "[placement][oracle]") {
  check_all("a service, then a request", [](Cluster& cluster, Exhaustive& choices) {
    add_instances(cluster, choices, 2, 3);
    cluster.task_definitions = {definition("web", NetworkMode::bridge, static_cast<std::int64_t>(1 + choices.below(2))),
                                definition("batch", NetworkMode::awsvpc, 1)};
    Service service{.service_name = "web", .task_definition = "web", .placement_strategy = choices.pick(strategies)};
    service.desired_count = static_cast<std::int64_t>(1 + choices.below(2));
    RunTask request{.task_definition = "batch", .count = 2, .group = "family:batch"};
    request.placement_strategy = choices.pick(strategies);
    cluster.services = {service};
    cluster.run_tasks = {request};
  });
}

TEST_CASE("placement: engine and oracle agree on every tiny world of ports, daemons and running tasks",
          "[placement][oracle]") {
  check_all("a daemon and a service with host ports among running tasks", [](Cluster& cluster, Exhaustive& choices) {
    add_instances(cluster, choices, 2, 2);
    const auto add_port = [&](TaskDefinition& of, std::int64_t port, Protocol protocol) {
      of.container_definitions[0].port_mappings = {{.container_port = port, .host_port = port, .protocol = protocol}};
    };
    TaskDefinition agent = definition("agent", NetworkMode::host, 1);
    TaskDefinition web = definition("web", NetworkMode::bridge, 1);
    add_port(agent, 80, Protocol::tcp);
    add_port(web, static_cast<std::int64_t>(80 + choices.below(2)),
             choices.pick<Protocol>({Protocol::tcp, Protocol::udp}));
    cluster.task_definitions = {agent, web};
    // Running: none, one of the daemon or one of the service, on the first instance.
    if (const std::size_t running = choices.below(3); running > 0) {
      ContainerInstance& first = cluster.container_instances.front();
      first.running_tasks_count = 1;
      if (running == 1) first.ports_taken = {80};
      first.remaining.memory -= MiB{128};
      cluster.tasks = {{.task_definition_arn = running == 1 ? "agent" : "web",
                        .container_instance_arn = first.container_instance_arn,
                        .group = running == 1 ? "service:agent" : "service:web",
                        .last_status = "RUNNING"}};
    }
    Service daemon{
        .service_name = "agent", .task_definition = "agent", .scheduling_strategy = SchedulingStrategy::daemon};
    daemon.running_count = static_cast<std::int64_t>(choices.below(2));
    Service service{.service_name = "web", .task_definition = "web", .desired_count = 2};
    service.placement_strategy = choices.pick(strategies);
    if (choices.below(2) == 1) {
      service.placement_constraints = {{.type = PlacementConstraint::Type::member_of,
                                        .expression = parse_query("not(task:group == service:agent)")}};
    }
    cluster.services = {service, daemon};
  });
}
