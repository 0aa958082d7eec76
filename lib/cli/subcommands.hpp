#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <functional>

#include "cli/exit_status.hpp"

namespace eniplan::cli {

/// A question that the program answers: its part of the command line, and what is done when it was given.
struct Subcommand {
  CLI::App* app = nullptr;
  std::function<ExitStatus()> run;
};

[[nodiscard]] Subcommand add_simulate(CLI::App& root);
[[nodiscard]] Subcommand add_rollout(CLI::App& root);
[[nodiscard]] Subcommand add_whatif(CLI::App& root);
[[nodiscard]] Subcommand add_explain(CLI::App& root);
[[nodiscard]] Subcommand add_headroom(CLI::App& root);
[[nodiscard]] Subcommand add_fix(CLI::App& root);
[[nodiscard]] Subcommand add_network(CLI::App& root);
[[nodiscard]] Subcommand add_fit(CLI::App& root);
[[nodiscard]] Subcommand add_types(CLI::App& root);
[[nodiscard]] Subcommand add_check(CLI::App& root);
[[nodiscard]] Subcommand add_convert(CLI::App& root);
[[nodiscard]] Subcommand add_schema(CLI::App& root);
/// Knows the others by walking `root`.
[[nodiscard]] Subcommand add_completion(CLI::App& root);

}  // namespace eniplan::cli
