#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <eniplan/instance_type.hpp>

// The built-in table in the form in which it is compiled in: plain rows, which the compiler
// lays down as data. `catalog.cpp` makes `InstanceType`s of them.

namespace eniplan::catalog_data {

inline constexpr std::int64_t absent = -1;

/// overhead = a + 64 MiB for big sizes + b / 10000 of the nominal memory.
struct ClassModel {
  std::int64_t a_best, b_best;  ///< As good a guess as there is.
  std::int64_t a_safe, b_safe;  ///< Not below the overhead of 97 % of the observations.
};
/// Indices of `class_models`.
enum Platform : std::size_t { xen, nitro_x86, nitro_x86_small, nitro_arm64, bare_metal };

struct Source {
  std::string_view source;
  std::string_view date;
};

/// The members of `InstanceType` in their order. Sources and reasons are indices.
struct Row {
  std::string_view name;
  std::int64_t vcpus;
  std::int64_t memory_mib;
  std::string_view architecture;
  std::string_view hypervisor;
  bool bare_metal;
  std::int64_t gpus;
  std::int64_t network_cards;
  std::int64_t max_network_interfaces;
  std::int64_t max_network_interfaces_card0;
  std::int64_t ipv4_per_interface;
  std::int64_t ecs_task_limit_default;
  std::int64_t ecs_task_limit_trunking;
  std::int64_t current_generation;
  std::int64_t ondemand_microusd_hour;
  MemoryBasis memory_basis;
  std::int64_t registered_memory_mib;
  std::int64_t memory_low_mib;
  std::int64_t memory_high_mib;
  std::size_t hardware_source;
  std::size_t default_limit_source;
  std::size_t trunking_limit_source;
  std::size_t memory_source;
  std::size_t override_reason;
};

extern const std::string_view date;
extern const std::span<const ClassModel> class_models;
extern const std::span<const std::string_view> capabilities;  // sorted
extern const std::span<const Source> sources;
extern const std::span<const std::string_view> override_reasons;
extern const std::span<const Row> rows;  // sorted by name

}  // namespace eniplan::catalog_data
