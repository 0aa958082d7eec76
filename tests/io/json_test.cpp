// The JSON parser: what it accepts, and where it says that something is wrong.

#include "io/reading.hpp"
#include "support/catch.hpp"

using namespace eniplan;

namespace {

// The only error of a text in JSON, without the file.
std::string refused(std::string_view text) {
  try {
    static_cast<void>(load_text(text, "j.json"));
  } catch (const InputError& error) {
    REQUIRE(error.diagnostics().size() == 1);
    const std::string message = to_string(error.diagnostics()[0]);
    return message.substr(message.find(':') + 1);
  }
  return "no error";
}

std::string cluster_name(std::string_view text) { return load_text(text, "j.json").front().cluster_name; }

}  // namespace

TEST_CASE("json: strings are read with their escapes", "[json]") {
  CHECK(cluster_name(R"({"clusterName": "a\"\\\/\b\t\u00e9\ud83d\ude00z"})") == "a\"\\/\b\t\xC3\xA9\xF0\x9F\x98\x80z");
  CHECK(cluster_name(R"({"cluster\u004eame": "x"})") == "x");
  CHECK(cluster_name("{\"clusterName\": \"\xC3\xA9\"}") == "\xC3\xA9");
}

TEST_CASE("json: values stand one after the other, with or without space", "[json]") {
  CHECK(load_text("{\"seed\":1}{\"seed\":2}\r\n\t{\"seed\":3}\n\n", "j.json").size() == 3);
}

TEST_CASE("json: numbers of any size are numbers, and refused where they do not fit", "[json]") {
  CHECK(refused(R"({"seed": 1e400})") == "1:10: seed: expected an integer from 0 to 18446744073709551615, found 1e400");
  CHECK(refused(R"({"seed": 123456789012345678901234567890})") ==
        "1:10: seed: expected an integer from 0 to 18446744073709551615, found 123456789012345678901234567890");
}

TEST_CASE("json: what is malformed is refused where it stands", "[json]") {
  CHECK(refused("{\n  \"seed\": 1,\n  \"services\": [}\n}") == "3:16: expected no '}' here, since no '{' is open");
  CHECK(refused("{\"seed\": 1") == "1:1: expected a bracket that closes this '{', found the end of the file");
  CHECK(refused("{\"seed\": \"abc") ==
        "1:10: expected the end of the string that begins here, found the end of the file");
  CHECK(refused("{\"seed\": \"a\nb\"}") ==
        "1:12: expected the end of the string, found a line break or another control character in it");
  CHECK(refused("{\"clusterName\": \"\\x\"}") == "1:17: expected valid escapes in the string");
  CHECK(refused("{\"clusterName\": \"\\ud800\"}") == "1:17: expected valid escapes in the string");
  CHECK(refused("{\"\\x\": 1}") == "1:2: expected valid escapes in the string");
  for (const std::string text :
       {"{\"seed\" 1}", "{\"seed\": }", "{\"seed\": 1,}", "{seed: 1}", "{\"seed\": tru}", "{\"seed\": 01}",
        "{\"seed\": 1 2}", "{\"seed\": +1}", "{\"seed\": NaN}", "{\"a\": [1 2]}", "{\"a\": {\"b\": [1,]}}",
        "{\"seed\": .5}", "{\"seed\": 1.}", "{'seed': 1}", "{\"seed\": 1}}", "{\"seed\": 1} x", "{\"seed\": 1} ]"}) {
    CAPTURE(text);
    const std::string error = refused(text);
    CHECK(error.starts_with("1:"));
    CHECK(error.find(": expected ") != std::string::npos);
  }
}

TEST_CASE("json: a part that nobody reads must be well-formed all the same", "[json]") {
  CHECK(refused(R"({"services": [{"serviceName": "s", "events": [{"message": nul}]}]})") != "no error");
  CHECK(refused(R"({"services": [{"serviceName": "s", "tags": {"a": 1 "b": 2}}]})") != "no error");
}

TEST_CASE("json: a document is a map", "[json]") {
  CHECK(refused("[1]") == "1:1: expected a map with AWS's keys or ours, found '['");
  CHECK(refused("  \"x\"") == "1:3: expected a map with AWS's keys or ours, found '\"'");
  CHECK(refused("5").starts_with("1:1: expected a map"));
  CHECK(refused("null").starts_with("1:1: expected a map"));
}

TEST_CASE("json: duplicate keys are errors at any depth", "[json]") {
  CHECK(refused(R"({"seed": 1, "seed": 2})") == "1:13: seed: expected each key once, found it a second time");
  CHECK(refused(R"({"services": [], "services": []})") ==
        "1:18: services: expected each key once, found it a second time");
  CHECK(refused(R"({"capacity": [{"instanceType": "c5.large", "count": 1, "count": 2}]})") ==
        "1:56: capacity[0].count: expected each key once, found it a second time");
  CHECK(refused(R"({"s\u0065ed": 1, "seed": 2})") == "1:18: seed: expected each key once, found it a second time");
  std::string many = R"({"clusters": [{)";
  for (int i = 0; i < 40; ++i) many += "\"k" + std::to_string(i) + "\": 0, ";
  CHECK(refused(many + "\"k7\": 0}]}").ends_with("clusters[0].k7: expected each key once, found it a second time"));
}

TEST_CASE("json: columns count bytes, lines count line feeds", "[json]") {
  CHECK(refused("{\r\n\"clusterName\": \"\xC3\xA9\", \"seed\": -1}").starts_with("2:30: seed: "));
}
