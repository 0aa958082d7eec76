#pragma once

#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace eniplan::cli {

/// A command line that asks for something that is not there, or an output that cannot be written.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Throws `expected NAME to be one of …, found "wrong"; did you mean …?`
[[noreturn]] void refuse_word(std::string_view option, std::string_view wrong, std::span<const std::string_view> words);

}  // namespace eniplan::cli
