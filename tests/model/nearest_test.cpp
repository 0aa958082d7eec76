#include "model/nearest.hpp"

#include <array>

#include "support/catch.hpp"

using namespace eniplan;

TEST_CASE("nearest: distance counts letters put in, taken out, replaced and swapped", "[nearest]") {
  CHECK(edit_distance("", "") == 0);
  CHECK(edit_distance("abc", "abc") == 0);
  CHECK(edit_distance("ABC", "abc") == 0);
  CHECK(edit_distance("abc", "") == 3);
  CHECK(edit_distance("desiredCout", "desiredCount") == 1);
  CHECK(edit_distance("awsvcp", "awsvpc") == 1);
  CHECK(edit_distance("kitten", "sitting") == 3);
}

TEST_CASE("nearest: a name is suggested if at most a third of it differs", "[nearest]") {
  constexpr std::array<std::string_view, 3> names{"services", "subnets", "seed"};
  CHECK(nearest_name("servces", names) == "services");
  CHECK(nearest_name("sede", names) == "seed");
  CHECK_FALSE(nearest_name("runTasks", names).has_value());
  CHECK(suggestion("subnet", names) == "; did you mean \"subnets\"?");
  CHECK(suggestion("runTasks", names).empty());
}

TEST_CASE("nearest: the nearest name however far, the first of several", "[nearest]") {
  constexpr std::array<std::string_view, 2> names{"abcd", "abce"};
  CHECK(nearest_of("abcf", names) == "; did you mean \"abcd\"?");
  CHECK(nearest_of("zzzz", names) == "; the nearest is \"abcd\"");
  CHECK(nearest_of("zzzz", {}).empty());
  CHECK(nearest_of(std::string(1000, 'z'), names).empty());  // no name of the field is so long
}
