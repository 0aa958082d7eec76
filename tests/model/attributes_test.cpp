#include <eniplan/attributes.hpp>

#include "support/catch.hpp"

using namespace eniplan;

TEST_CASE("attributes: the last of one name counts, with or without a value", "[attributes]") {
  Attributes attributes({{"stack", "prod"}, {"gpu", std::nullopt}, {"stack", std::nullopt}, {"gpu", "t4"}});
  CHECK(attributes.value_of("stack") == "");
  CHECK(attributes.value_of("gpu") == "t4");
  CHECK_FALSE(attributes.contains("tier"));
  CHECK(attributes.without_value() == std::vector<std::string>{"stack"});
}

TEST_CASE("attributes: changing one instance's capabilities leaves its neighbours' alone", "[attributes]") {
  const auto shared = std::make_shared<const std::vector<std::string>>(std::vector<std::string>{"a", "b"});
  Attributes first(shared, {});
  const Attributes second(shared, {});
  first.set({"c", std::nullopt});
  first.set({"a", "1"});
  CHECK(first.without_value() == std::vector<std::string>{"b", "c"});
  CHECK(second.without_value() == std::vector<std::string>{"a", "b"});
}
