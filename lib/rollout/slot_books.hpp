#pragma once

#include <cstdint>

#include "placement/tasks_by_instance.hpp"
#include "placement/world.hpp"

/// \file
/// The slots of stopped tasks: when the scheduler takes them for free, and when they are.

namespace eniplan::rollout {

/// The scheduler's book frees the slot of a task as soon as it is stopped. The interface itself is gone only when its
/// deprovisioning ends: stopped in round r, it is physically free from round r + 2 on. A new task on a slot that is
/// free in the one book and not in the other races with the detaching.
///
/// Or else, strictly, the scheduler is kept from such slots until they are free, and there are no races.
class SlotBooks {
 public:
  SlotBooks(placement::World& world, bool strict) : world_(world), strict_(strict) {}

  /// The slots of the round before the last are free now.
  void begin_round();
  /// `tasks` with an interface were stopped on each instance of `range`, and their slots freed in the scheduler's book.
  void stopped(placement::InstanceRange range, std::int64_t tasks);
  /// Tasks with an interface were started. How many of them are on slots that were not physically free when the round
  /// began. Cost: ranges.
  [[nodiscard]] std::int64_t started(const placement::TasksByInstance& tasks);

  /// Whether slots are kept from the scheduler that will be free later.
  [[nodiscard]] bool has_waiting_slots() const { return strict_ && !(freed_before_.empty() && freed_now_.empty()); }
  /// Gives the scheduler all slots.
  void free_all();

 private:
  [[nodiscard]] std::int64_t races(placement::InstanceRange alike, std::int64_t tasks) const;

  placement::World& world_;
  const bool strict_;
  placement::TasksByInstance freed_before_;  // in the round before this
  placement::TasksByInstance freed_now_;     // in this round
  placement::TasksByInstance started_;       // in this round
};

}  // namespace eniplan::rollout
