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

/// Names of instances lie all over memory, so it is asked for those to come.
void ask_for_name(const InstanceBlock& block) {
  if (block.container_instance != nullptr) __builtin_prefetch(block.container_instance->container_instance_arn.data());
}

constexpr std::ptrdiff_t blocks_ahead = 8;

}  // namespace

InstanceResults report_instances(const World& world) {
  InstanceResults results;
  const std::vector<InstanceBlock>& blocks = world.fleet->blocks();
  results.reserve(blocks.size(), world.runs.run_count());
  auto next = blocks.begin();
  world.runs.for_each_run([&](InstanceRange run, const RunState& state) {
    for (; next != blocks.end() && next->first <= run.begin; ++next) {
      if (blocks.end() - next > blocks_ahead) ask_for_name(next[blocks_ahead]);
      results.add_block(result_of(*next));
    }
    results.add_run({.instance_count = run.size(),
                     .remaining = state.remaining,
                     .tasks = state.tasks,
                     .attach_failures = attach_failures(world, *std::prev(next), run.begin, state)});
  });
  return results;
}

}  // namespace eniplan::placement
