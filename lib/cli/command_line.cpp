#include "cli/command_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <iostream>
#include <new>
#include <vector>

#include <eniplan/catalog.hpp>
#include <eniplan/diagnostic.hpp>
#include <eniplan/write.hpp>

#include "cli/subcommands.hpp"
#include "cli/usage_error.hpp"
#include "model/nearest.hpp"

namespace eniplan::cli {
namespace {

constexpr const char* description =
    "Will these Amazon ECS tasks fit on this EC2 fleet, and why not?\n"
    "\n"
    "  eniplan fit c5.large --cpu 256 --memory 512\n"
    "  eniplan simulate cluster.yaml\n";

constexpr const char* footer =
    "Status: 0 everything placed, or the question answered; 1 something cannot be placed or rolled;\n"
    "2 bad input or usage; 3 internal error; 130 interrupted. 'eniplan COMMAND --help' tells more.";

class CommandLine {
 public:
  CommandLine() : root_(description, "eniplan") {
    root_.set_version_flag("--version", fmt::format("eniplan {} (instance types of {})", version(), catalog_date()),
                           "Version and exit");
    root_.set_help_flag("-h,--help", "This text");
    root_.get_formatter()->column_width(32);
    root_.footer(footer);
    root_.require_subcommand(1);
    for (const auto add : {add_simulate, add_rollout, add_whatif, add_explain, add_headroom, add_fix, add_network,
                           add_fit, add_types, add_check, add_convert, add_schema, add_completion}) {
      subcommands_.push_back(add(root_));
    }
  }

  [[nodiscard]] ExitStatus run(int argc, char** argv) {
    try {
      require_known_subcommand(argc, argv);
      root_.parse(argc, argv);
    } catch (const CLI::Success& success) {
      root_.exit(success, std::cout, std::cerr);
      std::cout.flush();
      return ExitStatus::ok;
    } catch (const CLI::ExtrasError&) {
      throw UsageError(unknown_argument());
    } catch (const CLI::RequiredError& error) {
      throw UsageError(root_.get_subcommands().empty() ? "a command is required" : error.what());
    } catch (const CLI::ParseError& error) {
      throw UsageError(error.what());
    }
    const auto chosen = std::ranges::find_if(subcommands_, [](const Subcommand& s) { return s.app->parsed(); });
    return chosen->run();
  }

  /// Where to read how it is meant.
  [[nodiscard]] std::string help_command() const {
    for (const Subcommand& subcommand : subcommands_) {
      if (subcommand.app->parsed()) return fmt::format("eniplan {} --help", subcommand.app->get_name());
    }
    return "eniplan --help";
  }

 private:
  /// The parser would take a wrong name for a stray argument, and say so of its options first.
  void require_known_subcommand(int argc, char** argv) const {
    std::vector<std::string_view> names;
    for (const Subcommand& subcommand : subcommands_) names.push_back(subcommand.app->get_name());
    for (int i = 1; i < argc; ++i) {
      const std::string_view word = argv[i];
      if (word.starts_with('-')) continue;
      if (std::ranges::find(names, word) == names.end()) refuse_word("COMMAND", word, names);
      return;
    }
  }

  [[nodiscard]] std::string unknown_argument() const {
    const CLI::App* app = &root_;
    for (const Subcommand& subcommand : subcommands_) {
      if (subcommand.app->parsed()) app = subcommand.app;
    }
    std::vector<std::string> names;
    for (const CLI::Option* option : app->get_options()) {
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    }
    const std::vector<std::string_view> views(names.begin(), names.end());
    for (const std::string& word : root_.remaining(true)) {
      const std::string name = word.substr(0, word.find('='));
      if (name.starts_with('-')) return fmt::format("unknown option {}{}", name, suggestion(name, views));
    }
    return fmt::format("unexpected argument \"{}\"", fmt::join(root_.remaining(true), "\", \""));
  }

  CLI::App root_;
  std::vector<Subcommand> subcommands_;
};

}  // namespace

ExitStatus run(int argc, char** argv) {
  std::string help_command = "eniplan --help";
  try {
    CommandLine command_line;
    try {
      return command_line.run(argc, argv);
    } catch (...) {
      help_command = command_line.help_command();
      throw;
    }
  } catch (const InputError& error) {
    std::cerr << error.what() << '\n';
    return ExitStatus::bad_input;
  } catch (const UsageError& error) {
    std::cerr << "eniplan: " << error.what() << "\nTry: " << help_command << '\n';
    return ExitStatus::bad_input;
  } catch (const std::bad_alloc&) {
    std::cerr << "eniplan: out of memory\n";
    return ExitStatus::internal;
  } catch (const std::exception& error) {
    std::cerr << "eniplan: internal error: " << error.what() << '\n';
    return ExitStatus::internal;
  }
}

}  // namespace eniplan::cli
