#pragma once

#include <cstddef>

// What the process holds, as Linux and the GNU C library tell; zero elsewhere.

namespace eniplan::bench {

/// Bytes allocated and not freed.
[[nodiscard]] std::size_t allocated_bytes();

/// Bytes of physical memory.
[[nodiscard]] std::size_t resident_bytes();

/// The most `resident_bytes()` was since `forget_peak()`.
[[nodiscard]] std::size_t peak_bytes();

/// Gives freed memory back and starts the peak anew.
void forget_peak();

}  // namespace eniplan::bench
