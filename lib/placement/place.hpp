#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <eniplan/placement.hpp>

#include "placement/world.hpp"

namespace eniplan::placement {

/// What came of placing the tasks of one demand.
struct Outcome {
  std::vector<InstanceIndex> sequence;  ///< [placed] where each task went, in order.
  std::vector<Failure> failures;
};

/// Places `count` tasks of `demand`, one at a time, until there is no instance for the next. `service` is the name in
/// messages, empty for a request. Cost: instances, and for each task the candidates that are left.
[[nodiscard]] Outcome place_tasks(World& world, const Demand& demand, std::int64_t count, std::string_view service);

/// Places a task on each instance that is meant for the daemon and does not run one. `unlisted` of its running tasks
/// are not known to be anywhere; they are taken to be on the first such instances. Cost: instances.
[[nodiscard]] Outcome place_daemon(World& world, const Demand& demand, std::int64_t unlisted, std::string_view service);

}  // namespace eniplan::placement
