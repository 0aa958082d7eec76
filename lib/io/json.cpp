// JSON by simdjson's on-demand parser. Tested by tests/io/json_test.cpp.
//
// A dump of describe-container-instances can have hundreds of megabytes in one list, so the
// elements of the document's own lists are built, handed over and forgotten one at a time. Texts
// without escapes point into the source. What on-demand parsing would skip unread is read all the same: a
// file that is broken somewhere is refused, wherever that is. All values of a file are indexed in one pass
// (one batch as large as the file), hence the limit of 4 GiB and 4 bytes of index for each bracket, comma,
// colon and scalar.

#include <fmt/format.h>
#include <simdjson.h>

#include <array>
#include <optional>
#include <vector>

#include "io/value.hpp"

namespace eniplan::io {
namespace {

namespace ondemand = simdjson::ondemand;

// Thrown inside this file only, to leave the recursion; the message for the user says where.
struct Malformed {
  std::size_t offset;
  std::string message;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// number = [-] int [frac] [exp], as RFC 8259 has it.
bool is_json_number(std::string_view text) {
  std::size_t i = 0;
  const auto digits = [&] {
    const std::size_t first = i;
    while (i < text.size() && is_digit(text[i])) ++i;
    return i > first;
  };
  if (i < text.size() && text[i] == '-') ++i;
  if (i < text.size() && text[i] == '0') {
    ++i;
  } else if (!digits()) {
    return false;
  }
  if (i < text.size() && text[i] == '.') {
    ++i;
    if (!digits()) return false;
  }
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
    if (!digits()) return false;
  }
  return i == text.size();
}

// A token as the parser gives it goes on to the next one; what stands between them is white space.
std::string_view trimmed(std::string_view token) {
  const auto is_space = [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; };
  while (!token.empty() && is_space(token.back())) token.remove_suffix(1);
  return token;
}

// Where the brackets and quotes of `text` stop making sense, for the errors that the parser's first pass finds
// without a place. The parser has the say on whether there is an error; this only looks for it, from `start` on.
Malformed first_break(std::string_view text, std::size_t start) {
  std::vector<std::size_t> open;  // offsets of brackets not closed yet
  for (std::size_t i = start; i < text.size(); ++i) {
    switch (text[i]) {
      case '{':
      case '[': open.push_back(i); break;
      case '}':
      case ']': {
        const char opening = text[i] == '}' ? '{' : '[';
        if (open.empty() || text[open.back()] != opening) {
          return {i, fmt::format("expected no '{}' here, since no '{}' is open", text[i], opening)};
        }
        open.pop_back();
        break;
      }
      case '"': {
        const std::size_t quote = i;
        for (++i; i < text.size() && text[i] != '"'; ++i) {
          if (text[i] == '\\') ++i;
          if (i < text.size() && static_cast<unsigned char>(text[i]) < 0x20) {
            return {i, "expected the end of the string, found a line break or another control character in it"};
          }
        }
        if (i >= text.size())
          return {quote, "expected the end of the string that begins here, found the end of the file"};
        break;
      }
      default: break;
    }
  }
  if (!open.empty()) {
    return {open.back(),
            fmt::format("expected a bracket that closes this '{}', found the end of the file", text[open.back()])};
  }
  return {start, "expected well-formed JSON"};
}

class JsonParser {
 public:
  JsonParser(const Source& source, Arena& arena, DocumentSink& sink, Problems& problems)
      : source_(source), arena_(arena), sink_(sink), problems_(problems) {}

  void parse_all() {
    ondemand::parser parser(largest_document);
    ondemand::document_stream documents;
    const std::size_t batch = std::max(source_.text().size(), smallest_batch);
    if (const auto error = parser.iterate_many(source_.bytes.data(), source_.text().size(), batch).get(documents)) {
      return report(Malformed{0, words(error)});
    }
    std::size_t count = 0;
    try {
      for (auto document : documents) {
        if (document.error()) throw first_break(source_.text(), document_end_);
        parse_document(document.value());
        ++count;
      }
    } catch (const Malformed& malformed) {
      return report(malformed);
    }
    if (documents.truncated_bytes() > 0 || count == 0) report(first_break(source_.text(), document_end_));
  }

 private:
  static constexpr std::size_t largest_document = std::size_t{0xFFFFFFFF};
  static constexpr std::size_t smallest_batch = 32;

