#include "cli/terminal.hpp"

#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace eniplan::cli {
namespace {

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

}  // namespace

Color color_of(ColorChoice choice, bool to_terminal) {
  if (choice == ColorChoice::always) return Color::on;
  if (choice == ColorChoice::never) return Color::off;
  if (!variable("NO_COLOR").empty()) return Color::off;
  const std::string_view force = variable("CLICOLOR_FORCE");
  if (!force.empty() && force != "0") return Color::on;
  if (variable("TERM") == "dumb") return Color::off;
  return to_terminal ? Color::on : Color::off;
}

bool standard_output_is_terminal() { return isatty(STDOUT_FILENO) == 1; }

}  // namespace eniplan::cli
