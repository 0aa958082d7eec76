#pragma once

#include <iosfwd>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <eniplan/write.hpp>

namespace eniplan::io {

/// Tables for people have at most this many rows, the total row among them.
inline constexpr std::size_t max_table_rows = 40;

/// How a piece of text stands out in a terminal.
enum class Emphasis { none, strong, good, bad, faint };

/// `text` in the colours of `emphasis`, or as it is when colour is off.
[[nodiscard]] std::string painted(std::string_view text, Emphasis emphasis, Color color);

/// A table small enough to be held: titles and rows of as many cells.
class TextTable {
 public:
  enum class Align { left, right };
  struct Column {
    std::string title;
    Align align = Align::left;
  };

  explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

  void add_row(std::vector<std::string> cells, Emphasis emphasis = Emphasis::none);
  [[nodiscard]] std::size_t row_count() const { return rows_.size(); }

  /// Columns two spaces apart, indented by two. Here and in Markdown, columns without any text are left out.
  void write_text(std::ostream& out, Color color) const;
  void write_markdown(std::ostream& out) const;

 private:
  struct Row {
    std::vector<std::string> cells;
    Emphasis emphasis;
  };

  [[nodiscard]] std::vector<std::size_t> widths() const;
  [[nodiscard]] std::string line(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) const;
  [[nodiscard]] std::vector<std::string> titles() const;

  std::vector<Column> columns_;
  std::vector<Row> rows_;
};

/// `text` by RFC 4180: in quotes if it must be.
[[nodiscard]] std::string csv_cell(std::string_view text);

/// One line by RFC 4180, but with a bare line feed at its end.
void write_csv_row(std::ostream& out, std::span<const std::string> cells);

}  // namespace eniplan::io
