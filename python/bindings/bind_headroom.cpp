#include <eniplan/headroom.hpp>

#include "bind.hpp"
#include "value_class.hpp"
#include "writer.hpp"

namespace py = pybind11;
using namespace eniplan;

namespace {

void bind_curve(py::module_& module) {
  ValueClass<CurvePoint>(module, "CurvePoint", "How many of the tasks wanted have a place.")
      .field("wanted", &CurvePoint::wanted, "All tasks of the service, those that run already among them.")
      .field("placed", &CurvePoint::placed)
      .field("placed_all_trunked", &CurvePoint::placed_all_trunked)
      .hashable();
  ValueClass<HeadroomCurve>(module, "HeadroomCurve", R"(
How many tasks of a service have a place when some are wanted, beside everything else.

The curve rises one for one and then stays level.
)")
      .field("up_to", &HeadroomCurve::up_to)
      .field("fits", &HeadroomCurve::fits, "Where it bends on the cluster as it is.")
      .field("fits_all_trunked", &HeadroomCurve::fits_all_trunked,
             "The same if every instance that can be trunked is trunked.")
      .hashable()
      .def(
          "points",
          [](const HeadroomCurve& curve, std::int64_t most) {
            if (most < 2)
              throw InputError({{.key = "most", .message = "expected 2 or more, found " + std::to_string(most)}});
            return points(curve, static_cast<std::size_t>(most));
          },
          py::arg("most") = 1001, "All points from 0 to `up_to`; of more than `most`, so many evenly spaced.")
      .def(
          "bends", [](const HeadroomCurve& curve) { return bends(curve); }, "The ends and the bends between them.");
}

void bind_service_headroom(py::module_& module) {
  ValueClass<RolloutHeadroom>(module, "RolloutHeadroom", "Which of the counts of a service can be deployed anew.")
      .field("rolls_now", &RolloutHeadroom::rolls_now, "With the desired count of today.")
      .field("reason", &RolloutHeadroom::reason, "Why not, `RESOURCE:ENI`; empty if it does.")
      .field("largest", &RolloutHeadroom::largest, "The largest count found that rolls; None if none was looked for.")
      .field("proved", &RolloutHeadroom::proved, "Whether each larger count was run and failed.")
      .field("trials", &RolloutHeadroom::trials)
      .hashable();

  using Service = ServiceHeadroom;
  ValueClass<Service>(module, "ServiceHeadroom", "How much more of one replica service fits.")
      .field("service_name", &Service::service_name)
      .field("task_definition", &Service::task_definition, "`family:revision`.")
      .field("desired_count", &Service::desired_count)
      .field("placed", &Service::placed, "Tasks that run already or are placed.")
      .field("more", &Service::more, "Tasks that fit besides; 0 if not all that are wanted do.")
      .field("more_that_fail_to_attach", &Service::more_that_fail_to_attach, "Of those.")
      .field("bounded", &Service::bounded, "Counting stopped; nothing was found to limit it.")
      .field("next", &Service::next, "Why the next task has no place.")
      .field("rollout", &Service::rollout)
      .field("rollout_unknown", &Service::rollout_unknown, "Why there is no `rollout` though it was asked for.")
      .field("curve", &Service::curve)
      .shown([](const Service& service) {
        return py::str("<ServiceHeadroom {}: {} more>").format(service.service_name, service.more);
      });

  const auto next_reason = [](const Service& service) -> std::optional<std::string_view> {
    if (!service.next) return std::nullopt;
    return to_string(service.next->reason);
  };
  bind_rows<Service>(
      module, "ServiceHeadrooms", "How much more of each replica service fits, a row each.",
      {column<Service>("service_name", [](const Service& s) -> std::string_view { return s.service_name; }),
       column<Service>("task_definition", [](const Service& s) -> std::string_view { return s.task_definition; }),
       column<Service>("desired_count", [](const Service& s) { return s.desired_count; }),
       column<Service>("placed", [](const Service& s) { return s.placed; }),
       column<Service>("more", [](const Service& s) { return s.more; }),
       column<Service>("more_that_fail_to_attach", [](const Service& s) { return s.more_that_fail_to_attach; }),
       column<Service>("bounded", [](const Service& s) { return s.bounded; }),
       category<Service>("next_reason", next_reason),
       column<Service>("rolls_now",
                       [](const Service& s) { return s.rollout ? std::optional(s.rollout->rolls_now) : std::nullopt; }),
       column<Service>("largest_that_rolls",
                       [](const Service& s) { return s.rollout ? s.rollout->largest : std::nullopt; })});
}

void bind_stranded(py::module_& module) {
  using Group = StrandedGroup;
  ValueClass<Group>(module, "StrandedGroup", "CPU and memory of one type and zone whose ENI slots are gone.")
      .field("instance_type", &Group::instance_type, "None if unknown.")
      .field("availability_zone", &Group::availability_zone, "None if unknown.")
      .field("instances", &Group::instances)
      .field("cpu", &Group::cpu, "CPU units left on all of them together.")
      .field("memory", &Group::memory, "MiB left on all of them together.")
      .field("microusd_month", &Group::microusd_month, "10^-6 USD in a month of 730 hours; None without a price.")
      .hashable();
  const auto text = [](const std::optional<std::string>& value) {
    return value ? std::optional<std::string_view>(*value) : std::nullopt;
  };
  bind_rows<Group>(module, "StrandedGroups", "What lies idle for want of ENI slots, a row for each type and zone.",
                   {category<Group>("instance_type", [text](const Group& g) { return text(g.instance_type); }),
                    category<Group>("availability_zone", [text](const Group& g) { return text(g.availability_zone); }),
                    column<Group>("instances", [](const Group& g) { return g.instances; }),
                    column<Group>("cpu", [](const Group& g) { return g.cpu; }),
                    column<Group>("memory", [](const Group& g) { return g.memory; }),
                    column<Group>("microusd_month", [](const Group& g) { return g.microusd_month; })});

  ValueClass<Stranded>(module, "Stranded", "CPU and memory that no `awsvpc` task can use for want of ENI slots.")
      .field("with_slots", &Stranded::with_slots, "`ACTIVE`, connected instances that have ENI slots, free or not.")
      .field("instances", &Stranded::instances, "Those with none left.")
      .field("instances_without_price", &Stranded::instances_without_price)
      .field("cpu", &Stranded::cpu, "CPU units.")
      .field("memory", &Stranded::memory, "MiB.")
      .field("microusd_month", &Stranded::microusd_month, "10^-6 USD.")
      .rows("groups", &Stranded::groups, "The dearest first.")
      .shown([](const Stranded& stranded) {
        return py::str("<Stranded: {} of {} instances>").format(stranded.instances, stranded.with_slots);
      });
}

}  // namespace

