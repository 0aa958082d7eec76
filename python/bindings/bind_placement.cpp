#include <pybind11/operators.h>
#include <pybind11/stl.h>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <vector>

#include <eniplan/placement.hpp>

#include "bind.hpp"
#include "casters.hpp"

namespace py = pybind11;
using namespace eniplan;

namespace {

void bind_group_result(py::module_& module) {
  py::class_<Failure>(module, "Failure", "Tasks of one service or request that could not be placed, for one reason.")
      .def_readonly("reason", &Failure::reason, "As ECS writes it, `RESOURCE:ENI`.")
      .def_readonly("count", &Failure::count, "Tasks, 1 or more.")
      .def_readonly("closest_instance", &Failure::closest_instance,
                    "Index in `instances`; None when there was no candidate.")
      .def_readonly("blocked_by", &Failure::blocked_by,
                    "Instances on which each check fails, in the order of the checks.")
      .def_readonly("only_blocked_by", &Failure::only_blocked_by, "Instances on which no other check fails.")
      .def_readonly("message", &Failure::message, "The service event in ECS's words; empty for run tasks.")
      .def(py::self == py::self)
      .def("__repr__", [](const Failure& failure) {
        return py::str("<Failure {}: {} tasks>").format(failure.reason, failure.count);
      });

  py::class_<PlacementRun>(module, "PlacementRun", "Consecutive instances that each received as many tasks.")
      .def_readonly("first_instance", &PlacementRun::first_instance, "Index in `instances`.")
      .def_readonly("instance_count", &PlacementRun::instance_count)
      .def_readonly("tasks_per_instance", &PlacementRun::tasks_per_instance)
      .def(py::self == py::self)
      .def("__repr__", [](const PlacementRun& run) {
        return py::str("PlacementRun(first_instance={}, instance_count={}, tasks_per_instance={})")
            .format(run.first_instance, run.instance_count, run.tasks_per_instance);
      });

  py::class_<GroupResult>(module, "GroupResult", "What became of one service or one run-task request.")
      .def_readonly("name", &GroupResult::name, "Of the service; empty for a request.")
      .def_readonly("group", &GroupResult::group, "`service:web`, `family:batch`, ….")
      .def_readonly("task_definition", &GroupResult::task_definition, "`family:revision`.")
      .def_readonly("desired_count", &GroupResult::desired_count)
      .def_readonly("running_count", &GroupResult::running_count)
      .def_readonly("placed_count", &GroupResult::placed_count)
      .def_readonly("placements", &GroupResult::placements, "Ascending, neighbours joined where they can be.")
      .def_readonly("failures", &GroupResult::failures, "One at most but for daemons.")
      .def_readonly("sequence", &GroupResult::sequence,
                    "Instance of each task in the order of placement, if asked for.")
      .def(py::self == py::self)
      .def("__repr__", [](const GroupResult& group) {
        return py::str("<GroupResult {}: {} of {} placed>")
            .format(group.group, group.placed_count, group.desired_count);
      });
}

InstanceResult instance_at(const InstanceResults& instances, std::ptrdiff_t index) {
  const std::ptrdiff_t count = std::ssize(instances);
  if (index < -count || index >= count) throw py::index_error("no such instance");
  return instances[static_cast<std::size_t>(index < 0 ? index + count : index)];
}

std::vector<InstanceResult> instances_at(const InstanceResults& instances, const py::slice& slice) {
  py::ssize_t start = 0, stop = 0, step = 0, count = 0;
  if (!slice.compute(std::ssize(instances), &start, &stop, &step, &count)) throw py::error_already_set();
  std::vector<InstanceResult> rows;
  for (; count > 0; --count, start += step) rows.push_back(instances[static_cast<std::size_t>(start)]);
  return rows;
}

void bind_instance_result(py::module_& module) {
  py::class_<InstanceResult>(module, "InstanceResult", "An instance after everything was placed.")
      .def_readonly("id", &InstanceResult::id, "Last part of the ARN, or `<group>/<k>`.")
      .def_readonly("instance_type", &InstanceResult::instance_type, "None if unknown.")
      .def_readonly("availability_zone", &InstanceResult::availability_zone, "None if unknown.")
      .def_readonly("trunking", &InstanceResult::trunking)
      .def_readonly("registered", &InstanceResult::registered)
      .def_readonly("remaining", &InstanceResult::remaining, "May be negative.")
      .def_readonly("tasks", &InstanceResult::tasks)
      .def_readonly("attach_failures", &InstanceResult::attach_failures,
                    "Tasks placed whose interface would not attach.")
      .def_readonly("memory_estimate", &InstanceResult::memory_estimate, "For instances of a capacity group.")
      .def(py::self == py::self)
      .def("__repr__", [](const InstanceResult& instance) {
        return py::str("<InstanceResult {}: {} tasks>").format(instance.id, instance.tasks);
      });

  py::class_<InstanceResults>(module, "InstanceResults", R"(
The instances of a cluster in canonical order: a sequence of `InstanceResult`.

Instances that are alike are kept once, and a row is made when it is asked for. Cost of `[i]`: logarithmic.
)")
      .def("__len__", &InstanceResults::size)
      .def("__getitem__", &instance_at)
      .def("__getitem__", &instances_at)
      .def(
          "__iter__",
          [](const InstanceResults& instances) {
            return py::make_iterator<py::return_value_policy::move>(instances.begin(), instances.end());
          },
          py::keep_alive<0, 1>())
      .def(py::self == py::self)
      .def("__repr__", [](const InstanceResults& instances) {
        return py::str("<InstanceResults: {} instances>").format(instances.size());
      });

  py::class_<SubnetResult>(module, "SubnetResult", "A subnet with a known number of addresses.")
      .def_readonly("subnet_id", &SubnetResult::subnet_id)
      .def_readonly("availability_zone", &SubnetResult::availability_zone)
      .def_readonly("available", &SubnetResult::available, "Before.")
      .def_readonly("taken", &SubnetResult::taken, "By tasks placed here.")
      .def_readonly("short", &SubnetResult::short_, "Tasks placed that found none left.")
      .def(py::self == py::self)
      .def("__repr__", [](const SubnetResult& subnet) {
        return py::str("<SubnetResult {}: {} of {} taken>").format(subnet.subnet_id, subnet.taken, subnet.available);
      });
}

void bind_placement_result(py::module_& module) {
  py::class_<PlacementSummary>(module, "PlacementSummary", "Sums over the cluster.")
      .def_readonly("instances", &PlacementSummary::instances)
      .def_readonly("desired", &PlacementSummary::desired)
      .def_readonly("placed", &PlacementSummary::placed)
      .def_readonly("unplaced", &PlacementSummary::unplaced)
      .def_readonly("attach_failures", &PlacementSummary::attach_failures)
      .def(py::self == py::self)
      .def("__repr__", [](const PlacementSummary& summary) {
        return py::str("PlacementSummary(instances={}, desired={}, placed={}, unplaced={}, attach_failures={})")
            .format(summary.instances, summary.desired, summary.placed, summary.unplaced, summary.attach_failures);
      });

  py::class_<PlacementResult>(module, "PlacementResult",
                              "The answer for one cluster; all in document order or canonical order.")
      .def_readonly("cluster_name", &PlacementResult::cluster_name)
      .def_readonly("summary", &PlacementResult::summary)
      .def_readonly("services", &PlacementResult::services)
      .def_readonly("run_tasks", &PlacementResult::run_tasks)
      .def_readonly("instances", &PlacementResult::instances)
      .def_readonly("subnets", &PlacementResult::subnets)
      .def_readonly("warnings", &PlacementResult::warnings)
      .def(py::self == py::self)
      .def("__repr__", [](const PlacementResult& result) {
        return py::str("<PlacementResult {}: {} of {} placed>")
            .format(result.cluster_name, result.summary.placed, result.summary.desired);
      });

  module.def(
      "simulate",
      [](const Cluster& cluster, bool sequence) {
        return simulate(cluster, sequence ? Sequence::listed : Sequence::omitted);
      },
      py::arg("cluster"), py::kw_only(), py::arg("sequence") = false, py::call_guard<py::gil_scoped_release>(), R"(
Place the tasks of a cluster by the rules of ECS.

Daemons first, then services, then run tasks, on what the running tasks leave free. What does not fit is in the
failures of the result; it is an answer, not an error.

Parameters
----------
cluster
    As `load` or `loads` gives it.
sequence
    Whether each group lists its placements in the order they were made.
)");
}

void bind_fit(py::module_& module) {
  py::class_<Fit>(module, "Fit", "How many copies of one task an empty instance takes, and what runs out first.")
      .def_readonly("count", &Fit::count)
      .def_readonly("limit", &Fit::limit,
                    "The resource that refuses the next copy, `RESOURCE:CPU`; None if the task needs nothing.")
      .def_readonly("registered", &Fit::registered, "Of the empty instance.")
      .def_readonly("used", &Fit::used, "By `count` copies.")
      .def(py::self == py::self)
      .def("__repr__", [](const Fit& fit) { return py::str("<Fit {}, then {}>").format(fit.count, fit.limit); });

  module.def(
      "fit",
      [](const InstanceType& type, std::int64_t cpu, std::int64_t memory, std::int64_t gpu, std::int64_t eni,
         bool trunking) {
        if (cpu < 0 || memory < 0 || gpu < 0 || eni < 0) throw py::value_error("a task needs 0 or more of everything");
        return fit(type, Resources{{cpu}, {memory}, {gpu}, {eni}}, trunking ? Trunking::enabled : Trunking::disabled);
      },
      py::arg("instance_type"), py::kw_only(), py::arg("cpu"), py::arg("memory"), py::arg("gpu") = 0,
      py::arg("eni") = 1, py::arg("trunking") = false, "Copies of a task on one empty instance of a type.");
}

}  // namespace

void bind_placement(py::module_& module) {
  bind_group_result(module);
  bind_instance_result(module);
  bind_placement_result(module);
  bind_fit(module);
}
