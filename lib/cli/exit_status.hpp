#pragma once

namespace eniplan::cli {

/// What the program tells the shell.
enum class ExitStatus {
  ok = 0,            ///< Everything placed, or the question was answered.
  refused = 1,       ///< The answer is no: some task cannot be placed, none fits, there are errors.
  bad_input = 2,     ///< Bad input or usage.
  internal = 3,      ///< Our bug.
  interrupted = 130  ///< As shells report SIGINT.
};

}  // namespace eniplan::cli
