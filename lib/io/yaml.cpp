// YAML by yaml-cpp's events. Tested by tests/io/yaml_test.cpp.
//
// Events rather than yaml-cpp's node tree: they carry marks, show duplicate keys, and are several times faster. A plain
// (unquoted) scalar is a number, a boolean or null where YAML's core schema says so. An alias shares
// what its anchor names; since whoever walks the result meets it once for each alias, all aliases together may
// stand for no more than `largest_expansion` values, and as many as the file has bytes.

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <map>
#include <optional>
#include <sstream>
#include <unordered_set>
#include <vector>

#include "io/value.hpp"

namespace eniplan::io {
namespace {

constexpr std::size_t largest_expansion = 1'000'000;

struct Refused {
  YAML::Mark mark;
  std::string message;
};

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
bool is_yaml_number(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  if (const std::size_t e = text.find_first_of("eE"); e != std::string_view::npos) {
    std::string_view exponent = text.substr(e + 1);
    if (exponent.starts_with('-') || exponent.starts_with('+')) exponent.remove_prefix(1);
    if (!all_digits(exponent)) return false;
    text = text.substr(0, e);
  }
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos) return all_digits(text);
  const std::string_view whole = text.substr(0, dot);
  const std::string_view fraction = text.substr(dot + 1);
  return (all_digits(whole) && (fraction.empty() || all_digits(fraction))) || (whole.empty() && all_digits(fraction));
}

Value::Kind kind_of_plain(std::string_view text) {
  if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL") return Value::Kind::null;
  if (text == "true" || text == "True" || text == "TRUE" || text == "false" || text == "False" || text == "FALSE") {
    return Value::Kind::boolean;
  }
  return is_yaml_number(text) ? Value::Kind::number : Value::Kind::text;
}

class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(const Source& source, Arena& arena, Problems& problems)
      : source_(source), arena_(arena), problems_(problems) {}

  // yaml-cpp takes a quoted text that the end of the file cuts off for a whole one, and so a part of a file for all of
  // it. Only the last one can be cut off.
  void check_last_quote() const {
    if (last_quoted_ == nowhere) return;
    std::string_view text = source_.text().substr(last_quoted_);
    while (text.starts_with('&') || text.starts_with('!')) {  // anchor and tag stand before it
      text.remove_prefix(std::min(text.find_first_of(" \t\r\n"), text.size()));
      text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    }
    if (!text.empty() && (text[0] == '"' || text[0] == '\'') && !is_closed(text)) {
      problems_.give_up({&source_, last_quoted_},
                        "expected the end of the text in quotes that begins here, found the end of the file");
    }
  }

  // The document that ended last.
  std::optional<Value> take_document() { return std::exchange(document_, std::nullopt); }

