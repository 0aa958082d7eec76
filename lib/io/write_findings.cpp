#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "io/answer_parts.hpp"
#include "io/text_table.hpp"
#include "io/wording.hpp"

namespace eniplan::io {
namespace {

using Layout = DocumentWriter::Layout;

std::string_view word(Finding::Level level) { return level == Finding::Level::error ? "error" : "warning"; }

bool is_error(const LocatedFinding& located) { return located.finding.level == Finding::Level::error; }

std::int64_t error_count(std::span<const LocatedFinding> findings) {
  return static_cast<std::int64_t>(std::ranges::count_if(findings, is_error));
}

std::vector<const LocatedFinding*> errors_first(std::span<const LocatedFinding> findings) {
  std::vector<const LocatedFinding*> ordered;
  for (const LocatedFinding& located : findings) ordered.push_back(&located);
  std::ranges::stable_partition(ordered, [](const LocatedFinding* located) { return is_error(*located); });
  return ordered;
}

void write_text_or_null(DocumentWriter& writer, std::string_view key, std::string_view text) {
  writer.key(key);
  if (text.empty()) {
    writer.null();
  } else {
    writer.string(text);
  }
}

void write_position_or_null(DocumentWriter& writer, std::string_view key, std::size_t position) {
  writer.key(key);
  if (position == 0) {
    writer.null();
  } else {
    writer.natural(position);
  }
}

void write_finding(DocumentWriter& writer, const LocatedFinding& located) {
  const Diagnostic place = located.place.value_or(Diagnostic{});
  writer.begin_object(Layout::row);
  writer.member("level", word(located.finding.level));
  writer.member("code", located.finding.code);
  write_text_or_null(writer, "clusterName", located.cluster_name);
  write_text_or_null(writer, "file", place.file);
  write_position_or_null(writer, "line", place.line);
  write_position_or_null(writer, "column", place.column);
  write_text_or_null(writer, "key", place.key);
  writer.member("message", located.finding.message);
  writer.end_object();
}

void write_document(std::ostream& out, std::span<const LocatedFinding> findings, Format format) {
  const std::int64_t errors = error_count(findings);
  DocumentWriter writer(out, syntax_of(format));
  begin_answer(writer, "eniplan.check/1");
  writer.key("summary");
  writer.begin_object(Layout::row);
  writer.member("errors", errors);
  writer.member("warnings", static_cast<std::int64_t>(findings.size()) - errors);
  writer.end_object();
  writer.key("findings");
  writer.begin_array();
  for (const LocatedFinding* located : errors_first(findings)) write_finding(writer, *located);
  writer.end_array();
  writer.end_object();
}

/// `cluster.yaml:3:5: services[0]: message`, or `default: message` for what has no place.
std::string line_of(const LocatedFinding& located) {
  if (located.place) return to_string(*located.place);
  return fmt::format("{}: {}", located.cluster_name, located.finding.message);
}

std::string answer(std::span<const LocatedFinding> findings) {
  const std::int64_t errors = error_count(findings);
  const std::int64_t warnings = static_cast<std::int64_t>(findings.size()) - errors;
  if (findings.empty()) return "nothing found";
  return fmt::format("{}, {}", counted(errors, "error"), counted(warnings, "warning"));
}

void write_text(std::ostream& out, std::span<const LocatedFinding> findings, Color color) {
  const Emphasis verdict = error_count(findings) > 0 ? Emphasis::bad : Emphasis::good;
  out << painted(answer(findings), verdict, color) << '\n';
  if (!findings.empty()) out << '\n';
  for (const LocatedFinding* located : errors_first(findings)) {
    out << "  " << painted(word(located->finding.level), is_error(*located) ? Emphasis::bad : Emphasis::strong, color)
        << ": " << line_of(*located);
    if (!located->place) out << " [" << located->finding.code << ']';
    out << '\n';
  }
}

std::vector<std::string> cells(const LocatedFinding& located) {
  const Diagnostic place = located.place.value_or(Diagnostic{});
  const auto position = [](std::size_t number) { return number == 0 ? "" : fmt::to_string(number); };
  return {std::string(word(located.finding.level)),
          located.finding.code,
          located.cluster_name,
          place.file,
          position(place.line),
          position(place.column),
          place.key,
          located.finding.message};
}

void write_csv(std::ostream& out, std::span<const LocatedFinding> findings) {
  write_csv_row(out,
                std::vector<std::string>{"level", "code", "clusterName", "file", "line", "column", "key", "message"});
  for (const LocatedFinding* located : errors_first(findings)) write_csv_row(out, cells(*located));
}

void write_markdown(std::ostream& out, std::span<const LocatedFinding> findings) {
  out << "### " << answer(findings) << '\n';
  if (findings.empty()) return;
  TextTable table({{"LEVEL"}, {"CODE"}, {"CLUSTER"}, {"FILE"}, {"LINE"}, {"COLUMN"}, {"KEY"}, {"MESSAGE"}});
  for (const LocatedFinding* located : errors_first(findings)) table.add_row(cells(*located));
  out << '\n';
  table.write_markdown(out);
}

}  // namespace
}  // namespace eniplan::io

namespace eniplan {

void write_findings(std::ostream& out, std::span<const LocatedFinding> findings, const WriteOptions& options) {
  switch (options.format) {
    case Format::json:
    case Format::yaml: io::write_document(out, findings, options.format); break;
    case Format::csv: io::write_csv(out, findings); break;
    case Format::markdown: io::write_markdown(out, findings); break;
    case Format::text: io::write_text(out, findings, options.color); break;
  }
}

}  // namespace eniplan
