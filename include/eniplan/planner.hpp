#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include <eniplan/cluster.hpp>
#include <eniplan/instance_results.hpp>
#include <eniplan/placement.hpp>

/// \file
/// What-ifs: a cluster built once and asked many questions.

namespace eniplan {

/// A cluster on which tasks are placed and taken back as the caller pleases, by the same rules and with the same
/// answers as simulate().
///
/// ```
/// Planner planner(cluster);
/// planner.place_cluster();                       // what the document asks for
/// const Planner::Ask web = planner.prepare(cluster.services[0]);
/// const std::size_t before = planner.mark();
/// if (planner.place(web, 200).failures.empty()) …  // would a doubled deployment get through?
/// planner.undo(before);
/// ```
///
/// *Runs* below are runs of consecutive instances in the same state: as few as there are kinds of instances in a fresh
/// fleet, as many as there are instances at worst. They are cut where tasks are placed and stay cut when these are
/// taken back.
///
/// Not for several threads at once, but copies are independent: one for each thread.
class Planner {
 public:
  /// Something that can be placed: a service's or a request's wishes, worked out. Good for the planner that prepared it
  /// and for copies made of that planner since.
  enum class Ask : std::size_t {};

  /// Lets the running tasks of `cluster` occupy what they hold; places nothing. `cluster` must be as load() gives it,
  /// and must outlive the planner and its copies. Cost: what the document lists; nothing for the size of capacity
  /// groups.
  explicit Planner(const Cluster& cluster);

  /// A snapshot. Facts are shared. Cost: copying 48 bytes a run, 45 more for each order that strategies have asked for,
  /// and what was written down about groups of tasks; far less than building.
  Planner(const Planner& other);
  Planner& operator=(const Planner& other);
  Planner(Planner&& other) noexcept;
  Planner& operator=(Planner&& other) noexcept;
  ~Planner();

  /// Places what the cluster itself asks for: daemons, services, requests. The answer is that of simulate() but for the
  /// warnings about uncertain memory. It cannot be undone: earlier marks are void. Cost: that of simulate().
  PlacementResult place_cluster(Sequence sequence = Sequence::omitted);

  /// Works out what tasks of `service` ask for, which need not be one of the cluster's; its task definition must be.
  /// Throws InputError if it is not. Cost: constant; but the first that asks for an attribute, or another fact, nobody
  /// has asked for yet costs a look at every block of instances and makes the indexes anew.
  Ask prepare(const Service& service);
  /// The same for a request. Without `group` the tasks are of the group `family:<family>`.
  Ask prepare(const RunTask& request);

  /// Places `count` tasks of a service or request, or for a daemon one on each instance that lacks it, whatever the
  /// count. `desired_count` of the answer is `count`; running tasks are not looked at. Cost: for each availability
  /// zone, or cell of other attributes spread over, a search in an index for each run touched. Lists of strategies that
  /// no index orders and constraints on `task:group` or `runningTasksCount` cost a look at every candidate for each
  /// task.
  GroupResult place(Ask ask, std::int64_t count);

  /// Places one task; the instance it went to, or nothing if there is none. Cheaper than place(), since it makes no
  /// result.
  std::optional<std::size_t> place_one(Ask ask);

  /// Takes tasks of the ask's group back, placed or running already: `tasks_per_instance` from each instance of the
  /// runs. Addresses go back to the named subnets of the zone, first to those tasks that had found none. Throws
  /// std::invalid_argument, and takes nothing, if the ask's group has fewer tasks somewhere. Cost: as to place them,
  /// and the tasks of the group written down since the last time.
  void release(Ask ask, std::span<const PlacementRun> placements);

  /// A point to go back to. Cost: constant; from the first mark on, what is placed and released is written down.
  [[nodiscard]] std::size_t mark();
  /// Takes back all that was placed or released since `mark`, which stays good, in every respect but the cuts. Throws
  /// std::invalid_argument if the mark is void or of the future. Cost: as to place it.
  void undo(std::size_t mark);

  /// The instances as they are now. Cost: runs.
  [[nodiscard]] InstanceResults instances() const;
  /// The subnets as they are now.
  [[nodiscard]] std::vector<SubnetResult> subnets() const;
  /// Memory of the state that placing changes, indexes included, facts and names not.
  [[nodiscard]] std::size_t bytes() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace eniplan
