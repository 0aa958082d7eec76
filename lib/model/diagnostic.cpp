#include <eniplan/diagnostic.hpp>

#include <fmt/format.h>

#include <iterator>
#include <utility>

namespace eniplan {
namespace {

std::string all_lines(const std::vector<Diagnostic>& diagnostics) {
  std::string lines;
  for (const Diagnostic& diagnostic : diagnostics) {
    if (!lines.empty()) lines += '\n';
    lines += to_string(diagnostic);
  }
  return lines;
}

}  // namespace

std::string to_string(const Diagnostic& diagnostic) {
  std::string text;
  const auto out = std::back_inserter(text);
  if (!diagnostic.file.empty()) fmt::format_to(out, "{}:", diagnostic.file);
  if (diagnostic.line > 0) fmt::format_to(out, "{}:{}:", diagnostic.line, diagnostic.column);
  if (!text.empty()) text += ' ';
  if (!diagnostic.key.empty()) fmt::format_to(out, "{}: ", diagnostic.key);
  text += diagnostic.message;
  return text;
}

InputError::InputError(std::vector<Diagnostic> diagnostics)
    : std::invalid_argument(all_lines(diagnostics)), diagnostics_(std::move(diagnostics)) {}

}  // namespace eniplan
