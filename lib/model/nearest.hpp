#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace eniplan {

/// How many letters must be inserted, removed, replaced or swapped with their neighbour, at least, to
/// turn one name into the other. Case does not count. Cost: product of the lengths.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

/// The name that `wrong` was most likely meant to be: the one at the smallest distance, the first of several; nothing
/// if even that is further away than a third of the letters.
[[nodiscard]] std::optional<std::string_view> nearest_name(std::string_view wrong,
                                                           std::span<const std::string_view> names);

/// `; did you mean "desiredCount"?`, or nothing at all if no name is near.
[[nodiscard]] std::string suggestion(std::string_view wrong, std::span<const std::string_view> names);

/// The same, but names the nearest one even if it is far: `; the nearest is "web"`. Nothing if there are no names.
[[nodiscard]] std::string nearest_of(std::string_view wrong, std::span<const std::string_view> names);

}  // namespace eniplan
