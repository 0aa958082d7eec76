#include <eniplan/rollout.hpp>

#include <eniplan/timeline.hpp>

#include "bind.hpp"
#include "value_class.hpp"
#include "writer.hpp"

namespace py = pybind11;
using namespace eniplan;

namespace {

std::optional<std::string_view> refused_of(const RolloutStep& step) {
  if (!step.refused) return std::nullopt;
  return to_string(*step.refused);
}

void bind_steps(py::module_& module) {
  using Step = RolloutStep;
  ValueClass<Step>(module, "RolloutStep",
                   "One round of one service, in which something was started, stopped or refused.")
      .field("round", &Step::round, "From 1.")
      .field("started", &Step::started, "New tasks.")
      .field("stopped", &Step::stopped, "Old tasks.")
      .field("attach_races", &Step::attach_races, "New tasks on slots that are not yet physically free.")
      .field("refused", &Step::refused, "Why the next new task could not be placed.")
      .field("closest_instance", &Step::closest_instance, "Of the refusal; index in canonical order.")
      .hashable();
  bind_rows<Step>(module, "RolloutSteps", "The rounds of one rollout, a row each.",
                  {column<Step>("round", [](const Step& step) { return step.round; }),
                   column<Step>("started", [](const Step& step) { return step.started; }),
                   column<Step>("stopped", [](const Step& step) { return step.stopped; }),
                   column<Step>("attach_races", [](const Step& step) { return step.attach_races; }),
                   category<Step>("refused", &refused_of),
                   column<Step>("closest_instance", [](const Step& step) { return step.closest_instance; })});
}

void bind_timeline(py::module_& module) {
  using Step = TimelineStep;
  ValueClass<Step>(module, "TimelineStep", "When a step of a rollout comes, in milliseconds from the first round.")
      .field("round", &Step::round)
      .field("begin", &Step::begin)
      .field("running", &Step::running, "The last of its new tasks runs; None if none was started.")
      .field("healthy", &Step::healthy, "The last of them is healthy.")
      .field("stopped", &Step::stopped, "The old tasks it stops have ended; None if it stops none.")
      .field("slots_free", &Step::slots_free, "Their interfaces are gone; None if they had none.")
      .hashable();
  bind_rows<Step>(module, "TimelineSteps", "When the rounds of a rollout come, a row each; milliseconds.",
                  {column<Step>("round", [](const Step& step) { return step.round; }),
                   column<Step>("begin", [](const Step& step) { return step.begin; }),
                   column<Step>("running", [](const Step& step) { return step.running; }),
                   column<Step>("healthy", [](const Step& step) { return step.healthy; }),
                   column<Step>("stopped", [](const Step& step) { return step.stopped; }),
                   column<Step>("slots_free", [](const Step& step) { return step.slots_free; })});

  ValueClass<Timeline>(module, "Timeline", "When the steps of a rollout come, and what was assumed.")
      .rows("steps", &Timeline::steps, "As many as the rollout has.")
      .field("end", &Timeline::end, "All new tasks are healthy, all old ones have ended; milliseconds.")
      .field("start_seconds", &Timeline::start_seconds, "From the launch of a task to RUNNING.")
      .field("health_seconds", &Timeline::health_seconds, "From RUNNING to healthy.")
      .field("has_health_check", &Timeline::has_health_check)
      .field("stop_seconds", &Timeline::stop_seconds, "From the order to stop to the end.")
      .field("detach_seconds", &Timeline::detach_seconds, "None if the old tasks have no interfaces of their own.")
      .shown([](const Timeline& value) {
        return py::str("<Timeline: {} steps in {} ms>").format(value.steps.size(), value.end);
      });
}

void bind_remedies(py::module_& module) {
  ValueClass<LowerMinimumHealthyPercent>(module, "LowerMinimumHealthyPercent", "The rollout completes with this.")
      .field("percent", &LowerMinimumHealthyPercent::percent)
      .hashable();
  ValueClass<HigherMaximumPercent>(module, "HigherMaximumPercent", "The rollout completes with this.")
      .field("percent", &HigherMaximumPercent::percent)
      .hashable();
  ValueClass<ExtraInstances>(module, "ExtraInstances", "The rollout completes with so many more instances of a group.")
      .field("group", &ExtraInstances::group)
      .field("count", &ExtraInstances::count)
      .hashable();
}

void bind_one_rollout(py::module_& module) {
  ValueClass<TaskDemand>(module, "TaskDemand", "Tasks, and what they hold together.")
      .field("tasks", &TaskDemand::tasks)
      .field("resources", &TaskDemand::resources)
      .hashable();

  ValueClass<Rollout>(module, "Rollout", "What became of the rollout of one service.")
      .field("service", &Rollout::service)
      .field("scheduling_strategy", &Rollout::scheduling_strategy, "`REPLICA` or `DAEMON`.")
      .field("task_definition", &Rollout::task_definition, "The target, `family:revision`.")
      .field("outcome", &Rollout::outcome, "`completes`, `completes_after_transient_placement_errors` or `stuck`.")
      .field("desired", &Rollout::desired)
      .field("minimum_healthy", &Rollout::minimum_healthy, "Tasks that keep running.")
      .field("maximum", &Rollout::maximum, "Tasks at most, old and new.")
      .field("unplaced", &Rollout::unplaced, "Tasks that did not fit before it began.")
      .field("old_at_start", &Rollout::old_at_start)
      .field("new_at_start", &Rollout::new_at_start)
      .field("old_running", &Rollout::old_running, "In the end.")
      .field("new_running", &Rollout::new_running, "In the end.")
      .field("rounds", &Rollout::rounds)
      .field("attach_races", &Rollout::attach_races)
      .field("refusal", &Rollout::refusal, "Why it is stuck; None where the percentages forbid every start and stop.")
      .field("needs", &Rollout::needs, "Of one new task.")
      .field("peak", &Rollout::peak, "The most its old and new tasks hold at once.")
      .field("available", &Rollout::available, "What `ACTIVE` instances have for them.")
      .rows("steps", &Rollout::steps)
      .field("would_complete", &Rollout::would_complete, "Changes that each were tried. Empty unless stuck.")
      .shown([](const Rollout& rollout) {
        return py::str("<Rollout {}: {}>").format(rollout.service, to_string(rollout.outcome));
      })
      .def_property_readonly(
          "reason", [](const Rollout& rollout) { return reason(rollout); },
          "As ECS names it, `RESOURCE:ENI`, `DEPLOYMENT_CONFIGURATION`; empty unless stuck.")
      .def_property_readonly(
          "message", [](const Rollout& rollout) { return message(rollout); },
          "The service event in ECS's words; empty unless stuck.");

  const auto refusal_reason = [](const Rollout& rollout) -> std::optional<std::string_view> {
    const std::string_view why = reason(rollout);
    return why.empty() ? std::nullopt : std::optional(why);
  };
  bind_rows<Rollout>(
      module, "Rollouts", "The rollouts of a cluster, a row each.",
      {column<Rollout>("service", [](const Rollout& r) -> std::string_view { return r.service; }),
       column<Rollout>("task_definition", [](const Rollout& r) -> std::string_view { return r.task_definition; }),
       category<Rollout>("outcome", [](const Rollout& r) { return to_string(r.outcome); }),
       category<Rollout>("reason", refusal_reason),
       column<Rollout>("desired", [](const Rollout& r) { return r.desired; }),
       column<Rollout>("minimum_healthy", [](const Rollout& r) { return r.minimum_healthy; }),
       column<Rollout>("maximum", [](const Rollout& r) { return r.maximum; }),
       column<Rollout>("unplaced", [](const Rollout& r) { return r.unplaced; }),
       column<Rollout>("old_running", [](const Rollout& r) { return r.old_running; }),
       column<Rollout>("new_running", [](const Rollout& r) { return r.new_running; }),
       column<Rollout>("rounds", [](const Rollout& r) { return r.rounds; }),
       column<Rollout>("attach_races", [](const Rollout& r) { return r.attach_races; })});
}

/// The answer with its clock, which Python has in one.
struct RolledCluster {
  std::string cluster_name;
  std::vector<Rollout> rollouts;
  std::vector<Timeline> timelines;
  InstanceResults instances;
  std::vector<Warning> warnings;
  bool remedies_sought = true;

