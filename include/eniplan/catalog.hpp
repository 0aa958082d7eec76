#pragma once

#include <span>
#include <string>
#include <string_view>

#include <eniplan/cluster.hpp>
#include <eniplan/instance_type.hpp>

/// \file
/// The instance types of Amazon EC2, compiled in. `data/README.md` says where each
/// column comes from and how the table is made again.

namespace eniplan {

/// All types of the built-in table with the overrides applied, sorted by name.
/// Cost: the first call unpacks the table (about a millisecond), later ones nothing. Thread-safe.
[[nodiscard]] std::span<const InstanceType> catalog();

/// The newest day on which any part of the table was read at its source, `2026-11-23`.
[[nodiscard]] std::string_view catalog_date();

/// Of `ondemand_microusd_hour`: the Region whose on-demand prices for Linux these are, and the day they were read,
/// `2026-07-20`. Source: `data/sources.csv`.
inline constexpr std::string_view price_region = "us-east-1";
inline constexpr std::string_view price_date = "2026-07-20";

/// The type of that name in the built-in table, or null. Cost: logarithmic.
[[nodiscard]] const InstanceType* find_instance_type(std::string_view name);

/// The type as `cluster` sees it: its own `instance_types` come before the table's. Null if neither
/// has it. Cost: linear in the cluster's own types, then logarithmic.
[[nodiscard]] const InstanceType* find_instance_type(const Cluster& cluster, std::string_view name);

/// The estimate for a type that nobody observed and that has no relatives: its platform's
/// model on the safe side. Source: `data/README.md`, registered memory.
[[nodiscard]] MemoryEstimate class_memory_estimate(const InstanceType& type);

/// The capability attributes that every instance of a capacity group has, sorted: what a current agent on
/// ECS-optimised Amazon Linux reports. Source: amazon-ecs-agent 1.105.1 (2026-06-29).
[[nodiscard]] const Attributes::Capabilities& agent_capabilities();

}  // namespace eniplan
