// The containers of a task definition, and what must hold among them.

#include <fmt/format.h>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/depth_first_search.hpp>
#include <map>
#include <set>

#include "io/draft.hpp"
#include "model/nearest.hpp"
#include "io/task_size.hpp"

namespace eniplan::io {
namespace {

constexpr std::array<std::pair<std::string_view, Protocol>, 2> protocols{
    {{"tcp", Protocol::tcp}, {"udp", Protocol::udp}}};
constexpr std::array<std::pair<std::string_view, DependencyCondition>, 4> conditions{
    {{"START", DependencyCondition::start},
     {"COMPLETE", DependencyCondition::complete},
     {"SUCCESS", DependencyCondition::success},
     {"HEALTHY", DependencyCondition::healthy}}};

// Source: API reference, HealthCheck (2026). What it asks, and how long it waits for an answer, plays no part here.
HealthCheck read_health_check(const Node& node) {
  Fields fields(node);
  HealthCheck check;
  check.interval = fields.integer("interval", 5, 300).value_or(check.interval);
  check.retries = fields.integer("retries", 1, 10).value_or(check.retries);
  fields.finish(Owner::aws);
  return check;
}

// Containers that wait for themselves, directly or through others.
class CycleFinder : public boost::dfs_visitor<> {
 public:
  explicit CycleFinder(std::optional<std::size_t>& on_cycle) : on_cycle_(&on_cycle) {}
  template <class Edge, class Graph>
  void back_edge(Edge edge, const Graph& graph) {
    if (!*on_cycle_) *on_cycle_ = boost::target(edge, graph);
  }

 private:
  std::optional<std::size_t>* on_cycle_;
};

class ContainersReader {
 public:
  ContainersReader(NetworkMode mode, bool task_has_memory) : mode_(mode), task_has_memory_(task_has_memory) {}

  std::vector<ContainerDefinition> read(const Node& list) {
    const auto range = list.elements();
    const std::vector<Node> elements(range.begin(), range.end());
    for (const Node& element : elements) note_name(element);
    std::vector<ContainerDefinition> containers;
    for (const Node& element : elements) containers.push_back(read_container(element));
    if (elements.empty() && list.value().kind == Value::Kind::list && !task_has_memory_) {
      list.error("expected memory of the task or of its containers, found neither");
    }
    check_cycles(elements, containers);
    return containers;
  }

 private:
  // Names first, so that dependsOn may name a container that comes later.
  void note_name(const Node& element) {
    const auto& members = element.value().members;
    const auto name = std::ranges::find(members, "name", &Member::key);
    if (name == members.end() || name->value.scalar.empty()) return;
    names_.push_back(name->value.scalar);
    const bool is_new = index_of_.emplace(name->value.scalar, index_of_.size()).second;
    if (!is_new)
      element.error(fmt::format("expected each container once, found \"{}\" a second time", name->value.scalar));
  }

  ContainerDefinition read_container(const Node& node) {
    Fields fields(node);
    ContainerDefinition container;
    if (const auto name = fields.require("name")) container.name = name->text();
    container.cpu = {fields.integer("cpu", 0, largest_amount).value_or(0)};
    read_memory(fields, container);
    if (const auto requirements = fields.find("resourceRequirements")) {
      container.gpus = read_gpus(*requirements);
    }
    if (const auto mappings = fields.find("portMappings")) {
      for (const Node& mapping : mappings->elements()) container.port_mappings.push_back(read_port_mapping(mapping));
    }
    if (const auto links = fields.find("links")) container.links = read_links(*links);
    if (const auto dependencies = fields.find("dependsOn")) container.depends_on = read_dependencies(*dependencies);
    if (const auto essential = fields.find("essential")) container.essential = essential->boolean();
    container.stop_timeout = fields.integer("stopTimeout", 0, largest_count);
    if (const auto check = fields.find("healthCheck")) container.health_check = read_health_check(*check);
    fields.finish(Owner::aws);
    return container;
  }

  void read_memory(Fields& fields, ContainerDefinition& container) const {
    if (const auto memory = fields.integer("memory", 0, largest_amount)) container.memory = MiB{*memory};
    if (const auto memory = fields.integer("memoryReservation", 0, largest_amount)) {
      container.memory_reservation = MiB{*memory};
    }
    const bool has_memory = container.memory || container.memory_reservation.value_or(MiB{}) != MiB{};
    if (!has_memory && !task_has_memory_ && fields.node().value().kind == Value::Kind::map) {
      fields.node().error("expected memory or memoryReservation here, or memory in the task, found neither");
    }
  }

