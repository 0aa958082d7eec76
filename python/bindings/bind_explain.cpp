#include <eniplan/explain.hpp>

#include "bind.hpp"
#include "value_class.hpp"
#include "writer.hpp"

namespace py = pybind11;
using namespace eniplan;

namespace pybind11::detail {

template <>
struct type_caster<FitVerdict> : word_caster<FitVerdict, to_string> {};
template <>
struct type_caster<Scarcity> : word_caster<Scarcity, to_string> {};
template <>
struct type_caster<Packing::Order> : word_caster<Packing::Order, to_string> {};
template <>
struct type_caster<Packing::Strategy> : word_caster<Packing::Strategy, to_string> {};

}  // namespace pybind11::detail

namespace {

void bind_proof(py::module_& module) {
  ValueClass<ShortOfRoom>(module, "ShortOfRoom", "A service or request that a proof is about.")
      .field("name", &ShortOfRoom::name, "Of the service; empty for a request.")
      .field("group", &ShortOfRoom::group, "`service:web`, `family:batch`, ….")
      .field("tasks", &ShortOfRoom::tasks)
      .field("wanted", &ShortOfRoom::wanted, "By all of them, in the unit of the proof.")
      .field("elsewhere", &ShortOfRoom::elsewhere, "Tasks it can have on instances that are not part of the proof.")
      .hashable();
  ValueClass<RoomThere>(module, "RoomThere", "Instances that a proof is about.")
      .field("capacity_group", &RoomThere::capacity_group, "Empty for described instances.")
      .field("instance_type", &RoomThere::instance_type, "None if unknown.")
      .field("availability_zone", &RoomThere::availability_zone, "None if unknown, or of a group in several zones.")
      .field("instances", &RoomThere::instances)
      .field("available", &RoomThere::available, "On all of them, in the unit of the proof.")
      .hashable();
  ValueClass<ShortageProof>(module, "ShortageProof",
                            "These services can run on these instances alone, want so much, and there is less.")
      .field("scarcity", &ShortageProof::scarcity, "`ENI`, `CPU`, `MEMORY`, `GPU`, `PORTS` or `TASKS`.")
      .field("port", &ShortageProof::port, "Of `PORTS`.")
      .field("port_is_udp", &ShortageProof::port_is_udp)
      .field("services", &ShortageProof::services, "In document order, requests last.")
      .field("instances", &ShortageProof::instances, "None listed: no instance is meant for them, or large enough.")
      .field("wanted", &ShortageProof::wanted)
      .field("available", &ShortageProof::available, "Less than `wanted`.")
      .field("never_fitting", &ShortageProof::never_fitting, "Tasks, at least.");
  ValueClass<ResourceBalance>(module, "ResourceBalance", "How much of a resource is wanted, and how much there is.")
      .field("scarcity", &ResourceBalance::scarcity)
      .field("wanted", &ResourceBalance::wanted)
      .field("available", &ResourceBalance::available, "On instances that a task may use.")
      .hashable();
}

void bind_packing(py::module_& module) {
  ValueClass<PackedGroup>(module, "PackedGroup", "Where the tasks of a service or request are in a packing.")
      .field("name", &PackedGroup::name)
      .field("group", &PackedGroup::group)
      .field("unplaced", &PackedGroup::unplaced)
      .field("moved", &PackedGroup::moved, "Running tasks that would have to stop and start elsewhere.")
      .rows("placements", &PackedGroup::placements)
      .shown([](const PackedGroup& packed) {
        return py::str("<PackedGroup {}: {} unplaced>").format(packed.group, packed.unplaced);
      });
  ValueClass<Packing>(module, "Packing", "Another order by the same rules: daemons first, then the rest.")
      .field("order", &Packing::order, "`as written`, `by memory`, ….")
      .field("strategy", &Packing::strategy, "`their own strategies`, `binpack on memory` or `binpack on cpu`.")
      .field("running_tasks_stay", &Packing::running_tasks_stay)
      .field("unplaced", &Packing::unplaced)
      .field("attach_failures", &Packing::attach_failures)
      .field("moved", &Packing::moved)
      .field("groups", &Packing::groups, "Of services and requests, without daemons.")
      .shown([](const Packing& packing) {
        return py::str("<Packing {}, {}: {} unplaced>")
            .format(to_string(packing.order), to_string(packing.strategy), packing.unplaced);
      });
}

}  // namespace

void bind_explain(py::module_& module) {
  bind_proof(module);
  bind_packing(module);

  ValueClass<Unplaced>(module, "Unplaced", "A service or request of which tasks have no place now.")
      .field("name", &Unplaced::name, "Of the service; empty for a request.")
      .field("group", &Unplaced::group)
      .field("unplaced", &Unplaced::unplaced)
      .field("verdict", &Unplaced::verdict)
      .field("unplaced_at_best", &Unplaced::unplaced_at_best, "In the packing.")
      .hashable();
  bind_rows<Unplaced>(module, "UnplacedGroups", "Services and requests of which tasks have no place, a row each.",
                      {column<Unplaced>("name", [](const Unplaced& u) -> std::string_view { return u.name; }),
                       column<Unplaced>("group", [](const Unplaced& u) -> std::string_view { return u.group; }),
                       column<Unplaced>("unplaced", [](const Unplaced& u) { return u.unplaced; }),
                       category<Unplaced>("verdict", [](const Unplaced& u) { return to_string(u.verdict); }),
                       column<Unplaced>("unplaced_at_best", [](const Unplaced& u) { return u.unplaced_at_best; })});

  ValueClass<Explanation> result(module, "Explanation", "Whether room is short or in pieces, with the proof.");
  result.field("cluster_name", &Explanation::cluster_name)
      .field("verdict", &Explanation::verdict, "`fits`, `shortage`, `fragmentation` or `undecided`.")
      .field("summary", &Explanation::summary, "Of `simulate`.")
      .field("never_placed", &Explanation::never_placed, "Tasks at least that no packing places.")
      .field("unplaced_at_best", &Explanation::unplaced_at_best, "Tasks left over in the best packing known.")
      .field("balances", &Explanation::balances)
      .field("proofs", &Explanation::proofs, "By scarcity, then by their first service.")
      .rows("unplaced", &Explanation::unplaced, "In document order, requests last.")
      .field("packing", &Explanation::packing, "The best one tried, if it is better than what `simulate` comes to.")
      .field("packings_tried", &Explanation::packings_tried)
      .field("instances", &Explanation::instances, "As `simulate` leaves them.")
      .field("warnings", &Explanation::warnings)
      .shown([](const Explanation& value) {
        return py::str("<Explanation {}: {}>").format(value.cluster_name, to_string(value.verdict));
      });
  def_to_string(result, [](std::ostream& out, const Explanation& value, const WriteOptions& options) {
    write_explanations(out, {&value, 1}, options);
  });

  module.def(
      "explain",
      [](const Cluster& cluster, std::vector<std::string> services) {
        return explain(cluster, {.services = std::move(services)});
      },
      py::arg("cluster"), py::kw_only(), py::arg("services"), py::call_guard<py::gil_scoped_release>(),
      "Whether tasks without a place lack room, or room in one piece. See `eniplan.explain`.");
}
