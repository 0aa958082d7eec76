#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <eniplan/placement.hpp>

namespace eniplan::test {

/// Counts which of the things that can happen in a placement did. A comparison of two implementations says nothing
/// about what never came up.
class Coverage {
 public:
  /// All the things it looks for, none seen yet.
  Coverage();

  /// `result` must list its sequences.
  void observe(const Cluster& cluster, const PlacementResult& result);

  /// Adds what another one saw.
  void add(const Coverage& other);

  /// `reason RESOURCE:ENI` and so on, with the number of times, by name.
  [[nodiscard]] const std::map<std::string, std::int64_t>& counts() const { return counts_; }
  [[nodiscard]] std::vector<std::string> never_seen() const { return seen_less_than(1); }
  [[nodiscard]] std::vector<std::string> seen_less_than(std::int64_t times) const;

 private:
  void saw(const std::string& what, bool really = true);
  void observe_failures(const GroupResult& group, bool is_daemon);
  void observe_strategies(const std::optional<std::vector<PlacementStrategy>>& strategies, const GroupResult& group,
                          std::string_view default_name);
  void observe_services(const Cluster& cluster, const PlacementResult& result);
  void observe_requests(const Cluster& cluster, const PlacementResult& result);
  void observe_instances(const Cluster& cluster, const PlacementResult& result);
  void observe_tasks(const Cluster& cluster);
  void observe_sizes(const Cluster& cluster, const PlacementResult& result);
  void observe_placements(const GroupResult& group, const TaskDefinition& definition, bool is_daemon);
  void observe_neighbours(const Cluster& cluster, const PlacementResult& result);

  std::map<std::string, std::int64_t> counts_;
};

}  // namespace eniplan::test