  static std::string words(simdjson::error_code error) {
    switch (error) {
      case simdjson::STRING_ERROR: return "expected valid escapes in the string";
      case simdjson::DEPTH_ERROR: return fmt::format("expected at most {} levels of nesting", deepest_nesting);
      case simdjson::CAPACITY: return "expected at most 4 GiB";
      case simdjson::MEMALLOC: return "there is not enough memory to read it";
      case simdjson::INCOMPLETE_ARRAY_OR_OBJECT: return "expected a closing bracket, found the end of the value";
      default: return "expected well-formed JSON";
    }
  }

  void report(const Malformed& malformed) {
    if (const auto why = why_not_text(source_.text())) return problems_.give_up(source_.name, *why);
    problems_.give_up({&source_, std::min(malformed.offset, source_.text().size())}, malformed.message);
  }

  // What stands at `offset`, for "found …".
  std::string found_at(std::size_t offset) const {
    if (offset >= source_.text().size()) return "the end of the file";
    return fmt::format("'{}'", trimmed(source_.text().substr(offset, 1)));
  }

  std::size_t offset_of(const char* place) const { return static_cast<std::size_t>(place - source_.bytes.data()); }

  // The value that simdjson found, or Malformed at the place where it is.
  template <class T, class Document>
  T take(simdjson::simdjson_result<T> result, Document& document) {
    if (const auto error = result.error()) {
      const char* place = nullptr;
      const bool at_end = document.current_location().get(place) != simdjson::SUCCESS;
      const std::size_t offset = at_end ? source_.text().size() : offset_of(place);
      throw Malformed{offset, fmt::format("{}, found {}", words(error), found_at(offset))};
    }
    return std::move(result).value_unsafe();
  }

  // The same for a string, of which only the escapes can be wrong.
  std::string_view take_string(simdjson::simdjson_result<std::string_view> result, std::size_t offset) {
    if (const auto error = result.error()) throw Malformed{offset, words(error)};
    return result.value_unsafe();
  }

  void parse_document(ondemand::document_reference document) {
    const std::string_view token = take(document.raw_json_token(), document);
    const std::size_t offset = offset_of(token.data());
    if (token.empty() || token.front() != '{') {
      throw Malformed{offset, fmt::format("expected a map with AWS's keys or ours, found {}", found_at(offset))};
    }
    sink_.begin_document({&source_, offset});
    ondemand::object object = take(document.get_object(), document);
    std::vector<Member> keys;
    for (auto field_result : object) {
      ondemand::field field = take(std::move(field_result), document);
      Member member = key_of(field);
      keys.push_back(member);
      parse_top_level(member, field.value(), document);
    }
    check_unique_keys(keys, source_, Path{}, problems_);
    sink_.end_document();
    const char* place = nullptr;
    document_end_ =
        document.current_location().get(place) == simdjson::SUCCESS ? offset_of(place) : source_.text().size();
  }

  void parse_top_level(Member member, ondemand::value value, ondemand::document_reference& document) {
    const Path root;
    const Path path{&root, member.key};
    if (!sink_.streams(path)) {
      member.value = build(value, document, path, 1, arena_);
      return sink_.member(path, member);
    }
    const std::string_view token = value.raw_json_token();
    if (token.front() == '[') return stream(path, value, document);
    if (token.front() != '{') {
      member.value = build(value, document, path, 1, arena_);
      return sink_.member(path, member);
    }
    // A whole AWS answer where its list is expected: {"services": {"services": […], "failures": []}}
    std::vector<Member> keys;
    ondemand::object object = take(value.get_object(), document);
    for (auto field_result : object) {
      ondemand::field field = take(std::move(field_result), document);
      Member inner = key_of(field);
      keys.push_back(inner);
      const Path inner_path{&path, inner.key};
      ondemand::value inner_value = field.value();
      if (sink_.streams(inner_path) && inner_value.raw_json_token().front() == '[') {
        stream(inner_path, inner_value, document);
      } else {
        inner.value = build(inner_value, document, inner_path, 2, arena_);
        sink_.member(inner_path, inner);
      }
    }
    if (keys.empty()) {
      member.value = {.kind = Value::Kind::map, .offset = offset_of(token.data())};
      sink_.member(path, member);
    }
    check_unique_keys(keys, source_, path, problems_);
  }

