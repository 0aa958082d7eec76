#pragma once

#include <cstddef>
#include <functional>

namespace eniplan {

/// Calls `work(0)` … `work(count - 1)`, each once, on at most `threads` threads. When some throw, the exception of the
/// lowest index is thrown after all have ended.
void for_each_index(std::size_t count, std::size_t threads, const std::function<void(std::size_t)>& work);

}  // namespace eniplan
