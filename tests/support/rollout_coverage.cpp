#include "support/rollout_coverage.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <string_view>

namespace eniplan::test {
namespace {

constexpr std::array<std::string_view, 44> single_things = {
    "input refused",
    "completes",
    "completes after refusals",
    "stuck",
    "stuck by DEPLOYMENT_CONFIGURATION",
    "stuck after refusals",
    "stuck half-way",
    "attach race",
    "attach race of services together",
    "attach race avoided",
    "slot awaited",
    "slot awaited, then taken",
    "daemon completes",
    "daemon after refusals",
    "daemon stuck",
    "drain of one instance",
    "drain of a group",
    "drain of a zone",
    "drained daemon",
    "drained tasks",
    "drained tasks to another definition",
    "half-way at the start",
    "half-way with another count",
    "to another definition",
    "to more tasks",
    "to fewer tasks",
    "to none",
    "services together",
    "services one by one",
    "not all placed before",
    "ran before",
    "ran before on a described instance",
    "ran before, of no known definition",
    "ran before with an interface by attachment alone",
    "ran and placed",
    "10 rounds",
    "30 old tasks",
    "maximum below desired",
    "minimum above desired",
    "tasks with static ports",
    "distinctInstance",
    "expression that looks at tasks",
    "more new tasks than desired",
    "instances without a zone",
};

constexpr std::array<std::string_view, 3> remedies = {"remedy minimumHealthyPercent", "remedy maximumPercent",
                                                      "remedy extraInstances"};

constexpr std::array<Reason, 11> reasons_of_refusals = {
    Reason::agent, Reason::location, Reason::attribute, Reason::cpu,       Reason::memory,
    Reason::ports, Reason::eni,      Reason::gpu,       Reason::member_of, Reason::distinct_instance,
    Reason::empty};

/// Those that stopping old tasks can cure.
constexpr std::array<Reason, 7> passing_reasons = {
    Reason::cpu, Reason::memory, Reason::ports, Reason::eni, Reason::gpu, Reason::member_of, Reason::distinct_instance};

bool passes(Reason reason) { return std::ranges::find(passing_reasons, reason) != passing_reasons.end(); }

bool looks_at_tasks(const Expression& expression) {
  if (expression.kind != Expression::Kind::predicate) return std::ranges::any_of(expression.operands, looks_at_tasks);
  return expression.predicate.subject == Subject::task_group ||
         expression.predicate.subject == Subject::running_tasks_count;
}

std::string kind_of(const PlacementStrategy& strategy) {
  switch (strategy.type) {
    case PlacementStrategy::Type::random: return "random";
    case PlacementStrategy::Type::binpack: return "binpack " + strategy.field;
    case PlacementStrategy::Type::spread: break;
  }
  if (!strategy.field.starts_with("attribute:")) return "spread instanceId";
  return strategy.field == "attribute:ecs.availability-zone" ? "spread zone" : "spread attribute";
}

std::string stop_with(const std::string& kind) { return "stops with " + kind; }

}  // namespace

RolloutCoverage::RolloutCoverage() {
  for (const std::string_view thing : single_things) counts_[std::string(thing)] = 0;
  for (const std::string_view thing : remedies) counts_[std::string(thing)] = 0;
  for (const Reason reason : reasons_of_refusals) {
    counts_["stuck by " + std::string(to_string(reason))] = 0;
  }
  for (const Reason reason : passing_reasons) {
    counts_["refused by " + std::string(to_string(reason)) + " on the way"] = 0;
  }
  for (const char* const kind : {"random", "binpack cpu", "binpack memory", "spread instanceId", "spread zone",
                                 "spread attribute", "the default"}) {
    counts_[stop_with(kind)] = 0;
  }
}

void RolloutCoverage::saw(const std::string& what, bool really) {
  assert(counts_.contains(what));
  if (really) ++counts_[what];
}

void RolloutCoverage::add(const RolloutCoverage& other) {
  for (const auto& [what, times] : other.counts_) counts_[what] += times;
}

std::vector<std::string> RolloutCoverage::seen_less_than(std::int64_t times) const {
  std::vector<std::string> things;
  for (const auto& [what, seen] : counts_) {
    if (seen < times) things.push_back(what);
  }
  return things;
}

void RolloutCoverage::observe(const RolloutCase& one, const std::optional<RolloutResult>& result) {
  saw("input refused", !result);
  if (!result) return;
  observe_options(one, *result);
  for (const Rollout& rollout : result->rollouts) {
    const auto service = std::ranges::find(one.cluster.services, rollout.service, &Service::service_name);
    observe_start(one, rollout, *service);
    if (rollout.old_at_start == 0 && rollout.desired == rollout.new_at_start) continue;  // nothing to do
    observe_rollout(one, rollout, *service);
    observe_steps(one, rollout);
    observe_wishes(one, rollout, *service);
    observe_running(one, rollout, *service);
  }
}

void RolloutCoverage::observe_options(const RolloutCase& one, const RolloutResult& result) {
  saw(one.options.together ? "services together" : "services one by one", result.rollouts.size() > 1);
  for (const std::string& name : one.options.drain) {
    std::int64_t instances = 0;
    bool is_zone = false;
    for (const InstanceResult& instance : result.instances) {
      is_zone |= instance.availability_zone == name;
      if (instance.id == name || name.ends_with("/" + instance.id)) ++instances;
    }
    saw("drain of a zone", is_zone);
    saw("drain of one instance", instances > 0);
    saw("drain of a group", !is_zone && instances == 0);
  }
}

void RolloutCoverage::observe_start(const RolloutCase& one, const Rollout& rollout, const Service& service) {
  const bool drains = !one.options.drain.empty();
  saw("drained tasks", drains && rollout.old_at_start > 0);
  saw("drained tasks to another definition",
      drains && rollout.old_at_start > 0 && one.options.task_definition.has_value());
  saw("drained daemon", drains && rollout.scheduling_strategy == SchedulingStrategy::daemon);
  saw("half-way at the start", !drains && rollout.new_at_start > 0);
  saw("half-way with another count",
      !drains && rollout.new_at_start > 0 && rollout.desired != service.desired_count && !one.options.desired_count);
  const TaskDefinition* own = find_task_definition(one.cluster, service.task_definition);
  saw("to another definition", rollout.task_definition != task_definition_name(*own));
  const std::int64_t before = rollout.old_at_start + rollout.new_at_start;
  saw("to more tasks", rollout.desired > before);
  saw("to fewer tasks", rollout.desired < before);
  saw("to none", rollout.desired == 0 && before > 0);
  saw("not all placed before", rollout.unplaced > 0);
  saw("more new tasks than desired", rollout.new_running > rollout.desired);
}

void RolloutCoverage::observe_rollout(const RolloutCase&, const Rollout& rollout, const Service&) {
  const bool is_stuck = rollout.outcome == RolloutOutcome::stuck;
  const bool was_refused = rollout.outcome == RolloutOutcome::completes_after_transient_placement_errors;
  saw("completes", rollout.outcome == RolloutOutcome::completes);
  saw("completes after refusals", was_refused);
  saw("stuck", is_stuck);
  saw("stuck by DEPLOYMENT_CONFIGURATION", is_stuck && !rollout.refusal);
  if (rollout.refusal) saw("stuck by " + std::string(to_string(rollout.refusal->reason)));
  saw("stuck half-way", is_stuck && rollout.new_running > rollout.new_at_start && rollout.old_running > 0);
  if (rollout.scheduling_strategy == SchedulingStrategy::daemon) {
    saw("daemon completes", rollout.outcome == RolloutOutcome::completes);
    saw("daemon after refusals", was_refused);
    saw("daemon stuck", is_stuck);
  }
  saw("10 rounds", rollout.rounds >= 10);
  saw("30 old tasks", rollout.old_at_start >= 30);
  saw("maximum below desired", rollout.maximum < rollout.desired);
  saw("minimum above desired", rollout.minimum_healthy > rollout.desired);
  for (const RolloutRemedy& remedy : rollout.would_complete) saw(std::string(remedies[remedy.index()]));
}

void RolloutCoverage::observe_steps(const RolloutCase& one, const Rollout& rollout) {
  saw("attach race", rollout.attach_races > 0);
  saw("attach race of services together", rollout.attach_races > 0 && one.options.together);
  std::int64_t refusals = 0;
  bool awaits = false;
  for (const RolloutStep& step : rollout.steps) {
    if (step.refused && passes(*step.refused) && step.round < rollout.steps.back().round) {
      saw("refused by " + std::string(to_string(*step.refused)) + " on the way");
    }
    if (step.refused) ++refusals;
    // By itself a service goes on after an idle round only because a slot is on its way.
    const bool is_idle = step.started == 0 && step.stopped == 0;
    const bool waits = one.options.strict_eni && !one.options.together;
    saw("slot awaited, then taken", waits && awaits && !is_idle);
    awaits = waits && is_idle;
    saw("slot awaited", awaits && step.round < rollout.steps.back().round);
  }
  saw("attach race avoided", one.options.strict_eni && rollout.rounds > 2 && rollout.peak.resources.eni > EniSlots{0});
  saw("stuck after refusals", rollout.outcome == RolloutOutcome::stuck && !rollout.refusal && refusals > 0);
}

void RolloutCoverage::observe_wishes(const RolloutCase& one, const Rollout& rollout, const Service& service) {
  if (rollout.old_at_start - rollout.old_running > 1) {  // some stopped before others
    if (!service.placement_strategy) saw(stop_with("the default"));
    for (const PlacementStrategy& strategy : service.placement_strategy.value_or(std::vector<PlacementStrategy>{})) {
      saw(stop_with(kind_of(strategy)));
    }
  }
  if (rollout.new_running == 0) return;
  const TaskDefinition& target = *find_task_definition(one.cluster, rollout.task_definition);
  const TaskNeeds needs = task_needs(target);
  saw("tasks with static ports", !needs.ports.empty() || !needs.ports_udp.empty());
  for (const PlacementConstraint& constraint : service.placement_constraints) {
    const bool is_distinct = constraint.type == PlacementConstraint::Type::distinct_instance;
    saw(is_distinct ? "distinctInstance" : "expression that looks at tasks",
        is_distinct || looks_at_tasks(constraint.expression.root));
  }
}

void RolloutCoverage::observe_running(const RolloutCase& one, const Rollout& rollout, const Service& service) {
  std::int64_t listed = 0;
  bool described = false;
  bool unknown = false;
  bool attached = false;
  for (const Task& task : one.cluster.tasks) {
    if (!is_running(task) || task.group != task_group(service)) continue;
    ++listed;
    described |= task.container_instance_arn.starts_with("arn:");
    const TaskDefinition* definition = find_task_definition(one.cluster, task.task_definition_arn);
    unknown |= !definition;
    attached |= task.has_eni_attachment && definition && definition->network_mode != NetworkMode::awsvpc;
  }
  const bool stops = rollout.old_running < rollout.old_at_start;
  saw("ran before", stops && listed > 0);
  saw("ran before on a described instance", stops && described);
  saw("ran before, of no known definition", stops && unknown);
  saw("ran before with an interface by attachment alone", stops && attached);
  saw("ran and placed", stops && listed > 0 && listed < rollout.old_at_start);
  saw("instances without a zone",
      stops && std::ranges::any_of(one.cluster.container_instances, [](const ContainerInstance& instance) {
        return !instance.attributes.value_of(availability_zone_attribute);
      }));
}

}  // namespace eniplan::test
