#pragma once

#include <compare>
#include <optional>
#include <string_view>

// The kinds of values that the query language compares otherwise than byte by byte. They view the text they
// were read from and hold numbers of any length.

namespace eniplan::query {

/// A decimal integer, `-12`, `007`.
struct Decimal {
  bool negative = false;
  std::string_view digits;  ///< Without leading zeros; empty for 0.

  friend bool operator==(const Decimal&, const Decimal&) = default;
  friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b);
};

/// Nothing unless the whole text is digits, with or without a minus before them.
[[nodiscard]] std::optional<Decimal> parse_decimal(std::string_view text);

/// Compares numeric components, missing ones being 0; what begins with another character than a digit or the
/// dot before one is ignored: `1.9` < `1.14.5`, `1.70.0-rc1` = `1.70`.
[[nodiscard]] std::strong_ordering compare_versions(std::string_view a, std::string_view b);

/// Whether the text begins with a component.
[[nodiscard]] bool is_version(std::string_view text);

}  // namespace eniplan::query
