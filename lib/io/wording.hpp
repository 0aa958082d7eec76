#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <eniplan/placement.hpp>

/// \file
/// Answers in words, for the text form.

namespace eniplan::io {

/// `1 task`, `2 tasks`
[[nodiscard]] std::string counted(std::int64_t count, std::string_view noun);

/// What runs out or is not so when a check fails: `an ENI slot`, `CPU units`, `an ACTIVE status`.
[[nodiscard]] std::string_view what_is_missing(Reason reason);

/// Why no instance takes the task, a line each: `2 instances lack an ENI slot and nothing else` for what is the only
/// thing missing somewhere, most instances first, then `others lack more than one thing: CPU units (1), memory (1)`.
[[nodiscard]] std::vector<std::string> reasons_in_words(const Failure& failure);

/// The answer for a cluster in half a sentence: `1 of 2 tasks cannot be placed`.
[[nodiscard]] std::string answer_in_words(const PlacementSummary& summary);

}  // namespace eniplan::io
