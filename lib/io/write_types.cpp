#include <eniplan/catalog.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <tuple>

#include "io/answer_parts.hpp"
#include "io/money.hpp"
#include "io/text_table.hpp"
#include "io/types_order.hpp"
#include "io/wording.hpp"

namespace eniplan::io {
namespace {

using Layout = DocumentWriter::Layout;

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
    write_or_null(writer, "trunkingGain", trunking_gain(type));
    writer.key("perSlot");
    writer.begin_object();
    write_share(writer, "default", per_slot(type, task_limit(type, Trunking::disabled)));
    write_share(writer, "trunking", per_slot(type, type.ecs_task_limit_trunking.value_or(EniSlots{})));
    writer.end_object();
  }
  writer.end_object();
}

void write_document(std::ostream& out, std::span<const InstanceType> types, TypesView view, TypesOrder order,
                    Format format) {
  DocumentWriter writer(out, syntax_of(format));
  begin_answer(writer, "eniplan.types/1");
  writer.member("catalogDate", catalog_date());
  writer.key("types");
  writer.begin_array();
  for (const InstanceType* type : ordered(types, order)) write_type(writer, *type, view);
  writer.end_array();
  writer.end_object();
}

// --- tables ----------------------------------------------------------------------------------------------------------

std::string dollars_or_nothing(std::optional<std::int64_t> microusd) { return microusd ? dollars(*microusd) : ""; }

std::string signed_number(std::optional<std::int64_t> number) {
  return number ? fmt::format("{}{}", *number > 0 ? "+" : "", *number) : "";
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
    columns.insert(columns.end(), {{"GAIN", Align::right},
                                   {"USD/HOUR", Align::right},
                                   {"MIB/SLOT", Align::right},
                                   {"USD/SLOT", Align::right},
                                   {"TRUNKED MIB/SLOT", Align::right},
                                   {"TRUNKED USD/SLOT", Align::right}});
  }
  return columns;
}

void append_share(std::vector<std::string>& cells, const std::optional<PerSlot>& share) {
  cells.push_back(share ? fmt::to_string(share->memory) : "");
  cells.push_back(share ? dollars_or_nothing(share->microusd_hour) : "");
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
    const std::optional<std::int64_t> gain = trunking_gain(type);
    cells.push_back(gain ? fmt::to_string(*gain) : "");
    cells.push_back(dollars_or_nothing(type.ondemand_microusd_hour));
    append_share(cells, per_slot(type, task_limit(type, Trunking::disabled)));
    append_share(cells, per_slot(type, trunked.value_or(EniSlots{})));
  }
  return cells;
}

std::string count_in_words(std::span<const InstanceType> types, TypesView view) {
  std::string words = fmt::format("{} (figures up to {}",
                                  counted(static_cast<std::int64_t>(types.size()), "instance type"), catalog_date());
  if (view == TypesView::compared) words += fmt::format("; on-demand prices of {}, {}", price_region, price_date);
  return words + ")";
}

void write_source_line(std::ostream& out, std::string_view what, const std::string& figure, const Provenance& from) {
  out << fmt::format("  {:<14} {:>8}   {}{}\n", what, figure, from.source, from.date.empty() ? "" : ", " + from.date);
}

