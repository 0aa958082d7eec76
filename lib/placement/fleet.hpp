#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <eniplan/cluster.hpp>
#include <eniplan/instance_results.hpp>

#include "placement/instance_range.hpp"
#include "placement/registered.hpp"
#include "placement/run_state.hpp"

/// \file
/// The instances of a cluster in canonical order: what does not change while tasks are placed.

namespace eniplan::placement {

/// Consecutive instances made alike: those of a capacity group in one zone, or one container instance.
struct InstanceBlock {
  InstanceIndex first = 0;
  std::size_t count = 0;
  const ContainerInstance* container_instance = nullptr;  ///< Null for instances of a group.
  const CapacityGroup* group = nullptr;                   ///< Null for a container instance.
  std::size_t first_in_group = 0;                         ///< Number of `first` within its group.

  InstanceStatus status = InstanceStatus::active;
  bool agent_connected = true;
  std::string_view capacity_provider;  ///< Empty if none.
  const Attributes* attributes = nullptr;
  std::shared_ptr<const InstanceFacts> facts;  ///< As results tell them; one for all blocks with the same.
  std::int64_t interface_limit = 0;            ///< Physical; only for groups.

  [[nodiscard]] InstanceIndex end() const { return static_cast<InstanceIndex>(first + count); }
};

/// The part of a block that `range` is, which lies in it.
[[nodiscard]] InstanceBlock part_of(const InstanceBlock& block, InstanceRange range);

/// The instance of a block that `name` names: by ID (the last part of the ARN, or `<group>/<k>`), ARN or EC2 instance
/// ID.
[[nodiscard]] std::optional<InstanceIndex> find_in(const InstanceBlock& block, std::string_view name);

class Fleet {
 public:
  /// `cluster` must outlive the fleet. `visit` is told of each block as it is made, while what it points to is at hand:
  /// described instances lie all over memory, and to look at them again costs as much as the first time. Throws
  /// InputError if a group's type is unknown.
  using Visit = std::function<void(const InstanceBlock&)>;
  Fleet(const Cluster& cluster, MemoryFigure figure, const Visit& visit = {});
  /// Of blocks, in canonical order, that were made by other fleets, which must live as long as `sources`. Finds nothing
  /// by reference.
  Fleet(std::vector<std::shared_ptr<const void>> sources, std::vector<InstanceBlock> blocks);
  Fleet(const Fleet&) = delete;
  Fleet& operator=(const Fleet&) = delete;

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] const std::vector<InstanceBlock>& blocks() const { return blocks_; }
  /// The block of an instance. Cost: logarithmic in the blocks.
  [[nodiscard]] const InstanceBlock& block(InstanceIndex instance) const {
    return *std::prev(std::ranges::upper_bound(blocks_, instance, {}, &InstanceBlock::first));
  }
  /// Last part of the ARN, or `<group>/<k>`.
  [[nodiscard]] std::string id(InstanceIndex instance) const;
  /// The instance that a task of the cluster names by ARN or as `<group>/<k>`; nothing if it is not given.
  [[nodiscard]] std::optional<InstanceIndex> find(std::string_view reference) const;

 private:
  void add(const Cluster& cluster, const CapacityGroup& group, MemoryFigure figure, const Visit& visit);
  void add(InstanceBlock&& block, const Visit& visit);

  std::vector<std::shared_ptr<const void>> sources_;  // of what blocks point to
  std::vector<InstanceBlock> blocks_;
  std::size_t size_ = 0;
  std::deque<Attributes> zone_attributes_;  // of groups, zone by zone; blocks point here
  std::unordered_map<std::string_view, InstanceIndex> by_arn_;
  struct GroupPlace {
    InstanceIndex first;
    std::size_t count;
  };
  std::unordered_map<std::string_view, GroupPlace> by_group_;
};

}  // namespace eniplan::placement
