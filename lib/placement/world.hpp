#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include <eniplan/cluster.hpp>

#include "placement/demand.hpp"
#include "placement/fleet.hpp"
#include "placement/fleet_runs.hpp"
#include "placement/instance_classes.hpp"
#include "placement/port_sets.hpp"
#include "placement/random.hpp"
#include "placement/shape.hpp"
#include "placement/shortages.hpp"
#include "placement/subnet_book.hpp"
#include "placement/task_groups.hpp"

namespace eniplan::placement {

/// One cluster while tasks are placed on it: facts, which stay, and state, which commit() alone changes.
struct World {
  /// The cluster with its running tasks in place. It must outlive the world.
  World(const Cluster& cluster, MemoryFigure figure);
  /// A copy shares what stays. Cost: runs, their orders, and what was written down about groups.
  World(const World& other);
  World& operator=(const World&) = delete;
  /// The same cluster with other instances: each block of `fleet` is either kept as a whole or new, with nothing on it.
  /// What ran on instances that are not kept runs no more. `kept` is in canonical order, before and after. Cost:
  /// blocks, runs, and the tasks of all groups.
  World(World& before, std::shared_ptr<const Fleet> fleet, std::span<const KeptInstances> kept);

  [[nodiscard]] std::span<const Demand> service_demands() const {
    return std::span(*demands).first(cluster.services.size());
  }
  [[nodiscard]] std::span<const Demand> request_demands() const {
    return std::span(*demands).subspan(cluster.services.size());
  }

  /// Tells instances apart by what `demand` asks about too, and looks for room for its tasks, which may need less than
  /// all before. Cost: nothing where others asked about it before, else blocks and runs.
  void learn(const Demand& demand);

  /// Makes the `ACTIVE` instances of some ranges, in canonical order and apart, `DRAINING`. Cost: blocks and runs.
  void drain(std::span<const InstanceRange> ranges);

  /// The random numbers of a group, which go on from request to request.
  SplitMix64& generator(GroupId group);

  const Cluster& cluster;
  const MemoryFigure figure;  ///< That capacity groups are counted with.
  TaskGroups groups;
  Shapes shapes;
  FactsAskedFor facts;                                       ///< By which instances are told apart.
  const std::shared_ptr<const std::vector<Demand>> demands;  ///< Of the services, then of the requests.
  PortSets ports;
  std::shared_ptr<const Fleet> fleet;
  std::shared_ptr<const InstanceClasses> classes;
  bool names_providers = false;  ///< Whether some instance names its capacity provider.
  AttributeColumns columns;
  FleetRuns runs;
  Shortages shortages;
  SubnetBook subnets;
  std::vector<std::int64_t> running_of_group;  ///< [groups] running tasks that are listed, wherever they are
  /// Running tasks with an interface, on those instances of capacity groups that have some.
  std::unordered_map<InstanceIndex, std::int64_t> running_interfaces;
  std::map<GroupId, SplitMix64> generators;
  std::uint64_t releases = 0;  ///< How often tasks were taken back, which makes room where there was none.

 private:
  /// What is seen of blocks as the fleet is made.
  struct FirstSight {
    std::vector<ClassId> classes;         // [blocks]
    std::vector<RunState> states;         // [blocks] before any task runs
    std::vector<std::size_t> with_tasks;  // blocks of instances that say they run some
  };
  World(const Cluster& cluster, MemoryFigure figure, FirstSight sight);
  std::shared_ptr<const Fleet> make_fleet(FirstSight& sight);
  /// No task that is known needs less than this.
  [[nodiscard]] Wants least_wanted() const;
  void move_runs(const World& before, std::span<const KeptInstances> kept);
  /// Tells instances apart anew: by `facts`, and as `fleet` is now.
  void classify();
};

/// Places `copies` tasks of `demand` on each instance of `range`, which lies in one run: the only step of placing tasks
/// that changes anything.
void commit(World& world, const Demand& demand, InstanceRange range, std::int64_t copies);

/// Takes `copies` tasks of `demand` back from each instance of `range`, which may lie in several runs; all but their
/// addresses.
void take_back(World& world, const Demand& demand, InstanceRange range, std::int64_t copies);
/// The addresses of such tasks, if they took any.
void give_back_addresses(World& world, const Demand& demand, InstanceRange range, std::int64_t copies);
/// The inverse of take_back(): commit() for a range that may lie in several runs.
void put_back(World& world, const Demand& demand, InstanceRange range, std::int64_t copies);

}  // namespace eniplan::placement
