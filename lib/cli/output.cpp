#include "cli/output.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstring>
#include <iostream>

#include "cli/usage_error.hpp"

namespace eniplan::cli {
namespace {

// What a signal handler may look at: the name of the file to remove, empty when there is none.
std::array<char, PATH_MAX> file_to_remove{};
volatile std::sig_atomic_t has_file_to_remove = 0;

void remember(const std::string& path) {
  has_file_to_remove = 0;
  if (path.empty() || path.size() >= file_to_remove.size()) return;
  std::memcpy(file_to_remove.data(), path.c_str(), path.size() + 1);
  has_file_to_remove = 1;
}

extern "C" void end_on_signal(int signal) {
  if (has_file_to_remove != 0) unlink(file_to_remove.data());
  _exit(128 + signal);
}

[[noreturn]] void refuse(const std::string& path, int error) {
  throw UsageError(fmt::format("cannot write {}: {}", path, std::strerror(error)));
}

/// The permissions of the file that is replaced, else those any new file gets.
mode_t permissions(const std::filesystem::path& target) {
  struct stat status {};
  if (stat(target.c_str(), &status) == 0) return status.st_mode & 07777U;
  const mode_t mask = umask(0);
  umask(mask);
  return 0666U & ~mask;
}

}  // namespace

Output::Output(const std::string& path) : path_(path == "-" ? "" : path) {
  if (path_.empty()) return;
  std::error_code error;
  target_ = std::filesystem::weakly_canonical(path_, error);
  if (error) target_ = path_;
  const std::filesystem::file_status status = std::filesystem::status(target_, error);
  if (std::filesystem::is_directory(status)) refuse(path_, EISDIR);
  if (!std::filesystem::exists(status) || std::filesystem::is_regular_file(status)) {
    open_temporary();
    return;
  }
  file_.open(target_, std::ios::binary);
  if (!file_) refuse(path_, errno);
}

Output::~Output() {
  if (temporary_.empty()) return;
  file_.close();
  unlink(temporary_.c_str());
  remember("");
}

void Output::open_temporary() {
  std::string name = target_.parent_path() / fmt::format(".{}.XXXXXX", target_.filename().string());
  const int descriptor = mkstemp(name.data());
  if (descriptor < 0) refuse(path_, errno);
  temporary_ = name;
  remember(temporary_);
  fchmod(descriptor, permissions(target_));
  close(descriptor);
  file_.open(temporary_, std::ios::binary);
  if (!file_) refuse(path_, errno);
}

std::ostream& Output::stream() { return path_.empty() ? std::cout : static_cast<std::ostream&>(file_); }

void Output::commit() {
  errno = 0;
  stream().flush();
  if (!stream()) refuse(path_.empty() ? "standard output" : path_, errno == 0 ? EIO : errno);
  if (temporary_.empty()) return;
  file_.close();
  if (!file_) refuse(path_, errno == 0 ? EIO : errno);
  if (std::rename(temporary_.c_str(), target_.c_str()) != 0) refuse(path_, errno);
  temporary_.clear();
  remember("");
}

void install_signal_handlers() {
  struct sigaction action {};
  action.sa_handler = end_on_signal;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaction(signal, &action, nullptr);
  // Some parents ignore it, and children inherit that: a pipe into `head` would then end in an error.
  std::signal(SIGPIPE, SIG_DFL);
}

}  // namespace eniplan::cli
