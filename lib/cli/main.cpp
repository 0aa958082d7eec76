#include <ios>

#include "cli/command_line.hpp"
#include "cli/output.hpp"

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  eniplan::cli::install_signal_handlers();
  return static_cast<int>(eniplan::cli::run(argc, argv));
}
