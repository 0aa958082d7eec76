#pragma once

#include <array>
#include <boost/container/stable_vector.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <eniplan/placement.hpp>

#include "placement/candidate_set.hpp"
#include "placement/eligibility.hpp"
#include "placement/port_sets.hpp"
#include "placement/preference.hpp"
#include "placement/room.hpp"
#include "placement/run_order.hpp"
#include "placement/run_state.hpp"
#include "placement/verdict.hpp"

/// \file
/// What tasks ask of an instance, once for all tasks that ask the same.

namespace eniplan::placement {

using ShapeId = std::uint32_t;

/// Where room was found last in the cells of a shape. Placing only takes away: so what was once found to be the first
/// in canonical order with room will not come to have a first before it, and the next search need not begin earlier.
struct FirstFits {
  std::vector<OrderKey> with_room;  ///< [cells]
  /// The same for instances that have room and no tasks of a group, by group and cell.
  std::unordered_map<std::uint64_t, OrderKey> without_own;
};

/// Tasks of one shape are alike to all checks but those of their own group and of what other tasks are there. Thousands
/// of services have few shapes, so what is worked out for one serves many.
struct Shape {
  Resources needs;
  Ports ports;  ///< Static, sorted.
  EligibilityId eligibility = 0;

  // What follows is worked out as it is wanted.
  Wants wants;                             ///< Of `needs`, as indexes ask.
  std::uint64_t releases = 0;              ///< Of the world, when what goes by placing never making room was found.
  bool is_refused = false;                 ///< Whether no instance has room any more, which placing never changes.
  std::vector<FirstFits> first_fits;       ///< [spreads]
  std::optional<Verdict> verdict;          ///< Of all instances, kept up to date with the runs.
  std::optional<CandidateSet> candidates;  ///< Instances with room, for `random`; kept up to date likewise.

  /// Forgets what holds only as long as nothing is taken back.
  void forget_room();

  [[nodiscard]] bool has_ports() const { return !ports.tcp.empty() || !ports.udp.empty(); }
  [[nodiscard]] bool awsvpc() const { return needs.eni.value > 0; }
};

/// The shapes of a cluster.
class Shapes {
 public:
  /// The number of the shape of tasks with these needs which ask this of an instance; equal ones have the same. What
  /// `eligibility` points to must outlive this.
  [[nodiscard]] ShapeId id_of(const TaskNeeds& needs, Eligibility eligibility);
  [[nodiscard]] Shape& operator[](ShapeId id) { return shapes_[id]; }
  [[nodiscard]] const Shape& operator[](ShapeId id) const { return shapes_[id]; }
  [[nodiscard]] std::size_t size() const { return shapes_.size(); }
  [[nodiscard]] Eligibility& eligibility(const Shape& shape) { return eligibilities_[shape.eligibility]; }
  [[nodiscard]] const boost::container::stable_vector<Eligibility>& eligibilities() const { return eligibilities_; }
  /// What a list of strategies prefers, which mostly is what one of the last lists did. `strategies` must outlive it.
  [[nodiscard]] std::shared_ptr<const Preference> preference_of(std::span<const PlacementStrategy> strategies,
                                                                bool distinct_instance);
  [[nodiscard]] std::span<const std::string_view> spread(SpreadId id) const { return spreads_[id]; }
  /// Forgets which indexes to look in, as when they are made anew.
  void forget_orders();
  /// Forgets what was worked out about classes, as when they are numbered anew.
  void forget_classes();

 private:
  [[nodiscard]] SpreadId spread_id_of(const Preference& preference);

  std::unordered_map<std::string, ShapeId> ids_;
  std::unordered_map<std::string, EligibilityId> eligibility_ids_;
  // What is in them stays where it is.
  boost::container::stable_vector<Shape> shapes_;
  boost::container::stable_vector<Eligibility> eligibilities_;
  std::vector<std::vector<std::string_view>> spreads_;  // few
  std::array<std::shared_ptr<const Preference>, 8> last_preferences_;
  std::size_t next_of_last_ = 0;
};

/// How many copies of a task an instance in this state takes, if other than resources and ports nothing is in the way.
[[nodiscard]] std::int64_t copies_that_fit(const Shape& shape, const RunState& state, const PortSets& ports);

/// Whether it takes one.
[[nodiscard]] bool has_room(const Shape& shape, const RunState& state, const PortSets& ports);

}  // namespace eniplan::placement
