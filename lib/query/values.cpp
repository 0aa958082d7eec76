#include "query/values.hpp"

#include <algorithm>

namespace eniplan::query {
namespace {

constexpr std::string_view decimal_digits = "0123456789";

std::string_view without_leading_zeros(std::string_view digits) {
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  return digits;
}

/// Numbers without leading zeros: the longer one is the greater.
std::strong_ordering compare_digits(std::string_view a, std::string_view b) {
  return a.size() != b.size() ? a.size() <=> b.size() : a.compare(b) <=> 0;
}

/// Takes the next component off the front; nothing when none is left.
std::optional<std::string_view> take_component(std::string_view& version) {
  const std::size_t size = std::min(version.find_first_not_of(decimal_digits), version.size());
  if (size == 0) return std::nullopt;
  const std::string_view component = version.substr(0, size);
  version.remove_prefix(size);
  if (version.starts_with('.')) {
    version.remove_prefix(1);
  } else {
    version = {};
  }
  return component;
}

}  // namespace

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
  if (a.negative != b.negative) return a.negative ? std::strong_ordering::less : std::strong_ordering::greater;
  return a.negative ? compare_digits(b.digits, a.digits) : compare_digits(a.digits, b.digits);
}

std::optional<Decimal> parse_decimal(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (text.empty() || text.find_first_not_of(decimal_digits) != text.npos) return std::nullopt;
  const std::string_view digits = without_leading_zeros(text);
  return Decimal{negative && !digits.empty(), digits};
}

std::strong_ordering compare_versions(std::string_view a, std::string_view b) {
  while (true) {
    const auto left = take_component(a);
    const auto right = take_component(b);
    if (!left && !right) return std::strong_ordering::equal;
    const auto order =
        compare_digits(without_leading_zeros(left.value_or("0")), without_leading_zeros(right.value_or("0")));
    if (order != 0) return order;
    if (!left) a = {};
    if (!right) b = {};
  }
}

bool is_version(std::string_view text) {
  return !text.empty() && decimal_digits.find(text.front()) != decimal_digits.npos;
}

}  // namespace eniplan::query
