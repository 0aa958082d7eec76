#include <eniplan/sweep.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "bind.hpp"
#include "value_class.hpp"

namespace py = pybind11;
using namespace eniplan;

namespace {

/// `Plan` of eniplan.sweep_plan.
template <class Value>
Value from(const py::dict& plan, const char* key) {
  return plan[key].cast<Value>();
}

SweepAxes axes_of(const py::dict& plan) {
  SweepAxes axes;
  axes.seeds = from<std::vector<std::optional<std::uint64_t>>>(plan, "seeds");
  axes.lose_zone = from<std::vector<std::vector<std::string>>>(plan, "lose_zone");
  axes.lose_instances = from<std::vector<std::int64_t>>(plan, "lose_instances");
  axes.trunking = from<std::vector<std::optional<Trunking>>>(plan, "trunking");
  for (auto& [service, counts] :
       from<std::vector<std::pair<std::string, std::vector<std::int64_t>>>>(plan, "desired")) {
    axes.desired.push_back({std::move(service), std::move(counts)});
  }
  return axes;
}

SweepOptions options_of(const py::dict& plan) {
  SweepOptions options;
  options.services = from<std::vector<std::string>>(plan, "services");
  if (plan["rollout"].is_none()) return options;
  auto [services, together, strict_eni] = from<std::tuple<std::vector<std::string>, bool, bool>>(plan, "rollout");
  options.rollout = SweepRollout{.services = std::move(services), .together = together, .strict_eni = strict_eni};
  return options;
}

SweepTable sweep_part(const Cluster& cluster, const py::dict& plan, std::size_t first, std::size_t last,
                      std::size_t threads) {
  const SweepAxes axes = axes_of(plan);
  SweepOptions options = options_of(plan);
  options.first = first;
  options.last = last;
  options.threads = threads;
  const py::gil_scoped_release unlocked;
  return sweep(cluster, axes, options);
}

// Columns

std::int64_t value_of(std::int64_t number) { return number; }
std::int64_t value_of(std::uint64_t number) { return static_cast<std::int64_t>(number); }  // At most 2^63 - 1.
std::optional<std::string_view> value_of(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string_view>(text);
}
std::optional<std::string_view> value_of(const std::optional<Reason>& reason) {
  return reason ? std::optional(to_string(*reason)) : std::nullopt;
}
std::optional<std::string_view> value_of(const RolloutOutcome& outcome) { return to_string(outcome); }
std::optional<bool> value_of(const std::optional<Trunking>& trunking) {
  return trunking ? std::optional(*trunking == Trunking::enabled) : std::nullopt;
}

/// A column of the values that `values_of` finds in a table; texts are categories.
template <class ValuesOf>
ColumnOf<SweepTable> column_of(std::string name, ValuesOf values_of) {
  return {std::move(name), [values_of](const SweepTable& table) {
            const auto& values = values_of(table);
            using Value = decltype(value_of(values.front()));
            ColumnBuilder builder(kind_of<Value>(Column::Kind::category), values.size());
            for (const auto& value : values) builder.add(value_of(value));
            return builder.finish();
          }};
}

void add_service_columns(const SweepTable& table, std::vector<ColumnOf<SweepTable>>& columns) {
  for (std::size_t s = 0; s < table.services.size(); ++s) {
    const std::string& name = table.services[s].service_name;
    columns.push_back(
        column_of("running:" + name, [s](const SweepTable& t) -> auto& { return t.services[s].running; }));
    columns.push_back(
        column_of("unplaced:" + name, [s](const SweepTable& t) -> auto& { return t.services[s].unplaced; }));
  }
}

void add_rollout_columns(std::vector<ColumnOf<SweepTable>>& columns) {
  columns.push_back(column_of("outcome", [](const SweepTable& t) -> auto& { return t.rollouts->outcome; }));
  columns.push_back(column_of("rolled", [](const SweepTable& t) -> auto& { return t.rollouts->services; }));
  columns.push_back(column_of("stuck", [](const SweepTable& t) -> auto& { return t.rollouts->stuck; }));
  columns.push_back(column_of("stuck_service", [](const SweepTable& t) -> auto& { return t.rollouts->stuck_service; }));
  columns.push_back(column_of("stuck_reason", [](const SweepTable& t) -> auto& { return t.rollouts->reason; }));
  columns.push_back(column_of("attach_races", [](const SweepTable& t) -> auto& { return t.rollouts->attach_races; }));
}

std::vector<ColumnOf<SweepTable>> columns_of(const SweepTable& table) {
  std::vector<ColumnOf<SweepTable>> columns = {
      column_of("seed", [](const SweepTable& t) -> auto& { return t.seed; }),
      column_of("lose_zone", [](const SweepTable& t) -> auto& { return t.lose_zone; }),
      column_of("lose_instances", [](const SweepTable& t) -> auto& { return t.lose_instances; }),
      column_of("trunking", [](const SweepTable& t) -> auto& { return t.trunking; }),
  };
  for (std::size_t s = 0; s < table.counts.size(); ++s) {
    columns.push_back(column_of("desired:" + table.counts[s].service_name,
                                [s](const SweepTable& t) -> auto& { return t.counts[s].counts; }));
  }
  for (auto& outcome : std::vector<ColumnOf<SweepTable>>{
           column_of("instances", [](const SweepTable& t) -> auto& { return t.instances; }),
           column_of("tasks_lost", [](const SweepTable& t) -> auto& { return t.tasks_lost; }),
           column_of("desired", [](const SweepTable& t) -> auto& { return t.desired; }),
           column_of("placed", [](const SweepTable& t) -> auto& { return t.placed; }),
           column_of("unplaced", [](const SweepTable& t) -> auto& { return t.unplaced; }),
           column_of("attach_failures", [](const SweepTable& t) -> auto& { return t.attach_failures; }),
           column_of("refused", [](const SweepTable& t) -> auto& { return t.refused; }),
           column_of("reason", [](const SweepTable& t) -> auto& { return t.reason; }),
           column_of("eni_slots", [](const SweepTable& t) -> auto& { return t.eni_slots; }),
           column_of("eni_slots_left", [](const SweepTable& t) -> auto& { return t.eni_slots_left; }),
           column_of("cpu", [](const SweepTable& t) -> auto& { return t.cpu; }),
           column_of("cpu_left", [](const SweepTable& t) -> auto& { return t.cpu_left; }),
           column_of("memory", [](const SweepTable& t) -> auto& { return t.memory; }),
           column_of("memory_left", [](const SweepTable& t) -> auto& { return t.memory_left; }),
       }) {
    columns.push_back(std::move(outcome));
  }
  add_service_columns(table, columns);
  if (table.rollouts) add_rollout_columns(columns);
  return columns;
}

// Pickles

py::list state_of(const std::vector<SweepTable::DesiredColumn>& columns) {
  py::list state;
  for (const auto& column : columns) state.append(py::make_tuple(column.service_name, column.counts));
  return state;
}
py::list state_of(const std::vector<SweepTable::ServiceColumns>& columns) {
  py::list state;
  for (const auto& column : columns) state.append(py::make_tuple(column.service_name, column.running, column.unplaced));
  return state;
}
py::object state_of(const std::optional<SweepTable::RolloutColumns>& columns) {
  if (!columns) return py::none();
  return py::make_tuple(columns->outcome, columns->services, columns->stuck, columns->stuck_service, columns->reason,
                        columns->attach_races);
}
template <class Value>
py::object state_of(const std::vector<Value>& values) {
  return py::cast(values);
}

void set(std::vector<SweepTable::DesiredColumn>& columns, py::handle state) {
  for (auto& [name, counts] : state.cast<std::vector<std::pair<std::string, std::vector<std::int64_t>>>>()) {
    columns.push_back({std::move(name), std::move(counts)});
  }
}
void set(std::vector<SweepTable::ServiceColumns>& columns, py::handle state) {
  using Numbers = std::vector<std::int64_t>;
  for (auto& [name, running, unplaced] : state.cast<std::vector<std::tuple<std::string, Numbers, Numbers>>>()) {
    columns.push_back({std::move(name), std::move(running), std::move(unplaced)});
  }
}
template <class Value>
void set(std::vector<Value>& values, py::handle state) {
  values = state.cast<std::vector<Value>>();
}
void set(std::optional<SweepTable::RolloutColumns>& columns, py::handle state) {
  if (state.is_none()) return;
  const auto all = state.cast<py::tuple>();
  columns.emplace();
  set(columns->outcome, all[0]);
  set(columns->services, all[1]);
  set(columns->stuck, all[2]);
  set(columns->stuck_service, all[3]);
  set(columns->reason, all[4]);
  set(columns->attach_races, all[5]);
}

/// Calls `visit` for each member.
void for_each_member(auto& table, auto visit) {
  visit(table.seed);
  visit(table.lose_zone);
  visit(table.lose_instances);
  visit(table.trunking);
  visit(table.counts);
  visit(table.instances);
  visit(table.tasks_lost);
  visit(table.desired);
  visit(table.placed);
  visit(table.unplaced);
  visit(table.attach_failures);
  visit(table.refused);
  visit(table.reason);
  visit(table.eni_slots);
  visit(table.eni_slots_left);
  visit(table.cpu);
  visit(table.cpu_left);
  visit(table.memory);
  visit(table.memory_left);
  visit(table.services);
  visit(table.rollouts);
}

py::list pickled(const SweepTable& table) {
  py::list state;
  for_each_member(table, [&](const auto& member) { state.append(state_of(member)); });
  return state;
}

SweepTable unpickled(const py::list& state) {
  SweepTable table;
  std::size_t next = 0;
  for_each_member(table, [&](auto& member) { set(member, state[next++]); });
  return table;
}

}  // namespace