  friend bool operator==(const RolledCluster&, const RolledCluster&) = default;
};

RolledCluster roll_cluster(const Cluster& cluster, std::vector<std::string> services,
                           std::optional<std::string> task_definition, std::optional<std::int64_t> desired_count,
                           bool together, bool strict_eni, std::vector<std::string> drain, bool would_complete,
                           bool with_timeline, std::int64_t start_seconds, std::int64_t detach_seconds) {
  const RolloutOptions options{.services = std::move(services),
                               .task_definition = std::move(task_definition),
                               .desired_count = desired_count,
                               .together = together,
                               .strict_eni = strict_eni,
                               .drain = std::move(drain),
                               .would_complete = would_complete};
  RolloutResult result = roll(cluster, options);
  std::vector<Timeline> timelines;
  if (with_timeline) timelines = timeline(cluster, result, options, {start_seconds, detach_seconds});
  return {std::move(result.cluster_name), std::move(result.rollouts), std::move(timelines),
          std::move(result.instances),    std::move(result.warnings), would_complete};
}

void write_answer(std::ostream& out, const RolledCluster& rolled, const WriteOptions& options) {
  const RolloutAnswer answer{{rolled.cluster_name, rolled.rollouts, rolled.instances, rolled.warnings},
                             rolled.timelines,
                             rolled.remedies_sought};
  write_rollouts(out, {&answer, 1}, options);
}

}  // namespace

void bind_rollout(py::module_& module) {
  bind_steps(module);
  bind_timeline(module);
  bind_remedies(module);
  bind_one_rollout(module);

  ValueClass<RolledCluster> result(module, "RolloutResult", "The rollouts of one cluster, and when their rounds come.");
  result.field("cluster_name", &RolledCluster::cluster_name)
      .rows("rollouts", &RolledCluster::rollouts, "In document order.")
      .field("timelines", &RolledCluster::timelines, "One for each rollout; none if not asked for.")
      .field("instances", &RolledCluster::instances, "When it begins.")
      .field("warnings", &RolledCluster::warnings)
      .field("remedies_sought", &RolledCluster::remedies_sought,
             "Whether an empty `would_complete` of a stuck rollout means that nothing tried helps.")
      .shown([](const RolledCluster& value) {
        return py::str("<RolloutResult {}: {} rollouts>").format(value.cluster_name, value.rollouts.size());
      });
  def_to_string(result, &write_answer);

  module.def("rollout", &roll_cluster, py::arg("cluster"), py::kw_only(), py::arg("services"),
             py::arg("task_definition"), py::arg("desired_count"), py::arg("together"), py::arg("strict_eni"),
             py::arg("drain"), py::arg("would_complete"), py::arg("timeline"), py::arg("start_seconds"),
             py::arg("detach_seconds"), py::call_guard<py::gil_scoped_release>(),
             "Roll services from where `simulate` ends. See `eniplan.rollout`.");
}
