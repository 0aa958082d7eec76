#pragma once

#include <eniplan/query.hpp>

#include "oracle/naive_world.hpp"

namespace eniplan::oracle {

/// Whether the expression is true for the instance as it is now.
[[nodiscard]] bool naive_is_true(const Expression& expression, const NaiveInstance& instance);

}  // namespace eniplan::oracle
