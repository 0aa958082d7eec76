#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <eniplan/cluster.hpp>
#include <eniplan/rollout.hpp>

/// \file
/// timeline(): the rounds of rollouts laid on a clock. An estimate: each of its assumptions is part of the answer.

namespace eniplan {

/// What AWS does not publish and the user may know better.
struct TimelineOptions {
  std::int64_t start_seconds = 30;   ///< From the launch of a task to RUNNING, its interface attached.
  std::int64_t detach_seconds = 20;  ///< From the end of an `awsvpc` task to its slot being free.
};

/// Tasks that ECS launches of one service in a minute.
/// Source: Amazon ECS Developer Guide, service quotas (2026).
inline constexpr std::int64_t launches_per_minute = 500;

/// One step of a rollout, in milliseconds from the beginning of the first round.
struct TimelineStep {
  std::int64_t round = 0;
  std::int64_t begin = 0;
  std::optional<std::int64_t> running;     ///< The last of its new tasks runs; nothing if none was started.
  std::optional<std::int64_t> healthy;     ///< The last of them is healthy.
  std::optional<std::int64_t> stopped;     ///< The old tasks it stops have ended; nothing if it stops none.
  std::optional<std::int64_t> slots_free;  ///< Their interfaces are gone; nothing if they had none.

  friend bool operator==(const TimelineStep&, const TimelineStep&) = default;
};

/// When the steps of a rollout come, and what was assumed.
struct Timeline {
  std::vector<TimelineStep> steps;  ///< [steps of the rollout]
  std::int64_t end = 0;             ///< The last new task is healthy, the last old one has ended; milliseconds.
  std::int64_t start_seconds = 0;   ///< As in TimelineOptions.
  std::int64_t health_seconds = 0;  ///< From RUNNING to healthy.
  bool has_health_check = false;    ///< Else `health_seconds` is what ECS waits without one.
  std::int64_t stop_seconds = 0;    ///< From the order to stop to the end of the slowest container.
  std::optional<std::int64_t> detach_seconds;  ///< Nothing if the old tasks have no interfaces of their own.

  friend bool operator==(const Timeline&, const Timeline&) = default;
};

/// Lays the rollouts of `result`, which came of `options`, on a clock. In the order of the rollouts.
///
/// A round begins when the stops of the round before were ordered; rolled together, when every service has ordered its
/// own. With `strict_eni` it begins not before the slots are free that it may use: those of the round before the last.
/// New tasks are launched one after the other and are healthy once the slowest essential container with a health check
/// has passed all its retries; a container without `stopTimeout` takes 30 seconds to stop.
/// Cost: linear in the cluster and the steps; rolled together, in services times rounds.
[[nodiscard]] std::vector<Timeline> timeline(const Cluster& cluster, const RolloutResult& result,
                                             const RolloutOptions& options, const TimelineOptions& timing = {});

}  // namespace eniplan
