#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <eniplan/network.hpp>

/// \file
/// Who reaches whom, in words that text and pictures share.

namespace eniplan::io {

/// `same task`
[[nodiscard]] std::string_view in_words(Distance distance);

/// `localhost:80 or <task IP>:80`, or `not at all`
[[nodiscard]] std::string in_words(std::span<const Address> addresses);

/// The addresses, behind the names by which some containers of the task find this one.
[[nodiscard]] std::string ways_to(const ContainerNetwork& container, const Reach& reach);

/// `from bridge`, where callers in other modes come by another way; else empty.
[[nodiscard]] std::string callers(const ContainerNetwork& container, const Reach& reach);

/// `nginx waits for gunicorn (HEALTHY)`
[[nodiscard]] std::string in_words(const StartEdge& edge);

/// `gunicorn, then nginx`; those that may start together with `+` between them.
[[nodiscard]] std::string in_words(const StartOrder& order);

/// `service discovery with A or SRV records, Service Connect`
[[nodiscard]] std::string in_words(const Discovery& discovery);

}  // namespace eniplan::io
