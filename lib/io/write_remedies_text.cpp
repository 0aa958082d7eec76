// Remedies, for people.

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "io/remedy_wording.hpp"
#include "io/text_table.hpp"
#include "io/wording.hpp"
#include "io/write_remedies.hpp"

namespace eniplan::io {
namespace {

using enum TextTable::Align;

std::span<const Remedy> shown(const RemedyResult& result) {
  return std::span(result.remedies).first(std::min(result.remedies.size(), max_table_rows));
}

std::string rolls_in_words(const Remedy& remedy) {
  if (!remedy.rolls) return "";
  return *remedy.rolls ? "yes" : "no";
}

TextTable remedies_table(const RemedyResult& result) {
  TextTable table({{"#", right},
                   {"REMEDY", left},
                   {"USD/MONTH", right},
                   {"DISTURBS", left},
                   {"THEN ROLLS", left},
                   {"SMALLEST", left}});
  std::size_t number = 0;
  for (const Remedy& remedy : shown(result)) {
    table.add_row({fmt::to_string(++number), steps_in_words(remedy), extra_cost_in_words(remedy),
                   std::string(to_string(remedy.disruption)), rolls_in_words(remedy),
                   remedy.minimal ? "yes" : "not proved"});
  }
  return table;
}

/// What each takes and gives up, by its number in the table.
std::vector<std::string> remarks(const RemedyResult& result) {
  std::vector<std::string> lines;
  std::size_t number = 0;
  for (const Remedy& remedy : shown(result)) {
    ++number;
    for (const std::string& what : remedy.prerequisites) lines.push_back(fmt::format("{} needs: {}", number, what));
    if (remedy.tasks_placed_again > 0) {
      lines.push_back(fmt::format("{} moves: {} that run now", number, counted(remedy.tasks_placed_again, "task")));
    }
    for (const std::string& what : remedy.losses) lines.push_back(fmt::format("{} gives up: {}", number, what));
  }
  if (result.remedies.size() > max_table_rows) {
    lines.push_back(fmt::format("{} more are left out; JSON has them all.", result.remedies.size() - max_table_rows));
  }
  return lines;
}

/// What was tried in vain.
TextTable searches_table(const RemedyResult& result) {
  TextTable table({{"TRIED IN VAIN", left}, {"SIMULATED", right}, {"WHAT", left}});
  for (const RemedySearch& search : result.searched) {
    if (search.found) continue;
    if (table.row_count() == max_table_rows) break;
    table.add_row({search.change, fmt::to_string(search.trials), search.range});
  }
  return table;
}

void write_text(std::ostream& out, const RemedyResult& result, Color color) {
  const Emphasis emphasis = result.needs_remedy() && result.remedies.empty() ? Emphasis::bad : Emphasis::good;
  out << painted(answer_in_words(result), emphasis, color) << '\n';
  if (!result.needs_remedy()) return;
  if (!result.remedies.empty()) {
    out << '\n';
    remedies_table(result).write_text(out, color);
    out << "  " << prices_in_words() << "; each was simulated.\n\n";
    for (const std::string& line : remarks(result)) out << "  " << line << '\n';
  }
  if (const TextTable searches = searches_table(result); searches.row_count() > 0) {
    out << '\n';
    searches.write_text(out, color);
  }
}

void write_markdown(std::ostream& out, const RemedyResult& result) {
  out << "### " << answer_in_words(result) << '\n';
  if (!result.needs_remedy()) return;
  if (!result.remedies.empty()) {
    out << '\n';
    remedies_table(result).write_markdown(out);
    out << '\n' << prices_in_words() << "; each was simulated.\n\n";
    for (const std::string& line : remarks(result)) out << "- " << line << '\n';
  }
  if (const TextTable searches = searches_table(result); searches.row_count() > 0) {
    out << '\n';
    searches.write_markdown(out);
  }
}

}  // namespace

void write_remedies_text(std::ostream& out, std::span<const RemedyResult> results, Color color) {
  for (const RemedyResult& result : results) {
    if (&result != &results.front()) out << '\n';
    write_text(out, result, color);
  }
}

void write_remedies_markdown(std::ostream& out, std::span<const RemedyResult> results) {
  for (const RemedyResult& result : results) {
    if (&result != &results.front()) out << '\n';
    write_markdown(out, result);
  }
}

}  // namespace eniplan::io
