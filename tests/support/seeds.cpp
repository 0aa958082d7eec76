#include "support/seeds.hpp"

#include <csignal>
#include <cstdlib>
#include <string>

#include <unistd.h>

namespace eniplan::test {
namespace {

thread_local std::uint64_t seed_at_work = 0;

/// Nothing but plain output is safe here.
extern "C" void tell_seed(int signal) {
  char text[] = "ENIPLAN_SEED=00000000000000000000 ENIPLAN_CLUSTERS=1 crashes\n";
  std::uint64_t seed = seed_at_work;
  for (char* digit = text + 32; seed > 0; seed /= 10) *digit-- = static_cast<char>('0' + seed % 10);
  (void)!write(STDERR_FILENO, text, sizeof text - 1);
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

}  // namespace

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text ? std::stoull(text) : otherwise;
}

void tell_seed_of_crashes() {
  for (const int crash : {SIGABRT, SIGSEGV, SIGFPE}) std::signal(crash, tell_seed);
}

void set_seed_at_work(std::uint64_t seed) { seed_at_work = seed; }

}  // namespace eniplan::test
