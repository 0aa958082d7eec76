// YAML by yaml-cpp's events. Tested by tests/io/yaml_test.cpp.
//
// Events rather than yaml-cpp's node tree: they carry marks, show duplicate keys, and are several times faster. A plain
// (unquoted) scalar is a number, a boolean or null where YAML's core schema says so. An alias shares
// what its anchor names; since whoever walks the result meets it once for each alias, all aliases together may
// stand for no more than `largest_expansion` values.

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <map>
#include <optional>
#include <sstream>
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

  // The document that ended last.
  std::optional<Value> take_document() { return std::exchange(document_, std::nullopt); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {
    anchors_.clear();
    expanded_ = 0;
  }

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
    if (expanded_ > largest_expansion) {
      throw Refused{mark, fmt::format("expected aliases that stand for at most {} values together, found more",
                                      largest_expansion)};
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
  static void merge(std::vector<Member>& members) {
    const auto found = std::ranges::find(members, "<<", &Member::key);
    if (found == members.end()) return;
    const Value from = found->value;
    members.erase(found);
    const auto bring = [&](const Value& map) {
      for (const Member& member : map.members) {
        if (std::ranges::find(members, member.key, &Member::key) == members.end()) members.push_back(member);
      }
    };
    if (from.kind == Value::Kind::map) bring(from);
    if (from.kind == Value::Kind::list) {
      for (const Member& element : from.members) bring(element.value);
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
  std::optional<Value> document_;
  std::string path_text_;
};

// yaml-cpp's messages in our form: "illegal map value" tells enough once the place is known.
std::string words(const YAML::Exception& error) { return fmt::format("expected well-formed YAML, found: {}", error.msg); }

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
    } else if (member.value.kind == Value::Kind::map) {
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

const Value* parse_option_value(const Source& source, Arena& arena, Problems& problems) {
  const Value* value = nullptr;
  for_each_document(source, arena, problems, [&](const Value& document) {
    if (value == nullptr) value = new (arena.allocate(sizeof(Value), alignof(Value))) Value(document);
  });
  return value;
}

}  // namespace eniplan::io
