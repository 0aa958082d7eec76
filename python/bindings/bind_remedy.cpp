#include <eniplan/remedy.hpp>

#include "bind.hpp"
#include "value_class.hpp"
#include "writer.hpp"

namespace py = pybind11;
using namespace eniplan;

namespace pybind11::detail {

template <>
struct type_caster<Disruption> : word_caster<Disruption, to_string> {};

inline std::string_view reserved_word(LowerReservation::Resource resource) {
  switch (resource) {
    case LowerReservation::Resource::cpu: return "cpu";
    case LowerReservation::Resource::memory: return "memory";
  }
  return {};
}
template <>
struct type_caster<LowerReservation::Resource> : word_caster<LowerReservation::Resource, reserved_word> {};

inline std::string_view owner_word(RelaxedConstraint::Owner owner) {
  switch (owner) {
    case RelaxedConstraint::Owner::service: return "service";
    case RelaxedConstraint::Owner::request: return "request";
    case RelaxedConstraint::Owner::task_definition: return "task_definition";
  }
  return {};
}
template <>
struct type_caster<RelaxedConstraint::Owner> : word_caster<RelaxedConstraint::Owner, owner_word> {};

inline std::string_view relaxed_word(RelaxedConstraint::What what) {
  switch (what) {
    case RelaxedConstraint::What::distinct_instance: return "distinctInstance";
    case RelaxedConstraint::What::member_of: return "memberOf";
    case RelaxedConstraint::What::capacity_providers: return "capacityProviderStrategy";
    case RelaxedConstraint::What::subnets: return "subnets";
    case RelaxedConstraint::What::attribute: return "requiresAttributes";
  }
  return {};
}
template <>
struct type_caster<RelaxedConstraint::What> : word_caster<RelaxedConstraint::What, relaxed_word> {};

}  // namespace pybind11::detail

namespace {

/// The answer and what it is about, which its patches change.
struct Fix : RemedyResult {
  Cluster cluster;

  friend bool operator==(const Fix&, const Fix&) = default;
};

/// A member of the answer as one of Fix.
template <class Member>
Member Fix::*of_fix(Member RemedyResult::*member) {
  return member;
}

std::string described(const Remedy& remedy) {
  std::string text;
  for (const RemedyStep& step : remedy.steps) text += (text.empty() ? "" : ", and ") + description(step);
  return text;
}

void write_fix(std::ostream& out, const Fix& fix, const WriteOptions& options) {
  const RemedyResult& result = fix;
  write_remedies(out, {&result, 1}, {&fix.cluster, 1}, options);
}

/// The RFC 6902 patches that the command writes, one for each remedy.
py::list patches_of(const Fix& fix) {
  std::ostringstream out;
  {
    const py::gil_scoped_release unlocked;
    write_fix(out, fix, {.format = Format::json});
  }
  const py::object answer = py::module_::import("json").attr("loads")(std::move(out).str());
  py::list patches;
  for (const py::handle remedy : answer["clusters"][py::int_(0)]["remedies"]) patches.append(remedy["patch"]);
  return patches;
}

void bind_steps_of_instances(py::module_& module) {
  ValueClass<InstanceKind>(module, "InstanceKind",
                           "A capacity group, or described instances alike in type, trunk and capacity provider.")
      .field("name", &InstanceKind::name, "Of the group; of described instances their type.")
      .field("is_capacity_group", &InstanceKind::is_capacity_group)
      .field("instance_type", &InstanceKind::instance_type)
      .field("trunked", &InstanceKind::trunked)
      .field("capacity_provider", &InstanceKind::capacity_provider, "Empty if none.")
      .field("instances", &InstanceKind::instances)
      .hashable();
  ValueClass<MoreInstances>(module, "MoreInstances", "More instances of a kind.")
      .field("kind", &MoreInstances::kind)
      .field("count", &MoreInstances::count)
      .field("new_group", &MoreInstances::new_group, "What is added to the capacity; None: the group grows.");
  ValueClass<OtherType>(module, "OtherType", "All instances of a kind are replaced by as many of another type.")
      .field("kind", &OtherType::kind)
      .field("to_type", &OtherType::to)
      .hashable();
  ValueClass<WithTrunks>(module, "WithTrunks", "All instances of these kinds are replaced by ones with a trunk.")
      .field("kinds", &WithTrunks::kinds);
}

void bind_steps_of_tasks(py::module_& module) {
  ValueClass<BridgeMode>(module, "BridgeMode", "Task definitions run in `bridge` with dynamic host ports.")
      .field("task_definitions", &BridgeMode::task_definitions)
      .field("from_mode", &BridgeMode::from, "`awsvpc` or `host`.");
  ValueClass<DynamicPorts>(module, "DynamicPorts", "Task definitions have dynamic host ports instead of static ones.")
      .field("task_definitions", &DynamicPorts::task_definitions);
  ValueClass<LowerReservation>(module, "LowerReservation", "Tasks of a definition reserve less.")
      .field("task_definition", &LowerReservation::task_definition)
      .field("resource", &LowerReservation::resource, "`cpu` or `memory`.")
      .field("from_amount", &LowerReservation::from, "CPU units or MiB of a whole task.")
      .field("to_amount", &LowerReservation::to)
      .hashable();
  ValueClass<RelaxedConstraint>(module, "RelaxedConstraint", "One thing that is asked of instances is asked no more.")
      .field("owner", &RelaxedConstraint::owner, "`service`, `request` or `task_definition`.")
      .field("number", &RelaxedConstraint::number, "Of the owner among its like in the cluster, from 0.")
      .field("name", &RelaxedConstraint::name)
      .field("what", &RelaxedConstraint::what, "The key in the document.")
      .field("index", &RelaxedConstraint::index, "In its list.")
      .field("text", &RelaxedConstraint::text)
      .hashable();
  using Percentages = MilderPercentages::Of;
  ValueClass<Percentages>(module, "PercentagesOf", "Other deployment percentages of a service; None: as they are.")
      .field("service", &Percentages::service)
      .field("minimum_healthy_percent", &Percentages::minimum_healthy_percent)
      .field("maximum_percent", &Percentages::maximum_percent)
      .hashable();
  ValueClass<MilderPercentages>(module, "MilderPercentages", "Services are deployed with other percentages.")
      .field("services", &MilderPercentages::services);
}

void bind_remedies(py::module_& module) {
  ValueClass<Remedy> remedy(module, "Remedy", "A change that was made, simulated, and found to help.");
  remedy.field("steps", &Remedy::steps, "One, or two where none helps alone.")
      .field("extra_microusd_month", &Remedy::extra_microusd_month,
             "What it costs more in a month of 730 hours, in 10^-6 USD; None if a price is not known.")
      .field("disruption", &Remedy::disruption, "`adds-instances`, `replaces-tasks`, ….")
      .field("minimal", &Remedy::minimal, "Whether everything smaller of its kind failed.")
      .field("trials", &Remedy::trials)
      .field("tasks_placed_again", &Remedy::tasks_placed_again)
      .field("after", &Remedy::after)
      .field("rolls", &Remedy::rolls, "Whether every service then rolls to its end; None: not known.")
      .field("prerequisites", &Remedy::prerequisites)
      .field("losses", &Remedy::losses)
      .shown([](const Remedy& value) { return py::str("<Remedy: {}>").format(described(value)); });
  remedy.def_property_readonly("description", described, "Half a sentence.");
  ValueClass<RemedySearch>(module, "RemedySearch", "What was tried of one kind of change.")
      .field("change", &RemedySearch::change)
      .field("range", &RemedySearch::range)
      .field("trials", &RemedySearch::trials)
      .field("found", &RemedySearch::found)
      .hashable();
}

}  // namespace

