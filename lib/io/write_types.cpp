#include <eniplan/catalog.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <tuple>

#include "io/answer_parts.hpp"
#include "io/text_table.hpp"
#include "io/wording.hpp"

namespace eniplan::io {
namespace {

using Layout = DocumentWriter::Layout;

// --- what stands behind a task slot ----------------------------------------------------------------------------------

/// Shares of an instance for each of its task slots, rounded down.
struct PerSlot {
  std::int64_t cpu;
  std::int64_t memory;
  std::optional<std::int64_t> microusd_hour;
};

/// Nothing for types without slots.
std::optional<PerSlot> per_slot(const InstanceType& type, EniSlots slots) {
  if (slots.value <= 0) return std::nullopt;
  PerSlot share{type.vcpus * 1024 / slots.value, type.registered_memory.registered.value / slots.value, std::nullopt};
  if (type.ondemand_microusd_hour) share.microusd_hour = *type.ondemand_microusd_hour / slots.value;
  return share;
}

/// The cheapest slot that the type can offer, with or without trunk.
std::optional<std::int64_t> cheapest_slot(const InstanceType& type) {
  const std::int64_t slots = std::max(task_limit(type, Trunking::disabled), task_limit(type, Trunking::enabled)).value;
  const std::optional<PerSlot> share = per_slot(type, {slots});
  return share ? share->microusd_hour : std::nullopt;
}

std::vector<const InstanceType*> ordered(std::span<const InstanceType> types, TypesView view) {
  std::vector<const InstanceType*> result;
  for (const InstanceType& type : types) result.push_back(&type);
  if (view == TypesView::compared) {
    // Without a price at the end; those of one price as given.
    std::ranges::stable_sort(result, {}, [](const InstanceType* type) {
      const std::optional<std::int64_t> price = cheapest_slot(*type);
      return std::tuple(!price.has_value(), price.value_or(0));
    });
  }
  return result;
}

// --- JSON and YAML ---------------------------------------------------------------------------------------------------

template <class T>
void write_or_null(DocumentWriter& writer, std::string_view key, const std::optional<T>& value) {
  if (value) {
    writer.member(key, *value);
  } else {
    writer.key(key);
    writer.null();
  }
}

void write_source_members(DocumentWriter& writer, const Provenance& provenance) {
  writer.member("source", provenance.source);
  writer.key("date");
  if (provenance.date.empty()) {
    writer.null();
  } else {
    writer.string(provenance.date);
  }
}

void write_task_limits(DocumentWriter& writer, const InstanceType& type) {
  writer.key("taskLimit");
  writer.begin_object();
  writer.key("default");
  writer.begin_object(Layout::row);
  writer.member("value", task_limit(type, Trunking::disabled).value);
  write_source_members(writer, type.default_limit_source);
  writer.end_object();
  writer.key("trunking");
  writer.begin_object(Layout::row);
  writer.key("value");
  if (type.ecs_task_limit_trunking) {
    writer.integer(type.ecs_task_limit_trunking->value);
  } else {
    writer.null();
  }
  write_source_members(writer, type.trunking_limit_source);
  writer.end_object();
  writer.end_object();
}

void write_memory(DocumentWriter& writer, const InstanceType& type) {
  writer.key("memoryEstimate");
  writer.begin_object(Layout::row);
  writer.member("basis", to_string(type.registered_memory.basis));
  writer.member("registered", type.registered_memory.registered.value);
  writer.member("low", type.registered_memory.low.value);
  writer.member("high", type.registered_memory.high.value);
  write_source_members(writer, type.memory_source);
  writer.end_object();
}

void write_hardware(DocumentWriter& writer, const InstanceType& type) {
  writer.member("vcpus", type.vcpus);
  writer.member("memory", type.memory.value);
  writer.member("gpus", type.gpus.value);
  writer.member("architecture", type.architecture);
  writer.member("hypervisor", type.hypervisor);
  writer.member("bareMetal", type.bare_metal);
  write_or_null(writer, "currentGeneration", type.current_generation);
  writer.member("networkCards", type.network_cards);
  writer.member("maxNetworkInterfaces", type.max_network_interfaces);
  write_or_null(writer, "maxNetworkInterfacesOnDefaultCard", type.max_network_interfaces_card0);
  writer.member("ipv4AddressesPerInterface", type.ipv4_per_interface);
  write_or_null(writer, "ondemandMicroUsdPerHour", type.ondemand_microusd_hour);
  writer.key("hardware");
  writer.begin_object(Layout::row);
  write_source_members(writer, type.hardware_source);
  writer.end_object();
}

void write_share(DocumentWriter& writer, std::string_view key, const std::optional<PerSlot>& share) {
  writer.key(key);
  if (!share) {
    writer.null();
    return;
  }
  writer.begin_object(Layout::row);
  writer.member("CPU", share->cpu);
  writer.member("MEMORY", share->memory);
  write_or_null(writer, "ondemandMicroUsdPerHour", share->microusd_hour);
  writer.end_object();
}

void write_type(DocumentWriter& writer, const InstanceType& type, TypesView view) {
  writer.begin_object();
  writer.member("instanceType", type.name);
  write_task_limits(writer, type);
  write_memory(writer, type);
  write_hardware(writer, type);
  if (!type.override_reason.empty()) writer.member("overrideReason", type.override_reason);
  if (view == TypesView::compared) {
    writer.key("perSlot");
    writer.begin_object();
    write_share(writer, "default", per_slot(type, task_limit(type, Trunking::disabled)));
    write_share(writer, "trunking", per_slot(type, type.ecs_task_limit_trunking.value_or(EniSlots{})));
    writer.end_object();
  }
  writer.end_object();
}

void write_document(std::ostream& out, std::span<const InstanceType> types, TypesView view, Format format) {
  DocumentWriter writer(out, syntax_of(format));
  begin_answer(writer, "eniplan.types/1");
  writer.member("catalogDate", catalog_date());
  writer.key("types");
  writer.begin_array();
  for (const InstanceType* type : ordered(types, view)) write_type(writer, *type, view);
  writer.end_array();
  writer.end_object();
}

// --- tables ----------------------------------------------------------------------------------------------------------

/// US dollars: `0.085`, six decimals at most.
std::string dollars(std::optional<std::int64_t> microusd) {
  if (!microusd) return "";
  std::string text = fmt::format("{}.{:06}", *microusd / 1'000'000, *microusd % 1'000'000);
  text.erase(std::max(text.find_last_not_of('0') + 1, text.find('.') + 3));
  return text;
}

std::vector<TextTable::Column> columns(TypesView view) {
  using Align = TextTable::Align;
  std::vector<TextTable::Column> columns = {{"TYPE"},
                                            {"TASKS", Align::right},
                                            {"TRUNKED", Align::right},
                                            {"VCPUS", Align::right},
                                            {"MEMORY", Align::right},
                                            {"REGISTERED", Align::right},
                                            {"BASIS"},
                                            {"GPUS", Align::right},
                                            {"ARCHITECTURE"}};
  if (view == TypesView::compared) {
    columns.insert(columns.end(), {{"USD/HOUR", Align::right},
                                   {"MIB/SLOT", Align::right},
                                   {"USD/SLOT", Align::right},
                                   {"TRUNKED MIB/SLOT", Align::right},
                                   {"TRUNKED USD/SLOT", Align::right}});
  }
  return columns;
}

void append_share(std::vector<std::string>& cells, const std::optional<PerSlot>& share) {
  cells.push_back(share ? fmt::to_string(share->memory) : "");
  cells.push_back(share ? dollars(share->microusd_hour) : "");
}

std::vector<std::string> cells(const InstanceType& type, TypesView view) {
  const std::optional<EniSlots> trunked = type.ecs_task_limit_trunking;
  std::vector<std::string> cells = {type.name,
                                    fmt::to_string(task_limit(type, Trunking::disabled).value),
                                    trunked ? fmt::to_string(trunked->value) : "",
                                    fmt::to_string(type.vcpus),
                                    fmt::to_string(type.memory.value),
                                    fmt::to_string(type.registered_memory.registered.value),
                                    std::string(to_string(type.registered_memory.basis)),
                                    fmt::to_string(type.gpus.value),
                                    type.architecture};
  if (view == TypesView::compared) {
    cells.push_back(dollars(type.ondemand_microusd_hour));
    append_share(cells, per_slot(type, task_limit(type, Trunking::disabled)));
    append_share(cells, per_slot(type, trunked.value_or(EniSlots{})));
  }
  return cells;
}

std::string count_in_words(std::span<const InstanceType> types) {
  return fmt::format("{} (figures up to {})", counted(static_cast<std::int64_t>(types.size()), "instance type"),
                     catalog_date());
}

void write_source_line(std::ostream& out, std::string_view what, const std::string& figure, const Provenance& from) {
  out << fmt::format("  {:<14} {:>8}   {}{}\n", what, figure, from.source, from.date.empty() ? "" : ", " + from.date);
}

/// A single type, with the source of each figure.
void write_details(std::ostream& out, const InstanceType& type, Color color) {
  const std::optional<EniSlots> trunked = type.ecs_task_limit_trunking;
  const EniSlots slots = task_limit(type, Trunking::disabled);
  out << painted(fmt::format("{}: {}{}", type.name, counted(slots.value, "awsvpc task"),
                             trunked ? fmt::format(", {} with ENI trunking", trunked->value)
                                     : std::string("; ENI trunking is not known to work")),
                 Emphasis::strong, color)
      << '\n';
  write_source_line(out, "awsvpc tasks", fmt::to_string(slots.value), type.default_limit_source);
  write_source_line(out, "with trunking", trunked ? fmt::to_string(trunked->value) : "-", type.trunking_limit_source);
  write_source_line(out, "vCPUs", fmt::to_string(type.vcpus), type.hardware_source);
  write_source_line(out, "interfaces", fmt::to_string(type.max_network_interfaces), type.hardware_source);
  write_source_line(out, "memory, MiB", fmt::to_string(type.memory.value), type.hardware_source);
  write_source_line(out, "registered", fmt::to_string(type.registered_memory.registered.value), type.memory_source);
  out << fmt::format("  {:<14} {:>8}   {} to {} MiB, {}\n", "", "", type.registered_memory.low.value,
                     type.registered_memory.high.value, to_string(type.registered_memory.basis));
  if (!type.override_reason.empty()) out << "  corrected: " << type.override_reason << '\n';
}

void write_text(std::ostream& out, std::span<const InstanceType> types, TypesView view, Color color) {
  if (types.size() == 1 && view == TypesView::plain) {
    write_details(out, types.front(), color);
    return;
  }
  out << count_in_words(types) << '\n';
  if (types.empty()) return;
  out << '\n';
  TextTable table(columns(view));
  for (const InstanceType* type : ordered(types, view)) {
    if (table.row_count() < max_table_rows) table.add_row(cells(*type, view));
  }
  table.write_text(out, color);
  if (types.size() > table.row_count()) {
    out << fmt::format("  {} more are left out; name them by a pattern, or take --format csv.\n",
                       types.size() - table.row_count());
  }
}

void write_csv(std::ostream& out, std::span<const InstanceType> types, TypesView view) {
  std::vector<std::string> titles = {"instanceType", "taskLimit", "trunkingTaskLimit",
                                     "vcpus",        "memory",    "registeredMemory",
                                     "memoryBasis",  "gpus",      "architecture"};
  if (view == TypesView::compared) {
    titles.insert(titles.end(), {"ondemandUsdPerHour", "memoryPerSlot", "usdPerSlotHour", "trunkingMemoryPerSlot",
                                 "trunkingUsdPerSlotHour"});
  }
  write_csv_row(out, titles);
  for (const InstanceType* type : ordered(types, view)) write_csv_row(out, cells(*type, view));
}

void write_markdown(std::ostream& out, std::span<const InstanceType> types, TypesView view) {
  out << "### " << count_in_words(types) << "\n\n";
  TextTable table(columns(view));
  for (const InstanceType* type : ordered(types, view)) table.add_row(cells(*type, view));
  table.write_markdown(out);
}

}  // namespace
}  // namespace eniplan::io

namespace eniplan {

void write_types(std::ostream& out, std::span<const InstanceType> types, TypesView view, const WriteOptions& options) {
  switch (options.format) {
    case Format::json:
    case Format::yaml: io::write_document(out, types, view, options.format); break;
    case Format::csv: io::write_csv(out, types, view); break;
    case Format::markdown: io::write_markdown(out, types, view); break;
    case Format::text: io::write_text(out, types, view, options.color); break;
  }
}

}  // namespace eniplan
