// Tables as Arrow C streams, which polars, pandas, pyarrow and duckdb take without a copy. The three structs are those
// of the Arrow C data interface and C stream interface (https://arrow.apache.org/docs/format/CDataInterface.html,
// format 1), an ABI that asks for no library. Who consumes a struct calls its `release`, on any thread and without
// Python's lock; what it points to therefore never holds a Python object. Tested by python/tests/test_tables.py.

#include <cstdint>
#include <deque>

#include "columns.hpp"

namespace {

extern "C" {
struct ArrowSchema {
  const char* format;
  const char* name;
  const char* metadata;
  std::int64_t flags;
  std::int64_t n_children;
  ArrowSchema** children;
  ArrowSchema* dictionary;
  void (*release)(ArrowSchema*);
  void* private_data;
};

struct ArrowArray {
  std::int64_t length;
  std::int64_t null_count;
  std::int64_t offset;
  std::int64_t n_buffers;
  std::int64_t n_children;
  const void** buffers;
  ArrowArray** children;
  ArrowArray* dictionary;
  void (*release)(ArrowArray*);
  void* private_data;
};

struct ArrowArrayStream {
  int (*get_schema)(ArrowArrayStream*, ArrowSchema*);
  int (*get_next)(ArrowArrayStream*, ArrowArray*);
  const char* (*get_last_error)(ArrowArrayStream*);
  void (*release)(ArrowArrayStream*);
  void* private_data;
};
}

constexpr std::int64_t nullable = 2;  // ARROW_FLAG_NULLABLE

/// Children, and what they hang on. A deque, since who consumes them holds their addresses.
template <class Struct>
struct Family {
  std::deque<Struct> members;
  std::vector<Struct*> children;

  Struct* add(Struct member) { return &members.emplace_back(member); }
  /// Those that have not been moved elsewhere.
  void release() {
    for (Struct& member : members) {
      if (member.release != nullptr) member.release(&member);
    }
  }
};

// --- schemas --------------------------------------------------------------------------------------------------------

struct SchemaParts {
  std::string name;
  Family<ArrowSchema> family;
};

void release(ArrowSchema* schema) {
  auto* const parts = static_cast<SchemaParts*>(schema->private_data);
  parts->family.release();
  delete parts;
  schema->release = nullptr;
}

ArrowSchema schema_of(const char* format, std::string name, std::int64_t flags) {
  auto* const parts = new SchemaParts{.name = std::move(name), .family = {}};
  return {.format = format,
          .name = parts->name.c_str(),
          .metadata = nullptr,
          .flags = flags,
          .n_children = 0,
          .children = nullptr,
          .dictionary = nullptr,
          .release = &release,
          .private_data = parts};
}

constexpr const char* text_format = "U";  // UTF-8 with offsets of 64 bits

const char* format_of(Column::Kind kind) {
  switch (kind) {
    case Column::Kind::integer: return "l";
    case Column::Kind::boolean: return "b";
    case Column::Kind::category: return "i";
    case Column::Kind::text: break;
  }
  return text_format;
}

ArrowSchema schema_of(const NamedColumn& named) {
  ArrowSchema schema = schema_of(format_of(named.column->kind), named.name, named.column->valid.empty() ? 0 : nullable);
  if (named.column->kind == Column::Kind::category) {
    schema.dictionary =
        static_cast<SchemaParts*>(schema.private_data)->family.add(schema_of(text_format, std::string(), 0));
  }
  return schema;
}

ArrowSchema schema_of(const ColumnTable& table) {
  ArrowSchema schema = schema_of("+s", std::string(), 0);
  auto& family = static_cast<SchemaParts*>(schema.private_data)->family;
  for (const NamedColumn& column : table.columns) family.children.push_back(family.add(schema_of(column)));
  schema.n_children = static_cast<std::int64_t>(family.children.size());
  schema.children = family.children.data();
  return schema;
}

// --- arrays ---------------------------------------------------------------------------------------------------------

struct ArrayParts {
  std::shared_ptr<const Column> column;  // null for the struct of all columns
  std::vector<std::uint8_t> valid_bits;
  std::vector<std::uint8_t> value_bits;
  std::vector<const void*> buffers;
  Family<ArrowArray> family;
};

void release(ArrowArray* array) {
  auto* const parts = static_cast<ArrayParts*>(array->private_data);
  parts->family.release();
  delete parts;
  array->release = nullptr;
}

ArrowArray array_of(std::size_t length, std::int64_t null_count, ArrayParts* parts) {
  return {.length = static_cast<std::int64_t>(length),
          .null_count = null_count,
          .offset = 0,
          .n_buffers = static_cast<std::int64_t>(parts->buffers.size()),
          .n_children = static_cast<std::int64_t>(parts->family.children.size()),
          .buffers = parts->buffers.data(),
          .children = parts->family.children.data(),
          .dictionary = nullptr,
          .release = &release,
          .private_data = parts};
}

/// Bytes 0 and 1 as bits, the first the lowest.
std::vector<std::uint8_t> packed(const std::vector<std::uint8_t>& bytes) {
  std::vector<std::uint8_t> bits((bytes.size() + 7) / 8);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bits[i / 8] = static_cast<std::uint8_t>(bits[i / 8] | (bytes[i] << (i % 8)));
  }
  return bits;
}

