#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "io/answer_parts.hpp"
#include "io/text_table.hpp"
#include "io/wording.hpp"

namespace eniplan::io {
namespace {

void write_fit_object(DocumentWriter& writer, const Fit& fit) {
  writer.begin_object();
  writer.member("count", fit.count);
  writer.key("limit");
  if (fit.limit) {
    writer.string(to_string(*fit.limit));
  } else {
    writer.null();
  }
  writer.key("registered");
  write_resources(writer, fit.registered);
  writer.key("used");
  write_resources(writer, fit.used);
  writer.end_object();
}

void write_document(std::ostream& out, const FitAnswer& answer, Format format) {
  DocumentWriter writer(out, syntax_of(format));
  begin_answer(writer, "eniplan.fit/1");
  writer.member("instanceType", answer.type.name);
  writer.member("networkMode", to_string(answer.network_mode));
  writer.key("needs");
  write_resources(writer, answer.needs);
  writer.key("memoryEstimate");
  write_memory_estimate(writer, answer.type.registered_memory);
  writer.key("withoutTrunking");
  write_fit_object(writer, answer.without_trunk);
  writer.key("withTrunking");
  if (answer.with_trunk) {
    write_fit_object(writer, *answer.with_trunk);
  } else {
    writer.null();
  }
  writer.end_object();
}

std::string_view what_runs_out(Reason reason) {
  switch (reason) {
    case Reason::cpu: return "CPU runs out";
    case Reason::memory: return "memory runs out";
    case Reason::eni: return "ENI slots run out";
    case Reason::gpu: return "GPUs run out";
    default: return "nothing runs out";
  }
}

std::string first_line(const FitAnswer& answer) {
  const Fit& fit = answer.without_trunk;
  const std::string tasks = fmt::format("{} {}", to_string(answer.network_mode), fit.count == 1 ? "task" : "tasks");
  const std::string count = fit.count == 0 ? "No" : fmt::to_string(fit.count);
  const std::string limit = fit.limit ? fmt::format("; {} first", what_runs_out(*fit.limit)) : std::string();
  return fmt::format("{} {} {} on one {}{}.", count, tasks, fit.count == 1 ? "fits" : "fit", answer.type.name, limit);
}

std::string_view how_it_is_known(MemoryBasis basis) {
  switch (basis) {
    case MemoryBasis::observed: return "observed";
    case MemoryBasis::relatives: return "estimated from its relatives";
    case MemoryBasis::class_: return "estimated from its platform";
    case MemoryBasis::given: return "as given";
  }
  return {};
}

std::string memory_unit(const MemoryEstimate& estimate) {
  const std::string_view basis = how_it_is_known(estimate.basis);
  if (estimate.low == estimate.high) return fmt::format("MiB (registered, {})", basis);
  return fmt::format("MiB (registered, {}: {} to {})", basis, estimate.low.value, estimate.high.value);
}

/// `  ENI     2 of    2 slots   <- limit`, numbers below each other.
void write_resource_lines(std::ostream& out, const FitAnswer& answer, const Fit& fit) {
  struct Line {
    Reason reason;
    std::string_view name;
    std::int64_t used;
    std::int64_t registered;
    std::string unit;
  };
  std::vector<Line> lines = {
      {Reason::eni, "ENI", fit.used.eni.value, fit.registered.eni.value, "slots"},
      {Reason::cpu, "CPU", fit.used.cpu.value, fit.registered.cpu.value, "units"},
      {Reason::memory, "MEMORY", fit.used.memory.value, fit.registered.memory.value,
       memory_unit(answer.type.registered_memory)},
      {Reason::gpu, "GPU", fit.used.gpu.value, fit.registered.gpu.value, "devices"},
  };
  std::erase_if(lines, [&answer](const Line& line) {
    return (line.reason == Reason::gpu && line.registered == 0 && answer.needs.gpu.value == 0) ||
           (line.reason == Reason::eni && answer.needs.eni.value == 0);
  });
  std::size_t used_width = 1;
  std::size_t registered_width = 1;
  for (const Line& line : lines) {
    used_width = std::max(used_width, fmt::to_string(line.used).size());
    registered_width = std::max(registered_width, fmt::to_string(line.registered).size());
  }
  for (const Line& line : lines) {
    out << fmt::format("  {:<6} {:>{}} of {:>{}} {}{}\n", line.name, line.used, used_width, line.registered,
                       registered_width, line.unit, fit.limit == line.reason ? "   <- limit" : "");
  }
}

void write_text(std::ostream& out, const FitAnswer& answer, Color color) {
  out << painted(first_line(answer), answer.without_trunk.count > 0 ? Emphasis::good : Emphasis::bad, color) << '\n';
  write_resource_lines(out, answer, answer.without_trunk);
  if (answer.needs.eni.value == 0) return;
  if (!answer.with_trunk) {
    out << fmt::format("With ENI trunking: not known to work on {}.\n", answer.type.name);
    return;
  }
  const Fit& fit = *answer.with_trunk;
  out << fmt::format("With ENI trunking: {} ({} slots){}.\n", counted(fit.count, "task"), fit.registered.eni.value,
                     fit.limit ? fmt::format("; {} first", what_runs_out(*fit.limit)) : std::string());
}

std::vector<std::string> cells(const FitAnswer& answer, const Fit& fit, std::string_view trunking) {
  std::vector<std::string> cells = {answer.type.name, std::string(trunking), fmt::to_string(fit.count),
                                    std::string(fit.limit ? to_string(*fit.limit) : "")};
  for (const Resources& resources : {fit.used, fit.registered}) {
    for (const std::int64_t amount :
         {resources.cpu.value, resources.memory.value, resources.gpu.value, resources.eni.value}) {
      cells.push_back(fmt::to_string(amount));
    }
  }
  return cells;
}

void write_table(std::ostream& out, const FitAnswer& answer, Format format) {
  const std::vector<std::string> titles = {"instanceType",  "trunking",         "count",         "limit",
                                           "usedCPU",       "usedMEMORY",       "usedGPU",       "usedENI",
                                           "registeredCPU", "registeredMEMORY", "registeredGPU", "registeredENI"};
  std::vector<std::vector<std::string>> rows = {cells(answer, answer.without_trunk, "false")};
  if (answer.with_trunk) rows.push_back(cells(answer, *answer.with_trunk, "true"));
  if (format == Format::csv) {
    write_csv_row(out, titles);
    for (const auto& row : rows) write_csv_row(out, row);
    return;
  }
  std::vector<TextTable::Column> columns;
  for (const std::string& title : titles) columns.push_back({title});
  TextTable table(std::move(columns));
  for (auto& row : rows) table.add_row(std::move(row));
  out << "### " << first_line(answer) << "\n\n";
  table.write_markdown(out);
}

}  // namespace
}  // namespace eniplan::io

namespace eniplan {

void write_fit(std::ostream& out, const FitAnswer& answer, const WriteOptions& options) {
  switch (options.format) {
    case Format::json:
    case Format::yaml: io::write_document(out, answer, options.format); break;
    case Format::csv:
    case Format::markdown: io::write_table(out, answer, options.format); break;
    case Format::text: io::write_text(out, answer, options.color); break;
  }
}

}  // namespace eniplan
