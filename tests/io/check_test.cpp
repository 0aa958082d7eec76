#include <eniplan/check.hpp>

#include "support/catch.hpp"

using namespace eniplan;

namespace {

std::vector<Finding> findings_for(Service service) {
  Cluster cluster;
  cluster.capacity = {{.name = "g", .instance_type = "t3.medium", .count = 1}};
  service.service_name = "web";
  cluster.services = {service};
  return check(cluster);
}

bool can_move(std::int64_t desired, std::optional<std::int64_t> minimum, std::optional<std::int64_t> maximum) {
  return findings_for({.desired_count = desired, .deployment_configuration = {minimum, maximum}}).empty();
}

}  // namespace

TEST_CASE("check: a deployment that can neither start nor stop a task is an error", "[check]") {
  CHECK_FALSE(can_move(1, 50, 150));  // at least ceil(0.5) = 1, at most floor(1.5) = 1
  CHECK(can_move(2, 50, 150));        // 1 to 3
  CHECK_FALSE(can_move(3, 67, 133));  // ceil(2.01) = 3 to floor(3.99) = 3
  CHECK(can_move(3, 66, 133));        // ceil(1.98) = 2
  CHECK(can_move(3, 67, 134));        // floor(4.02) = 4
  CHECK_FALSE(can_move(10, 100, 100));
  CHECK_FALSE(can_move(10, {}, 100));  // the default keeps all
  CHECK_FALSE(can_move(10, {}, 50));
  CHECK(can_move(10, 100, {}));  // the default allows twice as many
  CHECK(can_move(10, {}, {}));
  CHECK(can_move(10, 0, 100));
}

TEST_CASE("check: a service that wants no task has nothing to move", "[check]") { CHECK(can_move(0, 100, 100)); }

TEST_CASE("check: a daemon cannot keep all its tasks and replace them", "[check]") {
  Service daemon{.scheduling_strategy = SchedulingStrategy::daemon};
  CHECK(findings_for(daemon).empty());  // by default none need stay
  daemon.deployment_configuration = {99, 100};
  CHECK(findings_for(daemon).empty());
  daemon.deployment_configuration = {100, 100};
  REQUIRE(findings_for(daemon).size() == 1);
  CHECK(findings_for(daemon).front().code == "deployment-cannot-move");
  CHECK(findings_for(daemon).front().level == Finding::Level::error);
  Cluster empty;
  empty.services = {daemon};
  CHECK(check(empty).empty());  // no instance, no task
}

TEST_CASE("check: errors come before the warnings of reading, each in document order", "[check]") {
  Cluster cluster;
  cluster.warnings = {{"a-warning", "one"}, {"b-warning", "two"}};
  cluster.services = {
      {.service_name = "x", .desired_count = 1, .deployment_configuration = {100, 100}},
      {.service_name = "y", .desired_count = 1, .deployment_configuration = {100, 100}},
  };
  const std::vector<Finding> findings = check(cluster);
  REQUIRE(findings.size() == 4);
  CHECK(findings[0].message.starts_with("service x: "));
  CHECK(findings[1].message.starts_with("service y: "));
  CHECK(findings[2] == Finding{Finding::Level::warning, "a-warning", "one"});
  CHECK(findings[3] == Finding{Finding::Level::warning, "b-warning", "two"});
}
