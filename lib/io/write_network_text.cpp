// Who reaches whom, for people: findings first, then a table for each task definition, then what a split would do.

#include "io/write_network_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ostream>

#include "io/network_wording.hpp"
#include "io/text_table.hpp"
#include "io/wording.hpp"

namespace eniplan::io {
namespace {

bool is_error(const LocatedFinding& located) { return located.finding.level == Finding::Level::error; }

std::string line_of(const LocatedFinding& located) {
  if (located.place) return to_string(*located.place);
  return located.finding.message;
}

std::string answer(const NetworkAnswer& answer) {
  const auto errors = std::ranges::count_if(answer.findings, is_error);
  const auto warnings = std::ssize(answer.findings) - errors;
  return fmt::format("{}: {}, {}, {}", answer.result.cluster_name,
                     counted(std::ssize(answer.result.tasks), "task definition"), counted(errors, "error"),
                     counted(warnings, "warning"));
}

TextTable reach_table(const TaskNetwork& task, std::size_t shown) {
  TextTable table({{"CONTAINER"}, {"FROM"}, {""}, {"REACHED AT"}});
  for (const ContainerNetwork& container : task.containers) {
    bool first = true;
    for (const Reach& reach : container.reach) {
      if (table.row_count() == shown) return table;
      const bool never = reach.addresses.empty();
      table.add_row({first ? container.name : "", std::string(in_words(reach.distance)), callers(container, reach),
                     ways_to(container, reach)},
                    never ? Emphasis::bad : Emphasis::none);
      first = false;
    }
  }
  return table;
}

std::string left_out(const TaskNetwork& task, std::size_t shown) {
  std::size_t rows = 0;
  for (const ContainerNetwork& container : task.containers) rows += container.reach.size();
  return rows <= shown ? std::string() : fmt::format("{} more rows; JSON has them all.", rows - shown);
}

/// Below the table, a line each.
std::vector<std::string> notes_on(const TaskNetwork& task) {
  std::vector<std::string> notes;
  if (task.containers.size() > 1) {
    const bool by_name = std::ranges::any_of(task.containers, [](const auto& c) { return !c.links.empty(); });
    notes.push_back(by_name ? "container names: only where linked" : "container names: none resolves");
    notes.push_back("start order: " + in_words(task.start_order));
  }
  const std::vector<StartEdge>& edges = task.start_order.edges;
  for (const StartEdge& edge : std::span(edges).first(std::min(edges.size(), max_table_rows))) {
    notes.push_back(in_words(edge));
  }
  if (edges.size() > max_table_rows) {
    notes.push_back(fmt::format("{} more dependencies; JSON has them all", edges.size() - max_table_rows));
  }
  for (const std::vector<std::string>& cycle : task.start_order.cycles) {
    notes.push_back(fmt::format("cycle: {} -> {}", fmt::join(cycle, " -> "), cycle.front()));
  }
  notes.push_back("found from elsewhere by " + in_words(task.discovery));
  if (task.network_mode == NetworkMode::awsvpc) notes.push_back("other tasks: as the task's security groups allow");
  return notes;
}

std::string title_of(const TaskNetwork& task) {
  const std::string users = task.services.empty() ? "" : fmt::format(", used by {}", fmt::join(task.services, ", "));
  return fmt::format("{} ({}{})", task.task_definition, to_string(task.network_mode), users);
}

std::string reasons_of(const SplitService& service) {
  std::vector<std::string_view> reasons;
  for (const Reason reason : service.reasons) reasons.push_back(to_string(reason));
  return fmt::format("{}", fmt::join(reasons, ", "));
}

void add_side(TextTable& table, std::string_view when, const SplitSide& side) {
  for (const SplitService& service : side.services) {
    const auto amount = [&](std::int64_t one) { return fmt::to_string(one * service.desired_count); };
    table.add_row(
        {std::string(when), service.service_name, fmt::format("{}", fmt::join(service.containers, ", ")),
         fmt::to_string(service.desired_count), fmt::to_string(service.placed_count), amount(service.needs.eni.value),
         amount(service.needs.cpu.value), amount(service.needs.memory.value), reasons_of(service)},
        service.unplaced_count > 0 ? Emphasis::bad : Emphasis::none);
  }
}

TextTable split_table(const SplitResult& split) {
  using enum TextTable::Align;
  TextTable table({{"", left},
                   {"SERVICE", left},
                   {"CONTAINERS", left},
                   {"WANTED", right},
                   {"PLACED", right},
                   {"ENI", right},
                   {"CPU", right},
                   {"MEMORY", right},
                   {"REASON", left}});
  add_side(table, "before", split.before);
  add_side(table, "after", split.after);
  return table;
}

std::int64_t unplaced(const SplitSide& side) {
  std::int64_t sum = 0;
  for (const SplitService& service : side.services) sum += service.unplaced_count;
  return sum;
}

std::string changed(std::int64_t before, std::int64_t after) {
  return before == after ? fmt::to_string(after) : fmt::format("{} -> {}", before, after);
}

/// What is asked for and what runs, before and after.
std::string split_answer(const SplitResult& split) {
  return fmt::format("split: ENI slots {}, CPU {}, MEMORY {}; tasks without a place {}",
                     changed(split.before.asked.eni.value, split.after.asked.eni.value),
                     changed(split.before.asked.cpu.value, split.after.asked.cpu.value),
                     changed(split.before.asked.memory.value, split.after.asked.memory.value),
                     changed(unplaced(split.before), unplaced(split.after)));
}

std::vector<std::string> split_notes(const SplitResult& split) {
  std::vector<std::string> notes;
  notes.push_back(fmt::format("in use: ENI slots {}, CPU {}, MEMORY {}",
                              changed(split.before.used.eni.value, split.after.used.eni.value),
                              changed(split.before.used.cpu.value, split.after.used.cpu.value),
                              changed(split.before.used.memory.value, split.after.used.memory.value)));
  for (const SplitCall& call : split.calls) {
    notes.push_back(fmt::format("{} reached {} at {}; then {}", call.from, call.to,
                                call.before.empty() ? "no address" : fmt::format("{}", fmt::join(call.before, " or ")),
                                call.after.empty() ? "not at all: it needs a port mapping" : in_words(call.after)));
  }
  for (const StartEdge& edge : split.torn_edges) notes.push_back("no longer: " + in_words(edge));
  notes.push_back("they find each other by " + in_words(split.discovery));
  for (const Warning& warning : split.warnings) notes.push_back(warning.message);
  return notes;
}

void write_text(std::ostream& out, const NetworkAnswer& own, Color color) {
  const bool bad = std::ranges::any_of(own.findings, is_error);
  out << painted(answer(own), bad ? Emphasis::bad : Emphasis::good, color) << '\n';
  if (!own.findings.empty()) out << '\n';
  for (const LocatedFinding& located : own.findings) {
    const std::string_view level = is_error(located) ? "error" : "warning";
    out << "  " << painted(level, is_error(located) ? Emphasis::bad : Emphasis::strong, color) << ": "
        << line_of(located) << " [" << located.finding.code << "]\n";
  }
  for (const TaskNetwork& task : own.result.tasks) {
    out << "\n  " << painted(title_of(task), Emphasis::strong, color) << "\n\n";
    reach_table(task, max_table_rows).write_text(out, color);
    if (const std::string more = left_out(task, max_table_rows); !more.empty()) out << "  " << more << '\n';
    for (const std::string& note : notes_on(task)) out << "  " << note << '\n';
  }
  if (!own.split) return;
  out << "\n  " << painted(split_answer(*own.split), Emphasis::strong, color) << "\n\n";
  split_table(*own.split).write_text(out, color);
  for (const std::string& note : split_notes(*own.split)) out << "  " << note << '\n';
}

/// Text that Markdown takes as it is.
std::string plain(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (std::string_view("\\`*_{}[]<>#|!&").find(c) != std::string_view::npos) result += '\\';
    result += c == '\n' || c == '\r' ? ' ' : c;
  }
  return result;
}

void write_markdown(std::ostream& out, const NetworkAnswer& own) {
  out << "### " << plain(answer(own)) << '\n';
  if (!own.findings.empty()) out << '\n';
  for (const LocatedFinding& located : own.findings) {
    out << fmt::format("- {}: {} ({})\n", is_error(located) ? "error" : "warning", plain(line_of(located)),
                       located.finding.code);
  }
  for (const TaskNetwork& task : own.result.tasks) {
    out << "\n#### " << plain(title_of(task)) << "\n\n";
    reach_table(task, max_table_rows).write_markdown(out);
    out << '\n';
    if (const std::string more = left_out(task, max_table_rows); !more.empty()) out << "- " << more << '\n';
    for (const std::string& note : notes_on(task)) out << "- " << plain(note) << '\n';
  }
  if (!own.split) return;
  out << "\n#### " << plain(split_answer(*own.split)) << "\n\n";
  split_table(*own.split).write_markdown(out);
  out << '\n';
  for (const std::string& note : split_notes(*own.split)) out << "- " << plain(note) << '\n';
}

}  // namespace

void write_network_text(std::ostream& out, std::span<const NetworkAnswer> answers, Color color) {
  for (const NetworkAnswer& own : answers) {
    if (&own != &answers.front()) out << '\n';
    write_text(out, own, color);
  }
}

void write_network_markdown(std::ostream& out, std::span<const NetworkAnswer> answers) {
  for (const NetworkAnswer& own : answers) {
    if (&own != &answers.front()) out << '\n';
    write_markdown(out, own);
  }
}

}  // namespace eniplan::io
