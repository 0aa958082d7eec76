#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <eniplan/cluster.hpp>
#include <eniplan/placement.hpp>

#include "placement/candidate_set.hpp"
#include "placement/checks.hpp"
#include "placement/port_sets.hpp"
#include "placement/room.hpp"
#include "placement/run_order.hpp"
#include "placement/run_state.hpp"
#include "placement/verdict.hpp"

/// \file
/// What tasks ask of an instance, once for all tasks that ask the same.

namespace eniplan::placement {

using ShapeId = std::uint32_t;

/// The candidates of a shape by the values of the attributes that tasks are spread over: one cell for each combination.
struct Cells {
  static constexpr std::uint32_t none = 0xFFFFFFFF;

  std::vector<std::string_view> attributes;  ///< That tasks are spread over.
  std::vector<std::uint32_t> of_class;       ///< [classes] `none` where the tasks cannot go.
  std::vector<std::uint64_t> class_bits;     ///< [cells] see RunOrder
  std::vector<std::uint32_t> values;         ///< [cells * attributes] see AttributeColumn

  // Placing only takes away. So what was once found to be the first in canonical order with room will not come to have
  // a first before it, and the next search need not begin earlier.
  std::vector<OrderKey> first_with_room;  ///< [cells]
  /// The same for instances that have room and no tasks of a group, by group and cell.
  std::unordered_map<std::uint64_t, OrderKey> first_without_own;
};

/// Tasks of one shape are alike to all checks but those of their own group and of what other tasks are there. Thousands
/// of services have few shapes, so what is worked out for one serves many.
struct Shape {
  TaskNeeds needs;
  Ports ports;                                       ///< Of `needs`, static.
  Wants wants;                                       ///< Of `needs`, as indexes ask.
  std::vector<const Query*> member_of;               ///< Those that look at facts that no placement changes.
  std::set<std::string_view> zones;                  ///< Where tasks may be; anywhere if empty.
  std::vector<std::string_view> capacity_providers;  ///< On whose instances tasks may be; on any if empty.

  // What follows is worked out as it is wanted.
  std::vector<FailedChecks> failed_of_class;  ///< [classes] of the checks that no placement changes.
  std::deque<Cells> cells;                    ///< One for each list of attributes spread over.
  std::optional<Verdict> verdict;             ///< Of all instances, kept up to date with the runs.
  std::optional<CandidateSet> candidates;     ///< Instances with room, for `random`; kept up to date likewise.
  bool is_refused = false;                    ///< Whether no instance has room any more, which placing never changes.
  std::uint64_t releases = 0;                 ///< Of the world, when what goes by placing never making room was found.

  /// Forgets what holds only as long as nothing is taken back.
  void forget_room();

  [[nodiscard]] bool has_ports() const { return !ports.tcp.empty() || !ports.udp.empty(); }
  [[nodiscard]] bool awsvpc() const { return needs.resources.eni.value > 0; }
};

/// The shapes of a cluster.
class Shapes {
 public:
  /// The number of a shape; equal ones have the same. What it points to must outlive this.
  [[nodiscard]] ShapeId id_of(Shape shape);
  [[nodiscard]] Shape& operator[](ShapeId id) { return shapes_[id]; }
  [[nodiscard]] const Shape& operator[](ShapeId id) const { return shapes_[id]; }
  [[nodiscard]] std::size_t size() const { return shapes_.size(); }
  /// Forgets what was worked out about classes, as when they are numbered anew.
  void forget_classes();

 private:
  std::unordered_map<std::string, ShapeId> ids_;
  std::deque<Shape> shapes_;
};

/// How many copies of a task an instance in this state takes, if other than resources and ports nothing is in the way.
[[nodiscard]] std::int64_t copies_that_fit(const Shape& shape, const RunState& state, const PortSets& ports);

}  // namespace eniplan::placement
