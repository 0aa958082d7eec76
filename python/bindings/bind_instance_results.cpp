#include <eniplan/instance_results.hpp>

#include <array>
#include <cstring>
#include <unordered_map>

#include "bind.hpp"
#include "columns.hpp"
#include "value_class.hpp"

namespace py = pybind11;
using namespace eniplan;

namespace {

// --- columns: by runs, so that a million instances cost a million values and not a million rows
// -------------------------

using Run = InstanceResults::Run;

/// A column of what `get` says of each instance of a run.
template <class Get>
ColumnOf<InstanceResults> by_run(std::string name, Get get) {
  return {std::move(name), [get](const InstanceResults& instances) {
            using Value = std::decay_t<std::invoke_result_t<Get, const InstanceFacts&, const Run&>>;
            ColumnBuilder builder(kind_of<Value>(Column::Kind::category), instances.size());
            for (const Run& run : instances.runs()) builder.add(get(instances.facts(run), run), run.instance_count);
            return builder.finish();
          }};
}

/// Counts up the decimal number that begins at `stem` and ends `id`.
void count_up(std::string& id, std::size_t stem) {
  std::size_t digit = id.size();
  while (digit > stem && id[digit - 1] == '9') id[--digit] = '0';
  if (digit > stem) {
    ++id[digit - 1];
  } else {
    id.insert(stem, 1, '1');
  }
}

std::size_t end_of(const InstanceResults& instances, std::size_t block) {
  const auto& blocks = instances.blocks();
  return block + 1 == blocks.size() ? instances.size() : blocks[block + 1].first_instance;
}

/// As many bytes as all ids have, or some more: within a block the last is the longest.
std::size_t bytes_of_ids(const InstanceResults& instances) {
  std::size_t bytes = 0;
  for (std::size_t b = 0; b < instances.blocks().size(); ++b) {
    const std::size_t count = end_of(instances, b) - instances.blocks()[b].first_instance;
    if (count > 0) bytes += count * instances.id(end_of(instances, b) - 1).size();
  }
  return bytes;
}

std::shared_ptr<Column> ids_of(const InstanceResults& instances) {
  ColumnBuilder builder(Column::Kind::text, instances.size());
  builder.reserve_text(bytes_of_ids(instances));
  const auto& blocks = instances.blocks();
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    const std::size_t end = end_of(instances, b);
    std::string id = instances.id(blocks[b].first_instance);
    builder.add(id);
    for (std::size_t i = blocks[b].first_instance + 1; i < end; ++i) {
      count_up(id, blocks[b].name.size() + 1);
      builder.add(id);
    }
  }
  return builder.finish();
}

std::vector<ColumnOf<InstanceResults>> instance_columns() {
  using Facts = InstanceFacts;
  const auto text = [](const std::optional<std::string>& value) {
    return value ? std::optional<std::string_view>(*value) : std::nullopt;
  };
  return {
      {"id", &ids_of},
      by_run("instance_type", [text](const Facts& facts, const Run&) { return text(facts.instance_type); }),
      by_run("availability_zone", [text](const Facts& facts, const Run&) { return text(facts.availability_zone); }),
      by_run("trunking", [](const Facts& facts, const Run&) { return facts.trunking; }),
      by_run("registered_cpu", [](const Facts& facts, const Run&) { return facts.registered.cpu; }),
      by_run("registered_memory", [](const Facts& facts, const Run&) { return facts.registered.memory; }),
      by_run("registered_gpu", [](const Facts& facts, const Run&) { return facts.registered.gpu; }),
      by_run("registered_eni", [](const Facts& facts, const Run&) { return facts.registered.eni; }),
      by_run("remaining_cpu", [](const Facts&, const Run& run) { return run.remaining.cpu; }),
      by_run("remaining_memory", [](const Facts&, const Run& run) { return run.remaining.memory; }),
      by_run("remaining_gpu", [](const Facts&, const Run& run) { return run.remaining.gpu; }),
      by_run("remaining_eni", [](const Facts&, const Run& run) { return run.remaining.eni; }),
      by_run("tasks", [](const Facts&, const Run& run) { return run.tasks; }),
      by_run("attach_failures", [](const Facts&, const Run& run) { return run.attach_failures; }),
  };
}

// --- pickling: blocks and runs as they are
// ------------------------------------------------------------------------------

/// A run as it stands in a pickle.
using PackedRun = std::array<std::int64_t, 8>;

PackedRun pack(const Run& run) {
  const Resources& left = run.remaining;
  return {static_cast<std::int64_t>(run.instance_count),
          left.cpu.value,
          left.memory.value,
          left.gpu.value,
          left.eni.value,
          run.tasks,
          run.attach_failures,
          static_cast<std::int64_t>(run.block)};
}

Run unpack(const PackedRun& packed) {
  return {.instance_count = static_cast<std::size_t>(packed[0]),
          .remaining = {{packed[1]}, {packed[2]}, {packed[3]}, {packed[4]}},
          .tasks = packed[5],
          .attach_failures = packed[6]};
}

