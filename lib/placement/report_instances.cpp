#include "placement/report_instances.hpp"

#include <iterator>
#include <optional>
#include <string>

#include "placement/attach_failures.hpp"

namespace eniplan::placement {
namespace {

InstanceResults::Block result_of(const InstanceBlock& block) {
  if (block.group != nullptr) {
    return {.name = block.group->name, .first_number = block.first_in_group, .facts = block.facts};
  }
  return {
      .name = std::string(instance_id(*block.container_instance)), .first_number = std::nullopt, .facts = block.facts};
}

}  // namespace

InstanceResults report_instances(const World& world) {
  InstanceResults results;
  const std::vector<InstanceBlock>& blocks = world.fleet->blocks();
  results.reserve(blocks.size(), world.runs.run_count());
  auto next = blocks.begin();
  world.runs.for_each_run([&](InstanceRange run, const RunState& state) {
    for (; next != blocks.end() && next->first <= run.begin; ++next) results.add_block(result_of(*next));
    results.add_run({.instance_count = run.size(),
                     .remaining = state.remaining,
                     .tasks = state.tasks,
                     .attach_failures = attach_failures(world, *std::prev(next), run.begin, state)});
  });
  return results;
}

}  // namespace eniplan::placement
