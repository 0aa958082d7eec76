#pragma once

#include <filesystem>
#include <fstream>
#include <ostream>
#include <string>

namespace eniplan::cli {

/// Where an answer goes: standard output, or a file that appears whole or not at all.
///
/// A file is written under another name in its folder and renamed by commit(); without that, and when the
/// program is interrupted, nothing is left behind. What is no file (`/dev/stdout`, a pipe) is written to directly.
/// Throws UsageError when it cannot be written.
class Output {
 public:
  /// `path` empty or `-`: standard output.
  explicit Output(const std::string& path);
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  ~Output();

  [[nodiscard]] std::ostream& stream();
  void commit();

 private:
  void open_temporary();

  std::string path_;
  std::filesystem::path target_;  // what path_ leads to through symbolic links
  std::string temporary_;         // empty when nothing is to be renamed
  std::ofstream file_;
};

/// Lets interruptions end the program with status 128 + signal, the file being written removed, and a reader that
/// goes away end it as it ends other programs.
void install_signal_handlers();

}  // namespace eniplan::cli
