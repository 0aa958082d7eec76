#include <memory>
#include <sstream>

#include "cli/completion_scripts.hpp"
#include "cli/options.hpp"
#include "cli/subcommands.hpp"
#include "cli/usage_error.hpp"

namespace eniplan::cli {
namespace {

constexpr std::array<std::string_view, 3> shells = {"bash", "zsh", "fish"};

/// By the type name of the option, as options.hpp has it.
ValueWords value_words(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  if (type == "FILE") return {.files = true};
  // Words are in lower case; a bar between capitals (`N%|N`) stands for forms of a number.
  if (type.find('|') == std::string::npos || type.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != std::string::npos) {
    return {};
  }
  ValueWords value;
  std::istringstream words(type);
  for (std::string word; std::getline(words, word, '|');) value.words.push_back(word);
  return value;
}

CompletedOption completed(const CLI::Option& option) {
  CompletedOption result{.description = option.get_description(), .takes_value = option.get_items_expected_max() > 0};
  for (const std::string& name : option.get_snames()) result.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) result.names.push_back("--" + name);
  result.value = value_words(option);
  return result;
}

std::vector<CompletedOption> named_options(const CLI::App& app) {
  std::vector<CompletedOption> options;
  for (const CLI::Option* option : app.get_options()) {
    if (!option->get_positional()) options.push_back(completed(*option));
  }
  return options;
}

CompletedCommand completed(const CLI::App& app) {
  CompletedCommand command{.name = app.get_name(), .description = app.get_description(), .options = named_options(app)};
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_positional()) command.arguments = value_words(*option);
  }
  return command;
}

CompletedProgram completed_program(const CLI::App& root) {
  CompletedProgram program{.name = root.get_name(), .options = named_options(root)};
  for (const CLI::App* app : root.get_subcommands({})) program.commands.push_back(completed(*app));
  return program;
}

ExitStatus run(const CLI::App& root, const std::string& shell) {
  const CompletedProgram program = completed_program(root);
  OutputOptions to_standard_output;
  std::string script;
  if (shell == "bash") {
    script = bash_completion(program);
  } else if (shell == "zsh") {
    script = zsh_completion(program);
  } else if (shell == "fish") {
    script = fish_completion(program);
  } else {
    refuse_word("SHELL", shell, shells);
  }
  emit(to_standard_output, [&script](std::ostream& out) { out << script; });
  return ExitStatus::ok;
}

}  // namespace

Subcommand add_completion(CLI::App& root) {
  const auto shell = std::make_shared<std::string>();
  CLI::App* app = root.add_subcommand("completion", "A script that lets a shell complete this command line");
  app->add_option("SHELL", *shell, "Which shell")->required()->type_name("bash|zsh|fish")->option_text("bash|zsh|fish");
  return {app, [&root, shell] { return run(root, *shell); }};
}

}  // namespace eniplan::cli
