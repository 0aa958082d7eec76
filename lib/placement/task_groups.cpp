#include "placement/task_groups.hpp"

namespace eniplan::placement {

GroupId TaskGroups::id_of(std::string_view name) {
  const auto [place, is_new] = ids_.try_emplace(std::string(name), static_cast<GroupId>(groups_.size()));
  if (is_new) groups_.push_back({std::string(name)});
  return place->second;
}

void TaskGroups::add(InstanceIndex instance, GroupId group) {
  for (std::uint32_t at = first_of_instance_[instance]; at != none; at = cells_[at].next_of_instance) {
    if (cells_[at].group == group) {
      ++cells_[at].tasks;
      return;
    }
  }
  const auto added = static_cast<std::uint32_t>(cells_.size());
  cells_.push_back({instance, group, 1, first_of_instance_[instance], groups_[group].first});
  first_of_instance_[instance] = added;
  groups_[group].first = added;
}

}  // namespace eniplan::placement
