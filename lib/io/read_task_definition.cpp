// Task definitions, as `describe-task-definition` returns and `register-task-definition` takes them.

#include <fmt/format.h>

#include <charconv>

#include "io/draft.hpp"
#include "io/task_size.hpp"

namespace eniplan::io {
namespace {

constexpr std::array<std::pair<std::string_view, NetworkMode>, 4> network_modes{{{"bridge", NetworkMode::bridge},
                                                                                 {"host", NetworkMode::host},
                                                                                 {"awsvpc", NetworkMode::awsvpc},
                                                                                 {"none", NetworkMode::none}}};
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> cpu_architectures{
    {{"X86_64", "X86_64"}, {"ARM64", "ARM64"}}};
// Source: API reference, RuntimePlatform (botocore 1.43.11, 2026-11).
constexpr std::array<std::pair<std::string_view, std::string_view>, 10> operating_systems{
    {{"LINUX", "LINUX"},
     {"WINDOWS_SERVER_2016_FULL", "WINDOWS_SERVER_2016_FULL"},
     {"WINDOWS_SERVER_2019_CORE", "WINDOWS_SERVER_2019_CORE"},
     {"WINDOWS_SERVER_2019_FULL", "WINDOWS_SERVER_2019_FULL"},
     {"WINDOWS_SERVER_2004_CORE", "WINDOWS_SERVER_2004_CORE"},
     {"WINDOWS_SERVER_20H2_CORE", "WINDOWS_SERVER_20H2_CORE"},
     {"WINDOWS_SERVER_2022_CORE", "WINDOWS_SERVER_2022_CORE"},
     {"WINDOWS_SERVER_2022_FULL", "WINDOWS_SERVER_2022_FULL"},
     {"WINDOWS_SERVER_2025_CORE", "WINDOWS_SERVER_2025_CORE"},
     {"WINDOWS_SERVER_2025_FULL", "WINDOWS_SERVER_2025_FULL"}}};

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

std::vector<Attribute> read_attributes(const Node& node) {
  std::vector<Attribute> attributes;
  for (const Node& element : node.elements()) {
    Fields fields(element);
    Attribute& attribute = attributes.emplace_back();
    if (const auto name = fields.require("name")) attribute.name = name->text();
    if (const auto value = fields.find("value")) attribute.value = value->text();
    fields.finish(Owner::aws);
  }
  return attributes;
}

void read_runtime_platform(const Node& node, TaskDefinition& definition) {
  Fields fields(node);
  if (const auto architecture = fields.find("cpuArchitecture")) {
    definition.cpu_architecture = architecture->choice(cpu_architectures);
  }
  if (const auto system = fields.find("operatingSystemFamily")) {
    definition.operating_system_family = system->choice(operating_systems);
  }
  fields.finish(Owner::aws);
}

void read_name(Fields& fields, DraftDefinition& record) {
  TaskDefinition& definition = record.value;
  const auto arn = fields.find("taskDefinitionArn");
  if (arn) definition.task_definition_arn = arn->text();
  const auto family = arn ? fields.find("family") : fields.require("family");
  definition.family = family ? family->text() : std::string(task_family(definition.task_definition_arn));
  if (family && definition.family.find_first_of(":/") != std::string::npos)
    family->mismatch("a family without \":\" and \"/\"");
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
  if (const auto attributes = fields.find("requiresAttributes"))
    definition.requires_attributes = read_attributes(*attributes);
  if (const auto platform = fields.find("runtimePlatform")) read_runtime_platform(*platform, definition);
  if (const auto constraints = fields.find("placementConstraints")) {
    definition.placement_constraints = read_placement_constraints(*constraints, ConstraintTypes::member_of);
  }
  if (const auto containers = fields.find("containerDefinitions")) {
    definition.container_definitions =
        read_containers(*containers, definition.network_mode, definition.memory.has_value());
  } else if (!definition.memory && node.value().kind == Value::Kind::map) {
    node.error("expected memory of the task or of its containers, found neither");
  }
  warn_if_containers_exceed(node, definition);
  fields.finish(Owner::aws);
  draft.task_definitions.push_back(std::move(record));
}

}  // namespace eniplan::io
