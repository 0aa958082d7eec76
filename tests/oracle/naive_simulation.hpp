#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <eniplan/cluster.hpp>
#include <eniplan/placement.hpp>

#include "oracle/naive_checks.hpp"
#include "oracle/naive_strategies.hpp"
#include "oracle/naive_world.hpp"

// A cluster on which tasks are placed and taken back, one at a time.

namespace eniplan::oracle {

/// Copies go their own ways from there.
class NaiveSimulation {
 public:
  /// Lets the running tasks occupy what they hold; places nothing. `cluster` must outlive it and its copies.
  explicit NaiveSimulation(const Cluster& cluster) : cluster_(&cluster), world_(naive_world(cluster)) {}

  /// Places what the cluster asks for, in the order of work. Sequences are listed.
  PlacementResult place_cluster();

  [[nodiscard]] NaiveRequest request_of(const Service& service);
  [[nodiscard]] NaiveRequest request_of(const RunTask& run_task);

  /// Places so many tasks, or as many as there is room for; `result` tells.
  void place_one_by_one(const NaiveRequest& request, std::int64_t count, GroupResult& result);
  /// Places a daemon on each instance that lacks it, after so many that nobody listed are taken to be somewhere.
  void place_daemons(const NaiveRequest& request, std::int64_t unlisted, GroupResult& result);

  /// Places one task on the best of the instances that pass all checks, if there is one. `checks` becomes what was
  /// found on each instance before.
  std::optional<std::size_t> place_one(const NaiveRequest& request, const NaiveStrategies& strategies,
                                       std::vector<NaiveChecks>& checks);
  /// Places one task there, whatever the checks say.
  void place(const NaiveRequest& request, std::size_t instance);
  /// Takes away one task of the group, that needs this. It was placed, or it ran before. Its address stays taken.
  void take_back(const std::string& group, std::size_t instance, const NaiveNeeds& needs, bool was_placed);

  /// The address of a placed task: that of one that had found none, else of the subnet that gave most.
  void give_back_address(const NaiveRequest& request, const NaiveInstance& instance);

  [[nodiscard]] Numbers all_instances() const;
  [[nodiscard]] InstanceResults instances() const;
  [[nodiscard]] const NaiveWorld& world() const { return world_; }
  [[nodiscard]] NaiveWorld& world() { return world_; }

 private:
  template <class ServiceOrRunTask>
  NaiveRequest common_request(const ServiceOrRunTask& asked, const TaskOverrides& overrides, const std::string& group);

  GroupResult run_replicas(const Service& service);
  GroupResult run_request(const RunTask& run_task);
  GroupResult run_daemon(const Service& service);
  std::vector<NaiveSubnet*> subnets_of(const NaiveRequest& request, const NaiveInstance& instance);
  void take_address(const NaiveRequest& request, const NaiveInstance& instance);
  void report_subnets(PlacementResult& result) const;
  void report_summary(PlacementResult& result) const;

  const Cluster* cluster_;
  NaiveWorld world_;
  std::map<std::string, std::uint64_t> generators_;  // states of SplitMix64, by group
};

}  // namespace eniplan::oracle
