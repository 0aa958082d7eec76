#include "oracle/naive_strategies.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace eniplan::oracle {
namespace {

constexpr std::string_view attribute_prefix = "attribute:";

bool is_over_attribute(const PlacementStrategy& strategy) {
  return strategy.type == PlacementStrategy::Type::spread && strategy.field.starts_with(attribute_prefix);
}

std::uint64_t split_mix_64(std::uint64_t& state) {
  state += 0x9E3779B97F4A7C15U;
  std::uint64_t z = state;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31U);
}

/// floor(m * r / 2^64), digit by digit in base 2^32.
std::uint64_t high_half(std::uint64_t m, std::uint64_t r) {
  const std::uint64_t mask = 0xFFFFFFFFU;
  const std::uint64_t low = (m & mask) * (r & mask);
  const std::uint64_t middle = (m >> 32U) * (r & mask) + (low >> 32U);
  const std::uint64_t other_middle = (m & mask) * (r >> 32U) + (middle & mask);
  return (m >> 32U) * (r >> 32U) + (middle >> 32U) + (other_middle >> 32U);
}

/// The numbers for which `measure` is least.
template <class Measure>
Numbers least(const Numbers& candidates, Measure measure) {
  std::int64_t least_of_all = measure(candidates.front());
  for (const std::size_t number : candidates) least_of_all = std::min(least_of_all, measure(number));
  Numbers kept;
  for (const std::size_t number : candidates) {
    if (measure(number) == least_of_all) kept.push_back(number);
  }
  return kept;
}

}  // namespace

NaiveStrategies::NaiveStrategies(const NaiveWorld& world, const NaiveRequest& request)
    : world_(world), group_number_(request.group_number) {
  for (const PlacementStrategy& strategy : request.strategies) {
    Step step{strategy, {}};
    if (is_over_attribute(strategy)) step.values = values_of(world, strategy.field.substr(attribute_prefix.size()));
    steps_.push_back(std::move(step));
  }
}

NaiveStrategies::Values NaiveStrategies::values_of(const NaiveWorld& world, std::string_view attribute) {
  Values values;
  std::map<std::string_view, std::size_t> numbers;
  for (const NaiveInstance& instance : world.instances) {
    const auto value = instance.attribute(attribute);
    values.of.push_back(value ? numbers.try_emplace(*value, numbers.size() + 1).first->second : 0);
  }
  values.count = numbers.size() + 1;
  return values;
}

std::size_t NaiveStrategies::choose(Numbers candidates, std::uint64_t& generator) const {
  for (const Step& step : steps_) candidates = narrow(candidates, step, generator);
  return candidates.front();
}

Numbers NaiveStrategies::narrow(const Numbers& candidates, const Step& step, std::uint64_t& generator) const {
  const std::vector<NaiveState>& states = world_.states;
  switch (step.strategy.type) {
    case PlacementStrategy::Type::random: return {candidates[high_half(candidates.size(), split_mix_64(generator))]};
    case PlacementStrategy::Type::binpack:
      if (step.strategy.field == "cpu") {
        return least(candidates, [&](std::size_t number) { return states[number].remaining.cpu.value; });
      }
      return least(candidates, [&](std::size_t number) { return states[number].remaining.memory.value; });
    case PlacementStrategy::Type::spread: break;
  }
  if (is_over_attribute(step.strategy)) return spread_over(candidates, step.values);
  return least(candidates, [&](std::size_t number) { return group_tasks()[number]; });
}

Numbers NaiveStrategies::spread_over(const Numbers& candidates, const Values& values) const {
  Numbers with_attribute;
  for (const std::size_t number : candidates) {
    if (values.of[number] != 0) with_attribute.push_back(number);
  }
  if (with_attribute.empty()) return candidates;
  std::vector<std::int64_t> tasks(values.count);  // of each value, over all instances
  for (std::size_t number = 0; number < group_tasks().size(); ++number) {
    tasks[values.of[number]] += group_tasks()[number];
  }
  return least(with_attribute, [&](std::size_t number) { return tasks[values.of[number]]; });
}

}  // namespace eniplan::oracle
