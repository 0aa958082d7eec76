#pragma once

#include <string>

#include <eniplan/remedy.hpp>

/// \file
/// Remedies in words, for the text form.

namespace eniplan::io {

/// All steps: `one more t2.micro`, `trunks on 2 instances of web, and bridge with …`.
[[nodiscard]] std::string steps_in_words(const Remedy& remedy);

/// What a month costs more, to the nearest cent: `+8.47`, `-1.00`, `0.00`, `?`.
[[nodiscard]] std::string extra_cost_in_words(const Remedy& remedy);

/// The answer for a cluster in a sentence: what is refused, and the cheapest that helps.
[[nodiscard]] std::string answer_in_words(const RemedyResult& result);

/// Of which Region and day the prices are.
[[nodiscard]] std::string prices_in_words();

}  // namespace eniplan::io
