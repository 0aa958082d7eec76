#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <eniplan/cluster.hpp>

#include "placement/fleet.hpp"

/// \file
/// The instances of a fleet after a change: blocks that stay, and new ones.

namespace eniplan::change {

/// A fleet in the making.
class ChangedBlocks {
 public:
  /// `cluster` tells types and the memory overhead. Both must outlive it.
  ChangedBlocks(const Cluster& cluster, const placement::Fleet& fleet, placement::MemoryFigure figure)
      : cluster_(cluster), fleet_(fleet), figure_(figure) {}

  /// Instances that stay; they lie in one block.
  void keep(placement::InstanceRange range);
  /// New instances of a capacity group in one zone, numbered from `first_in_group`.
  void add(CapacityGroup group, const std::string& zone, std::size_t count, std::size_t first_in_group);
  /// A new instance in place of a described one.
  void add(ContainerInstance instance);

  struct Result {
    std::shared_ptr<const placement::Fleet> fleet;
    std::vector<placement::KeptInstances> kept;
  };
  /// All of them, in the order in which they were given. `before` is the fleet that blocks were kept of. Throws
  /// InputError if a type is unknown.
  [[nodiscard]] Result make(const std::shared_ptr<const placement::Fleet>& before);

 private:
  struct Part {
    enum class What { kept, of_group, described };
    What what;
    placement::InstanceRange range;  // of what is kept
    std::size_t first_in_group = 0;
  };

  const Cluster& cluster_;
  const placement::Fleet& fleet_;
  const placement::MemoryFigure figure_;
  std::vector<Part> parts_;
  std::vector<CapacityGroup> groups_;         // of the new parts that are of groups, in order
  std::vector<ContainerInstance> described_;  // of those that are not
};

/// What instances of `type` are that stand where `instance` does. They register what a capacity group would.
[[nodiscard]] ContainerInstance replacement(const ContainerInstance& instance, const InstanceType& type,
                                            Trunking trunking, const Cluster& cluster);

/// The same, its type and what it registers being as they were; its trunk is not.
[[nodiscard]] ContainerInstance replacement(const ContainerInstance& instance, Trunking trunking);

}  // namespace eniplan::change
