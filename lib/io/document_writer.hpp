#pragma once

#include <fmt/format.h>

#include <concepts>
#include <cstdint>
#include <iosfwd>
#include <string_view>
#include <vector>

#include "io/buffer.hpp"
#include "io/utf8.hpp"

namespace eniplan::io {

/// Writes documents of objects, arrays and scalars as they come, in JSON or in YAML, from the same calls.
///
/// Several documents follow each other: JSON one a line end apart, YAML with `---` between them.
/// Holds back a few kilobytes, never a document. The text is always valid UTF-8: bytes that are not become U+FFFD.
class DocumentWriter {
 public:
  enum class Syntax { json, yaml };
  /// JSON: one member a line, or the whole value in one. YAML is always in block style.
  enum class Layout { lines, row };

  DocumentWriter(std::ostream& out, Syntax syntax) : out_(out), syntax_(syntax) {}
  DocumentWriter(const DocumentWriter&) = delete;
  DocumentWriter& operator=(const DocumentWriter&) = delete;
  /// Writes what was held back.
  ~DocumentWriter();

  void begin_object(Layout layout = Layout::lines) { begin(Kind::object, layout); }
  void end_object() { end(); }
  void begin_array(Layout layout = Layout::lines) { begin(Kind::array, layout); }
  void end_array() { end(); }

  /// The key of the value that comes next; only in an object.
  void key(std::string_view name);

  void string(std::string_view text);
  void integer(std::int64_t number) { scalar(fmt::format_int(number)); }
  void natural(std::uint64_t number) { scalar(fmt::format_int(number)); }
  void boolean(bool value) { scalar(value ? "true" : "false"); }
  void null() { scalar("null"); }

  /// A key and its value.
  void member(std::string_view name, std::string_view text) { key(name), string(text); }
  void member(std::string_view name, const char* text) { key(name), string(text); }
  void member(std::string_view name, std::int64_t number) { key(name), integer(number); }
  void member(std::string_view name, std::same_as<bool> auto value) { key(name), boolean(value); }

 private:
  enum class Kind { object, array };

  /// An object or array that is not closed yet.
  struct Open {
    Kind kind;
    bool in_row;              ///< JSON: no line breaks inside.
    bool first_on_this_line;  ///< YAML: the first child continues the line, `- key: value`.
    std::size_t indent;       ///< Of the children.
    std::int64_t children = 0;
  };

  void begin(Kind kind, Layout layout);
  void end();
  void end_yaml(const Open& closed);
  /// What stands before a value: comma, line break, indentation, dash.
  void before_value();
  void before_child();
  void after_value();
  /// `text` as it is.
  void scalar(std::string_view text);
  void scalar(const fmt::format_int& digits) { scalar(std::string_view(digits.data(), digits.size())); }
  void put(std::string_view text) { buffer_.append(text); }
  void put_line_start(std::size_t indent);
  void put_spaces(std::size_t count);
  void put_quoted(std::string_view text);
  void put_escaped(const Utf8Character& character, std::string_view bytes);
  void flush();

  std::ostream& out_;
  Syntax syntax_;
  Buffer buffer_;
  std::vector<Open> open_;
  bool after_key_ = false;
  bool first_document_ = true;
};

}  // namespace eniplan::io
