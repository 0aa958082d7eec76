#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <eniplan/diagnostic.hpp>

namespace eniplan::io {

struct Source;

/// Stands for "no place in a file": a value that an option gave, or the whole file.
inline constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

/// A place in the input. The source outlives it.
struct Place {
  const Source* source = nullptr;
  std::size_t offset = nowhere;  ///< In bytes from the start of the source's text.
};

/// Gathers every error of a run. Reading goes on after one, with some harmless value in place
/// of the wrong one, so that the user sees all of them at once; a run with errors gives no cluster.
class Problems {
 public:
  void error(Place place, std::string key, std::string message);
  /// About an option, or a file as a whole.
  void error(std::string file, std::string message);

  /// A part of the input that could not be read at all. What is missing then must not be reported as missing.
  void give_up(Place place, std::string message);

  [[nodiscard]] bool any() const { return !errors_.empty(); }
  [[nodiscard]] bool gave_up() const { return gave_up_; }

  /// Throws InputError with all errors in document order, if there are any.
  void raise() const;

 private:
  struct Error {
    Place place;
    Diagnostic diagnostic;  // line and column are filled in when it is raised
  };
  std::vector<Error> errors_;
  bool gave_up_ = false;
};

}  // namespace eniplan::io