/// What a trunk would bring, in words: the figures stand above with their sources.
void write_gain_line(std::ostream& out, const InstanceType& type) {
  const std::optional<std::int64_t> gain = trunking_gain(type);
  if (!gain) {
    out << fmt::format("  {:<14} {:>8}   an instance registers without a trunk, whatever the setting\n",
                       "trunking gains", "-");
    return;
  }
  const auto slot = per_slot(type, task_limit(type, Trunking::disabled));
  const auto trunked = per_slot(type, task_limit(type, Trunking::enabled));
  out << fmt::format("  {:<14} {:>8}   {}", "trunking gains", signed_number(gain),
                     *gain < 0 ? "a trunk lowers the limit" : "for instances launched after awsvpcTrunking is enabled");
  if (slot && trunked) out << fmt::format("; memory for each: {} MiB, trunked {} MiB", slot->memory, trunked->memory);
  out << '\n';
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
  write_gain_line(out, type);
  write_source_line(out, "vCPUs", fmt::to_string(type.vcpus), type.hardware_source);
  write_source_line(out, "interfaces", fmt::to_string(type.max_network_interfaces), type.hardware_source);
  write_source_line(out, "memory, MiB", fmt::to_string(type.memory.value), type.hardware_source);
  write_source_line(out, "registered", fmt::to_string(type.registered_memory.registered.value), type.memory_source);
  out << fmt::format("  {:<14} {:>8}   {} to {} MiB, {}\n", "", "", type.registered_memory.low.value,
                     type.registered_memory.high.value, to_string(type.registered_memory.basis));
  if (!type.override_reason.empty()) out << "  corrected: " << type.override_reason << '\n';
}

void write_text(std::ostream& out, std::span<const InstanceType> types, TypesView view, TypesOrder order, Color color) {
  if (types.size() == 1 && view == TypesView::plain) {
    write_details(out, types.front(), color);
    return;
  }
  out << count_in_words(types, view) << '\n';
  if (types.empty()) return;
  out << '\n';
  TextTable table(columns(view));
  for (const InstanceType* type : ordered(types, order)) {
    if (table.row_count() < max_table_rows) table.add_row(cells(*type, view));
  }
  table.write_text(out, color);
  if (types.size() > table.row_count()) {
    out << fmt::format("  {} more are left out; name them by a pattern, or take --format csv.\n",
                       types.size() - table.row_count());
  }
}

void write_csv(std::ostream& out, std::span<const InstanceType> types, TypesView view, TypesOrder order) {
  std::vector<std::string> titles = {"instanceType", "taskLimit", "trunkingTaskLimit",
                                     "vcpus",        "memory",    "registeredMemory",
                                     "memoryBasis",  "gpus",      "architecture"};
  if (view == TypesView::compared) {
    titles.insert(titles.end(), {"trunkingGain", "ondemandUsdPerHour", "memoryPerSlot", "usdPerSlotHour",
                                 "trunkingMemoryPerSlot", "trunkingUsdPerSlotHour"});
  }
  write_csv_row(out, titles);
  for (const InstanceType* type : ordered(types, order)) write_csv_row(out, cells(*type, view));
}

void write_markdown(std::ostream& out, std::span<const InstanceType> types, TypesView view, TypesOrder order) {
  out << "### " << count_in_words(types, view) << "\n\n";
  TextTable table(columns(view));
  for (const InstanceType* type : ordered(types, order)) table.add_row(cells(*type, view));
  table.write_markdown(out);
}

}  // namespace
}  // namespace eniplan::io

namespace eniplan {

std::string_view to_string(TypesOrder order) {
  switch (order) {
    case TypesOrder::name: return "name";
    case TypesOrder::tasks: return "tasks";
    case TypesOrder::trunked_tasks: return "trunked";
    case TypesOrder::gain: return "gain";
    case TypesOrder::price: return "price";
    case TypesOrder::slot_price: return "slot-price";
    case TypesOrder::trunked_slot_price: return "trunked-slot-price";
    case TypesOrder::cheapest_slot_price: return "cheapest-slot-price";
    case TypesOrder::slot_memory: return "memory-per-slot";
    case TypesOrder::trunked_slot_memory: return "trunked-memory-per-slot";
  }
  return {};
}

void write_types(std::ostream& out, std::span<const InstanceType> types, TypesView view, TypesOrder order,
                 const WriteOptions& options) {
  switch (options.format) {
    case Format::json:
    case Format::yaml: io::write_document(out, types, view, order, options.format); break;
    case Format::csv: io::write_csv(out, types, view, order); break;
    case Format::markdown: io::write_markdown(out, types, view, order); break;
    case Format::text: io::write_text(out, types, view, order, options.color); break;
  }
}

}  // namespace eniplan
