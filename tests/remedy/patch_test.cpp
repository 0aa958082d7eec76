#include "io/patch.hpp"

#include <sstream>
#include <string>

#include "placement/plain_cluster.hpp"
#include "support/catch.hpp"

using namespace eniplan;
using namespace eniplan::tests;

namespace {

/// Without white space.
std::string patch(const Cluster& before, const Cluster& after) {
  std::ostringstream out;
  {
    io::DocumentWriter writer(out, io::DocumentWriter::Syntax::json);
    io::write_patch(writer, before, after);
  }
  std::string text;
  for (const char letter : out.str()) {
    if (letter != ' ' && letter != '\n') text += letter;
  }
  return text;
}

}  // namespace

TEST_CASE("patch: equal clusters have an empty one", "[remedy]") {
  const Cluster cluster = cluster_of({boxes(1)});
  CHECK(patch(cluster, cluster) == "[]");
}

TEST_CASE("patch: members are replaced, added and removed one by one", "[remedy]") {
  const Cluster before = cluster_of({boxes(1)});
  Cluster after = before;
  after.capacity[0].count = 3;
  after.capacity[0].registered_cpu = CpuUnits{7};
  CHECK(patch(before, after) == R"([{"op":"replace","path":"/capacity/0/count","value":3},)"
                                R"({"op":"add","path":"/capacity/0/registered","value":{"CPU":7}}])");
  CHECK(patch(after, before) ==
        R"([{"op":"replace","path":"/capacity/0/count","value":1},{"op":"remove","path":"/capacity/0/registered"}])");
}

TEST_CASE("patch: elements go from the back of a list, and come at its end", "[remedy]") {
  Cluster before = cluster_of({boxes(1)});
  for (const char* name : {"1", "2", "3"}) before.tasks.push_back({.task_arn = name});
  Cluster after = before;
  after.tasks = {before.tasks[1]};
  after.capacity.push_back({.name = "more", .instance_type = "box", .count = 1});
  const std::string text = patch(before, after);
  CHECK(
      text.starts_with(R"([{"op":"add","path":"/capacity/-","value":{"name":"more","instanceType":"box","count":1,)"));
  CHECK(text.ends_with(R"({"op":"remove","path":"/tasks/2"},{"op":"remove","path":"/tasks/0"}])"));
}

TEST_CASE("patch: one constraint that is gone is one operation", "[remedy]") {
  Cluster before = cluster_of({boxes(1)});
  before.services = {service("web", "web", 1)};
  before.services[0].placement_constraints = {{PlacementConstraint::Type::member_of, parse_query("attribute:a exists")},
                                              {PlacementConstraint::Type::distinct_instance, {}}};
  Cluster after = before;
  after.services[0].placement_constraints.erase(after.services[0].placement_constraints.begin());
  CHECK(patch(before, after) == R"([{"op":"remove","path":"/services/0/placementConstraints/0"}])");
}

TEST_CASE("patch: keys with a slash or a tilde are escaped", "[remedy]") {
  Cluster before = cluster_of({boxes(1)});
  Cluster after = before;
  after.capacity[0].attributes = {{"a/b~c", "d"}};
  before.capacity[0].attributes = {{"a/b~c", "e"}};
  CHECK(patch(before, after) == R"([{"op":"replace","path":"/capacity/0/attributes/a~1b~0c","value":"d"}])");
}
