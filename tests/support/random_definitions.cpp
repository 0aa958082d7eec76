#include <set>
#include <string>
#include <vector>

#include "support/random_draft.hpp"
#include "support/random_query.hpp"

namespace eniplan::test {
namespace {

class DefinitionGenerator {
 public:
  explicit DefinitionGenerator(Draft& draft)
      : draft_(draft), random_(draft.random), odds_(draft.odds), scale_(draft.scale) {}

  TaskDefinition definition(std::size_t number) {
    TaskDefinition definition{.family = "f" + std::to_string(number / 2),
                              .revision = 1 + static_cast<std::int64_t>(number)};
    if (random_.chance(50)) {
      definition.task_definition_arn = random_arn + "task-definition/" + task_definition_name(definition);
    }
    definition.network_mode = static_cast<NetworkMode>(random_.weighted(draft_.modes));
    if (random_.chance(odds_.task_size)) definition.cpu = cpu(2 * scale_.need);
    if (random_.chance(odds_.task_size)) definition.memory = memory(0, 2 * scale_.need);
    draw_free_ports();
    for (std::size_t i = 1 + random_.below(2); i > 0; --i) {
      definition.container_definitions.push_back(container(definition.network_mode, definition.memory.has_value(), i));
    }
    if (random_.chance(odds_.no_need)) need_nothing(definition);
    if (random_.chance(odds_.requires_attribute)) {
      const std::string name = random_.pick(random_attributes);
      definition.requires_attributes.push_back(random_.chance(50) ? custom_attribute(draft_, name)
                                                                  : Attribute{name, std::nullopt});
    }
    if (random_.chance(odds_.platform)) definition.cpu_architecture = random_.pick<std::string>({"X86_64", "ARM64"});
    if (random_.chance(odds_.platform)) {
      definition.operating_system_family = random_.pick<std::string>({"LINUX", "LINUX", "WINDOWS_SERVER_2022_CORE"});
    }
    if (random_.chance(odds_.constraint / 3)) definition.placement_constraints.push_back(random_member_of(draft_));
    return definition;
  }

 private:
  CpuUnits cpu(std::int64_t most) { return {draft_.amount(random_.between(0, most) * scale_.grain)}; }
  MiB memory(std::int64_t least, std::int64_t most) {
    return {draft_.amount(random_.between(least, most) * scale_.grain)};
  }

  ContainerDefinition container(NetworkMode mode, bool memory_is_known, std::size_t number) {
    ContainerDefinition container{.name = "c" + std::to_string(number), .cpu = cpu(scale_.need)};
    if (random_.chance(40)) container.memory_reservation = memory(0, scale_.need + 1);
    if (!memory_is_known || random_.chance(60)) container.memory = memory(1, scale_.need);
    if (random_.chance(odds_.gpu / 2)) container.gpus = Gpus{random_.between(0, 2)};
    if (random_.chance(odds_.ports)) add_mappings(container, mode);
    return container;
  }

  /// No amount of anything; a port or an interface, perhaps.
  static void need_nothing(TaskDefinition& definition) {
    definition.cpu = CpuUnits{0};
    definition.memory = MiB{0};
    for (ContainerDefinition& container : definition.container_definitions) container.gpus = Gpus{0};
  }

  /// Static host ports differ within a task, as the loader demands.
  void draw_free_ports() {
    std::set<std::int64_t> ports;
    for (std::int64_t i = 0; i < most_mappings(); ++i) ports.insert(random_.between(80, 79 + scale_.ports));
    free_ports_.assign(ports.begin(), ports.end());
  }

  [[nodiscard]] std::int64_t most_mappings() const { return scale_.ports > 5 ? 12 : 5; }

  void add_mappings(ContainerDefinition& container, NetworkMode mode) {
    if (mode == NetworkMode::none) return;
    for (std::int64_t i = random_.between(1, most_mappings() / 2 + 1); i > 0 && !free_ports_.empty(); --i) {
      PortMapping mapping{.protocol = random_.pick({Protocol::tcp, Protocol::tcp, Protocol::udp})};
      if (random_.chance(10)) {
        mapping.container_port_range = "8000-8010";
      } else if (mode == NetworkMode::bridge && random_.chance(25)) {
        mapping.container_port = 8080;
        if (random_.chance(50)) mapping.host_port = 0;
      } else {
        mapping.container_port = free_ports_.back();
        if (mode == NetworkMode::bridge || random_.chance(50)) mapping.host_port = free_ports_.back();
        free_ports_.pop_back();
      }
      container.port_mappings.push_back(mapping);
    }
  }

  Draft& draft_;
  Random& random_;
  const Odds& odds_;
  const Scale& scale_;
  std::vector<std::int64_t> free_ports_;
};

}  // namespace

PlacementConstraint random_member_of(Draft& draft) {
  return {.type = PlacementConstraint::Type::member_of, .expression = parse_query(random_query(draft.random))};
}

void add_definitions(Draft& draft) {
  DefinitionGenerator generator(draft);
  const std::size_t definitions = 1 + draft.how_many(draft.scale.definitions - 1);
  for (std::size_t i = 0; i < definitions; ++i) draft.cluster.task_definitions.push_back(generator.definition(i));
}

}  // namespace eniplan::test
