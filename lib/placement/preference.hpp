#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <eniplan/service.hpp>

#include "placement/run_order.hpp"

/// \file
/// Which candidate a list of placement strategies prefers.

namespace eniplan::placement {

/// The attribute that `strategy` spreads over, if it does.
[[nodiscard]] std::optional<std::string_view> spread_attribute(const PlacementStrategy& strategy);

using SpreadId = std::uint32_t;  ///< Of a list of attributes that tasks are spread over.

/// A list of strategies as what candidates are compared by, one after the other; the least wins, ties: the first in
/// canonical order. What cannot change the choice is left out: repetitions, and all that follows a `random`.
struct Preference {
  enum class Fact { tasks_of_value, tasks_of_instance, cpu, memory };
  struct Key {
    Fact fact = Fact::cpu;
    std::string_view attribute;  ///< Of tasks_of_value.

    friend bool operator==(const Key&, const Key&) = default;
  };
  static constexpr std::size_t most_keys = 5;  // As many as the list may have strategies.

  Preference() = default;
  /// `strategies` must outlive it. With `distinct_instance` candidates have no tasks of the group, so their number
  /// decides nothing.
  Preference(std::span<const PlacementStrategy> strategies, bool distinct_instance);

  [[nodiscard]] std::span<const Key> keys() const { return std::span(list).first(key_count); }

  /// Whether the facts of instances are compared in an order that an index has: first, if at all, the tasks of the
  /// group on the instance, then what remains.
  [[nodiscard]] bool has_order() const { return is_ordered && draws == 0; }
  /// Whether the first strategy that matters is `random`.
  [[nodiscard]] bool is_random() const { return draws > 0 && key_count == 0; }

  std::int64_t draws = 0;                  ///< How many `random` the list has: each takes a number for each task.
  OrderKind order = OrderKind::canonical;  ///< Of what remains.
  bool by_tasks_of_instance = false;       ///< Whether the tasks of the group on an instance are compared.
  bool is_ordered = true;
  SpreadId spread = 0;  ///< The attributes of `list`.
  std::size_t key_count = 0;
  std::array<Key, most_keys> list;

  friend bool operator==(const Preference&, const Preference&) = default;
};

}  // namespace eniplan::placement
