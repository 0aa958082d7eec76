// Tested by: tests/rollout/ and the comparison with the oracle.

#include "rollout/roll_services.hpp"

#include <algorithm>
#include <cassert>

#include "rollout/slot_books.hpp"

namespace eniplan::rollout {
namespace {

/// Each round but those that wait for slots starts a task or stops one. Each task is started or stopped once, and after
/// a stop there is one round to wait.
std::int64_t most_rounds(std::span<const Rolled> services) {
  std::int64_t tasks = 0;
  for (const Rolled& rolled : services) {
    tasks += rolled.subject->desired + rolled.subject->old_tasks.count();
  }
  return 2 * tasks + 2;
}

void go_rounds(std::vector<RollingService>& services, SlotBooks& books, [[maybe_unused]] std::int64_t most) {
  for (std::int64_t round = 1;; ++round) {
    assert(round <= most);
    books.begin_round();
    bool has_moved = false;
    for (RollingService& service : services) {
      const bool moved = service.go_round(round, books);
      has_moved = has_moved || moved;
    }
    if (!has_moved && !books.has_waiting_slots()) return;
  }
}

}  // namespace

std::vector<Rollout> roll_services(placement::World& world, std::span<const Rolled> services, bool strict_eni) {
  SlotBooks books(world, strict_eni);
  std::vector<RollingService> rolling;
  rolling.reserve(services.size());
  for (const Rolled& rolled : services) rolling.emplace_back(world, *rolled.subject, rolled.percentages);
  go_rounds(rolling, books, most_rounds(services));
  books.free_all();

  std::vector<Rollout> results;
  results.reserve(rolling.size());
  for (RollingService& service : rolling) {
    results.push_back(service.result());
    service.take_back_started();
  }
  for (RollingService& service : rolling) service.put_back_stopped();
  return results;
}

}  // namespace eniplan::rollout
