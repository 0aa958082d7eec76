#pragma once

#include <span>
#include <string>
#include <string_view>

namespace eniplan::test {

/// Where two JSON texts differ first, `services[2].placedCount: expected 3, found 2`; empty if nowhere.
///
/// Objects must have the same members, in any order, but that those named in `ignored` may be missing from
/// `expected`.
[[nodiscard]] std::string json_difference(std::string_view expected, std::string_view actual,
                                          std::span<const std::string_view> ignored = {});

}  // namespace eniplan::test
