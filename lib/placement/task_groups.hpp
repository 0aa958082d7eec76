#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// \file
/// Which instance runs how many tasks of which group.

namespace eniplan::placement {

using InstanceIndex = std::uint32_t;  ///< In canonical order.
using GroupId = std::uint32_t;        ///< In the order of first mention.

/// Tasks by group and instance: a sparse matrix whose rows (instances) and columns (groups) can both be walked.
/// A cell exists from the first task on; tasks never leave.
class TaskGroups {
 public:
  explicit TaskGroups(std::size_t instance_count = 0) : first_of_instance_(instance_count, none) {}

  /// The id of a group; the same name has the same id.
  GroupId id_of(std::string_view name);
  [[nodiscard]] const std::string& name(GroupId group) const { return groups_[group].name; }
  [[nodiscard]] std::size_t size() const { return groups_.size(); }

  void resize(std::size_t instance_count) { first_of_instance_.resize(instance_count, none); }

  /// One more task of `group` on `instance`. Cost: linear in the groups on the instance.
  void add(InstanceIndex instance, GroupId group);

  /// Calls `visit(instance, tasks)` for each instance with tasks of `group`.
  void for_each_instance(GroupId group, auto&& visit) const {
    for (std::uint32_t at = groups_[group].first; at != none; at = cells_[at].next_of_group) {
      visit(cells_[at].instance, cells_[at].tasks);
    }
  }

  /// Calls `visit(group, tasks)` for each group with tasks on `instance`.
  void for_each_group(InstanceIndex instance, auto&& visit) const {
    for (std::uint32_t at = first_of_instance_[instance]; at != none; at = cells_[at].next_of_instance) {
      visit(cells_[at].group, cells_[at].tasks);
    }
  }

 private:
  static constexpr std::uint32_t none = 0xFFFFFFFF;

  struct Group {
    std::string name;
    std::uint32_t first = none;
  };
  struct Cell {
    InstanceIndex instance;
    GroupId group;
    std::int64_t tasks;
    std::uint32_t next_of_instance;
    std::uint32_t next_of_group;
  };

  std::vector<Group> groups_;
  std::unordered_map<std::string, GroupId> ids_;
  std::vector<std::uint32_t> first_of_instance_;
  std::vector<Cell> cells_;
};

}  // namespace eniplan::placement
