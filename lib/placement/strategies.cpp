// How a task's instance is chosen among the candidates.
//
// Tested by: tests/placement/strategies_test.cpp and the comparison with the oracle.
//
// Strategies are applied lexicographically. `spread` and `binpack` give each candidate a number and keep those with
// the least; `random` keeps one. So each step is a pass over the candidates that are left, and the whole costs a few
// nanoseconds for each candidate. Nothing is remembered between tasks but the counts by attribute value.

#include "placement/strategies.hpp"

#include <limits>

namespace eniplan::placement {
namespace {

constexpr std::string_view attribute_prefix = "attribute:";

/// Copies the candidates with the least `key` to `kept`, in their order; returns how many. `kept` may be where the
/// candidates are: nothing is written before it was read.
std::size_t keep_least(std::span<const InstanceIndex> candidates, InstanceIndex* kept, auto key) {
  std::int64_t least = std::numeric_limits<std::int64_t>::max();
  std::size_t count = 0;
  for (const InstanceIndex instance : candidates) {
    const std::int64_t amount = key(instance);
    if (amount < least) {
      least = amount;
      count = 0;
    }
    kept[count] = instance;
    count += amount == least ? 1 : 0;
  }
  return count;
}

}  // namespace

std::optional<std::string_view> spread_attribute(const PlacementStrategy& strategy) {
  const std::string_view field = strategy.field;
  if (strategy.type != PlacementStrategy::Type::spread || !field.starts_with(attribute_prefix)) return std::nullopt;
  return field.substr(attribute_prefix.size());
}

Strategies::Strategies(World& world, const Demand& demand, const GroupTasks& group)
    : class_of_(world.classes.of), group_(group), random_(world.generator(demand.group)), kept_(world.fleet.size()) {
  for (const PlacementStrategy& strategy : demand.strategies) {
    Step step = step_of(world, strategy);
    if (step.column != nullptr) {
      world.groups.for_each_instance(demand.group, [&](InstanceIndex instance, std::int64_t tasks) {
        const std::uint32_t value = step.column->value_of_class[class_of_[instance]];
        if (value < step.column->value_count) step.tasks_of_value[value] += tasks;
      });
    }
    steps_.push_back(std::move(step));
  }
}

Strategies::Step Strategies::step_of(World& world, const PlacementStrategy& strategy) const {
  Step step{.type = strategy.type};
  if (const auto attribute = spread_attribute(strategy)) {
    step.column = &world.columns.column(*attribute);
    step.tasks_of_value.resize(step.column->value_count + std::size_t{1});
    // More than any count: instances without the attribute are kept only when no candidate has it.
    step.tasks_of_value.back() = std::numeric_limits<std::int64_t>::max();
  } else if (strategy.type == PlacementStrategy::Type::spread) {
    step.amounts = &group_.by_instance();
  } else if (strategy.type == PlacementStrategy::Type::binpack) {
    step.amounts = strategy.field == "cpu" ? &world.state.cpu : &world.state.memory;
  }
  return step;
}

InstanceIndex Strategies::choose(std::span<const InstanceIndex> candidates) {
  for (const Step& step : steps_) candidates = narrow(step, candidates);
  return candidates.front();
}

std::span<const InstanceIndex> Strategies::narrow(const Step& step, std::span<const InstanceIndex> candidates) {
  if (step.type == PlacementStrategy::Type::random) {
    return candidates.subspan(static_cast<std::size_t>(scale_to(random_.next(), candidates.size())), 1);
  }
  std::size_t count = 0;
  if (step.column != nullptr) {
    const std::uint32_t* const value_of_class = step.column->value_of_class.data();
    const std::int64_t* const tasks_of_value = step.tasks_of_value.data();
    const std::uint32_t* const class_of = class_of_.data();
    count = keep_least(candidates, kept_.data(),
                       [=](InstanceIndex instance) { return tasks_of_value[value_of_class[class_of[instance]]]; });
  } else {
    const std::int64_t* const amounts = step.amounts->data();
    count = keep_least(candidates, kept_.data(), [=](InstanceIndex instance) { return amounts[instance]; });
  }
  return {kept_.data(), count};
}

void Strategies::note_placed(InstanceIndex instance) {
  for (Step& step : steps_) {
    if (step.column == nullptr) continue;
    const std::uint32_t value = step.column->value_of_class[class_of_[instance]];
    if (value < step.column->value_count) ++step.tasks_of_value[value];
  }
}

}  // namespace eniplan::placement
