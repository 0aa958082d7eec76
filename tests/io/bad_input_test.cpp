// Input that nobody means: refused with a message, in bounded time and memory, never a partial result.

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <thread>

#include "io/reading.hpp"
#include "support/catch.hpp"

using namespace eniplan;

namespace {

using Errors = std::vector<std::string>;

std::string repeated(std::string_view text, std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

// The only error of a text under both notations' names.
std::string refused(std::string_view text, const std::string& name = "x.yaml") {
  try {
    static_cast<void>(load_text(text, name));
  } catch (const InputError& error) {
    REQUIRE(error.diagnostics().size() == 1);
    return to_string(error.diagnostics()[0]);
  }
  return "no error";
}

}  // namespace

TEST_CASE("bad input: an empty file", "[bad-input]") {
  const std::string name = GENERATE("x.yaml", "x.json", "x");
  for (const std::string text : {"", " ", "\n\n\t", "\xEF\xBB\xBF"}) {
    CHECK(refused(text, name) == name + ": expected a YAML or JSON document, found an empty file");
  }
}

TEST_CASE("bad input: binary data", "[bad-input]") {
  const std::string name = GENERATE("x.yaml", "x.json", "x");
  CHECK(refused(std::string_view("\x7F"
                                 "ELF\0\0",
                                 6),
                name) == name + ": expected text, found binary data (a zero byte at offset 4)");
  CHECK(refused(std::string_view("{\"seed\": 1\0}", 12), name) ==
        name + ": expected text, found binary data (a zero byte at offset 10)");
}

TEST_CASE("bad input: invalid UTF-8", "[bad-input]") {
  const std::string name = GENERATE("x.yaml", "x.json");
  for (const std::string bad : {"\xFF", "\xC3", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\x80"}) {
    const std::string text = "{\"clusterName\": \"" + repeated("\xC3\xA9", 50) + bad + "\"}";
    CHECK(refused(text, name) == name + ": expected UTF-8 text, found another byte at offset 117");
  }
}

TEST_CASE("bad input: a byte order mark is skipped if it is UTF-8's", "[bad-input]") {
  CHECK(load_text("\xEF\xBB\xBF{\"seed\": 3}", "x.json").front().seed == 3);
  CHECK(load_text("\xEF\xBB\xBFseed: 3", "x.yaml").front().seed == 3);
  const std::string name = GENERATE("x.yaml", "x.json");
  CHECK(refused(std::string_view("\xFF\xFEs\0e\0", 6), name) == name + ": expected UTF-8 text, found UTF-16");
  CHECK(refused(std::string_view("\xFE\xFF\0s\0e", 6), name) == name + ": expected UTF-8 text, found UTF-16");
}

TEST_CASE("bad input: deep nesting", "[bad-input]") {
  const std::string brackets = repeated("[", 100'000);
  CHECK(refused("{\"seed\": " + brackets, "x.json").starts_with("x.json:1:"));
  CHECK(refused("{\"seed\": " + brackets + repeated("]", 100'000) + "}", "x.json")
            .ends_with(": expected at most 200 levels of nesting"));
  CHECK(refused("{\"seed\": " + repeated("{\"a\": ", 100'000) + "1" + repeated("}", 100'001), "x.json")
            .ends_with(": expected at most 200 levels of nesting"));
  CHECK(refused("seed: " + brackets).ends_with(": expected at most 200 levels of nesting"));
  CHECK(refused("seed: " + repeated("{a: ", 100'000)).ends_with(": expected at most 200 levels of nesting"));
  CHECK(refused(repeated("- ", 100'000)).ends_with(": expected at most 200 levels of nesting"));
  std::string steps;
  for (int i = 0; i < 300; ++i) steps += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  CHECK(refused(steps).ends_with(": expected at most 200 levels of nesting"));
}

TEST_CASE("bad input: as deep as is allowed", "[bad-input]") {
  const std::string list = repeated("[", 190) + repeated("]", 190);
  CHECK(load_text("{\"services\": [], \"tags\": " + list + "}", "x.json").size() == 1);
  CHECK(load_text("services: []\ntags: " + list, "x.yaml").size() == 1);
}

TEST_CASE("bad input: YAML aliases that explode", "[bad-input]") {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
    for (int k = 0; k < 9; ++k) text += ", " + before;
    text += "]\n";
  }
  CHECK(refused(text).find(": expected aliases that stand for at most 100") != std::string::npos);
  // A new document does not open a new account.
  std::string documents;
  for (int i = 0; i < 3; ++i)
    documents +=
        "services: []\ntags:\n  a: &a [" + repeated("x, ", 1000) + "x]\n  b: [" + repeated("*a, ", 400) + "*a]\n---\n";
  CHECK(refused(documents).find(": expected aliases that stand for at most 10") != std::string::npos);
}

TEST_CASE("bad input: numbers beyond all bounds", "[bad-input]") {
  const std::string value =
      GENERATE("9223372036854775808", "-9223372036854775809", "1e400", "-1", "99999999999999999999999999");
  for (const std::string name : {"x.yaml", "x.json"}) {
    const std::string text = "{\"taskDefinitions\": [{\"family\": \"a\", \"memory\": " + value + "}]}";
    CHECK(refused(text, name).starts_with(name + ":1:48: taskDefinitions[0].memory: expected "));
  }
}

TEST_CASE("bad input: unknown type, unknown strategy and cycle are all told in one run, of several files",
          "[bad-input]") {
  TemporaryFolder folder;
  const std::string a = folder.write("a.yaml", "capacity:\n- {instanceType: c5.lagre, count: 1}\n");
  const std::string b = folder.write(
      "b.yaml",
      "taskDefinitions:\n- family: web\n  memory: 1\n  containerDefinitions:\n  - {name: a, dependsOn: "
      "[{containerName: a}]}\n"
      "services:\n- {serviceName: s, taskDefinition: web, desiredCount: 1, placementStrategy: [{type: wild}]}\n"
      "- {serviceName: t, taskDefinition: gone, desiredCount: 1}\n");
  CHECK(errors_of_files({a, b}) ==
        Errors{a + ":2:18: capacity[0].instanceType: expected an instance type of the catalog or of instanceTypes, "
                   "found \"c5.lagre\"; did you mean "
                   "\"c5.large\"?",
               b + ":5:26: taskDefinitions[0].containerDefinitions[0].dependsOn: expected dependencies without a "
                   "cycle, found that \"a\" waits for itself",
               b + ":7:85: services[0].placementStrategy[0].type: expected random or spread or binpack, found \"wild\"",
               b + ":8:36: services[1].taskDefinition: expected a task definition of the input, found \"gone\"; the "
                   "nearest is \"web\" (aws ecs "
                   "describe-task-definition --task-definition gone brings it)"});
}

TEST_CASE("bad input: where a file cannot be read, nothing is said to be missing", "[bad-input]") {
  TemporaryFolder folder;
  const std::string a = folder.write("a.yaml", "services: [{serviceName: s, taskDefinition: web, desiredCount: -1}]\n");
  const std::string b = folder.write("b.json", "{\"taskDefinition\": ");
  const Errors errors = errors_of_files({a, b});
  REQUIRE(errors.size() == 2);
  CHECK(errors[0] == a + ":1:64: services[0].desiredCount: expected 0 or more, found -1");
  CHECK(errors[1].starts_with(b + ":1:"));
}

TEST_CASE("bad input: files that are not there, not readable, or not files", "[bad-input]") {
  TemporaryFolder folder;
  CHECK(errors_of_files({folder.path("gone.yaml")}) ==
        Errors{folder.path("gone.yaml") + ": expected a file or folder, found nothing of that name"});
  CHECK(
      errors_of_files({folder.path()}) ==
      Errors{folder.path() + ": expected files ending in .json, .yaml or .yml (also .gz), found none in this folder"});
  CHECK(errors_of_files({"-"}) == Errors{"<stdin>: there is no standard input here"});
  CHECK(errors_of_files({"/dev/null"}) == Errors{"/dev/null: expected a YAML or JSON document, found an empty file"});
  const std::string closed = folder.write("closed.yaml", "seed: 1");
  REQUIRE(chmod(closed.c_str(), 0) == 0);
  if (access(closed.c_str(), R_OK) != 0) {  // root may read everything
    CHECK(errors_of_files({closed}) == Errors{closed + ": cannot be read: Permission denied"});
  }
  std::filesystem::create_symlink("nowhere.yaml", folder.path("link.yaml"));
  CHECK(errors_of_files({folder.path("link.yaml")}) ==
        Errors{folder.path("link.yaml") + ": expected a file or folder, found nothing of that name"});
}

TEST_CASE("bad input: no files at all", "[bad-input]") { CHECK(load({}).size() == 1); }

TEST_CASE("bad input: a pipe is read like a file, and skipped in a folder", "[bad-input]") {
  TemporaryFolder folder;
  const std::string pipe = folder.path("p.yaml");
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  std::thread writer([&] { std::ofstream(pipe) << "seed: 4\n"; });
  CHECK(load(std::vector{pipe}).front().seed == 4);
  writer.join();
  folder.write("a.yaml", "seed: 5");
  CHECK(load(std::vector{folder.path()}).size() == 1);
}

TEST_CASE("bad input: damaged and truncated gzip files", "[bad-input]") {
  const std::string packed = gzipped("services: []\n" + repeated("# comment\n", 1000));
  const std::string expected =
      "x.gz: expected a whole gzip file of at most 2 GiB unpacked, found a damaged or larger one";
  CHECK(refused(packed.substr(0, packed.size() / 2), "x.gz") == expected);
  CHECK(refused(packed.substr(0, 4), "x.gz") == expected);
  CHECK(refused(packed.substr(0, packed.size() - 1), "x.gz") == expected);
  CHECK(refused(packed + "garbage", "x.gz") == expected);
  std::string damaged = packed;
  damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 0x55);
  CHECK(refused(damaged, "x.gz") == expected);
  CHECK(refused(gzipped(""), "x.gz") == "x.gz: expected a YAML or JSON document, found an empty file");
}

// Takes seconds and 3 GB: only when asked for by name.
TEST_CASE("bad input: a small file that unpacks to more than 2 GiB", "[.][bad-input][slow]") {
  const std::string member = gzipped(std::string(std::size_t{1} << 26, ' '));  // 64 MiB
  CHECK(refused(repeated(member, 33), "x.gz") ==
        "x.gz: expected a whole gzip file of at most 2 GiB unpacked, found a damaged or larger one");
}

TEST_CASE("bad input: a flood of errors ends early", "[bad-input]") {
  const std::string text = "{\"services\": [" + repeated("1,", 50'000) + "1]}";
  try {
    static_cast<void>(load_text(text, "x.json"));
    FAIL("it was read");
  } catch (const InputError& error) {
    CHECK(error.diagnostics().size() == 10'001);
    CHECK(error.diagnostics().front().message == "expected a map, found 1");
    CHECK(error.diagnostics().back().message == "these are the first 10000 errors; reading stopped here");
  }
}

TEST_CASE("bad input: thousands of missing references are told in linear time", "[bad-input]") {
  std::string text = "{\"taskDefinitions\": [";
  for (int i = 0; i < 3000; ++i)
    text += "{\"family\": \"family-of-some-length-" + std::to_string(i) + "\", \"memory\": 1},";
  text.back() = ']';
  text += ", \"services\": [";
  for (int i = 0; i < 3000; ++i) {
    text += "{\"serviceName\": \"s" + std::to_string(i) +
            "\", \"desiredCount\": 1, \"taskDefinition\": \"missing-with-some-length-" + std::to_string(i) + "\"},";
  }
  text.back() = ']';
  const Errors errors = errors_of(text + "}");
  REQUIRE(errors.size() == 3000);
  CHECK(errors.front().find("; the nearest is \"family-of-some-length-0\"") != std::string::npos);
}

TEST_CASE("bad input: an object of very many unknown keys is read in linear time", "[bad-input]") {
  std::string text = "{\"seed\": 1, \"tasks\": [{\"taskArn\": \"t\"";
  for (int i = 0; i < 50'000; ++i) text += ", \"desiredStatu" + std::to_string(i) + "\": 1";
  CHECK(load_text(text + "}]}", "x.json").front().warnings.size() ==
        100);  // within two letters: desiredStatu0 to desiredStatu99
}

TEST_CASE("bad input: a file of very many documents is read in linear time", "[bad-input]") {
  CHECK(load_text(repeated("{\"seed\": 1}\n", 20'000), "x.json").size() == 20'000);
  CHECK(load_text(repeated("---\nseed: 1\n", 20'000), "x.yaml").size() == 20'000);
}

TEST_CASE("bad input: long names are cut in messages, not inside a letter", "[bad-input]") {
  CHECK(refused("seed: " + repeated("\xC3\xA9", 100)) ==
        "x.yaml:1:7: seed: expected an integer from 0 to 18446744073709551615, found \"" + repeated("\xC3\xA9", 30) +
            "…\"");
}

TEST_CASE("bad input: wrong kinds of values", "[bad-input]") {
  CHECK(refused("services: 5") == "x.yaml:1:11: services: expected a list, found 5");
  CHECK(refused("seed: 1\nservices: [5]") == "x.yaml:2:12: services[0]: expected a map, found 5");
  CHECK(refused("seed: 1\nservices: [[]]") == "x.yaml:2:12: services[0]: expected a map, found a list");
  CHECK(refused("accountSettings: enabled") == "x.yaml:1:18: accountSettings: expected a map, found \"enabled\"");
  CHECK(refused("clusterName: [a]") == "x.yaml:1:14: clusterName: expected a text, found a list");
  CHECK(refused("{\"clusterName\": 5}", "x.json") == "x.json:1:17: clusterName: expected a text, found 5");
}
