#include "memory_use.hpp"

#include <fstream>
#include <string>
#include <string_view>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace eniplan::bench {
namespace {

/// Of a line of /proc/self/status, which counts in kB.
std::size_t status_bytes(std::string_view key) {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    std::size_t kilobytes = 0;
    if (word == key && status >> kilobytes) return kilobytes * 1024;
  }
  return 0;
}

}  // namespace

std::size_t allocated_bytes() {
#ifdef __GLIBC__
  const auto info = mallinfo2();
  return info.uordblks + info.hblkhd;
#else
  return 0;
#endif
}

std::size_t resident_bytes() { return status_bytes("VmRSS:"); }
std::size_t peak_bytes() { return status_bytes("VmHWM:"); }

void forget_peak() {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
  std::ofstream("/proc/self/clear_refs")
      << "5";  // 5: the peak alone. Source: Linux, Documentation/filesystems/proc.rst
}

}  // namespace eniplan::bench
