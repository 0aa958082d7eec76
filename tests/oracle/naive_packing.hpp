#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include <eniplan/cluster.hpp>

// Every way of placing what may be elsewhere, one after the other: for clusters of a handful of tasks.

namespace eniplan::oracle {

/// The fewest tasks of replica services and requests that go without a place, or without an interface, whatever the
/// order and whatever is moved. Constraints on what else runs on an instance do not count, addresses of subnets
/// neither. Nothing if more than `most_looks` instances would be looked at.
[[nodiscard]] std::optional<std::int64_t> fewest_left_over(const Cluster& cluster, std::size_t most_looks);

}  // namespace eniplan::oracle
