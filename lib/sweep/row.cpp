// Tested by: tests/sweep/.

#include "sweep/row.hpp"

#include <algorithm>

#include "rollout/rollout_start.hpp"

namespace eniplan::sweeping {

using namespace placement;
using change::FleetInUse;

namespace {

bool takes_tasks(const InstanceBlock& block) { return block.status == InstanceStatus::active && block.agent_connected; }

Resources at_least_nothing(const Resources& amounts) {
  const auto positive = [](auto amount) { return std::max(amount, decltype(amount){}); };
  return {positive(amounts.cpu), positive(amounts.memory), positive(amounts.gpu), positive(amounts.eni)};
}

void sum_up(const World& world, Row& row) {
  const std::vector<InstanceBlock>& blocks = world.fleet->blocks();
  auto block = blocks.begin();
  world.runs.for_each_run([&](InstanceRange run, const RunState& state) {
    while (block->end() <= run.begin) ++block;  // A run lies in one.
    if (!takes_tasks(*block)) return;
    const auto count = static_cast<std::int64_t>(run.size());
    row.registered += at_least_nothing(block->facts->registered) * count;
    row.left += at_least_nothing(state.remaining) * count;
  });
}

Row::Rollouts rollouts_of(const FleetInUse& fleet, const SweepRollout& rolled) {
  RolloutOptions options;
  options.services = rolled.services;
  options.together = rolled.together;
  options.strict_eni = rolled.strict_eni;
  rollout::RolloutStart start(fleet.world().cluster, options, fleet.settled());
  Row::Rollouts all;
  for (const Rollout& rollout : rollout::roll_subjects(start, options)) {
    all.services += 1;
    all.attach_races += rollout.attach_races;
    all.worst = std::max(all.worst, rollout.outcome);
    if (rollout.outcome == RolloutOutcome::stuck && all.stuck++ == 0) {
      all.stuck_service = rollout.service;
      all.reason = reason(rollout);
    }
  }
  return all;
}

std::size_t number_of(const Cluster& cluster, const std::string& service) {
  const auto found = std::ranges::find(cluster.services, service, &Service::service_name);
  return static_cast<std::size_t>(found - cluster.services.begin());
}

}  // namespace

Row row_of(const FleetInUse& fleet, const SweepOptions& options) {
  Row row;
  row.summary = fleet.summary();
  row.tasks_lost = fleet.tasks_lost();
  row.refusal = fleet.first_refusal();
  sum_up(fleet.world(), row);
  for (const std::string& service : options.services) {
    row.services.push_back(fleet.count_now(number_of(fleet.world().cluster, service)));
  }
  if (options.rollout) row.rollouts = rollouts_of(fleet, *options.rollout);
  return row;
}

}  // namespace eniplan::sweeping