void bind_remedy(py::module_& module) {
  bind_steps_of_instances(module);
  bind_steps_of_tasks(module);
  bind_remedies(module);

  ValueClass<Fix> result(module, "RemedyResult", "What would let everything be placed, the cheapest first.");
  result.field("cluster_name", of_fix(&RemedyResult::cluster_name))
      .field("before", of_fix(&RemedyResult::before))
      .field("refused", of_fix(&RemedyResult::refused), "Services, or groups of requests, that lack places.")
      .field("stuck", of_fix(&RemedyResult::stuck), "Services that have their places and do not roll, if asked for.")
      .field("remedies", of_fix(&RemedyResult::remedies), "By cost, unknown ones last, then by disruption.")
      .field("searched", of_fix(&RemedyResult::searched))
      .field("warnings", of_fix(&RemedyResult::warnings))
      .stored("cluster", &Fix::cluster)
      .shown([](const Fix& value) {
        return py::str("<RemedyResult {}: {} remedies>").format(value.cluster_name, value.remedies.size());
      });
  result.def_property_readonly(
      "needs_remedy", [](const Fix& value) { return value.needs_remedy(); },
      "Whether something is refused, stuck, or fails to attach.");
  result.def("patches", patches_of,
             "For each remedy the RFC 6902 patch of the cluster's document, as `eniplan convert` writes it.");
  def_to_string(result, write_fix);

  module.def(
      "fix",
      [](const Cluster& cluster, std::vector<std::string> services, bool rollouts) {
        return Fix{find_remedies(cluster, {.services = std::move(services), .rollouts = rollouts}), cluster};
      },
      py::arg("cluster"), py::kw_only(), py::arg("services"), py::arg("rollouts"),
      py::call_guard<py::gil_scoped_release>(), "What would let everything be placed. See `eniplan.fix`.");
  module.def(
      "cured", [](const Cluster& cluster, const Remedy& remedy) { return cured(cluster, remedy.steps); },
      py::arg("cluster"), py::arg("remedy"), "The cluster with a remedy taken. See `eniplan.cured`.");
}
