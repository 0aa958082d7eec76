// The lists of a document are compared as data; only elements that differ are written, parsed, and compared member by
// member, so that a patch says what a reader would: one path, one value.
//
// Paths are RFC 6901, operations RFC 6902. Operations are applied one after the other, so elements go from the back of
// a list, and new ones are added behind `-`.
//
// Tested by: tests/remedy/patch_test.cpp.

#include "io/patch.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <cassert>
#include <functional>
#include <sstream>
#include <string>

#include "io/write_clusters.hpp"
#include "io/write_definitions.hpp"

namespace eniplan::io {
namespace {

namespace dom = simdjson::dom;

/// A key as a step of a path: `~` and `/` are escaped.
std::string escaped(std::string_view key) {
  std::string text;
  for (const char letter : key) {
    switch (letter) {
      case '~': text += "~0"; break;
      case '/': text += "~1"; break;
      default: text += letter;
    }
  }
  return text;
}

void write_value(DocumentWriter& writer, dom::element value);

void write_members(DocumentWriter& writer, dom::object object) {
  writer.begin_object(DocumentWriter::Layout::row);
  for (const auto& [key, member] : object) {
    writer.key(key);
    write_value(writer, member);
  }
  writer.end_object();
}

void write_value(DocumentWriter& writer, dom::element value) {
  switch (value.type()) {
    case dom::element_type::OBJECT: return write_members(writer, dom::object(value));
    case dom::element_type::ARRAY:
      writer.begin_array(DocumentWriter::Layout::row);
      for (const dom::element element : dom::array(value)) write_value(writer, element);
      return writer.end_array();
    case dom::element_type::STRING: return writer.string(std::string_view(value));
    case dom::element_type::BOOL: return writer.boolean(bool(value));
    case dom::element_type::NULL_VALUE: return writer.null();
    case dom::element_type::INT64: return writer.integer(std::int64_t(value));
    case dom::element_type::UINT64: return writer.natural(std::uint64_t(value));
    case dom::element_type::DOUBLE: break;
  }
  assert(false && "documents in normal form have no fractions");
}

class Patch {
 public:
  explicit Patch(DocumentWriter& writer) : writer_(writer) {}

  /// The elements of the list at `path`.
  template <class T>
  void compare(const std::string& path, const std::vector<T>& before, const std::vector<T>& after,
               const std::function<void(DocumentWriter&, const T&)>& write_before,
               const std::function<void(DocumentWriter&, const T&)>& write_after) {
    if (before.size() > after.size()) return remove_missing(path, before, after);
    for (std::size_t i = 0; i < before.size(); ++i) {
      if (before[i] == after[i]) continue;
      const simdjson::padded_string was = text_of(before[i], write_before);
      const simdjson::padded_string is = text_of(after[i], write_after);
      compare(fmt::format("{}/{}", path, i), parser_before_.parse(was), parser_after_.parse(is));
    }
    for (std::size_t i = before.size(); i < after.size(); ++i) {
      const simdjson::padded_string is = text_of(after[i], write_after);
      operation("add", path + "/-", dom::element(parser_after_.parse(is)));
    }
  }
  template <class T>
  void compare(const std::string& path, const std::vector<T>& before, const std::vector<T>& after,
               const std::function<void(DocumentWriter&, const T&)>& write) {
    compare(path, before, after, write, write);
  }

 private:
  template <class T>
  static simdjson::padded_string text_of(const T& value, const std::function<void(DocumentWriter&, const T&)>& write) {
    std::ostringstream text;
    {
      DocumentWriter writer(text, DocumentWriter::Syntax::json);
      write(writer, value);
    }
    return simdjson::padded_string(text.str());
  }

  /// `after` is `before` without some elements.
  template <class T>
  void remove_missing(const std::string& path, const std::vector<T>& before, const std::vector<T>& after) {
    std::size_t kept = after.size();
    for (std::size_t i = before.size(); i-- > 0;) {
      if (kept > 0 && before[i] == after[kept - 1]) {
        --kept;
      } else {
        operation("remove", fmt::format("{}/{}", path, i));
      }
    }
    assert(kept == 0);
  }

  void compare(const std::string& path, dom::element before, dom::element after) {
    if (before.type() != after.type()) return operation("replace", path, after);
    if (before.is_object()) return compare_members(path, dom::object(before), dom::object(after));
    if (before.is_array()) {
      if (!compare_elements(path, dom::array(before), dom::array(after))) operation("replace", path, after);
      return;
    }
    if (simdjson::minify(before) != simdjson::minify(after)) operation("replace", path, after);
  }

  void compare_members(const std::string& path, dom::object before, dom::object after) {
    for (const auto& [key, member] : before) {
      const std::string own = path + "/" + escaped(key);
      dom::element now;
      if (after.at_key(key).get(now) == simdjson::SUCCESS) {
        compare(own, member, now);
      } else {
        operation("remove", own);
      }
    }
    for (const auto& [key, member] : after) {
      if (before.at_key(key).error() != simdjson::SUCCESS) operation("add", path + "/" + escaped(key), member);
    }
  }

  /// As many as before: each. One gone: that. Else false, and nothing is written.
  bool compare_elements(const std::string& path, dom::array before, dom::array after) {
    const std::size_t was = before.size();
    const std::size_t is = after.size();
    if (was == is) {
      for (std::size_t i = 0; i < was; ++i) compare(fmt::format("{}/{}", path, i), before.at(i), after.at(i));
      return true;
    }
    if (was != is + 1) return false;
    std::size_t gone = 0;
    while (gone < is && same(before.at(gone), after.at(gone))) ++gone;
    for (std::size_t next = gone; next < is; ++next) {
      if (!same(before.at(next + 1), after.at(next))) return false;
    }
    operation("remove", fmt::format("{}/{}", path, gone));
    return true;
  }

  static bool same(dom::element a, dom::element b) { return simdjson::minify(a) == simdjson::minify(b); }

  void begin_operation(std::string_view op, const std::string& path) {
    writer_.begin_object(DocumentWriter::Layout::row);
    writer_.member("op", op);
    writer_.member("path", path);
  }
  void operation(std::string_view op, const std::string& path) {
    begin_operation(op, path);
    writer_.end_object();
  }
  void operation(std::string_view op, const std::string& path, dom::element value) {
    begin_operation(op, path);
    writer_.key("value");
    write_value(writer_, value);
    writer_.end_object();
  }

  DocumentWriter& writer_;
  dom::parser parser_before_;
  dom::parser parser_after_;
};

}  // namespace

void write_patch(DocumentWriter& writer, const Cluster& before, const Cluster& after) {
  writer.begin_array();
  Patch patch(writer);
  patch.compare<CapacityGroup>(
      "/capacity", before.capacity, after.capacity,
      [&](DocumentWriter& w, const CapacityGroup& group) { write_group(w, before, group); },
      [&](DocumentWriter& w, const CapacityGroup& group) { write_group(w, after, group); });
  patch.compare<ContainerInstance>("/containerInstances", before.container_instances, after.container_instances,
                                   write_container_instance);
  patch.compare<TaskDefinition>("/taskDefinitions", before.task_definitions, after.task_definitions,
                                write_task_definition);
  patch.compare<Task>("/tasks", before.tasks, after.tasks, write_task);
  patch.compare<Service>("/services", before.services, after.services, write_service);
  patch.compare<RunTask>("/runTasks", before.run_tasks, after.run_tasks, write_run_task);
  writer.end_array();
}

}  // namespace eniplan::io