ArrowArray categories_of(const std::shared_ptr<const Column>& column) {
  auto* const parts = new ArrayParts{.column = column};
  parts->buffers = {nullptr, column->offsets.data(), column->text.data()};
  return array_of(column->offsets.size() - 1, 0, parts);
}

ArrowArray array_of(const std::shared_ptr<const Column>& column) {
  auto* const parts = new ArrayParts{.column = column};
  parts->valid_bits = packed(column->valid);
  parts->buffers.push_back(column->valid.empty() ? nullptr : parts->valid_bits.data());
  switch (column->kind) {
    case Column::Kind::integer: parts->buffers.push_back(column->integers.data()); break;
    case Column::Kind::category: parts->buffers.push_back(column->codes.data()); break;
    case Column::Kind::boolean:
      parts->value_bits = packed(column->booleans);
      parts->buffers.push_back(parts->value_bits.data());
      break;
    case Column::Kind::text:
      parts->buffers.push_back(column->offsets.data());
      parts->buffers.push_back(column->text.data());
      break;
  }
  std::int64_t null_count = 0;
  for (const std::uint8_t valid : column->valid) null_count += valid == 0 ? 1 : 0;
  ArrowArray array = array_of(column->size, null_count, parts);
  if (column->kind == Column::Kind::category) array.dictionary = parts->family.add(categories_of(column));
  return array;
}

ArrowArray array_of(const ColumnTable& table) {
  auto* const parts = new ArrayParts{};
  parts->buffers = {nullptr};
  for (const NamedColumn& named : table.columns) {
    parts->family.children.push_back(parts->family.add(array_of(named.column)));
  }
  return array_of(table.rows, 0, parts);
}

// --- the stream -----------------------------------------------------------------------------------------------------

struct StreamParts {
  ColumnTable table;
  bool is_read = false;
};

int get_schema(ArrowArrayStream* stream, ArrowSchema* schema) {
  *schema = schema_of(static_cast<StreamParts*>(stream->private_data)->table);
  return 0;
}

/// One batch, then the end, which is an array that is released already.
int get_next(ArrowArrayStream* stream, ArrowArray* array) {
  auto& parts = *static_cast<StreamParts*>(stream->private_data);
  *array = parts.is_read ? ArrowArray{} : array_of(parts.table);
  parts.is_read = true;
  return 0;
}

const char* get_last_error(ArrowArrayStream*) { return nullptr; }

void release(ArrowArrayStream* stream) {
  delete static_cast<StreamParts*>(stream->private_data);
  stream->release = nullptr;
}

constexpr const char* capsule_name = "arrow_array_stream";

void destroy(PyObject* capsule) {
  auto* const stream = static_cast<ArrowArrayStream*>(PyCapsule_GetPointer(capsule, capsule_name));
  if (stream->release != nullptr) stream->release(stream);
  delete stream;
}

}  // namespace

pybind11::capsule arrow_stream(ColumnTable table) {
  auto* const stream = new ArrowArrayStream{.get_schema = &get_schema,
                                            .get_next = &get_next,
                                            .get_last_error = &get_last_error,
                                            .release = &release,
                                            .private_data = new StreamParts{.table = std::move(table)}};
  PyObject* const capsule = PyCapsule_New(stream, capsule_name, &destroy);
  if (capsule == nullptr) throw pybind11::error_already_set();
  return pybind11::reinterpret_steal<pybind11::capsule>(capsule);
}
