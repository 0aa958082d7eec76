#include "placement/report_instances.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>

#include "placement/attach_failures.hpp"

namespace eniplan::placement {
namespace {

InstanceFacts facts_of(const InstanceBlock& block) {
  return {.instance_type = block.instance_type ? std::optional<std::string>(*block.instance_type) : std::nullopt,
          .availability_zone =
              block.availability_zone ? std::optional<std::string>(*block.availability_zone) : std::nullopt,
          .trunking = block.trunked,
          .registered = block.registered,
          .memory_estimate = block.memory_estimate};
}

/// Described instances are a block each, but most have the facts of some other.
class SharedFacts {
 public:
  std::shared_ptr<const InstanceFacts> of(const InstanceBlock& block) {
    if (block.group != nullptr) return std::make_shared<InstanceFacts>(facts_of(block));
    const Resources& registered = block.registered;
    std::shared_ptr<const InstanceFacts>& facts =
        known_[{block.instance_type, block.availability_zone, block.trunked, registered.cpu, registered.memory,
                registered.gpu, registered.eni}];
    if (facts == nullptr) facts = std::make_shared<InstanceFacts>(facts_of(block));
    return facts;
  }

 private:
  using Name = std::optional<std::string_view>;
  std::map<std::tuple<Name, Name, bool, CpuUnits, MiB, Gpus, EniSlots>, std::shared_ptr<const InstanceFacts>> known_;
};

void add_block(const Fleet& fleet, const InstanceBlock& block, SharedFacts& facts, InstanceResults& results) {
  if (block.group != nullptr) {
    results.add_block({.name = block.group->name, .first_number = block.first_in_group, .facts = facts.of(block)});
  } else {
    results.add_block({.name = fleet.id(block.first), .first_number = std::nullopt, .facts = facts.of(block)});
  }
}

/// `count` instances from `first` on, which are in one state.
void add_run(const World& world, InstanceIndex first, std::size_t count, InstanceResults& results) {
  results.add_run({.instance_count = count,
                   .remaining = world.state.remaining(first),
                   .tasks = world.state.tasks[first],
                   .attach_failures = attach_failures(world, first)});
}

}  // namespace

InstanceResults report_instances(const World& world) {
  InstanceResults results;
  SharedFacts facts;
  for (const InstanceBlock& block : world.fleet.blocks()) {
    add_block(world.fleet, block, facts, results);
    for (std::size_t i = 0; i < block.count; ++i) {
      add_run(world, static_cast<InstanceIndex>(block.first + i), 1, results);
    }
  }
  return results;
}

}  // namespace eniplan::placement
