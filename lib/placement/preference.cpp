#include "placement/preference.hpp"

#include <algorithm>

namespace eniplan::placement {
namespace {

constexpr std::string_view attribute_prefix = "attribute:";

Preference::Key key_of(const PlacementStrategy& strategy) {
  if (strategy.type == PlacementStrategy::Type::binpack) {
    return {.fact = strategy.field == "cpu" ? Preference::Fact::cpu : Preference::Fact::memory};
  }
  if (const auto attribute = spread_attribute(strategy)) {
    return {.fact = Preference::Fact::tasks_of_value, .attribute = *attribute};
  }
  return {.fact = Preference::Fact::tasks_of_instance};
}

OrderKind with(OrderKind order, Preference::Fact fact) {
  const bool cpu = fact == Preference::Fact::cpu;
  switch (order) {
    case OrderKind::canonical: return cpu ? OrderKind::cpu : OrderKind::memory;
    case OrderKind::cpu: return OrderKind::cpu_memory;
    case OrderKind::memory: return OrderKind::memory_cpu;
    case OrderKind::cpu_memory:
    case OrderKind::memory_cpu: break;  // No third amount is compared.
  }
  return order;
}

}  // namespace

std::optional<std::string_view> spread_attribute(const PlacementStrategy& strategy) {
  const std::string_view field = strategy.field;
  if (strategy.type != PlacementStrategy::Type::spread || !field.starts_with(attribute_prefix)) return std::nullopt;
  return field.substr(attribute_prefix.size());
}

Preference::Preference(std::span<const PlacementStrategy> strategies, bool distinct_instance) {
  for (const PlacementStrategy& strategy : strategies) {
    if (strategy.type == PlacementStrategy::Type::random) ++draws;
    if (draws > 0) continue;
    const Key key = key_of(strategy);
    const bool is_known = std::ranges::any_of(
        keys(), [&](const Key& known) { return known.fact == key.fact && known.attribute == key.attribute; });
    if (is_known || (distinct_instance && key.fact == Fact::tasks_of_instance)) continue;
    list[key_count++] = key;
    if (key.fact == Fact::tasks_of_instance) {
      is_ordered = order == OrderKind::canonical;
      by_tasks_of_instance = true;
    } else if (key.fact != Fact::tasks_of_value) {
      order = with(order, key.fact);
    }
  }
}

}  // namespace eniplan::placement
