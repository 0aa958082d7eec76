#pragma once

#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <string_view>
#include <vector>

#include <eniplan/placement.hpp>

#include "placement/world.hpp"

namespace eniplan::placement {

/// Tasks that went to neighbours in one step: `copies` to each, one instance after the other.
struct Step {
  InstanceRange range;
  std::int64_t copies;
};

/// Mostly few: memory is taken only where there are more.
using Steps = boost::container::small_vector<Step, 4>;

/// What came of placing the tasks of one demand.
struct Outcome {
  std::int64_t placed = 0;
  /// Where tasks went: in the order of placement if that was asked for; else tasks of different steps may in truth have
  /// taken turns.
  Steps steps;
  std::vector<Failure> failures;

  /// A step; one with the last where it goes on with as many on the instances behind.
  void add(const Step& step) {
    if (!steps.empty() && steps.back().range.end == step.range.begin && steps.back().copies == step.copies) {
      steps.back().range.end = step.range.end;
    } else {
      steps.push_back(step);
    }
  }
};

/// Places `count` tasks of `demand`, one at a time as far as anyone can tell, until there is no instance for the next.
/// `service` is the name in messages, empty for a request. Cost: see the ways of placing (placing.hpp).
[[nodiscard]] Outcome place_tasks(World& world, const Demand& demand, std::int64_t count, std::string_view service,
                                  Sequence sequence);

/// The same without a failure for what is not placed.
[[nodiscard]] Outcome place_up_to(World& world, const Demand& demand, std::int64_t count, Sequence sequence);

/// Places a task on each instance that is meant for the daemon and does not run one. `unlisted` of its running tasks
/// are not known to be anywhere; they are taken to be on the first such instances. Cost: runs.
[[nodiscard]] Outcome place_daemon(World& world, const Demand& demand, std::int64_t unlisted, std::string_view service);

/// Where each task went, in order. `outcome` must be of placing with the sequence listed.
[[nodiscard]] std::vector<std::size_t> sequence_of(const Outcome& outcome);

/// How many tasks each instance received in some steps, as runs, ascending, neighbours joined where they can be. Cost:
/// steps times their logarithm.
[[nodiscard]] std::vector<PlacementRun> placements_of(Steps steps);

}  // namespace eniplan::placement
