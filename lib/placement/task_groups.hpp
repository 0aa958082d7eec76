#pragma once

#include <boost/container/deque.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <memory_resource>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/text_hash.hpp"
#include "placement/fleet_runs.hpp"
#include "placement/instance_classes.hpp"
#include "placement/tasks_by_instance.hpp"

/// \file
/// Which instance runs how many tasks of which group.

namespace eniplan::placement {

using GroupId = std::uint32_t;  ///< In the order of first mention.

/// Tasks by group and instance.
///
/// Most groups are placed once and never asked about again, so what is placed is only written down, in one list in
/// which the entries of a group are chained. Whoever asks how many tasks of a group are where has the entries that came
/// since the last question added up first.
class TaskGroups {
 public:
  TaskGroups() : memory_of_names_(std::make_unique<std::pmr::monotonic_buffer_resource>()) {}
  TaskGroups(const TaskGroups& other);
  TaskGroups& operator=(const TaskGroups&) = delete;
  TaskGroups(TaskGroups&&) = default;
  TaskGroups& operator=(TaskGroups&&) = delete;
  ~TaskGroups() = default;

  /// Makes place for so many groups.
  void reserve(std::size_t count) {
    groups_.reserve(count);
    ids_.reserve(count);
  }
  /// The id of a group; the same name has the same id.
  GroupId id_of(std::string_view name);
  [[nodiscard]] std::string_view name(GroupId group) const { return *groups_[group].name; }
  [[nodiscard]] std::size_t size() const { return groups_.size(); }

  /// `tasks` more of `group` on each instance of `range`, which are of one class; or fewer, where negative. Cost:
  /// constant.
  void add(GroupId group, InstanceRange range, std::int64_t tasks);
  /// The same for instances whose class is at hand: neighbours of one class that get as many are written down as one.
  void add(GroupId group, InstanceRange range, std::int64_t tasks, ClassId of_class);

  /// Whether tasks of the group were ever added.
  [[nodiscard]] bool has_tasks(GroupId group) const { return groups_[group].last != none; }

  /// Where the tasks of a group are. Cost: the entries since the last question.
  [[nodiscard]] const TasksByInstance& tasks_of(GroupId group);

  /// The tasks of a group by the value of an attribute their instances have; the last for those without it. Cost: the
  /// entries since the last question about the same.
  [[nodiscard]] const std::vector<std::int64_t>& tasks_by_value(GroupId group, const AttributeColumn& column,
                                                                const FleetRuns& runs);
  /// The same groups, with those of their tasks that are on instances of `kept`, where these are now in `fleet`. Cost:
  /// the groups' tasks, as ranges, times their blocks.
  [[nodiscard]] TaskGroups moved(std::span<const KeptInstances> kept, const Fleet& fleet);
  /// Forgets what was counted by value, as when classes are numbered anew.
  void forget_values();

  /// Calls `visit(group)` for each group with tasks on `instance`. Cost: the entries of all groups since the last
  /// question, each times its instances.
  void for_each_group_on(InstanceIndex instance, auto&& visit) {
    count_by_instance();
    const auto found = groups_on_.find(instance);
    if (found == groups_on_.end()) return;
    for (const auto& [group, tasks] : found->second) {
      if (tasks > 0) visit(group);
    }
  }

  [[nodiscard]] std::size_t bytes() const { return entries_.size() * sizeof(Entry); }

 private:
  static constexpr std::uint32_t none = 0xFFFFFFFF;

  struct Entry {
    InstanceRange range;
    std::int64_t tasks;
    GroupId group;
    std::uint32_t previous;  // of the same group
  };
  /// Whether the last entry can be made longer instead of another one being written: nobody has counted it yet.
  [[nodiscard]] bool goes_on(GroupId group, InstanceRange range, std::int64_t tasks, ClassId of_class) const {
    if (open_class_ != of_class || entries_.empty()) return false;
    const Entry& last = entries_.back();
    return last.group == group && last.range.end == range.begin && last.tasks == tasks;
  }
  struct TasksByValue {
    const AttributeColumn* column;
    std::uint32_t counted;  // entries up to and with this one are
    std::vector<std::int64_t> tasks;
  };
  struct Group {
    const std::pmr::string* name = nullptr;  // in `ids_`
    std::uint32_t last = none;
    std::uint32_t counted = none;  // entries up to and with this one are in `by_instance`
    TasksByInstance by_instance;
    std::vector<TasksByValue> by_value;
  };

  /// The entries of `group` after `counted`, latest first.
  void for_each_entry_since(const Group& group, std::uint32_t counted, auto&& visit) const {
    for (std::uint32_t at = group.last; at != counted && at != none; at = entries_[at].previous) visit(entries_[at]);
  }
  void count_by_instance();

  static constexpr ClassId no_class = 0xFFFFFFFF;

  std::vector<Group> groups_;
  // Thousands of names that all stay: in few pieces of memory, which are given back at once.
  std::unique_ptr<std::pmr::monotonic_buffer_resource> memory_of_names_;
  std::pmr::unordered_map<std::pmr::string, GroupId, TextHash, std::equal_to<>> ids_{memory_of_names_.get()};
  // In large blocks: it becomes long, and stays where it is as it grows.
  boost::container::deque<Entry, void, boost::container::deque_options_t<boost::container::block_size<4096U>>> entries_;
  ClassId open_class_ = no_class;         // of the last entry, `no_class` once it was counted
  std::vector<std::uint32_t> to_add_up_;  // kept because memory given back and taken again costs more than adding up
  std::size_t counted_by_instance_ = 0;
  std::unordered_map<InstanceIndex, std::map<GroupId, std::int64_t>> groups_on_;
};

}  // namespace eniplan::placement
