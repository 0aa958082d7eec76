#include "cli/completion_scripts.hpp"

#include <fmt/format.h>

#include <iterator>
#include <string_view>

namespace eniplan::cli {
namespace {

std::string joined(const std::vector<std::string>& words, std::string_view between = " ") {
  return fmt::format("{}", fmt::join(words, between));
}

std::vector<std::string> all_names(const std::vector<CompletedOption>& options) {
  std::vector<std::string> names;
  for (const CompletedOption& option : options) names.insert(names.end(), option.names.begin(), option.names.end());
  return names;
}

std::vector<std::string> command_names(const CompletedProgram& program) {
  std::vector<std::string> names;
  for (const CompletedCommand& command : program.commands) names.push_back(command.name);
  return names;
}

/// `text` with a backslash before each of `special`.
std::string escaped(std::string_view text, std::string_view special) {
  std::string result;
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos) result += '\\';
    result += c;
  }
  return result;
}

/// In single quotes, as POSIX shells and fish take it.
std::string in_quotes(std::string_view text) {
  std::string result = "'";
  for (const char c : text) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return result + "'";
}

// --- bash ------------------------------------------------------------------------------------------------------------

void append_bash_values(std::string& script, const CompletedCommand& command) {
  const auto out = std::back_inserter(script);
  fmt::format_to(out, "      case \"$previous\" in\n");
  for (const CompletedOption& option : command.options) {
    if (!option.takes_value) continue;
    fmt::format_to(out, "        {})", joined(option.names, "|"));
    if (option.value.files) {
      script += " files=1 ;;\n";
    } else {
      fmt::format_to(out, " words=\"{}\" ;;\n", joined(option.value.words));
    }
  }
  fmt::format_to(out, "        *) words=\"{}\"; options=\"{}\"; files={} ;;\n", joined(command.arguments.words),
                 joined(all_names(command.options)), command.arguments.files ? 1 : 0);
  script += "      esac ;;\n";
}

// --- zsh -------------------------------------------------------------------------------------------------------------

std::string zsh_value(const ValueWords& value, std::string_view name) {
  if (value.files) return fmt::format(":{}:_files", name);
  if (value.words.empty()) return fmt::format(":{}: ", name);
  return fmt::format(":{}:({})", name, joined(value.words));
}

void append_zsh_option(std::string& script, const CompletedOption& option) {
  for (const std::string& name : option.names) {
    const std::string text = escaped(option.description, "[]:\\");
    const std::string value = option.takes_value ? zsh_value(option.value, "value") : "";
    fmt::format_to(std::back_inserter(script), " \\\n        {}", in_quotes(fmt::format("*{}[{}]{}", name, text, value)));
  }
}

// --- fish ------------------------------------------------------------------------------------------------------------

void append_fish_option(std::string& script, const std::string& start, const CompletedOption& option) {
  script += start;
  for (const std::string& name : option.names) {
    const bool is_long = name.starts_with("--");
    script += (is_long ? " -l " : " -s ") + name.substr(is_long ? 2 : 1);
  }
  if (option.takes_value && option.value.files) script += " -r -F";
  if (option.takes_value && !option.value.files) script += " -x -a " + in_quotes(joined(option.value.words));
  script += " -d " + in_quotes(option.description) + "\n";
}

}  // namespace

