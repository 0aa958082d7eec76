#pragma once

#include <pybind11/pybind11.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "columns.hpp"

/// \file
/// Lists of values as Python sees them: sequences that are tables too.

/// Rows of a result, which stays as long as they do.
template <class Row>
struct Rows {
  pybind11::object owner;  ///< None: they live as long as the program.
  const char* name;        ///< Of the property of `owner` that these are, or of the function that returns them.
  std::span<const Row> rows;
};

/// The index that `index` of Python means in a sequence of `size`.
inline std::size_t index_in(std::ptrdiff_t size, std::ptrdiff_t index) {
  if (index < -size || index >= size) throw pybind11::index_error("index out of range");
  return static_cast<std::size_t>(index < 0 ? index + size : index);
}

/// A column of integers, booleans or texts, as `get` returns them for a row, each also optional.
template <class Row, class Get>
ColumnOf<Rows<Row>> column(std::string name, Get get, Column::Kind text_kind = Column::Kind::text) {
  return {std::move(name), [get, text_kind](const Rows<Row>& table) {
            using Value = std::decay_t<std::invoke_result_t<Get, const Row&>>;
            ColumnBuilder builder(kind_of<Value>(text_kind), table.rows.size());
            for (const Row& row : table.rows) builder.add(get(row));
            return builder.finish();
          }};
}

/// The same for texts that repeat.
template <class Row, class Get>
ColumnOf<Rows<Row>> category(std::string name, Get get) {
  return column<Row>(std::move(name), get, Column::Kind::category);
}

/// Binds what ValueClass::rows() returns. `Row` must be bound.
template <class Row>
void bind_rows(pybind11::module_& module, const char* name, const char* doc, std::vector<ColumnOf<Rows<Row>>> columns) {
  namespace py = pybind11;
  const auto row_at = [](const py::object& self, std::size_t i) {
    const auto& rows = self.cast<const Rows<Row>&>().rows;
    return py::cast(&rows[i], py::return_value_policy::reference_internal, self);
  };
  py::class_<Rows<Row>> bound(module, name, doc);
  bound.def("__len__", [](const Rows<Row>& table) { return table.rows.size(); });
  bound.def("__getitem__", [row_at](const py::object& self, std::ptrdiff_t index) {
    return row_at(self, index_in(std::ssize(self.cast<const Rows<Row>&>().rows), index));
  });
  bound.def("__getitem__", [row_at](const py::object& self, const py::slice& slice) {
    py::ssize_t start = 0, stop = 0, step = 0, count = 0;
    if (!slice.compute(std::ssize(self.cast<const Rows<Row>&>().rows), &start, &stop, &step, &count)) {
      throw py::error_already_set();
    }
    py::list list;
    for (; count > 0; --count, start += step) list.append(row_at(self, static_cast<std::size_t>(start)));
    return list;
  });
  bound.def(
      "__iter__", [](const Rows<Row>& table) { return py::make_iterator(table.rows.begin(), table.rows.end()); },
      py::keep_alive<0, 1>());
  bound.def(
      "__eq__", [](const Rows<Row>& a, const Rows<Row>& b) { return std::ranges::equal(a.rows, b.rows); },
      py::is_operator());
  bound.def("__repr__", [name = std::string(name)](const Rows<Row>& table) {
    return py::str("<{}: {} rows>").format(name, table.rows.size());
  });
  bound.def("__reduce__", [](const Rows<Row>& table) -> py::tuple {
    if (table.owner.is_none()) {
      return py::make_tuple(py::module_::import("eniplan").attr(table.name), py::tuple());
    }
    return py::make_tuple(py::module_::import("builtins").attr("getattr"), py::make_tuple(table.owner, table.name));
  });
  def_table<Rows<Row>>(bound, std::move(columns));
}
