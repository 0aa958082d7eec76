#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <eniplan/diagnostic.hpp>
#include <eniplan/what_if.hpp>

#include "change/fleet_in_use.hpp"

/// \file
/// Changes, one after the other.

namespace eniplan::change {

class Changes {
 public:
  /// Both must outlive it.
  Changes(const Cluster& cluster, FleetInUse& fleet);

  /// A change that cannot be made is left out and noted.
  void apply(const Change& change);
  /// Throws InputError if one could not be made.
  void require_all() const;

 private:
  using Block = placement::InstanceBlock;

  void make(const LoseZone& change);
  void make(const LoseInstance& change);
  void make(const SetDesiredCount& change);
  void make(const SetTrunking& change);
  void make(const SwapType& change);
  void make(const AddInstances& change);
  void make(const RemoveInstances& change);

  [[nodiscard]] ChangedBlocks changed_blocks() const;
  /// Replaces the blocks that `is_meant` by new instances: what `described` makes of a described one, or of their group
  /// as it is now.
  void replace(const std::function<bool(const Block&)>& is_meant,
               const std::function<ContainerInstance(const Block&)>& described);
  [[nodiscard]] CapacityGroup* find_group(const std::string& key, const std::string& name);
  [[nodiscard]] bool is_of(const Block& block, const std::optional<std::string>& group) const;
  [[nodiscard]] const InstanceType* type_of(const Block& block) const;
  [[nodiscard]] std::pair<std::size_t, std::size_t> rank(const Block& block) const;
  [[nodiscard]] bool is_count(const std::string& key, std::int64_t count);
  void refuse(std::string key, std::string message);

  const Cluster& cluster_;
  FleetInUse& fleet_;
  std::vector<CapacityGroup> groups_;        // as changes left them; what instances are added like
  std::vector<std::size_t> instances_ever_;  // [groups] those removed since included
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace eniplan::change
