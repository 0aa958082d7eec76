// Tested by: tests/io/write_trunking_test.cpp.

#include "io/write_trunking.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <tuple>

#include "io/wording.hpp"

namespace eniplan::io {
namespace {

using Layout = DocumentWriter::Layout;

// JSON and YAML

void write_or_null(DocumentWriter& writer, std::string_view key, const std::optional<std::string>& text) {
  writer.key(key);
  if (text) {
    writer.string(*text);
  } else {
    writer.null();
  }
}

void write_or_null(DocumentWriter& writer, std::string_view key, const std::optional<std::int64_t>& number) {
  writer.key(key);
  if (number) {
    writer.integer(*number);
  } else {
    writer.null();
  }
}

void write_cause(DocumentWriter& writer, const TrunkingCause& cause) {
  writer.begin_object();
  writer.member("cause", to_string(cause.obstacle));
  writer.member("certain", cause.certain);
  writer.member("explanation", cause.explanation);
  writer.member("check", cause.check);
  writer.member("source", cause.source.source);
  writer.member("date", cause.source.date);
  writer.end_object();
}

void write_group(DocumentWriter& writer, const TrunkingGroup& group) {
  writer.begin_object();
  writer.member("name", group.name);
  writer.member("capacityGroup", group.is_capacity_group);
  writer.member("instances", group.instances);
  write_or_null(writer, "instanceType", group.instance_type);
  write_or_null(writer, "availabilityZone", group.availability_zone);
  writer.member("typeKnown", group.type_known);
  writer.member("trunked", group.trunked);
  writer.member("possible", group.slots_with_trunk.has_value());
  writer.member("wishedBy", to_string(group.wish));
  writer.member("slots", group.slots.value);
  write_or_null(writer, "slotsWithTrunk",
                group.slots_with_trunk ? std::optional(group.slots_with_trunk->value) : std::nullopt);
  write_or_null(writer, "gain", group.gain());
  writer.key("causes");
  writer.begin_array();
  for (const TrunkingCause& cause : group.causes) write_cause(writer, cause);
  writer.end_array();
  writer.end_object();
}

// Text and Markdown

/// Those that lack a trunk they should have first, then the largest gain of all their instances together.
std::vector<const TrunkingGroup*> worst_first(const TrunkingReport& report) {
  std::vector<const TrunkingGroup*> groups;
  for (const TrunkingGroup& group : report.groups) groups.push_back(&group);
  std::ranges::stable_sort(groups, {}, [](const TrunkingGroup* group) {
    return std::tuple(!group->lacks_wished_trunk(), -group->gain().value_or(0) * group->instances);
  });
  return groups;
}

std::string trunk_in_words(const TrunkingGroup& group) {
  if (group.trunked) return "yes";
  if (group.slots_with_trunk) return group.lacks_wished_trunk() ? "missing" : "no";
  return group.type_known ? "impossible" : "unknown";
}

std::string signed_number(std::int64_t number) {
  return number > 0 ? fmt::format("+{}", number) : fmt::to_string(number);
}

std::vector<std::string> cells(const TrunkingGroup& group) {
  return {group.name,
          fmt::to_string(group.instances),
          group.instance_type.value_or("?"),
          group.availability_zone.value_or(""),
          trunk_in_words(group),
          fmt::to_string(group.slots.value),
          group.slots_with_trunk ? fmt::to_string(group.slots_with_trunk->value) : "",
          group.gain() ? signed_number(*group.gain()) : ""};
}

std::string_view wish_in_words(TrunkingWish wish) {
  switch (wish) {
    case TrunkingWish::none: break;
    case TrunkingWish::agent: return "the agent can use a trunk";
    case TrunkingWish::account: return "the account setting says trunking";
    case TrunkingWish::group: return "the group wishes a trunk";
  }
  return {};
}

std::string heading(const TrunkingGroup& group) {
  return fmt::format("{}{}: {}, but {} no trunk", group.name,
                     group.instances > 1 && !group.is_capacity_group
                         ? fmt::format(" and {} more like it", group.instances - 1)
                         : std::string(),
                     wish_in_words(group.wish), group.instances > 1 ? "they have" : "it has");
}

std::string sure(const TrunkingCause& cause) { return cause.certain ? "certain" : "possible"; }

std::string source_of(const TrunkingCause& cause) {
  return fmt::format("{}, {}", cause.source.source, cause.source.date);
}

std::string left_out(const TrunkingReport& report) {
  if (report.groups.size() <= max_table_rows) return {};
  return fmt::format("{} more groups are left out; JSON has them all.", report.groups.size() - max_table_rows);
}

/// Those whose causes are told, of the rows that are shown.
std::vector<const TrunkingGroup*> told(const TrunkingReport& report) {
  std::vector<const TrunkingGroup*> groups = worst_first(report);
  groups.resize(std::min(groups.size(), max_table_rows));
  std::erase_if(groups, [](const TrunkingGroup* group) { return group->causes.empty(); });
  return groups;
}

}  // namespace

void write_trunking_member(DocumentWriter& writer, const TrunkingReport& report) {
  writer.key("trunking");
  writer.begin_array();
  for (const TrunkingGroup& group : report.groups) write_group(writer, group);
  writer.end_array();
}

TextTable trunking_table(const TrunkingReport& report) {
  using enum TextTable::Align;
  TextTable table({{"INSTANCES", left},
                   {"COUNT", right},
                   {"TYPE", left},
                   {"ZONE", left},
                   {"TRUNK", left},
                   {"SLOTS", right},
                   {"WITH TRUNK", right},
                   {"GAIN", right}});
  for (const TrunkingGroup* group : worst_first(report)) {
    if (table.row_count() == max_table_rows) break;
    table.add_row(cells(*group), group->lacks_wished_trunk() ? Emphasis::bad : Emphasis::none);
  }
  return table;
}

void write_trunking_text(std::ostream& out, const TrunkingReport& report, Color color) {
  trunking_table(report).write_text(out, color);
  if (const std::string more = left_out(report); !more.empty()) out << "  " << more << '\n';
  for (const TrunkingGroup* group : told(report)) {
    out << fmt::format("\n  {}\n", heading(*group));
    for (const TrunkingCause& cause : group->causes) {
      out << fmt::format("    {}: {}\n      check:  {}\n      source: {}\n", sure(cause), cause.explanation,
                         cause.check, source_of(cause));
    }
  }
}

void write_trunking_markdown(std::ostream& out, const TrunkingReport& report) {
  trunking_table(report).write_markdown(out);
  if (const std::string more = left_out(report); !more.empty()) out << '\n' << more << '\n';
  for (const TrunkingGroup* group : told(report)) {
    out << fmt::format("\n{}:\n\n", heading(*group));
    for (const TrunkingCause& cause : group->causes) {
      out << fmt::format("- {}: {} Check: `{}`. Source: {}.\n", sure(cause), cause.explanation, cause.check,
                         source_of(cause));
    }
  }
}

}  // namespace eniplan::io
