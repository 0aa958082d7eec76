#include "checksum.hpp"

#include <fmt/format.h>

#include <cstdint>

namespace eniplan::bench {
namespace {

/// The steps of FNV-1a-64, a number at a time.
class Checksum {
 public:
  void add(auto value) { sum_ = (sum_ ^ static_cast<std::uint64_t>(value)) * 0x100000001B3U; }
  [[nodiscard]] std::string text() const { return fmt::format("{:016x}", sum_); }

 private:
  std::uint64_t sum_ = 0xCBF29CE484222325U;
};

void add(const Failure& failure, Checksum& sum) {
  sum.add(failure.reason);
  sum.add(failure.count);
  sum.add(failure.closest_instance ? *failure.closest_instance + 1 : 0);
  for (const std::int64_t count : failure.blocked_by) sum.add(count);
  for (const std::int64_t count : failure.only_blocked_by) sum.add(count);
}

void add(const GroupResult& group, Checksum& sum) {
  sum.add(group.placed_count);
  for (const PlacementRun& run : group.placements) {
    sum.add(run.first_instance);
    sum.add(run.instance_count);
    sum.add(run.tasks_per_instance);
  }
  for (const Failure& failure : group.failures) add(failure, sum);
}

}  // namespace

std::string checksum(const PlacementResult& result) {
  Checksum sum;
  for (const GroupResult& service : result.services) add(service, sum);
  for (const GroupResult& request : result.run_tasks) add(request, sum);
  return sum.text();
}

std::string checksum(const RolloutResult& result) {
  Checksum sum;
  for (const Rollout& rollout : result.rollouts) {
    sum.add(rollout.outcome);
    sum.add(rollout.old_running);
    sum.add(rollout.new_running);
    for (const RolloutStep& step : rollout.steps) {
      for (const std::int64_t number : {step.round, step.started, step.stopped, step.attach_races}) sum.add(number);
      sum.add(step.refused ? static_cast<int>(*step.refused) + 1 : 0);
      sum.add(step.closest_instance ? *step.closest_instance + 1 : 0);
    }
  }
  return sum.text();
}

}  // namespace eniplan::bench
