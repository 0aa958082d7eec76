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
        known_[{registered.cpu, registered.memory, registered.gpu, registered.eni, block.trunked, block.instance_type,
                block.availability_zone}];
    if (facts == nullptr) facts = std::make_shared<InstanceFacts>(facts_of(block));
    return facts;
  }

 private:
  using Name = std::optional<std::string_view>;
  // Numbers first: they mostly decide, and texts cost more to compare.
  std::map<std::tuple<CpuUnits, MiB, Gpus, EniSlots, bool, Name, Name>, std::shared_ptr<const InstanceFacts>> known_;
};

void add_block(const InstanceBlock& block, SharedFacts& facts, InstanceResults& results) {
  if (block.group != nullptr) {
    results.add_block({.name = block.group->name, .first_number = block.first_in_group, .facts = facts.of(block)});
  } else {
    results.add_block({.name = std::string(instance_id(*block.container_instance)),
                       .first_number = std::nullopt,
                       .facts = facts.of(block)});
  }
}

}  // namespace

InstanceResults report_instances(const World& world) {
  InstanceResults results;
  SharedFacts facts;
  const std::vector<InstanceBlock>& blocks = world.fleet->blocks();
  auto block = blocks.begin();
  world.runs.for_each_run([&](InstanceRange run, const RunState& state) {
    while (block != blocks.end() && block->first <= run.begin) add_block(*block++, facts, results);
    results.add_run({.instance_count = run.size(),
                     .remaining = state.remaining,
                     .tasks = state.tasks,
                     .attach_failures = attach_failures(world, run.begin, state)});
  });
  return results;
}

}  // namespace eniplan::placement
