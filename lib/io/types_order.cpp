#include "io/types_order.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace eniplan::io {
namespace {

std::optional<PerSlot> untrunked(const InstanceType& type) {
  return per_slot(type, task_limit(type, Trunking::disabled));
}

std::optional<PerSlot> trunked(const InstanceType& type) {
  return per_slot(type, type.ecs_task_limit_trunking.value_or(EniSlots{}));
}

std::optional<PerSlot> most_slots(const InstanceType& type) {
  return per_slot(type, std::max(task_limit(type, Trunking::disabled), task_limit(type, Trunking::enabled)));
}

std::optional<std::int64_t> price(const std::optional<PerSlot>& share) {
  return share ? share->microusd_hour : std::nullopt;
}

/// What is larger comes first.
std::optional<std::int64_t> descending(std::optional<std::int64_t> figure) {
  return figure ? std::optional(-*figure) : std::nullopt;
}

std::optional<std::int64_t> memory(const std::optional<PerSlot>& share) {
  return share ? std::optional(share->memory) : std::nullopt;
}

/// What ascends in `order`; all are equal by name.
std::optional<std::int64_t> figure(const InstanceType& type, TypesOrder order) {
  switch (order) {
    case TypesOrder::name: return 0;
    case TypesOrder::tasks: return descending(task_limit(type, Trunking::disabled).value);
    case TypesOrder::trunked_tasks:
      return type.ecs_task_limit_trunking ? descending(type.ecs_task_limit_trunking->value) : std::nullopt;
    case TypesOrder::gain: return descending(trunking_gain(type));
    case TypesOrder::price: return type.ondemand_microusd_hour;
    case TypesOrder::slot_price: return price(untrunked(type));
    case TypesOrder::trunked_slot_price: return price(trunked(type));
    case TypesOrder::cheapest_slot_price: return price(most_slots(type));
    case TypesOrder::slot_memory: return descending(memory(untrunked(type)));
    case TypesOrder::trunked_slot_memory: return descending(memory(trunked(type)));
  }
  return std::nullopt;
}

}  // namespace

std::optional<PerSlot> per_slot(const InstanceType& type, EniSlots slots) {
  if (slots.value <= 0) return std::nullopt;
  PerSlot share{type.vcpus * 1024 / slots.value, type.registered_memory.registered.value / slots.value, std::nullopt};
  if (type.ondemand_microusd_hour) share.microusd_hour = *type.ondemand_microusd_hour / slots.value;
  return share;
}

std::optional<std::int64_t> trunking_gain(const InstanceType& type) {
  if (!type.ecs_task_limit_trunking) return std::nullopt;
  return type.ecs_task_limit_trunking->value - task_limit(type, Trunking::disabled).value;
}

std::vector<const InstanceType*> ordered(std::span<const InstanceType> types, TypesOrder order) {
  std::vector<std::tuple<bool, std::int64_t, const InstanceType*>> rows;
  for (const InstanceType& type : types) {
    const std::optional<std::int64_t> by = figure(type, order);
    rows.emplace_back(!by.has_value(), by.value_or(0), &type);
  }
  std::ranges::sort(rows, [](const auto& a, const auto& b) {
    return std::tie(std::get<0>(a), std::get<1>(a), std::get<2>(a)->name) <
           std::tie(std::get<0>(b), std::get<1>(b), std::get<2>(b)->name);
  });
  std::vector<const InstanceType*> result;
  for (const auto& row : rows) result.push_back(std::get<2>(row));
  return result;
}

}  // namespace eniplan::io