void bind_headroom(py::module_& module) {
  bind_curve(module);
  bind_service_headroom(module);
  bind_stranded(module);

  ValueClass<HeadroomResult> result(module, "HeadroomResult", "How much more fits on one cluster, and what lies idle.");
  result.field("cluster_name", &HeadroomResult::cluster_name)
      .rows("services", &HeadroomResult::services, "In document order.")
      .field("stranded", &HeadroomResult::stranded, "When everything that is wanted and fits is placed.")
      .field("instances", &HeadroomResult::instances, "Then.")
      .field("warnings", &HeadroomResult::warnings)
      .shown([](const HeadroomResult& value) {
        return py::str("<HeadroomResult {}: {} services>").format(value.cluster_name, value.services.size());
      });
  def_to_string(result, [](std::ostream& out, const HeadroomResult& value, const WriteOptions& options) {
    write_headroom(out, {&value, 1}, options);
  });

  module.def(
      "headroom",
      [](const Cluster& cluster, std::vector<std::string> services, std::optional<std::int64_t> up_to, bool rollouts,
         std::int64_t rollout_trials) {
        return headroom(
            cluster,
            {.services = std::move(services), .up_to = up_to, .rollouts = rollouts, .rollout_trials = rollout_trials});
      },
      py::arg("cluster"), py::kw_only(), py::arg("services"), py::arg("up_to"), py::arg("rollouts"),
      py::arg("rollout_trials"), py::call_guard<py::gil_scoped_release>(),
      "How many more tasks of each service fit. See `eniplan.headroom`.");
}
