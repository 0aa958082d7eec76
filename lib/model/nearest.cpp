#include "model/nearest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>

namespace eniplan {
namespace {

// Of ASCII letters; without a locale, and so in no time.
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// The first of the names with fewer than `limit` differences and the fewest of all.
std::optional<std::string_view> nearest_within(std::string_view wrong, std::span<const std::string_view> names,
                                               std::size_t limit) {
  // Names in the input can be as long as a file; those of the field are short.
  constexpr std::size_t longest = 256;
  if (wrong.size() > longest) return std::nullopt;
  std::optional<std::string_view> nearest;
  for (const std::string_view name : names) {
    const std::size_t difference = name.size() > wrong.size() ? name.size() - wrong.size() : wrong.size() - name.size();
    if (name.size() > longest || difference >= limit) continue;
    if (const std::size_t distance = edit_distance(wrong, name); distance < limit) {
      limit = distance;
      nearest = name;
    }
  }
  return nearest;
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
      const bool swapped = i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]);
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

std::optional<std::string_view> nearest_name(std::string_view wrong, std::span<const std::string_view> names) {
  return nearest_within(wrong, names, std::max<std::size_t>(1, wrong.size() / 3) + 1);
}

std::string suggestion(std::string_view wrong, std::span<const std::string_view> names) {
  const auto nearest = nearest_name(wrong, names);
  return nearest ? fmt::format("; did you mean \"{}\"?", *nearest) : std::string();
}

std::string nearest_of(std::string_view wrong, std::span<const std::string_view> names) {
  if (std::string near = suggestion(wrong, names); !near.empty()) return near;
  const auto nearest = nearest_within(wrong, names, std::numeric_limits<std::size_t>::max());
  return nearest ? fmt::format("; the nearest is \"{}\"", *nearest) : std::string();
}

}  // namespace eniplan