  void stream(const Path& path, ondemand::value& value, ondemand::document_reference& document) {
    const std::size_t offset = offset_of(value.raw_json_token().data());
    sink_.streamed(path, {&source_, offset});
    std::size_t index = 0;
    ondemand::array array = take(value.get_array(), document);
    for (auto element_result : array) {
      ondemand::value element = take(std::move(element_result), document);
      Arena arena(element_room_.data(), element_room_.size());
      const Path element_path{&path, {}, index++};
      sink_.element(element_path, build(element, document, element_path, 2, arena));
    }
  }

  Member key_of(ondemand::field& field) {
    const char* raw = field.key().raw();  // just after the opening quote
    const std::size_t offset = offset_of(raw);
    std::size_t end = offset;  // there is a quote: the parser's first pass has seen it
    while (source_.bytes.data()[end] != '"' && source_.bytes.data()[end] != '\\') ++end;
    if (source_.bytes.data()[end] == '"') {
      return {source_.text().substr(offset, end - offset), offset - 1, {}};
    }
    return {store(arena_, take_string(field.unescaped_key(), offset - 1)), offset - 1, {}};
  }

  Value build(ondemand::value value, ondemand::document_reference& document, const Path& path, int depth,
              Arena& arena) {
    const std::string_view token = trimmed(value.raw_json_token());
    Value built;
    built.offset = offset_of(token.data());
    if (depth > deepest_nesting) throw Malformed{built.offset, words(simdjson::DEPTH_ERROR)};
    switch (token.front()) {
      case '{': {
        built.kind = Value::Kind::map;
        built.members = build_map(value, document, path, depth, arena);
        break;
      }
      case '[': {
        built.kind = Value::Kind::list;
        built.members = build_list(value, document, path, depth, arena);
        break;
      }
      case '"': {
        built.kind = Value::Kind::text;
        built.scalar = token.find('\\') == std::string_view::npos
                           ? token.substr(1, token.size() - 2)
                           : store(arena, take_string(value.get_string(), built.offset));
        break;
      }
      default: build_literal(built, token);
    }
    return built;
  }

  void build_literal(Value& built, std::string_view token) const {
    built.scalar = token;
    if (token == "true" || token == "false") {
      built.kind = Value::Kind::boolean;
    } else if (token == "null") {
      built.kind = Value::Kind::null;
    } else if (is_json_number(token)) {
      built.kind = Value::Kind::number;
    } else {
      throw Malformed{built.offset, fmt::format("expected a value, found '{}'", token.substr(0, 20))};
    }
  }

  std::span<const Member> build_map(ondemand::value& value, ondemand::document_reference& document, const Path& path,
                                    int depth, Arena& arena) {
    const std::size_t first = open_.size();
    ondemand::object object = take(value.get_object(), document);
    for (auto field_result : object) {
      ondemand::field field = take(std::move(field_result), document);
      Member member = key_of(field);
      member.value = build(field.value(), document, {&path, member.key}, depth + 1, arena);
      open_.push_back(member);
    }
    const auto members = close(first, arena);
    check_unique_keys(members, source_, path, problems_);
    return members;
  }

  std::span<const Member> build_list(ondemand::value& value, ondemand::document_reference& document, const Path& path,
                                     int depth, Arena& arena) {
    const std::size_t first = open_.size();
    ondemand::array array = take(value.get_array(), document);
    for (auto element_result : array) {
      ondemand::value element = take(std::move(element_result), document);
      const Path element_path{&path, {}, open_.size() - first};
      open_.push_back({{}, nowhere, build(element, document, element_path, depth + 1, arena)});
    }
    return close(first, arena);
  }

  // Members of all maps and lists still open stand one behind the other in `open_`; the innermost closes first.
  std::span<const Member> close(std::size_t first, Arena& arena) {
    const auto members = store(arena, std::span<const Member>(open_).subspan(first));
    open_.resize(first);
    return members;
  }

  const Source& source_;
  Arena& arena_;
  DocumentSink& sink_;
  Problems& problems_;
  std::vector<Member> open_;
  std::vector<std::byte> element_room_ = std::vector<std::byte>(1 << 18);
  std::size_t document_end_ = 0;
};

}  // namespace

void parse_json(const Source& source, Arena& arena, DocumentSink& sink, Problems& problems) {
  JsonParser(source, arena, sink, problems).parse_all();
}

}  // namespace eniplan::io
