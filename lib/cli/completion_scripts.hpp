#pragma once

#include <string>
#include <vector>

/// \file
/// Completion in the languages of three shells, from one description of the command line.

namespace eniplan::cli {

/// What a shell may offer for a value.
struct ValueWords {
  bool files = false;
  std::vector<std::string> words;
};

struct CompletedOption {
  std::vector<std::string> names;  ///< `-o`, `--output`
  std::string description;
  bool takes_value = false;
  ValueWords value;
};

struct CompletedCommand {
  std::string name;
  std::string description;
  std::vector<CompletedOption> options;
  ValueWords arguments;
};

/// The program: its own options, and its subcommands in `commands`.
struct CompletedProgram {
  std::string name;
  std::vector<CompletedOption> options;
  std::vector<CompletedCommand> commands;
};

[[nodiscard]] std::string bash_completion(const CompletedProgram& program);
[[nodiscard]] std::string zsh_completion(const CompletedProgram& program);
[[nodiscard]] std::string fish_completion(const CompletedProgram& program);

}  // namespace eniplan::cli