  PortMapping read_port_mapping(const Node& node) {
    Fields fields(node);
    PortMapping mapping;
    mapping.container_port = fields.integer("containerPort", 0, 65535);
    const auto host_port = fields.find("hostPort");
    if (host_port) mapping.host_port = host_port->integer(0, 65535);
    if (const auto protocol = fields.find("protocol")) mapping.protocol = protocol->choice(protocols);
    mapping.container_port_range = fields.text("containerPortRange");
    fields.finish(Owner::aws);

    const bool same_port = mode_ == NetworkMode::awsvpc || mode_ == NetworkMode::host;
    if (mode_ == NetworkMode::none) {
      node.fault("port-mapping-in-none", "expected no port mapping in networkMode none, found one");
    } else if (host_port && same_port && mapping.container_port && mapping.host_port != mapping.container_port) {
      host_port->fault("host-port-differs",
                       fmt::format("expected none or {}, the containerPort, in networkMode {}, found {}",
                                   *mapping.container_port, to_string(mode_), *mapping.host_port));
    } else {
      check_host_port(host_port.value_or(node), mapping);
    }
    return mapping;
  }

  void check_host_port(const Node& node, const PortMapping& mapping) {
    std::int64_t port = mapping.host_port.value_or(0);
    if (mode_ == NetworkMode::host && port == 0) port = mapping.container_port.value_or(0);
    if (port == 0 || host_ports_.emplace(mapping.protocol, port).second) return;
    node.fault("duplicate-host-port",
               fmt::format("expected each static host port once in a task, found {} {} a second time",
                           to_string(mapping.protocol), port));
  }

  std::vector<std::string> read_links(const Node& list) const {
    std::vector<std::string> links;
    for (const Node& link : list.elements()) links.push_back(link.text());
    if (!links.empty() && mode_ != NetworkMode::bridge) {
      list.fault("links-outside-bridge",
                 fmt::format("expected no links in networkMode {}, only bridge has them", to_string(mode_)));
    }
    return links;
  }

  std::vector<ContainerDependency> read_dependencies(const Node& list) const {
    std::vector<ContainerDependency> dependencies;
    for (const Node& element : list.elements()) {
      Fields fields(element);
      ContainerDependency& dependency = dependencies.emplace_back();
      if (const auto name = fields.require("containerName")) {
        dependency.container_name = name->text();
        if (!index_of_.contains(dependency.container_name)) {
          name->fault("unknown-dependency",
                      fmt::format("expected a container of the task, found {}{}", describe(name->value()),
                                  nearest_container(dependency.container_name)));
        }
      }
      if (const auto condition = fields.find("condition")) dependency.condition = condition->choice(conditions);
      fields.finish(Owner::aws);
    }
    return dependencies;
  }

  // A task has at most ten containers; in one that claims to have thousands the search would take too long.
  std::string nearest_container(std::string_view wrong) const {
    constexpr std::size_t most = 100;
    return names_.size() <= most ? nearest_of(wrong, names_) : std::string();
  }

  void check_cycles(const std::vector<Node>& elements, const std::vector<ContainerDefinition>& containers) const {
    boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS> waits_for(containers.size());
    for (const ContainerDefinition& container : containers) {
      const auto from = index_of_.find(container.name);
      for (const ContainerDependency& dependency : container.depends_on) {
        const auto to = index_of_.find(dependency.container_name);
        if (from != index_of_.end() && to != index_of_.end()) boost::add_edge(from->second, to->second, waits_for);
      }
    }
    std::optional<std::size_t> on_cycle;
    boost::depth_first_search(waits_for, boost::visitor(CycleFinder(on_cycle)));
    if (!on_cycle) return;
    const auto container = std::ranges::find_if(containers, [&](const ContainerDefinition& candidate) {
      const auto index = index_of_.find(candidate.name);
      return index != index_of_.end() && index->second == *on_cycle;
    });
    Fields fields(elements[static_cast<std::size_t>(container - containers.begin())]);
    fields.find("dependsOn")
        .value_or(fields.node())
        .fault(
            "dependency-cycle",
            fmt::format("expected dependencies without a cycle, found that \"{}\" waits for itself", container->name));
  }

  NetworkMode mode_;
  bool task_has_memory_;
  std::vector<std::string_view> names_;                       // in order, for suggestions
  std::map<std::string, std::size_t, std::less<>> index_of_;  // [names] vertices of the dependency graph
  std::set<std::pair<Protocol, std::int64_t>> host_ports_;
};

}  // namespace

std::vector<ContainerDefinition> read_containers(const Node& list, NetworkMode mode, bool task_has_memory) {
  return ContainersReader(mode, task_has_memory).read(list);
}

}  // namespace eniplan::io
