// Task definitions, as `describe-task-definition` returns and `register-task-definition` takes them.

#include <fmt/format.h>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/depth_first_search.hpp>
#include <charconv>
#include <set>

#include "io/draft.hpp"
#include "io/nearest.hpp"
#include "io/task_size.hpp"

namespace eniplan::io {
namespace {

constexpr std::array<std::pair<std::string_view, NetworkMode>, 4> network_modes{{{"bridge", NetworkMode::bridge},
                                                                                 {"host", NetworkMode::host},
                                                                                 {"awsvpc", NetworkMode::awsvpc},
                                                                                 {"none", NetworkMode::none}}};
constexpr std::array<std::pair<std::string_view, Protocol>, 2> protocols{
    {{"tcp", Protocol::tcp}, {"udp", Protocol::udp}}};
constexpr std::array<std::pair<std::string_view, DependencyCondition>, 4> conditions{
    {{"START", DependencyCondition::start},
     {"COMPLETE", DependencyCondition::complete},
     {"SUCCESS", DependencyCondition::success},
     {"HEALTHY", DependencyCondition::healthy}}};
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> cpu_architectures{
    {{"X86_64", "X86_64"}, {"ARM64", "ARM64"}}};

PortMapping read_port_mapping(const Node& node, NetworkMode mode) {
  Fields fields(node);
  PortMapping mapping;
  mapping.container_port = fields.integer("containerPort", 0, 65535);
  const auto host_port = fields.find("hostPort");
  if (host_port) mapping.host_port = host_port->integer(0, 65535);
  if (const auto protocol = fields.find("protocol")) mapping.protocol = protocol->choice(protocols);
  mapping.container_port_range = fields.text("containerPortRange");
  const bool same_port = mode == NetworkMode::awsvpc || mode == NetworkMode::host;
  if (host_port && same_port && mapping.container_port && mapping.host_port != mapping.container_port) {
    host_port->error(fmt::format("expected none or {}, the containerPort, in networkMode {}, found {}",
                                 *mapping.container_port, to_string(mode), *mapping.host_port));
  }
  return mapping;
}

void read_port_mappings(const Node& node, NetworkMode mode, ContainerDefinition& container) {
  for (const Node& element : node.elements()) container.port_mappings.push_back(read_port_mapping(element, mode));
  if (mode == NetworkMode::none && !container.port_mappings.empty()) {
    node.error("expected no port mappings in networkMode none");
  }
}

std::vector<ContainerDependency> read_dependencies(const Node& node) {
  std::vector<ContainerDependency> dependencies;
  for (const Node& element : node.elements()) {
    Fields fields(element);
    ContainerDependency& dependency = dependencies.emplace_back();
    if (const auto name = fields.require("containerName")) dependency.container_name = name->text();
    if (const auto condition = fields.find("condition")) dependency.condition = condition->choice(conditions);
  }
  return dependencies;
}

ContainerDefinition read_container(const Node& node, NetworkMode mode, bool task_has_memory) {
  Fields fields(node);
  ContainerDefinition container;
  if (const auto name = fields.require("name")) container.name = name->text();
  container.cpu = {fields.integer("cpu", 0, largest_amount).value_or(0)};
  if (const auto memory = fields.integer("memory", 0, largest_amount)) container.memory = MiB{*memory};
  if (const auto memory = fields.integer("memoryReservation", 0, largest_amount)) {
    container.memory_reservation = MiB{*memory};
  }
  const bool has_memory = container.memory || container.memory_reservation.value_or(MiB{}) != MiB{};
  if (!has_memory && !task_has_memory && node.value().kind == Value::Kind::map) {
    node.error("expected memory or memoryReservation here, or memory in the task, found neither");
  }
  if (const auto requirements = fields.find("resourceRequirements")) container.gpus = read_gpus(*requirements).value_or(Gpus{});
  if (const auto mappings = fields.find("portMappings")) read_port_mappings(*mappings, mode, container);
  if (const auto links = fields.find("links")) {
    for (const Node& link : links->elements()) container.links.push_back(link.text());
    if (!container.links.empty() && mode != NetworkMode::bridge) {
      links->error(fmt::format("expected no links in networkMode {}, only bridge has them", to_string(mode)));
    }
  }
  if (const auto dependencies = fields.find("dependsOn")) container.depends_on = read_dependencies(*dependencies);
  fields.finish(Owner::aws);
  return container;
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

void check_dependencies(const Node& list, const std::vector<ContainerDefinition>& containers) {
  std::vector<std::string_view> names;
  for (const ContainerDefinition& container : containers) names.push_back(container.name);
  boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS> waits_for(containers.size());
  for (std::size_t i = 0; i < containers.size(); ++i) {
    if (std::ranges::find(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), names[i]) !=
        names.begin() + static_cast<std::ptrdiff_t>(i)) {
      list.error(fmt::format("expected each container once, found \"{}\" a second time", names[i]));
    }
    for (const ContainerDependency& dependency : containers[i].depends_on) {
      const auto target = std::ranges::find(names, dependency.container_name);
      if (target == names.end()) {
        list.error(fmt::format("expected dependsOn of \"{}\" to name a container of the task, found \"{}\"{}", names[i],
                               dependency.container_name, suggestion(dependency.container_name, names)));
      } else {
        boost::add_edge(i, static_cast<std::size_t>(target - names.begin()), waits_for);
      }
    }
  }
  std::optional<std::size_t> on_cycle;
  boost::depth_first_search(waits_for, boost::visitor(CycleFinder(on_cycle)));
  if (on_cycle) {
    list.error(fmt::format("expected dependsOn without cycles, found that \"{}\" waits for itself", names[*on_cycle]));
  }
}

// In bridge each non-zero host port is taken on the instance, in host each mapped port.
void check_static_ports(const Node& list, const TaskDefinition& definition) {
  std::set<std::pair<Protocol, std::int64_t>> taken;
  for (const ContainerDefinition& container : definition.container_definitions) {
    for (const PortMapping& mapping : container.port_mappings) {
      std::int64_t port = mapping.host_port.value_or(0);
      if (definition.network_mode == NetworkMode::host && port == 0) port = mapping.container_port.value_or(0);
      if (port == 0 || definition.network_mode == NetworkMode::awsvpc) continue;
      if (!taken.emplace(mapping.protocol, port).second) {
        list.error(fmt::format("expected each static host port once in a task, found {} {} a second time",
                               to_string(mapping.protocol), port));
      }
    }
  }
}

void warn_if_containers_exceed(const Node& node, const TaskDefinition& definition) {
  CpuUnits cpu;
  MiB memory;
  for (const ContainerDefinition& container : definition.container_definitions) {
    cpu += container.cpu;
    const MiB reservation = container.memory_reservation.value_or(MiB{});
    memory += reservation != MiB{} ? reservation : container.memory.value_or(MiB{});
  }
  if ((definition.cpu && cpu > *definition.cpu) || (definition.memory && memory > *definition.memory)) {
    node.warn("containers-exceed-task",
              fmt::format("the containers ask for {} CPU units and {} MiB together, more than the task's own size",
                          cpu.value, memory.value));
  }
}

void read_runtime_platform(const Node& node, TaskDefinition& definition) {
  Fields fields(node);
  if (const auto architecture = fields.find("cpuArchitecture")) {
    definition.cpu_architecture = architecture->choice(cpu_architectures);
  }
  if (const auto system = fields.find("operatingSystemFamily")) {
    definition.operating_system_family = system->text();
    if (definition.operating_system_family != "LINUX" && !definition.operating_system_family.starts_with("WINDOWS_")) {
      system->mismatch("LINUX or WINDOWS_…");
    }
  }
  fields.finish(Owner::aws);
}

void read_name(Fields& fields, DraftDefinition& record) {
  TaskDefinition& definition = record.value;
  const auto arn = fields.find("taskDefinitionArn");
  if (arn) definition.task_definition_arn = arn->text();
  const auto family = arn ? fields.find("family") : fields.require("family");
  definition.family = family ? family->text() : std::string(task_family(definition.task_definition_arn));
  if (family && definition.family.find_first_of(":/") != std::string::npos) family->mismatch("a family without \":\" and \"/\"");
  if (const auto revision = fields.integer("revision", 1, largest_amount)) {
    definition.revision = *revision;
    record.has_revision = true;
  } else if (const std::string_view text = definition.task_definition_arn; !text.empty()) {
    const std::string_view digits = text.substr(text.rfind(':') + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), definition.revision);
    record.has_revision = error == std::errc{} && end == digits.data() + digits.size();
  }
}

}  // namespace

