#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <eniplan/placement.hpp>

#include "placement/place.hpp"
#include "placement/world.hpp"

/// \file
/// A fleet before anything is placed on it that could as well be elsewhere.

namespace eniplan::explain_detail {

/// A replica service or a request: how many tasks of it must have a place.
struct Wanted {
  std::size_t number = 0;  ///< Among the services, then the requests.
  std::string name;        ///< Of the service; empty for a request.
  const placement::Demand* demand = nullptr;
  std::int64_t to_place = 0;                                 ///< What simulate() sets out to place.
  std::map<placement::InstanceIndex, std::int64_t> running;  ///< Where tasks that could move run now, and how many.
  std::int64_t running_count = 0;                            ///< The sum of these.

  [[nodiscard]] std::int64_t tasks() const { return to_place + running_count; }
};

/// The cluster as it is, and as it were if everything that may move were gone; daemons in place in both.
class BareFleet {
 public:
  /// `start` is the world before anything is placed, which becomes the one in use and must outlive this. Cost: a copy,
  /// and the tasks that run.
  explicit BareFleet(placement::World& start);
  BareFleet(const BareFleet&) = delete;
  BareFleet& operator=(const BareFleet&) = delete;

  [[nodiscard]] const std::vector<Wanted>& wanted() const { return wanted_; }
  /// With the tasks that run.
  [[nodiscard]] placement::World& in_use() { return in_use_; }
  /// Without those that may move.
  [[nodiscard]] placement::World& bare() { return bare_; }
  /// What tasks that may move hold now on the instances that have some.
  [[nodiscard]] const std::map<placement::InstanceIndex, Resources>& held() const { return held_; }
  /// Of daemons, by the number of the service: instances that have no room for it even on the bare fleet.
  [[nodiscard]] const std::map<std::size_t, std::int64_t>& unplaced_daemons_bare() const { return unplaced_bare_; }
  /// The same on the fleet in use.
  [[nodiscard]] const std::map<std::size_t, std::int64_t>& unplaced_daemons_in_use() const { return unplaced_in_use_; }
  /// Of a service, daemons among them: tasks that run, listed or not.
  [[nodiscard]] std::int64_t running(std::size_t number) const;

 private:
  void find_wanted();
  void find_running();
  void take_off();
  std::map<std::size_t, std::int64_t> place_daemons(placement::World& world);

  const Cluster& cluster_;
  placement::World& in_use_;
  placement::World bare_;
  std::vector<Wanted> wanted_;
  std::map<placement::InstanceIndex, Resources> held_;
  std::map<std::size_t, std::int64_t> unplaced_in_use_;
  std::map<std::size_t, std::int64_t> unplaced_bare_;
};

}  // namespace eniplan::explain_detail
