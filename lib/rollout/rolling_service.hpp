#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <eniplan/rollout.hpp>

#include "placement/place.hpp"
#include "placement/world.hpp"
#include "rollout/bounds.hpp"
#include "rollout/old_tasks.hpp"
#include "rollout/slot_books.hpp"
#include "rollout/stop_order.hpp"

/// \file
/// One service while it is rolled.

namespace eniplan::rollout {

/// A service before it is rolled.
struct Subject {
  const Service* service = nullptr;
  placement::Demand demand;  ///< Of the tasks to start.
  std::int64_t desired = 0;
  Percentages percentages;
  OldTasks old_tasks;
  std::int64_t new_tasks = 0;       ///< That run already.
  Resources new_tasks_hold;         ///< All of them together.
  Resources hold_on_active;         ///< What its old and new tasks hold on `ACTIVE` instances.
  std::int64_t unplaced = 0;        ///< Before it begins.
  std::optional<Packed> packed_by;  ///< Strategies of the service.

  [[nodiscard]] bool is_daemon() const { return service->scheduling_strategy == SchedulingStrategy::daemon; }
};

/// A service in the rounds of its rollout. What it does to the world can be taken back as a whole.
class RollingService {
 public:
  /// `subject` must outlive it.
  RollingService(placement::World& world, const Subject& subject, const Percentages& percentages);

  /// Starts, then stops, what it may. Whether it did something.
  bool go_round(std::int64_t round, SlotBooks& books);

  [[nodiscard]] bool is_complete() const { return new_ >= subject_.desired && old_tasks_.count() == 0; }
  [[nodiscard]] RolloutOutcome outcome() const;
  /// What became of it, but for what is available and what would let it complete.
  [[nodiscard]] Rollout result() const;

  /// These two undo it: but for cuts, the world is then as it was before. Of services rolled together, all take back
  /// before any puts back, since one may have started on a port that the other gave up.
  void take_back_started();
  void put_back_stopped();

 private:
  struct Started {
    std::int64_t tasks = 0;
    std::int64_t races = 0;
    std::optional<Failure> refusal;
  };
  Started start(SlotBooks& books);
  placement::Outcome place(std::int64_t count);
  placement::Outcome restart_daemon(std::int64_t count);
  std::int64_t stop(SlotBooks& books);
  std::vector<OldTasks::Part> next_to_stop(std::int64_t count) const;
  void note_peak();

  placement::World& world_;
  const Subject& subject_;
  const Bounds bounds_;
  OldTasks old_tasks_;
  std::int64_t new_;
  Resources hold_;  // old and new tasks together
  TaskDemand peak_;
  placement::TasksByInstance started_;
  std::vector<OldTasks::Part> stopped_;
  std::set<placement::InstanceIndex> vacated_;  // of a daemon: where an old task was stopped and none started since

  std::vector<RolloutStep> steps_;
  std::optional<Failure> refusal_;  // of the last round
  bool was_refused_ = false;

  // What has no inverse.
  placement::SplitMix64 generator_;
  placement::SubnetBook subnets_;
};

}  // namespace eniplan::rollout
