#pragma once

#include "cli/exit_status.hpp"

namespace eniplan::cli {

/// Runs the program. Answers go to standard output, everything else to standard error; never throws.
[[nodiscard]] ExitStatus run(int argc, char** argv);

}  // namespace eniplan::cli
