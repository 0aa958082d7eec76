// The YAML parser: scalars, anchors, merge keys, and where it says that something is wrong.

#include "io/reading.hpp"
#include "support/catch.hpp"

using namespace eniplan;

namespace {

using Errors = std::vector<std::string>;

std::string refused(std::string_view text) {
  const Errors errors = errors_of(text);
  if (errors.size() != 1) return std::to_string(errors.size()) + " errors";
  return errors[0].substr(errors[0].find(':') + 1);
}

}  // namespace

TEST_CASE("yaml: what is written without quotes may be meant as a text", "[yaml]") {
  CHECK(load_one("clusterName: 2026").cluster_name == "2026");
  CHECK(load_one("clusterName: true").cluster_name == "true");
  CHECK(load_one("clusterName: 1.50").cluster_name == "1.50");
  CHECK(load_one("clusterName: yes").cluster_name == "yes");
  CHECK(load_one("clusterName: '~'").cluster_name == "~");
  CHECK(load_one("clusterName: ~").cluster_name == "x");
}

TEST_CASE("yaml: what is written in quotes is a text", "[yaml]") {
  CHECK(refused("services: [{serviceName: s, status: ACTIVE, taskDefinition: web, desiredCount: "
                "'true'}]\ntaskDefinitions: [{family: web, memory: 1}]")
            .ends_with("services[0].desiredCount: expected an integer, 0 or more, found \"true\""));
  CHECK(refused("containerInstances: [{containerInstanceArn: i, agentConnected: 'true'}]")
            .ends_with("containerInstances[0].agentConnected: expected true or false, found \"true\""));
  CHECK(load_one("seed: '12'").seed == 12);  // numbers in quotes are numbers, as in some of AWS's answers
  CHECK(load_one("seed: !!str 12").seed == 12);
}

TEST_CASE("yaml: anchors and aliases", "[yaml]") {
  const Cluster cluster = load_one(
      "capacity:\n- &a {name: one, instanceType: c5.large, count: &n 3}\n- {name: two, instanceType: c5.large, count: "
      "*n}\n");
  CHECK(cluster.capacity[1].count == 3);
  CHECK(refused("capacity: &a [*a]").starts_with("1:15: expected an alias of something complete"));
  CHECK(refused("seed: *gone").starts_with("1:"));
}

TEST_CASE("yaml: merge keys bring in what is not given", "[yaml]") {
  const Cluster cluster = load_one(R"(
capacity:
  - &first {name: one, instanceType: c5.large, count: 3, reservedMemory: 10}
  - {<<: *first, name: two, count: 4}
  - {<<: [{count: 7}, *first], name: three}
)");
  CHECK(cluster.capacity[1].count == 4);
  CHECK(cluster.capacity[1].reserved_memory == MiB{10});
  CHECK(cluster.capacity[2].count == 7);
  CHECK(cluster.capacity[2].instance_type == "c5.large");
  CHECK(refused("seed: 1\n<<: 5\n") == "2:5: expected a map, or a list of maps, to merge, found 5");
}

TEST_CASE("yaml: duplicate keys are errors at any depth", "[yaml]") {
  CHECK(refused("seed: 1\nseed: 2\n") == "2:1: seed: expected each key once, found it a second time");
  CHECK(refused("capacity:\n- {instanceType: c5.large, count: 1, count: 2}\n") ==
        "2:38: capacity[0].count: expected each key once, found it a second time");
}

TEST_CASE("yaml: what is malformed is refused where it stands", "[yaml]") {
  CHECK(refused("seed: [1, 2\nservices: []\n").starts_with("2:"));
  CHECK(refused("seed: 1\n  services: []\n").starts_with("2:"));
  for (const std::string text : {"clusterName: 'b\n", "clusterName: \"b\n", "clusterName: \"b\\\"\n",
                                 "clusterName: &x !!str 'b''\n", "seed: '1'\nclusterName: \"c\n\n"}) {
    CAPTURE(text);
    CHECK(refused(text).ends_with(
        ": expected the end of the text in quotes that begins here, found the end of the file"));
  }
  CHECK(refused("clusterName: 'b") == "1:16: expected well-formed YAML, found: illegal EOF in scalar");
  CHECK(load_one("clusterName: &x 'it''s'").cluster_name == "it's");
  CHECK(refused("\tseed: 1").starts_with("1:"));
  CHECK(refused("? [a]\n: b\n") == "1:3: expected a name as key, found a list");
}

// Found by fuzzing: at such a comma yaml-cpp gave empty documents for ever.
TEST_CASE("yaml: what follows a document must be another one", "[yaml]") {
  CHECK(refused("{seed: 1}, {seed: 2}") == "1:10: expected the end of the document or \"---\", found ','");
  CHECK(refused("{seed: 1}\nclusterName: x\n") == "2:1: expected the end of the document or \"---\", found 'c'");
  CHECK(refused("seed: 1\n...\n, x").ends_with("expected the end of the document or \"---\", found ','"));
  CHECK(refused("{seed: 1}}") == "1:10: expected well-formed YAML, found: illegal flow end");
  CHECK(load_text("seed: 1\n...\n# the next one\nseed: 2\n...\n---\nseed: 3\n--- {seed: 4}\n", "x.yaml").size() == 4);
}

TEST_CASE("yaml: a document is a map", "[yaml]") {
  CHECK(refused("- 1\n") == "1:1: expected a map with AWS's keys or ours, found a list");
  CHECK(refused("hello\n") == "1:1: expected a map with AWS's keys or ours, found \"hello\"");
  CHECK(refused("# nothing\n") == "1:1: expected a YAML document, found only white space and comments");
  CHECK(refused("---\n---\n") == "1:1: expected a YAML document, found only white space and comments");
}

TEST_CASE("yaml: columns count bytes, after whatever letters", "[yaml]") {
  CHECK(refused("{clusterName: \xC3\xA9\xF0\x9F\x98\x80, seed: -1}").starts_with("1:29: seed: "));
  CHECK(refused("clusterName: a\r\nseed: -1\r\n").starts_with("2:7: seed: "));
}