  // yaml-cpp takes what follows a document for the next one, `---` or not, and at a token that begins no value (`,`)
  // it gives empty documents for ever.
  void OnDocumentStart(const YAML::Mark& mark) override {
    const std::size_t start = offset(mark);
    const bool is_first = document_start_ == nowhere;
    const bool is_marked = source_.text().substr(start).starts_with("---") || follows_document_end(start);
    if (!is_first && (!is_marked || start == document_start_)) {
      throw Refused{mark, fmt::format("expected the end of the document or \"---\", found '{}'",
                                      source_.text().substr(start, 1))};
    }
    document_start_ = start;
  }
  void OnDocumentEnd() override { anchors_.clear(); }

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Value value;
    value.offset = offset(mark);
    value.plain = true;
    add(value, 1, anchor, mark);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto known = anchors_.find(anchor);
    if (known == anchors_.end()) {
      throw Refused{mark, "expected an alias of something complete, found one of a list or map inside itself"};
    }
    const auto [value, size] = known->second;
    expanded_ += size;
    if (const std::size_t most = largest_expansion + source_.text().size(); expanded_ > most) {
      throw Refused{mark, fmt::format("expected aliases that stand for at most {} values together, found more", most)};
    }
    add(value, size, 0, mark);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& text) override {
    Value value;
    value.offset = offset(mark);
    value.scalar = store(arena_, text);
    value.plain = tag == "?" || tag.empty();
    value.kind = value.plain ? kind_of_plain(value.scalar) : Value::Kind::text;
    if (!value.plain) last_quoted_ = value.offset;
    add(value, 1, anchor, mark);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(Value::Kind::list, mark, anchor);
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(Value::Kind::map, mark, anchor);
  }
  void OnMapEnd() override { close(); }

 private:
  // A list or map whose end has not come yet.
  struct Open {
    Value value;
    YAML::Mark mark;
    YAML::anchor_t anchor = 0;
    std::vector<Member> members;
    std::optional<Member> key;  // of a map, when its value is still to come
    std::size_t size = 1;       // values in it, itself included, aliases in full
  };

  std::size_t offset(const YAML::Mark& mark) const { return static_cast<std::size_t>(mark.pos); }

  void open(Value::Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (open_.size() >= deepest_nesting) {
      throw Refused{mark, fmt::format("expected at most {} levels of nesting", deepest_nesting)};
    }
    Open next;
    next.value.kind = kind;
    next.value.offset = offset(mark);
    next.mark = mark;
    next.anchor = anchor;
    open_.push_back(std::move(next));
  }

  void close() {
    Open done = std::move(open_.back());
    open_.pop_back();
    if (done.value.kind == Value::Kind::map) {
      check_unique_keys(done.members, source_, path(), problems_);
      merge(done.members);
    }
    done.value.members = store(arena_, done.members);
    add(done.value, done.size, done.anchor, done.mark);
  }

  // `<<: *defaults` brings in the members of another map, or of several, where the key is not given.
  void merge(std::vector<Member>& members) {
    const auto found = std::ranges::find(members, "<<", &Member::key);
    if (found == members.end()) return;
    const Member from = *found;
    members.erase(found);
    std::unordered_set<std::string_view> given;
    for (const Member& member : members) given.insert(member.key);
    const auto bring = [&](const Value& map) {
      if (map.kind != Value::Kind::map) {
        problems_.error({&source_, from.value.offset}, to_string(path()),
                        fmt::format("expected a map, or a list of maps, to merge, found {}", describe(map)));
      }
      for (const Member& member : map.members) {
        if (map.kind == Value::Kind::map && given.insert(member.key).second) members.push_back(member);
      }
    };
    if (from.value.kind == Value::Kind::list) {
      for (const Member& element : from.value.members) bring(element.value);
    } else {
      bring(from.value);
    }
  }

  void add(const Value& value, std::size_t size, YAML::anchor_t anchor, const YAML::Mark& mark) {
    if (anchor != 0) anchors_[anchor] = {value, size};
    if (open_.empty()) {
      document_ = value;
      return;
    }
    Open& parent = open_.back();
    parent.size += size;
    if (parent.value.kind == Value::Kind::list) {
      parent.members.push_back({{}, nowhere, value});
    } else if (!parent.key) {
      if (value.kind == Value::Kind::list || value.kind == Value::Kind::map) {
        throw Refused{mark, fmt::format("expected a name as key, found {}", describe(value))};
      }
      parent.key = Member{value.scalar, value.offset, {}};
    } else {
      parent.key->value = value;
      parent.members.push_back(*std::exchange(parent.key, std::nullopt));
    }
  }

  // Whether only comments stand between `...` and `start`.
  bool follows_document_end(std::size_t start) const {
    const std::size_t end = source_.text().rfind("\n...", start);
    if (end == std::string_view::npos) return false;
    std::string_view between = source_.text().substr(end + 4, start - std::min(start, end + 4));
    while (!between.empty()) {
      const std::string_view line = between.substr(0, between.find('\n'));
      const std::size_t first = line.find_first_not_of(" \t\r");
      if (first != std::string_view::npos && line[first] != '#') return false;
      between.remove_prefix(std::min(line.size() + 1, between.size()));
    }
    return true;
  }

  // Whether the quote at the beginning of `text` has its other. `\\"` and `''` are quotes inside.
  static bool is_closed(std::string_view text) {
    const char quote = text[0];
    for (std::size_t i = 1; i < text.size(); ++i) {
      if (text[i] == '\\' && quote == '"') {
        ++i;
      } else if (text[i] == quote) {
        if (quote == '"' || text.substr(i + 1, 1) != "'") return true;
        ++i;
      }
    }
    return false;
  }

  // Where the list or map that just closed stands.
  Path path() {
    path_text_.clear();
    for (const Open& outer : open_) {
      if (outer.value.kind == Value::Kind::list) {
        path_text_ += fmt::format("[{}]", outer.members.size());
      } else if (outer.key) {
        path_text_ += fmt::format("{}{}", path_text_.empty() ? "" : ".", outer.key->key);
      }
    }
    return {nullptr, path_text_};
  }

  const Source& source_;
  Arena& arena_;
  Problems& problems_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, std::pair<Value, std::size_t>> anchors_;
  std::size_t expanded_ = 0;
  std::size_t last_quoted_ = nowhere;
  std::size_t document_start_ = nowhere;
  std::optional<Value> document_;
  std::string path_text_;
};

