#include "cli/usage_error.hpp"

#include <fmt/format.h>

#include "model/nearest.hpp"

namespace eniplan::cli {

void refuse_word(std::string_view option, std::string_view wrong, std::span<const std::string_view> words) {
  throw UsageError(fmt::format("{}: expected one of {}, found \"{}\"{}", option, fmt::join(words, ", "), wrong,
                               suggestion(wrong, words)));
}

}  // namespace eniplan::cli
