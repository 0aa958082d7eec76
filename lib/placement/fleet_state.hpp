#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <eniplan/placement.hpp>

#include "placement/fleet.hpp"
#include "placement/task_groups.hpp"

/// \file
/// What is left on each instance and what runs there: all that placing a task changes, but for subnets.

namespace eniplan::placement {

/// Host ports taken on an instance; sorted, unique. Shared by instances that have the same taken, never changed.
struct PortSet {
  std::vector<std::int64_t> tcp;
  std::vector<std::int64_t> udp;

  friend bool operator==(const PortSet&, const PortSet&) = default;
};

/// One array for each fact, since the checks and strategies of one task look at few facts of many instances.
struct FleetState {
  /// Before any task runs.
  explicit FleetState(const Fleet& fleet);

  [[nodiscard]] Resources remaining(InstanceIndex instance) const {
    return {{cpu[instance]}, {memory[instance]}, {gpu[instance]}, {eni[instance]}};
  }

  /// Takes from `instance` what a task needs, whether it has it or not.
  void take(InstanceIndex instance, const TaskNeeds& needs);

  // Remaining of each resource, [instances]. May be negative.
  std::vector<std::int64_t> cpu;
  std::vector<std::int64_t> memory;
  std::vector<std::int64_t> gpu;
  std::vector<std::int64_t> eni;
  std::vector<std::shared_ptr<const PortSet>> ports;  ///< [instances] never null
  std::vector<std::int64_t> tasks;                    ///< [instances] running, listed or not, and placed
  std::vector<std::int64_t> awsvpc_running;           ///< [instances]
  std::vector<std::int64_t> awsvpc_placed;            ///< [instances]
};

}  // namespace eniplan::placement
