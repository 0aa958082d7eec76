#include "placement/task_groups.hpp"

#include <algorithm>

namespace eniplan::placement {

TaskGroups::TaskGroups(const TaskGroups& other)
    : groups_(other.groups_),
      memory_of_names_(std::make_unique<std::pmr::monotonic_buffer_resource>()),
      ids_(other.ids_, memory_of_names_.get()),
      entries_(other.entries_),
      open_class_(other.open_class_),
      counted_by_instance_(other.counted_by_instance_),
      groups_on_(other.groups_on_) {
  for (const auto& [name, id] : ids_) groups_[id].name = &name;
}

GroupId TaskGroups::id_of(std::string_view name) {
  if (const auto known = ids_.find(name); known != ids_.end()) return known->second;
  const auto id = static_cast<GroupId>(groups_.size());
  groups_.emplace_back().name = &ids_.emplace(name, id).first->first;
  return id;
}

void TaskGroups::add(GroupId group, InstanceRange range, std::int64_t tasks, ClassId of_class) {
  if (goes_on(group, range, tasks, of_class)) {
    entries_.back().range.end = range.end;
  } else {
    add(group, range, tasks);
    open_class_ = of_class;
  }
}

void TaskGroups::add(GroupId group, InstanceRange range, std::int64_t tasks) {
  open_class_ = no_class;
  entries_.push_back({range, tasks, group, groups_[group].last});
  groups_[group].last = static_cast<std::uint32_t>(entries_.size() - 1);
}

const TasksByInstance& TaskGroups::tasks_of(GroupId id) {
  Group& group = groups_[id];
  open_class_ = no_class;
  // What is taken away was there before, so the order in which entries are added up matters.
  for (std::uint32_t at = group.last; at != group.counted; at = entries_[at].previous) to_add_up_.push_back(at);
  for (; !to_add_up_.empty(); to_add_up_.pop_back()) {
    const Entry& entry = entries_[to_add_up_.back()];
    group.by_instance.add(entry.range, entry.tasks);
  }
  group.counted = group.last;
  return group.by_instance;
}

const std::vector<std::int64_t>& TaskGroups::tasks_by_value(GroupId id, const AttributeColumn& column,
                                                            const FleetRuns& runs) {
  Group& group = groups_[id];
  open_class_ = no_class;
  auto known = group.by_value.begin();
  while (known != group.by_value.end() && known->column != &column) ++known;
  if (known == group.by_value.end()) {
    group.by_value.push_back({&column, none, std::vector<std::int64_t>(column.value_count + std::size_t{1})});
    known = group.by_value.end() - 1;
  }
  for_each_entry_since(group, known->counted, [&](const Entry& entry) {
    const std::uint32_t value = column.value_of_class[runs.state_of(entry.range.begin).of_class];
    known->tasks[value] += entry.tasks * static_cast<std::int64_t>(entry.range.size());
  });
  known->counted = group.last;
  return known->tasks;
}

TaskGroups TaskGroups::moved(std::span<const KeptInstances> kept, const Fleet& fleet) {
  const std::vector<KeptInstances> stretches = stretches_of(kept);
  TaskGroups result;
  result.reserve(size());
  for (const Group& group : groups_) static_cast<void>(result.id_of(*group.name));
  for (GroupId group = 0; group < size(); ++group) {
    tasks_of(group).moved(stretches).for_each([&](InstanceRange range, std::int64_t tasks) {
      // What is written down is of one class.
      for (InstanceIndex at = range.begin; at < range.end;) {
        const InstanceIndex end = std::min(range.end, fleet.block(at).end());
        result.add(group, {at, end}, tasks);
        at = end;
      }
    });
  }
  return result;
}

void TaskGroups::forget_values() {
  for (Group& group : groups_) group.by_value.clear();
}

void TaskGroups::count_by_instance() {
  open_class_ = no_class;
  for (; counted_by_instance_ < entries_.size(); ++counted_by_instance_) {
    const Entry& entry = entries_[counted_by_instance_];
    for (InstanceIndex instance = entry.range.begin; instance < entry.range.end; ++instance) {
      groups_on_[instance][entry.group] += entry.tasks;
    }
  }
}

}  // namespace eniplan::placement
