// Who reaches whom, a sentence a rule, then all modes and distances against a table.

#include <array>

#include <eniplan/network.hpp>

#include "support/catch.hpp"

using namespace eniplan;

namespace {

/// Listens on 80, by host port 8080 where the mode has one.
ContainerDefinition web(NetworkMode mode) {
  ContainerDefinition container{.name = "web"};
  PortMapping mapping{.container_port = 80};
  if (mode == NetworkMode::bridge) mapping.host_port = 8080;
  if (mode != NetworkMode::none) container.port_mappings = {mapping};
  return container;
}

std::string ways(const ContainerDefinition& target, NetworkMode mode, NetworkMode source, Distance distance) {
  std::string text;
  for (const Address& address : addresses(target, mode, source, distance)) {
    text += (text.empty() ? "" : " ") + to_string(address);
  }
  return text;
}

using enum NetworkMode;
using enum Distance;

}  // namespace

TEST_CASE("reach: containers of an awsvpc task share localhost, and nobody else has it", "[network]") {
  CHECK(ways(web(awsvpc), awsvpc, awsvpc, same_task) == "localhost:80 <task IP>:80");
  CHECK(ways(web(awsvpc), awsvpc, awsvpc, same_instance) == "<task IP>:80");
}

TEST_CASE("reach: in host mode all tasks of the instance share localhost", "[network]") {
  CHECK(ways(web(host), host, host, same_instance) == "localhost:80 <instance IP>:80");
  CHECK(ways(web(host), host, bridge, same_instance) == "<instance IP>:80");
  CHECK(ways(web(host), host, host, other_instance) == "<instance IP>:80");
}

TEST_CASE("reach: Docker's bridge ends at the instance", "[network]") {
  CHECK(ways(web(bridge), bridge, bridge, same_instance) == "<container IP>:80 <instance IP>:8080");
  CHECK(ways(web(bridge), bridge, bridge, other_instance) == "<instance IP>:8080");
  CHECK(ways(web(bridge), bridge, awsvpc, same_instance) == "<instance IP>:8080");
}

TEST_CASE("reach: in bridge a container without port mapping is unreachable from other instances", "[network]") {
  const ContainerDefinition inner{.name = "inner"};
  CHECK(ways(inner, bridge, bridge, same_task) == "<container IP>:<any port>");
  CHECK(ways(inner, bridge, bridge, other_instance).empty());
  CHECK(ways(inner, bridge, awsvpc, same_instance).empty());
}

TEST_CASE("reach: a host port of 0, none, or a range is dynamic, and udp is said", "[network]") {
  const ContainerDefinition dns{.name = "dns",
                                .port_mappings = {{.container_port = 53, .host_port = 0, .protocol = Protocol::udp},
                                                  {.container_port = 80},
                                                  {.container_port_range = "8000-8010"}}};
  CHECK(ways(dns, bridge, bridge, other_instance) ==
        "<instance IP>:<dynamic port>/udp <instance IP>:<dynamic port> <instance IP>:<dynamic port>");
  CHECK(ways(dns, awsvpc, bridge, other_instance) == "<task IP>:53/udp <task IP>:80 <task IP>:8000-8010");
}

TEST_CASE("reach: every mode from every mode at every distance is as in the table", "[network]") {
  struct Row {
    NetworkMode target;
    NetworkMode source;
    std::array<std::string, 3> ways;  // same task (of one mode alone), same instance, other instance
  };
  const std::array<Row, 16> table{{
      {bridge,
       bridge,
       {"<container IP>:80 <instance IP>:8080", "<container IP>:80 <instance IP>:8080", "<instance IP>:8080"}},
      {bridge, host, {"-", "<container IP>:80 localhost:8080 <instance IP>:8080", "<instance IP>:8080"}},
      {bridge, awsvpc, {"-", "<instance IP>:8080", "<instance IP>:8080"}},
      {bridge, none, {"-", "", ""}},
      {host, bridge, {"-", "<instance IP>:80", "<instance IP>:80"}},
      {host, host, {"localhost:80 <instance IP>:80", "localhost:80 <instance IP>:80", "<instance IP>:80"}},
      {host, awsvpc, {"-", "<instance IP>:80", "<instance IP>:80"}},
      {host, none, {"-", "", ""}},
      {awsvpc, bridge, {"-", "<task IP>:80", "<task IP>:80"}},
      {awsvpc, host, {"-", "<task IP>:80", "<task IP>:80"}},
      {awsvpc, awsvpc, {"localhost:80 <task IP>:80", "<task IP>:80", "<task IP>:80"}},
      {awsvpc, none, {"-", "", ""}},
      {none, bridge, {"-", "", ""}},
      {none, host, {"-", "", ""}},
      {none, awsvpc, {"-", "", ""}},
      {none, none, {"", "", ""}},
  }};
  for (const Row& row : table) {
    CAPTURE(to_string(row.target), to_string(row.source));
    for (const Distance distance : {same_task, same_instance, other_instance}) {
      const std::string& expected = row.ways[static_cast<std::size_t>(distance)];
      if (expected != "-") CHECK(ways(web(row.target), row.target, row.source, distance) == expected);
    }
  }
}

TEST_CASE("reach: names are found in bridge alone, where links say so, and the alias counts", "[network]") {
  Cluster cluster;
  cluster.task_definitions = {
      {.family = "t", .memory = MiB{64}, .container_definitions = {{.name = "a"}, {.name = "b"}}}};
  cluster.task_definitions[0].container_definitions[0].links = {"b:db"};
  CHECK(network(cluster).tasks[0].containers[1].links == std::vector<Link>{{"a", "db"}});
  CHECK(network(cluster).findings.empty());
  cluster.task_definitions[0].container_definitions[0].links.clear();
  REQUIRE(network(cluster).findings.size() == 1);
  CHECK(network(cluster).findings[0].code == "names-need-links");
}

TEST_CASE("reach: callers are told apart by mode only where they differ", "[network]") {
  Cluster cluster;
  cluster.task_definitions = {
      {.family = "a", .memory = MiB{64}, .container_definitions = {web(bridge)}},
      {.family = "b", .network_mode = awsvpc, .memory = MiB{64}, .container_definitions = {web(awsvpc)}}};
  const NetworkResult result = network(cluster);
  CHECK(result.tasks[0].containers[0].reach ==
        std::vector<Reach>{
            {same_instance, {bridge}, {{AddressKind::container_ip, "80"}, {AddressKind::instance_ip, "8080"}}},
            {same_instance, {awsvpc}, {{AddressKind::instance_ip, "8080"}}},
            {other_instance, {bridge, awsvpc}, {{AddressKind::instance_ip, "8080"}}}});
  CHECK(result.tasks[1].containers[0].reach[0].from == std::vector<NetworkMode>{bridge, awsvpc});
}

TEST_CASE("discovery: A records need an address of the task's own", "[network]") {
  CHECK(discovery(awsvpc) == Discovery{{"A", "SRV"}, true});
  CHECK(discovery(bridge) == Discovery{{"SRV"}, true});
  CHECK(discovery(host) == Discovery{{"SRV"}, false});
  CHECK(discovery(none) == Discovery{{}, false});
}
