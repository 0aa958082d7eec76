#include <eniplan/trunking.hpp>

#include "bind.hpp"
#include "value_class.hpp"

namespace py = pybind11;
using namespace eniplan;

void bind_trunking(py::module_& module) {
  ValueClass<TrunkingCause>(module, "TrunkingCause", "What keeps instances from having a trunk, and how to find out.")
      .field("obstacle", &TrunkingCause::obstacle, "A stable word, `launched-before-opt-in`.")
      .field("certain", &TrunkingCause::certain, "The input proves it; otherwise it merely does not rule it out.")
      .field("explanation", &TrunkingCause::explanation, "A sentence.")
      .field("check", &TrunkingCause::check, "A command, or where to look.")
      .field("source", &TrunkingCause::source, "Of the rule.")
      .hashable();

  using Group = TrunkingGroup;
  ValueClass<Group>(module, "TrunkingGroup", "Instances that have the same answer about their trunk.")
      .field("name", &Group::name, "Of the capacity group, or the ID of the first instance.")
      .field("is_capacity_group", &Group::is_capacity_group)
      .field("first_instance", &Group::first_instance, "In canonical order.")
      .field("instances", &Group::instances)
      .field("instance_type", &Group::instance_type, "None if unknown.")
      .field("availability_zone", &Group::availability_zone, "None if unknown, or of a group in several zones.")
      .field("type_known", &Group::type_known, "Whether the catalog, or `instanceTypes`, has the type.")
      .field("trunked", &Group::trunked)
      .field("wish", &Group::wish, "Who says that they are to have a trunk: `none`, `agent`, `account` or `group`.")
      .field("slots", &Group::slots, "ENI slots of each instance, now.")
      .field("slots_with_trunk", &Group::slots_with_trunk, "Of each; None where trunking is not known to work.")
      .field("causes", &Group::causes, "Wished but not there: the certain ones first, then the likely ones.")
      .shown([](const Group& group) {
        return py::str("<TrunkingGroup {}: {} instances>").format(group.name, group.instances);
      })
      .def_property_readonly("gain", &Group::gain, "What a trunk brings each instance, ENI slots.")
      .def_property_readonly("lacks_wished_trunk", &Group::lacks_wished_trunk);

  const auto text = [](const std::optional<std::string>& value) {
    return value ? std::optional<std::string_view>(*value) : std::nullopt;
  };
  bind_rows<Group>(module, "TrunkingGroups", "What is true about trunks, a row for instances that are alike.",
                   {column<Group>("name", [](const Group& g) -> std::string_view { return g.name; }),
                    column<Group>("instances", [](const Group& g) { return g.instances; }),
                    category<Group>("instance_type", [text](const Group& g) { return text(g.instance_type); }),
                    category<Group>("availability_zone", [text](const Group& g) { return text(g.availability_zone); }),
                    column<Group>("trunked", [](const Group& g) { return g.trunked; }),
                    category<Group>("wish", [](const Group& g) { return to_string(g.wish); }),
                    column<Group>("slots", [](const Group& g) { return g.slots; }),
                    column<Group>("slots_with_trunk", [](const Group& g) { return g.slots_with_trunk; }),
                    column<Group>("gain", [](const Group& g) { return g.gain(); })});

  ValueClass<TrunkingReport>(module, "TrunkingReport", "What is true about trunks in one cluster.")
      .field("cluster_name", &TrunkingReport::cluster_name)
      .rows("groups", &TrunkingReport::groups, "By their first instance in canonical order.")
      .shown([](const TrunkingReport& report) {
        return py::str("<TrunkingReport {}: {} groups>").format(report.cluster_name, report.groups.size());
      });

  module.def("trunking_report", &trunking_report, py::arg("cluster"), py::call_guard<py::gil_scoped_release>(),
             "What is true about trunks in a cluster. See `eniplan.trunking_report`.");
}
