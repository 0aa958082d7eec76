#include <eniplan/network.hpp>

#include "support/catch.hpp"

using namespace eniplan;

namespace {

using Names = std::vector<std::string>;

ContainerDefinition container(const std::string& name, const Names& waits_for) {
  ContainerDefinition result{.name = name};
  for (const std::string& other : waits_for) result.depends_on.push_back({other, DependencyCondition::start});
  return result;
}

StartOrder order_of(std::vector<ContainerDefinition> containers) {
  return start_order({.family = "t", .container_definitions = std::move(containers)});
}

}  // namespace

TEST_CASE("start order: those that may start together are one group, in document order", "[network]") {
  const StartOrder order =
      order_of({container("web", {"app", "log"}), container("log", {}), container("app", {"db"}), container("db", {})});
  CHECK(order.groups == std::vector<Names>{{"log", "db"}, {"app"}, {"web"}});
  CHECK(order.never.empty());
  CHECK(order.cycles.empty());
}

TEST_CASE("start order: a cycle is told whole, and who stands behind it never starts", "[network]") {
  const StartOrder order = order_of({container("a", {"b"}), container("b", {"c"}), container("c", {"a"}),
                                     container("behind", {"c"}), container("free", {})});
  CHECK(order.groups == std::vector<Names>{{"free"}});
  CHECK(order.cycles == std::vector<Names>{{"a", "b", "c"}});
  CHECK(order.never == Names{"a", "b", "c", "behind"});
}

TEST_CASE("start order: each knot shows a shortest cycle, and one may be a container itself", "[network]") {
  const StartOrder order =
      order_of({container("a", {"b"}), container("b", {"c", "a"}), container("c", {"a"}), container("self", {"self"})});
  CHECK(order.cycles == std::vector<Names>{{"a", "b"}, {"self"}});
}

TEST_CASE("start order: who waits for a container that is not there never starts", "[network]") {
  const StartOrder order = order_of({container("a", {"nobody"}), container("b", {})});
  CHECK(order.groups == std::vector<Names>{{"b"}});
  CHECK(order.never == Names{"a"});
}

TEST_CASE("start order: links are START dependencies, in bridge alone", "[network]") {
  TaskDefinition task{.family = "t", .container_definitions = {{.name = "a", .links = {"b:x"}}, {.name = "b"}}};
  CHECK(start_order(task).edges == std::vector<StartEdge>{{"a", "b", DependencyCondition::start, true}});
  CHECK(start_order(task).groups == std::vector<Names>{{"b"}, {"a"}});
  task.network_mode = NetworkMode::awsvpc;
  CHECK(start_order(task).edges.empty());
}
