#include <eniplan/placement.hpp>

#include <numeric>

#include "bind.hpp"
#include "value_class.hpp"
#include "writer.hpp"

namespace py = pybind11;
using namespace eniplan;

namespace {

std::int64_t unplaced_of(const GroupResult& group) {
  return std::accumulate(group.failures.begin(), group.failures.end(), std::int64_t{0},
                         [](std::int64_t sum, const Failure& failure) { return sum + failure.count; });
}

/// Of the first failure, which is the only one but for daemons.
std::optional<std::string_view> reason_of(const GroupResult& group) {
  if (group.failures.empty()) return std::nullopt;
  return to_string(group.failures.front().reason);
}

std::vector<ColumnOf<Rows<GroupResult>>> group_columns() {
  using Group = GroupResult;
  return {
      column<Group>("name", [](const Group& g) -> std::string_view { return g.name; }),
      column<Group>("group", [](const Group& g) -> std::string_view { return g.group; }),
      column<Group>("task_definition", [](const Group& g) -> std::string_view { return g.task_definition; }),
      column<Group>("desired_count", [](const Group& g) { return g.desired_count; }),
      column<Group>("running_count", [](const Group& g) { return g.running_count; }),
      column<Group>("placed_count", [](const Group& g) { return g.placed_count; }),
      column<Group>("unplaced_count", &unplaced_of),
      category<Group>("reason", &reason_of),
      column<Group>(
          "closest_instance",
          [](const Group& g) { return g.failures.empty() ? std::nullopt : g.failures.front().closest_instance; }),
  };
}

void bind_group_result(py::module_& module) {
  ValueClass<Failure>(module, "Failure", "Tasks of one service or request that could not be placed, for one reason.")
      .field("reason", &Failure::reason, "As ECS writes it, `RESOURCE:ENI`.")
      .field("count", &Failure::count, "Tasks, 1 or more.")
      .field("closest_instance", &Failure::closest_instance, "Index in `instances`; None when there was no candidate.")
      .field("blocked_by", &Failure::blocked_by, "Instances on which each check fails, in the order of the checks.")
      .field("only_blocked_by", &Failure::only_blocked_by, "Instances on which no other check fails.")
      .field("message", &Failure::message, "The service event in ECS's words; empty for run tasks.")
      .shown([](const Failure& failure) {
        return py::str("<Failure {}: {} tasks>").format(to_string(failure.reason), failure.count);
      });

  ValueClass<PlacementRun>(module, "PlacementRun", "Consecutive instances that each received as many tasks.")
      .field("first_instance", &PlacementRun::first_instance, "Index in `instances`.")
      .field("instance_count", &PlacementRun::instance_count)
      .field("tasks_per_instance", &PlacementRun::tasks_per_instance)
      .hashable();
  bind_rows<PlacementRun>(
      module, "PlacementRuns", "Where the tasks of a service went, a row for each run of instances.",
      {column<PlacementRun>("first_instance", [](const PlacementRun& run) { return run.first_instance; }),
       column<PlacementRun>("instance_count", [](const PlacementRun& run) { return run.instance_count; }),
       column<PlacementRun>("tasks_per_instance", [](const PlacementRun& run) { return run.tasks_per_instance; })});

  ValueClass<GroupResult>(module, "GroupResult", "What became of one service or one run-task request.")
      .field("name", &GroupResult::name, "Of the service; empty for a request.")
      .field("group", &GroupResult::group, "`service:web`, `family:batch`, ….")
      .field("task_definition", &GroupResult::task_definition, "`family:revision`.")
      .field("desired_count", &GroupResult::desired_count)
      .field("running_count", &GroupResult::running_count)
      .field("placed_count", &GroupResult::placed_count)
      .rows("placements", &GroupResult::placements, "Ascending, neighbours joined where they can be.")
      .field("failures", &GroupResult::failures, "One at most but for daemons.")
      .field("sequence", &GroupResult::sequence, "Instance of each task in the order of placement, if asked for.")
      .shown([](const GroupResult& group) {
        return py::str("<GroupResult {}: {} of {} placed>")
            .format(group.group, group.placed_count, group.desired_count);
      })
      .def_property_readonly("unplaced_count", &unplaced_of, "Tasks of all failures.");
  bind_rows<GroupResult>(module, "GroupResults", R"(
What became of services or requests, a row each.

`reason` and `closest_instance` are those of the first failure, which is the only one but for daemons.
)",
                         group_columns());
}

void bind_placement_result(py::module_& module) {
  ValueClass<SubnetResult>(module, "SubnetResult", "A subnet with a known number of addresses.")
      .field("subnet_id", &SubnetResult::subnet_id)
      .field("availability_zone", &SubnetResult::availability_zone)
      .field("available", &SubnetResult::available, "Before.")
      .field("taken", &SubnetResult::taken, "By tasks placed here.")
      .field("short", &SubnetResult::short_, "Tasks placed that found none left.")
      .hashable();

  ValueClass<PlacementSummary>(module, "PlacementSummary", "Sums over the cluster.")
      .field("instances", &PlacementSummary::instances)
      .field("desired", &PlacementSummary::desired)
      .field("placed", &PlacementSummary::placed)
      .field("unplaced", &PlacementSummary::unplaced)
      .field("attach_failures", &PlacementSummary::attach_failures)
      .hashable();

  ValueClass<PlacementResult> result(module, "PlacementResult",
                                     "The answer for one cluster; all in document order or canonical order.");
  result.field("cluster_name", &PlacementResult::cluster_name)
      .field("summary", &PlacementResult::summary)
      .rows("services", &PlacementResult::services)
      .rows("run_tasks", &PlacementResult::run_tasks)
      .field("instances", &PlacementResult::instances)
      .field("subnets", &PlacementResult::subnets)
      .field("warnings", &PlacementResult::warnings)
      .shown([](const PlacementResult& value) {
        return py::str("<PlacementResult {}: {} of {} placed>")
            .format(value.cluster_name, value.summary.placed, value.summary.desired);
      });
  def_to_string(result, [](std::ostream& out, const PlacementResult& value, const WriteOptions& options) {
    write_results(out, {&value, 1}, options);
  });
}

void bind_fit(py::module_& module) {
  ValueClass<Fit>(module, "Fit", "How many copies of one task an empty instance takes, and what runs out first.")
      .field("count", &Fit::count)
      .field("limit", &Fit::limit,
             "The resource that refuses the next copy, `RESOURCE:CPU`; None if the task needs nothing.")
      .field("registered", &Fit::registered, "Of the empty instance.")
      .field("used", &Fit::used, "By `count` copies.")
      .hashable();

  module.def(
      "fit",
      [](const InstanceType& type, const Resources& needs, Trunking trunking) { return fit(type, needs, trunking); },
      py::arg("instance_type"), py::arg("needs"), py::kw_only(), py::arg("trunking"),
      "Copies of a task on one empty instance of a type. See `eniplan.fit`.");
}

}  // namespace

void bind_placement(py::module_& module) {
  bind_group_result(module);
  bind_placement_result(module);
  bind_fit(module);
  module.def(
      "simulate",
      [](const Cluster& cluster, bool sequence) {
        return simulate(cluster, sequence ? Sequence::listed : Sequence::omitted);
      },
      py::arg("cluster"), py::kw_only(), py::arg("sequence"), py::call_guard<py::gil_scoped_release>(),
      "Place the tasks of a cluster by the rules of ECS. See `eniplan.simulate`.");
}
