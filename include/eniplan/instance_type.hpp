#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <eniplan/units.hpp>

namespace eniplan {

/// Whether an instance has a trunk interface that carries its tasks' branch interfaces.
enum class Trunking { disabled, enabled };

/// Where a figure comes from: a page or a published data set, and of which day it is.
struct Provenance {
  std::string source;
  std::string date;  ///< ISO 8601, as far as it is known (`2026`); empty for figures the user gave.

  friend bool operator==(const Provenance&, const Provenance&) = default;
};

/// How the memory that a type registers with ECS is known.
enum class MemoryBasis {
  observed,   ///< Seen on this very type.
  relatives,  ///< Estimated from other sizes and relatives of its family.
  class_,     ///< Estimated from its platform alone (Xen, Nitro x86, Nitro arm64, bare metal).
  given,      ///< Said by the user.
};
[[nodiscard]] std::string_view to_string(MemoryBasis basis);

/// The memory an instance of a type registers, which is less than the type's nominal
/// memory: kernel, firmware and the Nitro card keep a part, 1.6 to 6 % by platform.
struct MemoryEstimate {
  MemoryBasis basis = MemoryBasis::given;
  MiB registered;  ///< What placement counts with. low <= registered <= high.
  MiB low;         ///< The truth is hardly below this
  MiB high;        ///< or above this.

  friend bool operator==(const MemoryEstimate&, const MemoryEstimate&) = default;
};

/// An EC2 instance type: what it has, and how many `awsvpc` tasks ECS lets it run.
struct InstanceType {
  std::string name;          ///< `c5.large`
  std::int64_t vcpus = 0;    ///< An instance registers 1024 CPU units for each.
  MiB memory;                ///< Nominal, as EC2 sells it. What ECS counts is `registered_memory`.
  std::string architecture;  ///< `x86_64`, `arm64`, `x86_64_mac`, `arm64_mac`.
  std::string hypervisor;    ///< `nitro`, `xen`, `none` (bare metal), empty if unknown.
  bool bare_metal = false;
  Gpus gpus;
  std::int64_t network_cards = 1;
  std::int64_t max_network_interfaces = 0;                   ///< Over all network cards, the primary included.
  std::optional<std::int64_t> max_network_interfaces_card0;  ///< On the default card alone.
  std::int64_t ipv4_per_interface = 0;
  std::optional<EniSlots> ecs_task_limit_default;   ///< Without trunk, as ECS publishes it; else max - 1.
  std::optional<EniSlots> ecs_task_limit_trunking;  ///< With trunk; nothing: trunking is not known to work.
  std::optional<bool> current_generation;
  std::optional<std::int64_t> ondemand_microusd_hour;  ///< us-east-1, Linux, 10^-6 USD an hour.
  MemoryEstimate registered_memory;

  Provenance hardware_source;  ///< Of vCPUs, memory, GPUs, network interfaces.
  Provenance default_limit_source;
  Provenance trunking_limit_source;  ///< Also where there is no limit: the table that leaves the type out.
  Provenance memory_source;
  std::string override_reason;  ///< Why a figure differs from the published table; empty if none does.

  friend bool operator==(const InstanceType&, const InstanceType&) = default;
};

/// How many `awsvpc` tasks an instance of `type` runs. With a trunk: the type's trunking
/// limit, where it has one (for a few types it is the lower one). Otherwise the default
/// limit: the published one, else all interfaces but the primary.
/// Source: Amazon ECS Developer Guide, "Supported instances for increased container network
/// interfaces"; dates beside each figure of the catalog.
[[nodiscard]] EniSlots task_limit(const InstanceType& type, Trunking trunking);

/// `x86_64` or `arm64`: the value of `ecs.cpu-architecture` on instances of `type`.
[[nodiscard]] std::string_view cpu_architecture(const InstanceType& type);

}  // namespace eniplan
