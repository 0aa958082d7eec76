#pragma once

#include <cstdint>
#include <vector>

#include "placement/task_groups.hpp"

namespace eniplan::placement {

/// Tasks of one group on each instance, laid out densely while tasks of that group are placed.
/// One at a time for a scratch array.
class GroupTasks {
 public:
  /// `scratch` has one element for each instance, all 0; they are 0 again when this is gone.
  GroupTasks(TaskGroups& groups, GroupId group, std::vector<std::int64_t>& scratch)
      : groups_(groups), group_(group), tasks_(scratch) {
    groups_.for_each_instance(group_, [&](InstanceIndex instance, std::int64_t tasks) { tasks_[instance] = tasks; });
  }
  ~GroupTasks() {
    groups_.for_each_instance(group_, [&](InstanceIndex instance, std::int64_t) { tasks_[instance] = 0; });
  }
  GroupTasks(const GroupTasks&) = delete;
  GroupTasks& operator=(const GroupTasks&) = delete;

  [[nodiscard]] std::int64_t on(InstanceIndex instance) const { return tasks_[instance]; }
  [[nodiscard]] const std::vector<std::int64_t>& by_instance() const { return tasks_; }

  void add(InstanceIndex instance) {
    groups_.add(instance, group_);
    ++tasks_[instance];
  }

 private:
  TaskGroups& groups_;
  GroupId group_;
  std::vector<std::int64_t>& tasks_;
};

}  // namespace eniplan::placement
