#include "io/text_table.hpp"

#include <algorithm>
#include <cassert>
#include <ostream>

#include "io/utf8.hpp"

namespace eniplan::io {
namespace {

/// Select Graphic Rendition of ECMA-48.
std::string_view escape_sequence(Emphasis emphasis) {
  switch (emphasis) {
    case Emphasis::none: return "";
    case Emphasis::strong: return "\x1b[1m";
    case Emphasis::good: return "\x1b[1;32m";
    case Emphasis::bad: return "\x1b[1;31m";
    case Emphasis::faint: return "\x1b[2m";
  }
  return "";
}

std::string markdown_cell(std::string_view text) {
  std::string cell;
  for (const char c : text) {
    if (c == '|' || c == '\\' || c == '*' || c == '_' || c == '`' || c == '<') cell += '\\';
    cell += c == '\n' || c == '\r' ? ' ' : c;
  }
  return cell;
}

}  // namespace

std::string painted(std::string_view text, Emphasis emphasis, Color color) {
  if (color == Color::off || emphasis == Emphasis::none) return std::string(text);
  return std::string(escape_sequence(emphasis)).append(text).append("\x1b[0m");
}

void TextTable::add_row(std::vector<std::string> cells, Emphasis emphasis) {
  assert(cells.size() == columns_.size());
  rows_.push_back({std::move(cells), emphasis});
}

std::vector<std::string> TextTable::titles() const {
  std::vector<std::string> titles;
  for (const Column& column : columns_) titles.push_back(column.title);
  return titles;
}

std::vector<std::size_t> TextTable::widths() const {
  std::vector<std::size_t> widths(columns_.size(), 0);
  for (const Row& row : rows_) {
    for (std::size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], character_count(row.cells[i]));
  }
  for (std::size_t i = 0; i < widths.size(); ++i) {
    if (widths[i] > 0) widths[i] = std::max(widths[i], character_count(columns_[i].title));
  }
  return widths;
}

std::string TextTable::line(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) const {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (widths[i] == 0) continue;
    const std::string padding(widths[i] - character_count(cells[i]), ' ');
    line += "  ";
    line += columns_[i].align == Align::right ? padding + cells[i] : cells[i] + padding;
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

void TextTable::write_text(std::ostream& out, Color color) const {
  const std::vector<std::size_t> all_widths = widths();
  out << painted(line(titles(), all_widths), Emphasis::faint, color) << '\n';
  for (const Row& row : rows_) out << painted(line(row.cells, all_widths), row.emphasis, color) << '\n';
}

void TextTable::write_markdown(std::ostream& out) const {
  const std::vector<std::size_t> all_widths = widths();
  const auto write_row = [&](const std::vector<std::string>& cells) {
    out << '|';
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (all_widths[i] > 0) out << ' ' << markdown_cell(cells[i]) << " |";
    }
    out << '\n';
  };
  write_row(titles());
  out << '|';
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (all_widths[i] > 0) out << (columns_[i].align == Align::right ? " ---: |" : " --- |");
  }
  out << '\n';
  for (const Row& row : rows_) write_row(row.cells);
}

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string cell = "\"";
  for (const char c : text) cell.append(c == '"' ? 2 : 1, c);
  return cell + '"';
}

void write_csv_row(std::ostream& out, std::span<const std::string> cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) out << (i > 0 ? "," : "") << csv_cell(cells[i]);
  out << '\n';
}

}  // namespace eniplan::io
