#include "columns.hpp"

#include <pybind11/stl.h>

namespace py = pybind11;

ColumnBuilder::ColumnBuilder(Column::Kind kind, std::size_t size)
    : column_(std::make_shared<Column>()), capacity_(size) {
  column_->kind = kind;
  switch (kind) {
    case Column::Kind::integer: column_->integers.reserve(size); break;
    case Column::Kind::boolean: column_->booleans.reserve(size); break;
    case Column::Kind::category: column_->codes.reserve(size); break;
    case Column::Kind::text: column_->offsets.reserve(size + 1); break;
  }
}

void ColumnBuilder::add(std::int64_t value, std::size_t count) {
  column_->integers.insert(column_->integers.end(), count, value);
  mark_valid(true, count);
}

void ColumnBuilder::add(bool value, std::size_t count) {
  column_->booleans.insert(column_->booleans.end(), count, value ? 1 : 0);
  mark_valid(true, count);
}

void ColumnBuilder::add(std::string_view value, std::size_t count) {
  if (column_->kind == Column::Kind::category) {
    column_->codes.insert(column_->codes.end(), count, code_of(value));
  } else {
    for (std::size_t i = 0; i < count; ++i) add_text(value);
  }
  mark_valid(true, count);
}

void ColumnBuilder::add_null(std::size_t count) {
  switch (column_->kind) {
    case Column::Kind::integer: column_->integers.insert(column_->integers.end(), count, 0); break;
    case Column::Kind::boolean: column_->booleans.insert(column_->booleans.end(), count, 0); break;
    case Column::Kind::category: column_->codes.insert(column_->codes.end(), count, 0); break;
    case Column::Kind::text: column_->offsets.insert(column_->offsets.end(), count, column_->offsets.back()); break;
  }
  mark_valid(false, count);
}

void ColumnBuilder::add_text(std::string_view value) {
  column_->text += value;
  column_->offsets.push_back(static_cast<std::int64_t>(column_->text.size()));
}

std::int32_t ColumnBuilder::code_of(std::string_view category) {
  // Neighbours are mostly alike.
  if (last_code_ >= 0 && column_->text_at(static_cast<std::size_t>(last_code_)) == category) return last_code_;
  const auto next = static_cast<std::int32_t>(codes_.size());
  const auto [entry, is_new] = codes_.try_emplace(std::string(category), next);
  if (is_new) add_text(category);
  return last_code_ = entry->second;
}

void ColumnBuilder::mark_valid(bool valid, std::size_t count) {
  // Most columns lack nothing, and need no marks.
  if (!valid && column_->valid.empty()) {
    column_->valid.reserve(capacity_);
    column_->valid.assign(column_->size, 1);
  }
  column_->size += count;
  if (!valid || !column_->valid.empty()) column_->valid.insert(column_->valid.end(), count, valid ? 1 : 0);
}

namespace {

const char* word(Column::Kind kind) {
  switch (kind) {
    case Column::Kind::integer: return "integer";
    case Column::Kind::boolean: return "boolean";
    case Column::Kind::text: return "text";
    case Column::Kind::category: return "category";
  }
  return "";
}

template <class Value>
py::buffer_info view_of(std::vector<Value>& values, const std::string& format) {
  return {values.data(),
          sizeof(Value),
          format,
          1,
          {static_cast<py::ssize_t>(values.size())},
          {static_cast<py::ssize_t>(sizeof(Value))},
          true};
}

/// The letter by which NumPy takes 64 bits for its own default integer, and not for one that merely looks the same.
constexpr const char* int64_format = std::is_same_v<std::int64_t, long> ? "l" : "q";

py::buffer_info view_of(Column& column) {
  switch (column.kind) {
    case Column::Kind::integer: return view_of(column.integers, int64_format);
    case Column::Kind::boolean: return view_of(column.booleans, "?");
    case Column::Kind::category: return view_of(column.codes, "i");
    case Column::Kind::text: break;
  }
  return view_of(column.offsets, int64_format);
}

/// Texts, or categories.
py::list texts_of(const Column& column) {
  const std::size_t count = column.offsets.size() - 1;
  py::list texts(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string_view text = column.text_at(i);
    const bool is_null = column.kind == Column::Kind::text && !column.valid.empty() && column.valid[i] == 0;
    texts[i] = is_null ? py::object(py::none()) : py::object(py::str(text.data(), text.size()));
  }
  return texts;
}

}  // namespace

py::object array_of(const py::object& column) { return py::module_::import("eniplan.tables").attr("to_numpy")(column); }

void bind_columns(py::module_& module) {
  py::class_<Column, std::shared_ptr<Column>>(module, "Column", py::buffer_protocol(), R"(
A column of a table, whose values can be looked at as a buffer without a copy.

What is in the buffer goes by `kind`: ``integer`` (int64), ``boolean``, ``category`` (int32, index in `texts`), ``text``
(int64, where each text begins).
)")
      .def_buffer([](Column& column) { return view_of(column); })
      .def("__len__", [](const Column& column) { return column.size; })
      .def_property_readonly("kind", [](const Column& column) { return word(column.kind); })
      .def_property_readonly(
          "valid",
          [](const Column& column) -> std::optional<py::bytes> {
            if (column.valid.empty()) return std::nullopt;
            return py::bytes(reinterpret_cast<const char*>(column.valid.data()), column.valid.size());
          },
          "A byte a row, 0 where there is no value; None if there is one everywhere.")
      .def_property_readonly("texts", &texts_of, "Of `text` one a row; of `category` one a category.");
}
