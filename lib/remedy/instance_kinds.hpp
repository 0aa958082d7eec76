#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <eniplan/remedy.hpp>

/// \file
/// Which instances are alike, and what another one like them would be.

namespace eniplan::remedy {

/// Kinds of instances that tasks may use or that may grow, those with most instances first, then by first appearance
/// in canonical order; at most `most`. Capacity groups without instances are kinds too.
[[nodiscard]] std::vector<InstanceKind> instance_kinds(const Cluster& cluster, std::size_t most);

[[nodiscard]] bool is_of(const InstanceKind& kind, const ContainerInstance& instance);

/// Instances like those of `kind` as a capacity group of its own with no instances yet: zones, attributes and trunk in
/// common, the least that one of them registers. Nothing if their type is not known.
[[nodiscard]] std::optional<CapacityGroup> group_like(const Cluster& cluster, const InstanceKind& kind);

/// `base`, or with a number behind it if there is such a group already.
[[nodiscard]] std::string free_group_name(const Cluster& cluster, const std::string& base);

/// Running tasks on instances of `kind`, as far as they are listed.
[[nodiscard]] std::int64_t listed_tasks_on(const Cluster& cluster, const InstanceKind& kind);

/// Whether tasks run on instances of `kind` that no file lists.
[[nodiscard]] bool has_unlisted_tasks(const Cluster& cluster, const InstanceKind& kind);

/// Whether `task` runs on an instance of one of `kinds`. Cost: making it looks at each instance, asking is a search.
class RunsOn {
 public:
  RunsOn(const Cluster& cluster, std::span<const InstanceKind> kinds);
  [[nodiscard]] bool operator()(const Task& task) const;

 private:
  std::vector<std::string> groups_;          // sorted
  std::vector<std::string_view> instances_;  // ARNs and IDs, sorted
};

}  // namespace eniplan::remedy
