#pragma once

#include <eniplan/headroom.hpp>

namespace eniplan::headroom_detail {

/// What is left on instances without a free ENI slot. `instances` are those of `cluster`. Cost: runs.
[[nodiscard]] Stranded stranded(const Cluster& cluster, const InstanceResults& instances);

/// What `left` of `whole` costs if all of it costs `microusd`, rounded down; 0 if there is nothing of either.
/// `microusd` is not negative, and `left` not above `whole`.
[[nodiscard]] std::int64_t share_of_price(std::int64_t microusd, std::int64_t left, std::int64_t whole);

}  // namespace eniplan::headroom_detail
