// Tested by: tests/explain/.
//
// Example: `web` may use m5.large and c5.large, `batch` c5.large alone, and there are c5.large in three zones that
// nobody asks about. Classes of instances: c5.large, m5.large. Choices: {c5.large, m5.large}, {c5.large}. Pools: those
// that both choices have (c5.large), and those that only the first has (m5.large). A thousand more services like `web`
// change none of it.

#include "explain/pools.hpp"

#include <algorithm>
#include <map>

#include "placement/filters.hpp"

namespace eniplan::explain_detail {

using namespace placement;

namespace {

/// The class's place in each choice: what makes classes one pool.
std::vector<bool> column(const std::vector<std::vector<bool>>& classes_of_choice, std::size_t of_class) {
  std::vector<bool> bits;
  for (const std::vector<bool>& choice : classes_of_choice) bits.push_back(choice[of_class]);
  return bits;
}

/// What each instance of `range`, on which nothing that may move is left, has for tasks: never less than what those
/// that may move hold there now, since they can stay.
Resources room_of(const World& world, InstanceIndex instance, const RunState& state, const Resources& held) {
  const InstanceBlock& block = world.fleet->block(instance);
  Resources room = state.remaining;
  const bool shared_with_others =
      block.group != nullptr && !block.facts->trunking && block.group->network_interfaces_in_use > 0;
  if (shared_with_others) {
    // Interfaces attached outside ECS: what the scheduler takes for free may not be there.
    const std::int64_t used = block.facts->registered.eni.value - state.remaining.eni.value;
    const std::int64_t left = block.interface_limit - block.group->network_interfaces_in_use - used;
    room.eni.value = std::min(room.eni.value, left);
  }
  const auto raise = [](auto& amount, auto least) {
    amount.value = std::max({amount.value, least.value, std::int64_t{0}});
  };
  raise(room.cpu, held.cpu);
  raise(room.memory, held.memory);
  raise(room.gpu, held.gpu);
  raise(room.eni, held.eni);
  return room;
}

}  // namespace

Pools::Pools(BareFleet& fleet) {
  find_choices(fleet);
  find_pools(fleet.bare().classes->size());
  find_spaces(fleet);
}

void Pools::find_choices(BareFleet& fleet) {
  World& world = fleet.bare();
  std::map<std::vector<bool>, std::size_t> known;
  std::vector<std::size_t> choice_of_shape(world.shapes.size(), none);
  for (const Wanted& wanted : fleet.wanted()) {
    std::size_t& choice = choice_of_shape[wanted.demand->shape];
    if (choice == none) {
      const Eligibility& asked = judged_eligibility(world, world.shapes[wanted.demand->shape]);
      std::vector<bool> classes;
      for (const FailedChecks failed : asked.failed_of_class) classes.push_back(failed.none());
      const auto [at, is_new] = known.emplace(std::move(classes), known.size());
      if (is_new) classes_of_choice_.push_back(at->first);
      choice = at->second;
    }
    choice_of_wanted_.push_back(choice);
  }
}

void Pools::find_pools(std::size_t class_count) {
  std::map<std::vector<bool>, std::size_t> known;
  pools_of_choice_.resize(classes_of_choice_.size());
  for (std::size_t of_class = 0; of_class < class_count; ++of_class) {
    std::vector<bool> bits = column(classes_of_choice_, of_class);
    if (std::ranges::find(bits, true) == bits.end()) {
      pool_of_class_.push_back(none);
      continue;
    }
    const auto [at, is_new] = known.emplace(std::move(bits), pool_count_);
    pool_of_class_.push_back(at->second);
    if (!is_new) continue;
    for (std::size_t choice = 0; choice < at->first.size(); ++choice) {
      if (at->first[choice]) pools_of_choice_[choice].push_back(pool_count_);
    }
    ++pool_count_;
  }
}

void Pools::find_spaces(BareFleet& fleet) {
  const World& world = fleet.bare();
  auto held = fleet.held().begin();
  world.runs.for_each_run([&](InstanceRange run, const RunState& state) {
    const std::size_t pool = pool_of_class_[state.of_class];
    while (held != fleet.held().end() && held->first < run.begin) ++held;
    for (InstanceIndex at = run.begin; at < run.end;) {
      const bool is_held = held != fleet.held().end() && held->first == at;
      const InstanceIndex next_held = held == fleet.held().end() ? run.end : std::min(run.end, held->first);
      const InstanceIndex end = is_held ? at + 1 : next_held;
      if (pool != none) {
        spaces_.push_back(
            {{at, end}, pool, room_of(world, at, state, is_held ? held->second : Resources{}), state.ports});
      }
      if (is_held) ++held;
      at = end;
    }
  });
}

}  // namespace eniplan::explain_detail
