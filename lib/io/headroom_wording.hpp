#pragma once

#include <string>
#include <vector>

#include <eniplan/headroom.hpp>

/// \file
/// Headroom in words, for the text form.

namespace eniplan::io {

/// The most points of a curve that an answer has.
inline constexpr std::size_t most_points = 1001;

/// The answer for a cluster: `storefront: no room for one more; RESOURCE:ENI`.
[[nodiscard]] std::string answer_in_words(const HeadroomResult& result);

/// `12`, or `10000000 or more`.
[[nodiscard]] std::string more_in_words(const ServiceHeadroom& service);

/// Whether the service rolls, and up to which count: `yes, up to 7`. Empty if it was not asked.
[[nodiscard]] std::string rollout_in_words(const ServiceHeadroom& service);

/// `1 of 3 instances with ENI slots has none left: 512 CPU units and 100 MiB lie idle, …`
[[nodiscard]] std::string stranded_in_words(const Stranded& stranded);

/// Services with the least room first; ties in document order.
[[nodiscard]] std::vector<const ServiceHeadroom*> tightest_first(const HeadroomResult& result);

}  // namespace eniplan::io
