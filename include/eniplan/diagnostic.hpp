#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

/// \file
/// What can be wrong with input. A task that does not fit is not here: that is an answer.

namespace eniplan {

/// One thing wrong with the input, and where.
struct Diagnostic {
  std::string file;        ///< As the user named it; `<stdin>` for standard input; empty for options.
  std::size_t line = 0;    ///< From 1; 0 when the whole file is meant.
  std::size_t column = 0;  ///< From 1, in bytes; 0 when the whole file is meant.
  std::string key;         ///< Path as the user wrote it, `services[2].desiredCount`; empty for the whole.
  std::string message;     ///< What was expected, what was found, the nearest valid name if one is near.

  friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

/// `file:line:column: key: message`, parts that are absent left out.
[[nodiscard]] std::string to_string(const Diagnostic& diagnostic);

/// Input that cannot be used. Holds every diagnostic of the run, in document order.
class InputError : public std::invalid_argument {
 public:
  explicit InputError(std::vector<Diagnostic> diagnostics);

  [[nodiscard]] const std::vector<Diagnostic>& diagnostics() const noexcept { return diagnostics_; }

 private:
  std::vector<Diagnostic> diagnostics_;
};

/// Something the user should know before trusting an answer: the input is usable,
/// but a fact is missing, doubtful or was left out.
struct Warning {
  std::string code;  ///< A stable word in kebab-case, `unknown-running-tasks`.
  std::string message;

  friend bool operator==(const Warning&, const Warning&) = default;
};

}  // namespace eniplan
