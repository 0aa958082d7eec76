#pragma once

#include <pybind11/pybind11.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

#include <eniplan/units.hpp>

/// \file
/// Tables: columns in memory laid out as NumPy and Arrow have them, so that both look at them without a copy.

/// A column. What is filled follows from its kind.
struct Column {
  enum class Kind { integer, boolean, text, category };

  Kind kind = Kind::integer;
  std::size_t size = 0;
  std::vector<std::uint8_t> valid;       ///< [size] 0: no value; empty: all have one.
  std::vector<std::int64_t> integers;    ///< [size]
  std::vector<std::uint8_t> booleans;    ///< [size]
  std::vector<std::int32_t> codes;       ///< [size] Index of the category; 0 without a value.
  std::string text;                      ///< All texts, or all categories, one behind the other.
  std::vector<std::int64_t> offsets{0};  ///< [texts + 1] Where each begins in `text`.

  /// Text i, or category i.
  [[nodiscard]] std::string_view text_at(std::size_t i) const {
    return std::string_view(text).substr(static_cast<std::size_t>(offsets[i]),
                                         static_cast<std::size_t>(offsets[i + 1] - offsets[i]));
  }
};

/// Fills a column from the top.
class ColumnBuilder {
 public:
  ColumnBuilder(Column::Kind kind, std::size_t size);
  /// Makes place for texts of so many bytes in all.
  void reserve_text(std::size_t bytes) { column_->text.reserve(bytes); }

  void add(std::int64_t value, std::size_t count = 1);
  void add(bool value, std::size_t count = 1);
  /// To a column of texts, or of categories, which it joins in the order in which they come.
  void add(std::string_view value, std::size_t count = 1);
  void add_null(std::size_t count = 1);
  template <class Value>
  void add(const std::optional<Value>& value, std::size_t count = 1) {
    value ? add(*value, count) : add_null(count);
  }
  template <class Tag>
  void add(eniplan::Quantity<Tag> value, std::size_t count = 1) {
    add(value.value, count);
  }
  void add(const std::string& value, std::size_t count = 1) { add(std::string_view(value), count); }
  void add(std::size_t value, std::size_t count = 1) { add(static_cast<std::int64_t>(value), count); }

  [[nodiscard]] std::shared_ptr<Column> finish() { return std::move(column_); }

 private:
  void add_text(std::string_view value);
  [[nodiscard]] std::int32_t code_of(std::string_view category);
  void mark_valid(bool valid, std::size_t count);

  std::shared_ptr<Column> column_;
  std::size_t capacity_;
  std::unordered_map<std::string, std::int32_t> codes_;
  std::int32_t last_code_ = -1;
};

/// The kind of column that holds values of a type, `text` for texts.
template <class Value>
constexpr Column::Kind kind_of(Column::Kind text) {
  if constexpr (requires(Value value) { value.has_value(); }) {
    return kind_of<typename Value::value_type>(text);
  } else if constexpr (std::is_same_v<Value, bool>) {
    return Column::Kind::boolean;
  } else if constexpr (std::is_convertible_v<Value, std::string_view>) {
    return text;
  } else {
    return Column::Kind::integer;
  }
}

/// A column of tables of one sort: its name, and how it is made when somebody asks for it.
template <class Table>
struct ColumnOf {
  std::string name;
  std::function<std::shared_ptr<Column>(const Table&)> make;
};

/// Columns with their names, all of `rows` rows.
struct NamedColumn {
  std::string name;
  std::shared_ptr<const Column> column;  ///< Shared with whoever looks at it.
};
struct ColumnTable {
  std::size_t rows = 0;
  std::vector<NamedColumn> columns;
};

/// Binds Column, the buffer that NumPy looks into.
void bind_columns(pybind11::module_& module);

/// The array that `eniplan.tables` makes of a bound column.
[[nodiscard]] pybind11::object array_of(const pybind11::object& column);

/// The stream of one batch, in the capsule that `__arrow_c_stream__` returns.
[[nodiscard]] pybind11::capsule arrow_stream(ColumnTable table);

/// Makes tables of a bound class that has a `__len__` and may have columns of its own. A column is made when it is
/// asked for, and not kept.
template <class Table, class Class>
void def_table(Class& bound, std::function<std::vector<ColumnOf<Table>>(const Table&)> columns_of) {
  namespace py = pybind11;
  bound.def_property_readonly(
      "columns",
      [columns_of](const Table& table) {
        std::vector<std::string> names;
        for (const ColumnOf<Table>& column : columns_of(table)) names.push_back(column.name);
        return names;
      },
      "Names of the columns.");
  bound.def(
      "column",
      [columns_of](const Table& table, const std::string& name) {
        for (const ColumnOf<Table>& column : columns_of(table)) {
          if (column.name != name) continue;
          const py::gil_scoped_release unlocked;
          return column.make(table);
        }
        throw py::key_error(name);
      },
      py::arg("name"), "The column of that name, as a buffer; `[name]` makes an array of it.");
  bound.def(
      "__getitem__", [](const py::object& self, const py::str& name) { return array_of(self.attr("column")(name)); },
      py::arg("name"));
  bound.def(
      "__arrow_c_stream__",
      [columns_of](const Table& table, const py::object&) {
        ColumnTable made{.rows = py::len(py::cast(table, py::return_value_policy::reference)), .columns = {}};
        {
          const py::gil_scoped_release unlocked;
          for (const ColumnOf<Table>& column : columns_of(table))
            made.columns.push_back({column.name, column.make(table)});
        }
        return arrow_stream(std::move(made));
      },
      py::arg("requested_schema") = py::none(), "All columns as an Arrow C stream of one batch.");
  bound.def(
      "to_pandas", [](const py::object& self) { return py::module_::import("eniplan.tables").attr("to_pandas")(self); },
      "All columns as a `pandas.DataFrame`; texts that repeat are categories. Imports pandas.");
}

/// The same for a class whose tables all have the same columns.
template <class Table, class Class>
void def_table(Class& bound, std::vector<ColumnOf<Table>> columns) {
  def_table<Table>(bound, std::function([all = std::move(columns)](const Table&) { return all; }));
}
