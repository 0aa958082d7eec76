#include <algorithm>
#include <string>

#include <eniplan/query.hpp>

namespace eniplan {
namespace {

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

/// The text on one line, whatever line breaks and tabs it holds, and below it the caret.
std::string with_caret(std::string_view text, std::size_t offset) {
  std::string excerpt(text);
  std::ranges::replace_if(
      excerpt, [](char c) { return static_cast<unsigned char>(c) < 0x20U; }, ' ');
  const auto column = std::ranges::count_if(text.substr(0, offset), [](char c) { return !continues_character(c); });
  return excerpt + '\n' + std::string(static_cast<std::size_t>(column), ' ') + '^';
}

}  // namespace

QueryError::QueryError(std::string_view text, std::size_t offset, const std::string& message)
    : std::invalid_argument(message), offset_(offset), excerpt_(with_caret(text, offset)) {}

}  // namespace eniplan
