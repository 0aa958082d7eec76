#include "io/document_writer.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <ostream>

namespace eniplan::io {
namespace {

constexpr std::size_t flush_size = 32 * 1024;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Words that some YAML reader takes for a truth value, a number or nothing.
bool is_yaml_word(std::string_view text) {
  static constexpr std::array<std::string_view, 12> words = {"null", "true", "false", "yes", "no",  "on",
                                                             "off",  "y",    "n",     "nan", "inf", "infinity"};
  return std::ranges::any_of(words, [text](std::string_view word) {
    return std::ranges::equal(word, text, [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b + 32 : b); });
  });
}

/// Whether YAML reads `text` without quotes as that very text. Narrower than the rules of YAML: what is in doubt is
/// quoted.
bool is_plain_yaml(std::string_view text) {
  if (text.empty() || !(is_letter(text.front()) || text.front() == '/' || text.front() == '_')) return false;
  if (text.back() == ' ' || text.back() == ':' || is_yaml_word(text)) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_letter(c) || is_digit(c)) continue;
    if (std::string_view("_-./@+=~!<>*&|()").find(c) != std::string_view::npos) continue;
    const bool before_space = i + 1 < text.size() && text[i + 1] == ' ';
    if (c == ':' && !before_space) continue;
    if (c == ' ' && !before_space) continue;
    return false;
  }
  return true;
}

/// Characters that JSON or YAML want escaped, or that break lines in some readers.
bool is_escaped(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 || c == 0xFEFF || c == 0xFFFE || c == 0xFFFF;
}

/// How many bytes of `text` stand for themselves in quotes, as almost all do: printable ASCII but `"` and `\`.
std::size_t plain_prefix(std::string_view text) {
  const auto is_plain = [](char c) { return c >= 0x20 && c < 0x7F && c != '"' && c != '\\'; };
  return static_cast<std::size_t>(std::ranges::find_if_not(text, is_plain) - text.begin());
}

}  // namespace

DocumentWriter::~DocumentWriter() { flush(); }

void DocumentWriter::key(std::string_view name) {
  assert(!open_.empty() && open_.back().kind == Kind::object && !after_key_);
  before_child();
  if (syntax_ == Syntax::yaml && is_plain_yaml(name)) {
    put(name);
  } else {
    put_quoted(name);
  }
  put(syntax_ == Syntax::json ? ": " : ":");
  after_key_ = true;
}

void DocumentWriter::string(std::string_view text) {
  before_value();
  if (syntax_ == Syntax::yaml && is_plain_yaml(text)) {
    put(text);
  } else {
    put_quoted(text);
  }
  after_value();
}

void DocumentWriter::scalar(std::string_view text) {
  before_value();
  put(text);
  after_value();
}

void DocumentWriter::begin(Kind kind, Layout layout) {
  const bool below_key = after_key_;
  const bool in_row = layout == Layout::row || (!open_.empty() && open_.back().in_row);
  const std::size_t indent = open_.empty() ? 0 : open_.back().indent;
  if (syntax_ == Syntax::json) {
    before_value();
    put(kind == Kind::object ? "{" : "[");
    open_.push_back({kind, in_row, false, indent + 2});
    return;
  }
  // The children of the outermost value start at the margin, all others two columns further in.
  const std::size_t deeper = open_.empty() ? 0 : indent + 2;
  if (below_key) {
    after_key_ = false;  // A space after the key would be left at the end of its line.
  } else {
    before_value();
  }
  open_.push_back({kind, in_row, !below_key, deeper});
}

void DocumentWriter::end() {
  assert(!open_.empty() && !after_key_);
  const Open closed = open_.back();
  open_.pop_back();
  if (syntax_ == Syntax::yaml) {
    end_yaml(closed);
    return;
  }
  if (closed.children > 0 && !closed.in_row) put_line_start(closed.indent - 2);
  put(closed.kind == Kind::object ? "}" : "]");
  after_value();
}

void DocumentWriter::end_yaml(const Open& closed) {
  if (closed.children == 0) {
    put(closed.first_on_this_line ? "" : " ");
    put(closed.kind == Kind::object ? "{}\n" : "[]\n");
  }
  if (buffer_.size() >= flush_size) flush();
}

void DocumentWriter::before_child() {
  Open& parent = open_.back();
  const bool is_first = parent.children++ == 0;
  if (syntax_ == Syntax::json) {
    if (!is_first) put(parent.in_row ? ", " : ",");
    if (!parent.in_row) put_line_start(parent.indent);
    return;
  }
  if (is_first && parent.first_on_this_line) return;
  if (is_first) put("\n");
  put_spaces(parent.indent);
}

void DocumentWriter::before_value() {
  if (open_.empty()) {
    if (!first_document_ && syntax_ == Syntax::yaml) put("---\n");
    first_document_ = false;
    return;
  }
  if (after_key_) {
    after_key_ = false;
    if (syntax_ == Syntax::yaml) put(" ");
    return;
  }
  assert(open_.back().kind == Kind::array);
  before_child();
  if (syntax_ == Syntax::yaml) put("- ");
}

void DocumentWriter::after_value() {
  if (syntax_ == Syntax::yaml || open_.empty()) put("\n");
  if (buffer_.size() >= flush_size) flush();
}

void DocumentWriter::flush() {
  out_.write(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
  buffer_.clear();
}

void DocumentWriter::put_line_start(std::size_t indent) {
  put("\n");
  put_spaces(indent);
}

void DocumentWriter::put_spaces(std::size_t count) {
  std::memset(buffer_.room(count), ' ', count);
  buffer_.grow(count);
}

void DocumentWriter::put_quoted(std::string_view text) {
  put("\"");
  while (!text.empty()) {
    const std::size_t plain = plain_prefix(text);
    put(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) break;
    const Utf8Character character = first_character(text);
    put_escaped(character, text.substr(0, character.size));
    text.remove_prefix(character.size);
  }
  put("\"");
}

void DocumentWriter::put_escaped(const Utf8Character& character, std::string_view bytes) {
  switch (character.code_point) {
    case U'"': return put("\\\"");
    case U'\\': return put("\\\\");
    case U'\n': return put("\\n");
    case U'\r': return put("\\r");
    case U'\t': return put("\\t");
    default: break;
  }
  if (is_escaped(character.code_point)) {
    put(fmt::format("\\u{:04x}", static_cast<std::uint32_t>(character.code_point)));
  } else {
    put(character.is_valid ? bytes : std::string_view("\xEF\xBF\xBD"));
  }
}

}  // namespace eniplan::io