py::tuple state_of(const InstanceResults& instances) {
  std::unordered_map<const InstanceFacts*, std::size_t> places;
  py::list facts;
  py::list blocks;
  for (const InstanceResults::Block& block : instances.blocks()) {
    const auto [place, is_new] = places.try_emplace(block.facts.get(), places.size());
    if (is_new) facts.append(*block.facts);
    blocks.append(py::make_tuple(block.name, block.first_number, place->second));
  }
  std::vector<PackedRun> runs;
  runs.reserve(instances.runs().size());
  for (const Run& run : instances.runs()) runs.push_back(pack(run));
  return py::make_tuple(facts, blocks,
                        py::bytes(reinterpret_cast<const char*>(runs.data()), runs.size() * sizeof(PackedRun)));
}

InstanceResults from_state(const py::tuple& state) {
  std::vector<std::shared_ptr<const InstanceFacts>> facts;
  for (const py::handle each : state[0]) {
    facts.push_back(std::make_shared<const InstanceFacts>(each.cast<InstanceFacts>()));
  }
  const auto bytes = state[2].cast<std::string>();
  std::vector<PackedRun> runs(bytes.size() / sizeof(PackedRun));
  if (!runs.empty()) std::memcpy(runs.data(), bytes.data(), runs.size() * sizeof(PackedRun));
  InstanceResults instances;
  std::size_t next = 0;
  std::int64_t number = 0;
  for (const py::handle each : state[1]) {
    const auto block = each.cast<py::tuple>();
    instances.add_block({.name = block[0].cast<std::string>(),
                         .first_number = block[1].cast<std::optional<std::size_t>>(),
                         .facts = facts.at(block[2].cast<std::size_t>())});
    for (; next < runs.size() && runs[next].back() == number; ++next) instances.add_run(unpack(runs[next]));
    ++number;
  }
  return instances;
}

// --- the sequence ----------------------------------------------------------------------------------------------------

std::vector<InstanceResult> instances_at(const InstanceResults& instances, const py::slice& slice) {
  py::ssize_t start = 0, stop = 0, step = 0, count = 0;
  if (!slice.compute(std::ssize(instances), &start, &stop, &step, &count)) throw py::error_already_set();
  std::vector<InstanceResult> rows;
  for (; count > 0; --count, start += step) rows.push_back(instances[static_cast<std::size_t>(start)]);
  return rows;
}

}  // namespace

void bind_instance_results(py::module_& module) {
  ValueClass<InstanceResult>(module, "InstanceResult", "An instance after everything was placed.")
      .field("id", &InstanceResult::id, "Last part of the ARN, or `<group>/<k>`.")
      .field("instance_type", &InstanceResult::instance_type, "None if unknown.")
      .field("availability_zone", &InstanceResult::availability_zone, "None if unknown.")
      .field("trunking", &InstanceResult::trunking)
      .field("registered", &InstanceResult::registered)
      .field("remaining", &InstanceResult::remaining, "May be negative.")
      .field("tasks", &InstanceResult::tasks)
      .field("attach_failures", &InstanceResult::attach_failures, "Tasks placed whose interface would not attach.")
      .field("memory_estimate", &InstanceResult::memory_estimate, "For instances of a capacity group.")
      .hashable()
      .shown([](const InstanceResult& instance) {
        return py::str("<InstanceResult {}: {} tasks>").format(instance.id, instance.tasks);
      });

  ValueClass<InstanceFacts>(module, "InstanceFacts", "What placing tasks does not change of an instance.")
      .field("instance_type", &InstanceFacts::instance_type)
      .field("availability_zone", &InstanceFacts::availability_zone)
      .field("trunking", &InstanceFacts::trunking)
      .field("registered", &InstanceFacts::registered)
      .field("memory_estimate", &InstanceFacts::memory_estimate)
      .hashable();

  py::class_<InstanceResults> results(module, "InstanceResults", R"(
The instances of a cluster in canonical order: a sequence of `InstanceResult`, and a table with a row for each.

Instances that are alike are kept once, and a row or column is made when it is asked for. Cost of `[i]`: logarithmic; of
a column: linear.
)");
  results.def("__len__", &InstanceResults::size)
      .def("__getitem__", [](const InstanceResults& instances,
                             std::ptrdiff_t index) { return instances[index_in(std::ssize(instances), index)]; })
      .def("__getitem__", &instances_at)
      .def(
          "__iter__",
          [](const InstanceResults& instances) {
            return py::make_iterator<py::return_value_policy::move>(instances.begin(), instances.end());
          },
          py::keep_alive<0, 1>())
      .def(
          "__eq__", [](const InstanceResults& a, const InstanceResults& b) { return a == b; }, py::is_operator())
      .def(py::pickle(&state_of, &from_state))
      .def("__copy__", [](const py::object& self) { return self; })
      .def("__deepcopy__", [](const py::object& self, const py::dict&) { return self; })
      .def("__repr__", [](const InstanceResults& instances) {
        return py::str("<InstanceResults: {} instances>").format(instances.size());
      });
  def_table<InstanceResults>(results, instance_columns());
}
