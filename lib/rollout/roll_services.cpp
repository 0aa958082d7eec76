// Tested by: tests/rollout/ and the comparison with the oracle.

#include "rollout/roll_services.hpp"

#include <algorithm>
#include <cassert>
#include <map>

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

/// The ports taken where tasks ran before. One of these may name a port that another holds as well, or nobody: then
/// giving it back and taking it again does not come to what was.
class PortsBefore {
 public:
  PortsBefore(placement::World& world, std::span<const Rolled> services) : world_(world) {
    for (const Rolled& rolled : services) {
      const OldTasks& tasks = rolled.subject->old_tasks;
      tasks.for_each([&](const OldTasks::Part& part) {
        const bool was_placed_here = part.kind == 0;
        if (was_placed_here || !world.shapes[tasks.demand(part.kind).shape].has_ports()) return;
        for (placement::InstanceIndex at = part.range.begin; at < part.range.end; ++at) {
          ports_.try_emplace(at, world.runs.state_of(at).ports);
        }
      });
    }
  }

  void restore() {
    if (!ports_.empty()) ++world_.releases;
    for (const auto& [instance, ports] : ports_) {
      placement::RunState state = world_.runs.state_of(instance);
      state.ports = ports;
      world_.runs.change({instance, instance + 1}, state);
    }
  }

 private:
  placement::World& world_;
  std::map<placement::InstanceIndex, placement::PortSetId> ports_;
};

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
  world.runs.remember_cuts();
  PortsBefore ports(world, services);
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
  ports.restore();
  world.runs.join_cuts();
  ++world.releases;  // What was found out about where to look first may be inside a run now.
  return results;
}

}  // namespace eniplan::rollout
