#pragma once

#include <optional>
#include <string_view>

#include <eniplan/cluster.hpp>

// Texts that name an instant. Neither reader uses floating point.

namespace eniplan {

/// Reads `2018-06-18T22:28:28+00:00`, `…Z`, without zone (UTC), or a date alone (its midnight). The seconds may
/// have a fraction, of which nine digits count; a space may stand for the `T`.
///
/// Nothing if the text is no such instant. Instants too far off for nanoseconds in 64 bits (before 1677, after
/// 2262) come out as the first and the last that fit, so that comparisons with them still hold.
[[nodiscard]] std::optional<Instant> parse_instant(std::string_view text);

/// Reads seconds since 1970, `1795454584.3`, as version 1 of the AWS CLI prints instants. Limits as above.
[[nodiscard]] std::optional<Instant> parse_epoch_seconds(std::string_view text);

}  // namespace eniplan
