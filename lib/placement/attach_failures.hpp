#pragma once

#include <cstdint>

#include "placement/world.hpp"

namespace eniplan::placement {

/// Tasks placed on `instance` of `block`, whose state is `state`, that would fail to attach an interface.
///
/// There are two books: ECS counts the interfaces of its own tasks, EC2 counts all. Where interfaces were attached
/// outside ECS, it places tasks that EC2 then refuses one.
[[nodiscard]] std::int64_t attach_failures(const World& world, const InstanceBlock& block, InstanceIndex instance,
                                           const RunState& state);

/// Tasks that find no interface or no address, on all instances and in all subnets. Cost: runs.
[[nodiscard]] std::int64_t count_attach_failures(const World& world);

}  // namespace eniplan::placement
