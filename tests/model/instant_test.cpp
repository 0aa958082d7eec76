#include "model/instant.hpp"

#include <chrono>
#include <string>

#include "support/catch.hpp"

using namespace eniplan;
using namespace std::chrono_literals;

namespace {

// 2018-06-18 is day 17700 of the epoch: 48 years of 365 days, 12 leap days, then 31+28+31+30+31 days and 17.
constexpr Instant noon = Instant{std::chrono::days{48 * 365 + 12 + 151 + 17}} + 12h;

}  // namespace

TEST_CASE("instant: each spelling of AWS is read", "[instant]") {
  CHECK(parse_instant("2018-06-18T12:00:00+00:00") == noon);
  CHECK(parse_instant("2018-06-18T12:00:00Z") == noon);
  CHECK(parse_instant("2018-06-18T12:00:00") == noon);
  CHECK(parse_instant("2018-06-18") == noon - 12h);
  CHECK(parse_instant("2018-06-18 12:00:00.300000+00:00") == noon + 300ms);
  CHECK(parse_instant("2018-06-18T12:00:00.1234567891234Z") == noon + 123456789ns);
  CHECK(parse_instant("2018-06-18T12:00:00+05:30") == noon - 5h - 30min);
  CHECK(parse_instant("2018-06-18T12:00:00-01:00") == noon + 1h);
  CHECK(parse_instant("2016-02-29").has_value());
  CHECK(parse_instant("1960-01-01T00:00:00.5") < Instant{});
}

TEST_CASE("instant: other texts are none", "[instant]") {
  const std::string text =
      GENERATE("", "2018", "2018-06", "2018-6-18", "2018-02-29", "2018-00-10", "2018-06-31", "2018-06-18T",
               "2018-06-18T12", "2018-06-18T12:00", "2018-06-18T24:00:00", "2018-06-18T12:60:00", "2018-06-18T12:00:60",
               "2018-06-18T12:00:00.", "2018-06-18T12:00:00+", "2018-06-18T12:00:00+1:00", "2018-06-18T12:00:00+01",
               "2018-06-18T12:00:00z", "2018-06-18t12:00:00", "2018-06-18 ", " 2018-06-18", "2018-06-18Z",
               "2018-06-18T12:00:00Z ", "20180618", "-018-06-18", "1529323200");
  CAPTURE(text);
  CHECK_FALSE(parse_instant(text).has_value());
}

TEST_CASE("instant: what is too far off is the last that fits", "[instant]") {
  CHECK(parse_instant("9999-12-31T23:59:59.9Z") == Instant::max());
  CHECK(parse_instant("0001-01-01") == Instant::min());
  CHECK(parse_instant("2262-04-11") < Instant::max());
  CHECK(parse_instant("1677-09-22") > Instant::min());
  CHECK(parse_epoch_seconds("99999999999999999999") == Instant::max());
}

TEST_CASE("instant: seconds since 1970 are read to the nanosecond", "[instant]") {
  CHECK(parse_epoch_seconds("1529323200") == noon);
  CHECK(parse_epoch_seconds("1529323200.3") == noon + 300ms);
  CHECK(parse_epoch_seconds("1529323200.000000001") == noon + 1ns);
  CHECK(parse_epoch_seconds("0") == Instant{});
  for (const std::string text : {"", "-1", "1.", ".5", "1e9", "1 ", "0x1", "2018-06-18"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_epoch_seconds(text).has_value());
  }
}
