#pragma once

#include <cstdint>
#include <string>

namespace eniplan::io {

/// US dollars: `0.085`, from two to six decimals.
[[nodiscard]] std::string dollars(std::int64_t microusd);

/// To the cent, rounded down, as sums of a month are told: `12.34`.
[[nodiscard]] std::string dollars_and_cents(std::int64_t microusd);

}  // namespace eniplan::io
