#pragma once

#include <string>

#include <eniplan/explain.hpp>

/// \file
/// Proofs and packings in words, for the text form.

namespace eniplan::io {

/// The answer for a cluster: `shop: 5 of 41 tasks cannot be placed; shortage proved: 5 can never fit`.
[[nodiscard]] std::string answer_in_words(const Explanation& explanation);

/// What a proof shows, in a sentence: `These 3 services (41 tasks) want 41 ENI slots and can run on 4 instances alone,
/// which have 36: 5 tasks can never fit, whatever the order and whatever is moved.`
[[nodiscard]] std::string proof_in_words(const ShortageProof& proof);

/// What is known where nothing is proved for all: how few tasks a packing leaves over, or that none is better.
[[nodiscard]] std::string packing_in_words(const Explanation& explanation);

/// `web`, or the group of a request.
[[nodiscard]] std::string name_of(const std::string& service, const std::string& group);

}  // namespace eniplan::io
