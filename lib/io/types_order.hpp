#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <eniplan/write.hpp>

/// \file
/// What stands behind the task slots of instance types, and types sorted by it.

namespace eniplan::io {

/// Shares of an instance for each of its task slots, rounded down.
struct PerSlot {
  std::int64_t cpu;
  std::int64_t memory;
  std::optional<std::int64_t> microusd_hour;
};

/// Nothing for types without slots.
[[nodiscard]] std::optional<PerSlot> per_slot(const InstanceType& type, EniSlots slots);

/// Slots that a trunk brings, negative where it takes some; nothing where trunking is not known to work.
[[nodiscard]] std::optional<std::int64_t> trunking_gain(const InstanceType& type);

/// `types` in that order. Cost: sorting.
[[nodiscard]] std::vector<const InstanceType*> ordered(std::span<const InstanceType> types, TypesOrder order);

}  // namespace eniplan::io