std::string bash_completion(const CompletedProgram& program) {
  const std::string name = program.name;
  std::string script = fmt::format(
      "# bash completion for {0}; load it with: source <({0} completion bash)\n"
      "_{0}() {{\n"
      "  local current=\"${{COMP_WORDS[COMP_CWORD]}}\" previous=\"${{COMP_WORDS[COMP_CWORD-1]}}\"\n"
      "  local command=\"\" word words=\"\" options=\"\" files=0\n"
      "  # bash splits --option=value into three words.\n"
      "  if [[ $current == \"=\" ]]; then\n"
      "    current=\"\"\n"
      "  elif [[ $previous == \"=\" ]]; then\n"
      "    previous=\"${{COMP_WORDS[COMP_CWORD-2]}}\"\n"
      "  fi\n"
      "  for word in \"${{COMP_WORDS[@]:1:COMP_CWORD-1}}\"; do\n"
      "    case \"$word\" in\n"
      "      {1}) command=\"$word\"; break ;;\n"
      "    esac\n"
      "  done\n"
      "  case \"$command\" in\n",
      name, joined(command_names(program), "|"));
  for (const CompletedCommand& command : program.commands) {
    fmt::format_to(std::back_inserter(script), "    {})\n", command.name);
    append_bash_values(script, command);
  }
  fmt::format_to(std::back_inserter(script), "    *) words=\"{}\"; options=\"{}\" ;;\n", joined(command_names(program)),
                 joined(all_names(program.options)));
  fmt::format_to(std::back_inserter(script),
                 "  esac\n"
                 "  [[ $current == -* ]] && words=\"$options\" files=0\n"
                 "  COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
                 "  if [[ $files == 1 ]]; then\n"
                 "    compopt -o filenames 2>/dev/null\n"
                 "    local IFS=$'\\n'\n"
                 "    COMPREPLY+=($(compgen -f -- \"$current\"))\n"
                 "  fi\n"
                 "}}\n"
                 "complete -F _{0} {0}\n",
                 name);
  return script;
}

std::string zsh_completion(const CompletedProgram& program) {
  std::string script = fmt::format(
      "#compdef {0}\n"
      "# zsh completion for {0}; load it with: source <({0} completion zsh)\n"
      "_{0}() {{\n"
      "  local -a commands=(",
      program.name);
  for (const CompletedCommand& command : program.commands) {
    script += fmt::format("\n    {}", in_quotes(fmt::format("{}:{}", command.name, escaped(command.description, ":"))));
  }
  script += "\n  )\n  if (( CURRENT == 2 )); then\n    _describe command commands\n    _arguments";
  for (const CompletedOption& option : program.options) append_zsh_option(script, option);
  script += "\n    return\n  fi\n  local command=$words[2]\n  shift words\n  (( CURRENT-- ))\n  case $command in\n";
  for (const CompletedCommand& command : program.commands) {
    fmt::format_to(std::back_inserter(script), "    {})\n      _arguments -s", command.name);
    for (const CompletedOption& option : command.options) append_zsh_option(script, option);
    script += " \\\n        " + in_quotes(fmt::format("*{}", zsh_value(command.arguments, "argument"))) + " ;;\n";
  }
  // Autoloaded from a folder the file is the function's body, sourced it only defines it.
  fmt::format_to(std::back_inserter(script),
                 "  esac\n}}\n"
                 "if [[ $funcstack[1] == _{0} ]]; then\n  _{0} \"$@\"\nelse\n  compdef _{0} {0}\nfi\n",
                 program.name);
  return script;
}

std::string fish_completion(const CompletedProgram& program) {
  const std::string start = fmt::format("complete -c {}", program.name);
  const std::string no_command =
      fmt::format("{} -n {}", start, in_quotes("not __fish_seen_subcommand_from " + joined(command_names(program))));
  std::string script =
      fmt::format("# fish completion for {0}; load it with: {0} completion fish | source\n", program.name);
  script += start + " -f\n";
  for (const CompletedOption& option : program.options) append_fish_option(script, no_command, option);
  for (const CompletedCommand& command : program.commands) {
    script += fmt::format("{} -a {} -d {}\n", no_command, command.name, in_quotes(command.description));
  }
  for (const CompletedCommand& command : program.commands) {
    const std::string in_command =
        fmt::format("{} -n {}", start, in_quotes("__fish_seen_subcommand_from " + command.name));
    for (const CompletedOption& option : command.options) append_fish_option(script, in_command, option);
    if (command.arguments.files) script += in_command + " -F\n";
    if (!command.arguments.words.empty()) {
      script += fmt::format("{} -a {}\n", in_command, in_quotes(joined(command.arguments.words)));
    }
  }
  return script;
}

}  // namespace eniplan::cli