void bind_sweep(py::module_& module) {
  py::class_<SweepTable> table(module, "SweepTable", R"(
What comes of the scenarios of a sweep, a row for each.

What a scenario is: `seed`, `lose_zone` (several joined by `+`; None if none), `lose_instances`, `trunking` (None: as it
was) and `desired:NAME` for each service that was given counts.

What comes of it: `instances` that are left; `tasks_lost` with the others; `desired`, `placed`, `unplaced` and
`attach_failures` as in `PlacementSummary`; `refused`, the first in the order of work whose tasks have no place, and its
`reason`; `eni_slots`, `cpu` (CPU units) and `memory` (MiB) registered by the instances that take tasks, and
`eni_slots_left`, `cpu_left` and `memory_left` of them; `running:NAME` and `unplaced:NAME` for each service asked about.

Of rollouts, if they were asked for: the worst `outcome`, how many services were `rolled` and are `stuck`, the first
`stuck_service` and its `stuck_reason`, and all `attach_races`.
)");
  table.def("__len__", &SweepTable::size);
  table.def(
      "__eq__", [](const SweepTable& a, const SweepTable& b) { return a == b; }, py::is_operator());
  table.def("__repr__", [](const SweepTable& t) { return py::str("<SweepTable: {} scenarios>").format(t.size()); });
  table.def(py::pickle(&pickled, &unpickled));
  def_table<SweepTable>(table, &columns_of);

  module.def("sweep_part", &sweep_part, py::arg("cluster"), py::arg("plan"), py::arg("first"), py::arg("last"),
             py::arg("threads"), "Scenarios `first` to before `last` of a grid. See `eniplan.sweep`.");
  module.def("join_sweeps", &joined, py::arg("parts"), "Parts of one grid behind each other, as if they were one.");
}
