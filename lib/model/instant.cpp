#include "model/instant.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>

namespace eniplan {
namespace {

using std::chrono::nanoseconds;
using std::chrono::seconds;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Takes pieces off the front of a text; once a piece is missing, `ok` stays false.
struct Reader {
  std::string_view rest;
  bool ok = true;

  /// Exactly `width` digits with a value of at most `max`.
  std::int64_t number(std::size_t width, std::int64_t max) {
    std::int64_t value = 0;
    for (std::size_t i = 0; i < width; ++i) {
      if (i >= rest.size() || !is_digit(rest[i])) return fail();
      value = value * 10 + (rest[i] - '0');
    }
    rest.remove_prefix(width);
    return value <= max ? value : fail();
  }

  void expect(char c) {
    if (!accept(c)) fail();
  }

  bool accept(char c) {
    if (!ok || !rest.starts_with(c)) return false;
    rest.remove_prefix(1);
    return true;
  }

  /// `.` and one digit or more, of which nine count; nothing at all is zero.
  nanoseconds fraction() {
    if (!accept('.')) return nanoseconds{0};
    const std::size_t digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
    if (digits == 0) fail();
    std::int64_t value = 0;
    for (std::size_t i = 0; i < 9; ++i) value = value * 10 + (i < digits ? rest[i] - '0' : 0);
    rest.remove_prefix(digits);
    return nanoseconds{value};
  }

  /// `Z`, `+hh:mm`, `-hh:mm` or nothing.
  seconds offset() {
    if (accept('Z') || rest.empty()) return seconds{0};
    const bool west = rest.starts_with('-');
    if (!west) expect('+');
    if (west) expect('-');
    const std::int64_t hours = number(2, 23);
    expect(':');
    const seconds offset{(hours * 60 + number(2, 59)) * 60};
    return west ? -offset : offset;
  }

 private:
  std::int64_t fail() {
    ok = false;
    return 0;
  }
};

/// The instant, or the nearest that 64 bits of nanoseconds hold.
Instant saturated(std::chrono::sys_time<seconds> whole, nanoseconds fraction) {
  const auto last = std::chrono::floor<seconds>(Instant::max());
  const auto first = std::chrono::ceil<seconds>(Instant::min());
  if (whole >= last) return Instant::max();
  if (whole < first) return Instant::min();
  return Instant{whole} + fraction;
}

}  // namespace

std::optional<Instant> parse_instant(std::string_view text) {
  Reader reader{text};
  const std::chrono::year year{static_cast<int>(reader.number(4, 9999))};
  reader.expect('-');
  const std::chrono::month month{static_cast<unsigned>(reader.number(2, 12))};
  reader.expect('-');
  const std::chrono::year_month_day date{year, month, std::chrono::day{static_cast<unsigned>(reader.number(2, 31))}};
  if (!reader.ok || !date.ok()) return std::nullopt;
  const std::chrono::sys_time<seconds> midnight{std::chrono::sys_days{date}};
  if (reader.rest.empty()) return saturated(midnight, nanoseconds{0});

  if (!reader.accept(' ')) reader.expect('T');
  std::int64_t time = reader.number(2, 23) * 3600;
  reader.expect(':');
  time += reader.number(2, 59) * 60;
  reader.expect(':');
  time += reader.number(2, 59);
  const nanoseconds fraction = reader.fraction();
  const seconds offset = reader.offset();
  if (!reader.ok || !reader.rest.empty()) return std::nullopt;
  return saturated(midnight + seconds{time} - offset, fraction);
}

std::optional<Instant> parse_epoch_seconds(std::string_view text) {
  std::int64_t whole = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), whole);
  if (text.empty() || !is_digit(text.front()) || error == std::errc::invalid_argument) return std::nullopt;
  Reader reader{text.substr(static_cast<std::size_t>(end - text.data()))};
  const nanoseconds fraction = reader.fraction();
  if (!reader.ok || !reader.rest.empty()) return std::nullopt;
  if (error == std::errc::result_out_of_range) return Instant::max();
  return saturated(std::chrono::sys_time<seconds>{seconds{whole}}, fraction);
}

}  // namespace eniplan
