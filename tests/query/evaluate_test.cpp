#include "query/evaluate.hpp"

#include <string>
#include <string_view>
#include <vector>

#include "model/instant.hpp"
#include "query/values.hpp"
#include "support/catch.hpp"

using namespace eniplan;
using namespace eniplan::query;

namespace {

const Attributes attributes({{"ecs.instance-type", "t2.small"},
                             {"rack", "10"},
                             {"slot", "007"},
                             {"below", "-3"},
                             {"city", "a\nb"},
                             {"gpu", std::nullopt}});
const std::vector<std::string_view> groups = {"service:web", "database"};

Facts instance() {
  return {.attributes = attributes,
          .agent_connected = true,
          .agent_version = "1.70.2",
          .ec2_instance_id = "i-0abc",
          .registered_at = parse_instant("2026-03-01T12:00:00Z"),
          .running_tasks_count = 12,
          .groups = groups};
}

bool is_true(std::string_view text, const Facts& facts) {
  return evaluate(CompiledQuery(parse_query(text).root), facts);
}
bool is_true(std::string_view text) { return is_true(text, instance()); }

}  // namespace

TEST_CASE("query: texts are compared byte by byte, integers as numbers when asked for their order", "[query]") {
  CHECK(is_true("attribute:rack > 9"));
  CHECK_FALSE(is_true("attribute:rack > 9a"));  // "10" comes before "9a"
  CHECK(is_true("attribute:slot >= 7"));
  CHECK(is_true("attribute:slot <= 7"));
  CHECK_FALSE(is_true("attribute:slot == 7"));  // equality is of texts
  CHECK(is_true("attribute:below < -2"));
  CHECK(is_true("attribute:below > -03000000000000000000000000000"));
  CHECK(is_true("attribute:rack < 99999999999999999999999999999"));
  CHECK(is_true("attribute:ecs.instance-type > t2.s"));
  CHECK(is_true("attribute:ecs.instance-type < t3"));
  CHECK(is_true("attribute:ecs.instance-type in [t2.micro, t2.small]"));
  CHECK_FALSE(is_true("attribute:ecs.instance-type not_in [t2.micro, t2.small]"));
}

TEST_CASE("query: an attribute without value has the empty one", "[query]") {
  CHECK(is_true("attribute:gpu exists"));
  CHECK(is_true("attribute:gpu == ''"));
  CHECK(is_true("attribute:gpu != t4"));
  CHECK(is_true("attribute:gpu < a"));
  CHECK(is_true("attribute:gpu =~ .*"));
}

TEST_CASE("query: without values only !exists is true", "[query]") {
  CHECK(is_true("attribute:stack !exists"));
  for (const std::string tail : {"exists", "== a", "!= a", "in [a]", "!in [a]", "=~ a", "!~ a", "> a", "<= a"}) {
    CAPTURE(tail);
    CHECK_FALSE(is_true("attribute:stack " + tail));
    CHECK(is_true("not attribute:stack " + tail));
  }
  const Attributes none;
  const Facts bare{.attributes = none};  // as an instance of a capacity group: no id, agent or date
  CHECK_FALSE(is_true("ec2InstanceId != x", bare));
  CHECK_FALSE(is_true("ec2InstanceId !~ x", bare));
  CHECK_FALSE(is_true("agentVersion < 9", bare));
  CHECK_FALSE(is_true("agentVersion != 9", bare));
  CHECK_FALSE(is_true("registeredAt != 2020-01-01", bare));
  CHECK_FALSE(is_true("task:group != x", bare));
  CHECK(is_true("task:group !exists", bare));
  CHECK(is_true("agentConnected == true", bare));
  CHECK(is_true("runningTasksCount == 0", bare));
}

TEST_CASE("query: one of several groups is enough", "[query]") {
  CHECK(is_true("task:group == database"));
  CHECK(is_true("task:group != database"));  // service:web is another
  CHECK_FALSE(is_true("not(task:group == database)"));
  CHECK(is_true("task:group =~ service:.*"));
  CHECK(is_true("task:group !in [database]"));
  CHECK_FALSE(is_true("task:group !in [database, service:web]"));
  CHECK(is_true("task:group > service"));
  CHECK_FALSE(is_true("task:group !exists"));
}

TEST_CASE("query: regular expressions match the whole value", "[query]") {
  CHECK(is_true("attribute:ecs.instance-type =~ t2.*"));
  CHECK_FALSE(is_true("attribute:ecs.instance-type =~ t2"));
  CHECK(is_true("attribute:ecs.instance-type =~ x|t2.small"));  // the bar takes in the whole alternative
  CHECK(is_true("attribute:ecs.instance-type !~ small"));
  CHECK(is_true("ec2InstanceId =~ i-[0-9a-f]+"));
  CHECK(is_true("agentConnected =~ t[a-z]+"));
  CHECK_FALSE(is_true("attribute:city =~ a.b"));  // RE2's dot is no line break
}

TEST_CASE("query: versions are compared by numeric components", "[query]") {
  CHECK(is_true("agentVersion > 1.9.9"));
  CHECK(is_true("agentVersion == 1.70.2.0"));
  CHECK(is_true("agentVersion == 1.070.2-rc1"));
  CHECK(is_true("agentVersion < 1.70.3"));
  CHECK(is_true("agentVersion != 1.70"));
  CHECK((compare_versions("1.9.0", "1.14.5") < 0));
  CHECK((compare_versions("1", "1.0.0") == 0));
  CHECK((compare_versions("1.2-rc", "1.2.0") == 0));
  CHECK((compare_versions("1..9", "1") == 0));  // what follows the first dot is no component
  CHECK((compare_versions("dev", "0") == 0));
  CHECK((compare_versions("1.99999999999999999999999", "1.99999999999999999999998") > 0));
}

TEST_CASE("query: instants are compared as instants", "[query]") {
  CHECK(is_true("registeredAt == 2026-03-01T13:00:00+01:00"));
  CHECK(is_true("registeredAt > 2026-03-01"));
  CHECK(is_true("registeredAt < 2026-03-01T12:00:01"));
  CHECK(is_true("registeredAt < 9999-12-31"));
  CHECK(is_true("registeredAt != 2026-03-01T12:00:00.000000001Z"));
}

TEST_CASE("query: the number of tasks is a number", "[query]") {
  CHECK(is_true("runningTasksCount == 012"));
  CHECK(is_true("runningTasksCount > 9"));
  CHECK(is_true("runningTasksCount > -99999999999999999999999"));
  CHECK_FALSE(is_true("runningTasksCount >= 13"));
}

TEST_CASE("query: and, or and not combine truths", "[query]") {
  CHECK(is_true("attribute:x exists or attribute:gpu exists and agentConnected == true"));
  CHECK_FALSE(is_true("(attribute:x exists or attribute:gpu exists) and agentConnected == false"));
  CHECK(is_true("!(agentConnected == false)"));
}

TEST_CASE("query: only groups and the number of tasks change as tasks are placed", "[query]") {
  CHECK(depends_on_state(parse_query("attribute:x exists or not (task:group == a)")));
  CHECK(depends_on_state(parse_query("runningTasksCount < 3")));
  CHECK_FALSE(depends_on_state(parse_query("agentVersion > 1 and registeredAt > 2020-01-01 or attribute:x exists")));
  CHECK_FALSE(depends_on_groups(parse_query("runningTasksCount < 3").root));
}
