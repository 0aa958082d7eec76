#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <eniplan/diagnostic.hpp>
#include <eniplan/load.hpp>

namespace eniplan::io {

struct Source;

/// Stands for "no place in a file": the whole file.
inline constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

/// A place in the input. The source outlives it.
struct Place {
  const Source* source = nullptr;
  std::size_t offset = nowhere;  ///< In bytes from the start of the source's text, or what add_option() returned.
};

/// Gathers every error of a run. Reading goes on after one, with some harmless value in place
/// of the wrong one, so that the user sees all of them at once; a run with errors gives no cluster.
class Problems {
 public:
  /// Faults are delivered to `faults` when errors are raised; null: they are errors.
  explicit Problems(std::vector<Fault>* faults = nullptr) : deliver_to_(faults) {}

  /// Beyond so many errors reading stops: they have one cause, and take memory.
  static constexpr std::size_t most_errors = 10'000;

  void error(Place place, std::string key, std::string message);
  void fault(std::string_view code, Place place, std::string key, std::string message);
  /// About a file as a whole, or an option.
  void error(std::string file, std::string message);

  /// A part of the input that could not be read at all. What is missing then must not be reported as missing.
  void give_up(Place place, std::string message);
  void give_up(std::string file, std::string message);

  /// An option gave a value of the input. Returns the offset by which that value's errors name the option, `text`,
  /// instead of a place in a file.
  [[nodiscard]] std::size_t add_option(std::string text);
  [[nodiscard]] static bool is_option(std::size_t offset) { return offset != nowhere && offset > largest_offset; }

  [[nodiscard]] bool any() const { return !errors_.empty(); }
  [[nodiscard]] bool gave_up() const { return gave_up_; }

  /// Says which source or other part of the input comes next; errors are told in this order.
  [[nodiscard]] std::size_t next_number() { return numbered_++; }

  /// Delivers the faults, then throws InputError with all errors in document order, if there are any.
  void raise();

 private:
  static constexpr std::size_t largest_offset = nowhere / 2;

  struct Error {
    std::size_t number;  // of its source
    Place place;
    Diagnostic diagnostic;  // line and column are filled in when it is raised
  };

  struct FoundFault {
    std::string code;
    Error error;
  };

  void add(Error error);
  void deliver_faults();
  template <class Locator>
  void locate(Error& error, Locator& locator) const;

  std::vector<Fault>* deliver_to_;
  std::vector<FoundFault> faults_;
  std::vector<Error> errors_;
  std::vector<std::string> options_;
  std::size_t numbered_ = 0;
  bool gave_up_ = false;
};

}  // namespace eniplan::io
