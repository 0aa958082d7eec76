#pragma once

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <span>
#include <string>
#include <string_view>

#include "io/problems.hpp"
#include "io/source.hpp"

/// \file
/// What JSON and YAML have in common: values with a place. Everything behind the two parsers
/// works on these, so the two notations cannot come to mean different things.

namespace eniplan::io {

struct Member;

/// A parsed value. Points into its source and an arena; copying it is cheap and shares what is below.
struct Value {
  enum class Kind : std::uint8_t { null, boolean, number, text, list, map };

  Kind kind = Kind::null;
  /// YAML written without quotes: what looks like a number may be meant as a name.
  bool plain = false;
  std::size_t offset = nowhere;     ///< Of its first byte in the source's text.
  std::string_view scalar;          ///< `true`, a number as written, or a text without quotes and escapes.
  std::span<const Member> members;  ///< Of a map, in the order written; of a list, with empty keys.
};

struct Member {
  std::string_view key;
  std::size_t key_offset = nowhere;
  Value value;
};

/// Where a value stands, as the user would write it: `services[2].desiredCount`. Lives on the
/// stack of the functions that walk down, and becomes a text only for a message.
struct Path {
  const Path* parent = nullptr;
  std::string_view key;         ///< Of a member,
  std::size_t index = nowhere;  ///< or the number of a list's element.
};
[[nodiscard]] std::string to_string(const Path& path);

/// A value as a message shows it: `"web"`, `-1`, `a list`. Long texts are cut.
[[nodiscard]] std::string describe(const Value& value);

/// Takes the top level of documents apart, as a parser meets it. Lists that can be very long are handed over
/// element by element, so that a parser need not hold them whole.
class DocumentSink {
 public:
  virtual ~DocumentSink() = default;

  virtual void begin_document(Place place) = 0;
  /// Whether the elements of the list at `path` are wanted one by one.
  [[nodiscard]] virtual bool streams(const Path& path) const = 0;
  /// One element of such a list; `element` is gone when the call returns.
  virtual void element(const Path& path, const Value& element) = 0;
  /// Such a list was there, even if empty.
  virtual void streamed(const Path& path, Place place) = 0;
  /// Any other member of the document; `value` lives as long as the arena.
  virtual void member(const Path& path, const Member& member) = 0;
  virtual void end_document() = 0;
};

/// Memory for parsed values.
using Arena = std::pmr::monotonic_buffer_resource;

/// Copies `members` into the arena.
[[nodiscard]] std::span<const Member> store(Arena& arena, std::span<const Member> members);
[[nodiscard]] std::string_view store(Arena& arena, std::string_view text);

/// How deep lists and maps may be nested.
inline constexpr int deepest_nesting = 200;

/// Reads all documents of a source: JSON values one after the other, YAML documents between `---`.
/// Stops at the first place that is not well-formed. Values kept by the sink live in `arena`.
void parse_json(const Source& source, Arena& arena, DocumentSink& sink, Problems& problems);
void parse_yaml(const Source& source, Arena& arena, DocumentSink& sink, Problems& problems);

/// One YAML value, as an option gives it (`--set x=[a, b]`). Null if it was refused. All its offsets, those of keys
/// included, are `offset`.
[[nodiscard]] const Value* parse_option_value(const Source& source, std::size_t offset, Arena& arena,
                                              Problems& problems);

/// Reports every key that stands twice in `members`.
void check_unique_keys(std::span<const Member> members, const Source& source, const Path& path, Problems& problems);

}  // namespace eniplan::io