void read_task_definition(const Node& node, Draft& draft) {
  Fields fields(node);
  DraftDefinition record;
  TaskDefinition& definition = record.value;
  record.place = node.place();
  record.path = to_string(node.path());
  read_name(fields, record);
  if (const auto mode = fields.find("networkMode")) definition.network_mode = mode->choice(network_modes);
  if (const auto cpu = fields.find("cpu")) definition.cpu = read_task_cpu(*cpu);
  if (const auto memory = fields.find("memory")) definition.memory = read_task_memory(*memory);
  if (const auto attributes = fields.find("requiresAttributes")) definition.requires_attributes = read_attributes(*attributes);
  if (const auto platform = fields.find("runtimePlatform")) read_runtime_platform(*platform, definition);
  if (const auto constraints = fields.find("placementConstraints")) {
    definition.placement_constraints = read_placement_constraints(*constraints, true);
  }
  const auto containers = fields.find("containerDefinitions");
  if (containers) {
    for (const Node& container : containers->elements()) {
      definition.container_definitions.push_back(
          read_container(container, definition.network_mode, definition.memory.has_value()));
    }
    check_dependencies(*containers, definition.container_definitions);
    check_static_ports(*containers, definition);
  } else if (!definition.memory && node.value().kind == Value::Kind::map) {
    node.error("expected memory of the task or of its containers, found neither");
  }
  warn_if_containers_exceed(node, definition);
  fields.finish(Owner::aws);
  draft.task_definitions.push_back(std::move(record));
}

}  // namespace eniplan::io
