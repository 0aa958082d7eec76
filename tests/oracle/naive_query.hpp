#pragma once

#include <cstddef>

#include <eniplan/query.hpp>

#include "oracle/naive_world.hpp"

namespace eniplan::oracle {

/// Whether the expression is true for the instance of that number as it is now.
[[nodiscard]] bool naive_is_true(const Expression& expression, const NaiveWorld& world, std::size_t number);

/// Whether placing a task can change that: whether the expression looks at `task:group` or `runningTasksCount`.
[[nodiscard]] bool looks_at_tasks(const Expression& expression);

}  // namespace eniplan::oracle
