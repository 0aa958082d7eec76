// A rollout is the release-and-place machinery of placing gone round by round: where simulate() ends, new tasks are
// placed by its rules and old ones taken back, and in the end all of it is undone, so that the next service begins from
// the same start.
//
// Tested by: tests/rollout/ and the comparison with the oracle.

#include <eniplan/rollout.hpp>

#include <cassert>
#include <utility>

#include <fmt/format.h>

#include "placement/report_instances.hpp"
#include "rollout/remedies.hpp"
#include "rollout/rollout_start.hpp"

namespace eniplan {

using rollout::RolloutStart;

RolloutResult roll(const Cluster& cluster, const RolloutOptions& options) {
  RolloutStart start(cluster, options);
  const InstanceResults instances = placement::report_instances(start.world());
  RolloutResult result{.cluster_name = cluster.cluster_name,
                       .rollouts = rollout::roll_subjects(start, options),
                       .instances = instances,
                       .warnings = start.warnings()};
  for (std::size_t i = 0; i < result.rollouts.size(); ++i) {
    result.rollouts[i].available = start.available_to(start.subjects()[i]);
  }
  assert(placement::report_instances(start.world()) == instances);
  if (options.would_complete) rollout::find_remedies(cluster, options, start, result.rollouts);
  return result;
}

std::string_view to_string(RolloutOutcome outcome) {
  switch (outcome) {
    case RolloutOutcome::completes: return "completes";
    case RolloutOutcome::completes_after_transient_placement_errors:
      return "completes_after_transient_placement_errors";
    case RolloutOutcome::stuck: return "stuck";
  }
  return {};
}

std::string_view reason(const Rollout& rollout) {
  if (rollout.outcome != RolloutOutcome::stuck) return {};
  return rollout.refusal ? to_string(rollout.refusal->reason) : deployment_configuration_reason;
}

std::string message(const Rollout& rollout) {
  if (rollout.outcome != RolloutOutcome::stuck) return {};
  if (rollout.refusal) return rollout.refusal->message;
  // Source: Amazon ECS Developer Guide, "Amazon ECS service event messages" (2026).
  return fmt::format(
      "(service {}) was unable to stop or start tasks during a deployment because of the service deployment "
      "configuration. Update the minimumHealthyPercent or maximumPercent value and try again.",
      rollout.service);
}

}  // namespace eniplan
