#include "placement/random.hpp"

#include "support/catch.hpp"

using namespace eniplan::placement;

TEST_CASE("random: SplitMix64 gives its published numbers", "[random]") {
  // The first outputs for the seed 1234567, as many implementations test them.
  SplitMix64 generator(1234567);
  CHECK(generator.next() == 6457827717110365317U);
  CHECK(generator.next() == 3203168211198807973U);
  CHECK(generator.next() == 9817491932198370423U);
}

TEST_CASE("random: FNV-1a-64 gives its published numbers", "[random]") {
  // Values of the algorithm's authors, repeated in most implementations; the first is the offset basis itself.
  CHECK(fnv1a_64("") == 0xCBF29CE484222325U);
  CHECK(fnv1a_64("a") == 0xAF63DC4C8601EC8CU);
  CHECK(fnv1a_64("foobar") == 0x85944171F73967E8U);
}

TEST_CASE("random: a number is scaled through 128 bits and never reaches the count", "[random]") {
  CHECK(scale_to(0, 5) == 0);
  CHECK(scale_to(~0ULL, 5) == 4);
  CHECK(scale_to(1ULL << 63, 5) == 2);  // half of 5, floored
  CHECK(scale_to(1ULL << 63, 1) == 0);
  CHECK(scale_to(~0ULL, ~0ULL) == ~0ULL - 1);
}
