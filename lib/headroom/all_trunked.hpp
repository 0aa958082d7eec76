#pragma once

#include <eniplan/cluster.hpp>

namespace eniplan::headroom_detail {

/// The cluster as it would be if every instance that can be trunked had been launched with a trunk. Running tasks stay
/// where they are; slots that a described instance was given in so many words are those of its type.
[[nodiscard]] Cluster all_trunked(const Cluster& cluster);

}  // namespace eniplan::headroom_detail
