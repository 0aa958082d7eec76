#include "io/document_writer.hpp"

#include <limits>
#include <sstream>

#include "io/utf8.hpp"
#include "support/catch.hpp"

using namespace eniplan::io;

namespace {

std::string written(DocumentWriter::Syntax syntax, const auto& write) {
  std::ostringstream out;
  {
    DocumentWriter writer(out, syntax);
    write(writer);
  }
  return out.str();
}

std::string json(const auto& write) { return written(DocumentWriter::Syntax::json, write); }
std::string yaml(const auto& write) { return written(DocumentWriter::Syntax::yaml, write); }

void write_nested(DocumentWriter& writer) {
  writer.begin_object();
  writer.member("name", "web");
  writer.key("empty");
  writer.begin_array();
  writer.end_array();
  writer.key("row");
  writer.begin_object(DocumentWriter::Layout::row);
  writer.member("cpu", std::int64_t{256});
  writer.member("agent", true);
  writer.end_object();
  writer.key("list");
  writer.begin_array();
  writer.begin_object();
  writer.key("deep");
  writer.begin_array();
  writer.integer(1);
  writer.begin_array();
  writer.null();
  writer.end_array();
  writer.end_array();
  writer.member("last", "x");
  writer.end_object();
  writer.begin_object();
  writer.end_object();
  writer.end_array();
  writer.end_object();
}

}  // namespace

TEST_CASE("write: the same calls give JSON, rows in one line", "[write]") {
  CHECK(json(write_nested) == R"({
  "name": "web",
  "empty": [],
  "row": {"cpu": 256, "agent": true},
  "list": [
    {
      "deep": [
        1,
        [
          null
        ]
      ],
      "last": "x"
    },
    {}
  ]
}
)");
}

TEST_CASE("write: the same calls give YAML in block style", "[write]") {
  CHECK(yaml(write_nested) == R"(name: web
empty: []
row:
  cpu: 256
  agent: true
list:
  - deep:
      - 1
      - - null
    last: x
  - {}
)");
}

TEST_CASE("write: several documents follow each other", "[write]") {
  const auto two = [](DocumentWriter& writer) {
    for (const char* name : {"a", "b"}) {
      writer.begin_object();
      writer.member("name", name);
      writer.end_object();
    }
  };
  CHECK(json(two) == "{\n  \"name\": \"a\"\n}\n{\n  \"name\": \"b\"\n}\n");
  CHECK(yaml(two) == "name: a\n---\nname: b\n");
}

TEST_CASE("write: YAML quotes what would not come back as the same text", "[write]") {
  const auto text = [](std::string_view s) { return yaml([s](DocumentWriter& writer) { writer.string(s); }); };
  CHECK(text("c5.large") == "c5.large\n");
  CHECK(text("arn:aws:ecs:eu-west-1:1:cluster/web") == "arn:aws:ecs:eu-west-1:1:cluster/web\n");
  CHECK(text("attribute:x == a and task:group != b") == "attribute:x == a and task:group != b\n");
  for (const char* word : {"",     "12", "0x1f", "1e3",  ".5", "-",  "true", "Yes", "off",
                           "NULL", "~",  "a: b", "a #b", "a:", "a ", " a",   "- a", "[a]",
                           "{a}",  "!a", "&a",   "*a",   "%a", "@a", "a, b", "?",   "nan"}) {
    CHECK(text(word) == "\"" + std::string(word) + "\"\n");
  }
}

TEST_CASE("write: strings are escaped and always valid UTF-8", "[write]") {
  const auto text = [](std::string_view s) { return json([s](DocumentWriter& writer) { writer.string(s); }); };
  CHECK(text("say \"\\\" \n\r\t\x01") == "\"say \\\"\\\\\\\" \\n\\r\\t\\u0001\"\n");
  CHECK(text("gr\xC3\xBC\xC3\x9F \xF0\x9F\x90\xB3") == "\"gr\xC3\xBC\xC3\x9F \xF0\x9F\x90\xB3\"\n");
  CHECK(text("\x7F\xC2\x85\xE2\x80\xA8\xEF\xBB\xBF") == "\"\\u007f\\u0085\\u2028\\ufeff\"\n");
  // Lone and cut bytes, an overlong slash, a surrogate, beyond U+10FFFF.
  CHECK(text("\xFF|\xC3") == "\"\xEF\xBF\xBD|\xEF\xBF\xBD\"\n");
  CHECK(text("\xC0\xAF") == "\"\xEF\xBF\xBD\xEF\xBF\xBD\"\n");
  CHECK(text("\xED\xA0\x80") == "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"\n");
  CHECK(first_character("\xF4\x90\x80\x80").is_valid == false);
  CHECK(character_count("gr\xC3\xBC\xC3\x9F") == 4);
}

TEST_CASE("write: numbers are integers to the last digit", "[write]") {
  CHECK(json([](DocumentWriter& w) { w.natural(std::numeric_limits<std::uint64_t>::max()); }) ==
        "18446744073709551615\n");
  CHECK(json([](DocumentWriter& w) { w.integer(std::numeric_limits<std::int64_t>::min()); }) ==
        "-9223372036854775808\n");
}