// yaml-cpp's messages in our form: "illegal map value" tells enough once the place is known.
std::string words(const YAML::Exception& error) {
  return fmt::format("expected well-formed YAML, found: {}", error.msg);
}

// Calls `each` with every document of the source, until one is refused.
template <class Function>
void for_each_document(const Source& source, Arena& arena, Problems& problems, Function each) {
  std::istringstream in{std::string(source.text())};
  TreeBuilder builder(source, arena, problems);
  try {
    YAML::Parser parser(in);
    while (parser.HandleNextDocument(builder)) {
      if (const std::optional<Value> document = builder.take_document()) each(*document);
    }
    builder.check_last_quote();
  } catch (const YAML::Exception& error) {
    const std::size_t offset = error.mark.is_null() ? nowhere : static_cast<std::size_t>(error.mark.pos);
    problems.give_up({&source, offset}, words(error));
  } catch (const Refused& refused) {
    problems.give_up({&source, static_cast<std::size_t>(refused.mark.pos)}, refused.message);
  }
}

void feed_list(const Path& path, const Value& list, const Source& source, DocumentSink& sink) {
  sink.streamed(path, {&source, list.offset});
  for (std::size_t i = 0; i < list.members.size(); ++i) sink.element({&path, {}, i}, list.members[i].value);
}

void feed(const Value& document, const Source& source, DocumentSink& sink) {
  sink.begin_document({&source, document.offset});
  const Path root;
  for (const Member& member : document.members) {
    const Path path{&root, member.key};
    if (!sink.streams(path)) {
      sink.member(path, member);
    } else if (member.value.kind == Value::Kind::list) {
      feed_list(path, member.value, source, sink);
    } else if (member.value.kind == Value::Kind::map && !member.value.members.empty()) {
      for (const Member& inner : member.value.members) {
        const Path inner_path{&path, inner.key};
        if (sink.streams(inner_path) && inner.value.kind == Value::Kind::list) {
          feed_list(inner_path, inner.value, source, sink);
        } else {
          sink.member(inner_path, inner);
        }
      }
    } else {
      sink.member(path, member);
    }
  }
  sink.end_document();
}

// The same value, all of which stands at `offset`.
Value moved_to(std::size_t offset, const Value& value, Arena& arena) {
  Value moved = value;
  moved.offset = offset;
  std::vector<Member> members;
  for (const Member& member : value.members) {
    members.push_back({member.key, offset, moved_to(offset, member.value, arena)});
  }
  moved.members = store(arena, members);
  return moved;
}

}  // namespace

void parse_yaml(const Source& source, Arena& arena, DocumentSink& sink, Problems& problems) {
  bool found = false;
  const bool failed_before = problems.any();
  for_each_document(source, arena, problems, [&](const Value& document) {
    if (document.kind == Value::Kind::null) return;  // nothing between two `---`, or only comments
    found = true;
    if (document.kind == Value::Kind::map) return feed(document, source, sink);
    problems.give_up({&source, document.offset},
                     fmt::format("expected a map with AWS's keys or ours, found {}", describe(document)));
  });
  if (!found && problems.any() == failed_before) {
    problems.give_up({&source, 0}, "expected a YAML document, found only white space and comments");
  }
}

const Value* parse_option_value(const Source& source, std::size_t offset, Arena& arena, Problems& problems) {
  const Value* value = nullptr;
  for_each_document(source, arena, problems, [&](const Value& document) {
    if (value == nullptr) {
      value = new (arena.allocate(sizeof(Value), alignof(Value))) Value(moved_to(offset, document, arena));
    }
  });
  return problems.gave_up() ? nullptr : value;
}

}  // namespace eniplan::io
