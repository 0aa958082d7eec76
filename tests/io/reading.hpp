#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <eniplan/load.hpp>

/// \file
/// What the tests of reading have in common.

namespace eniplan {

/// The only cluster of a text.
[[nodiscard]] Cluster load_one(std::string_view text, const LoadOptions& options = {});

/// The errors of a text, `file:line:column: key: message`; none if it can be read. The file is `x.yaml`.
[[nodiscard]] std::vector<std::string> errors_of(std::string_view text, const LoadOptions& options = {});
/// The same for files.
[[nodiscard]] std::vector<std::string> errors_of_files(const std::vector<std::string>& paths,
                                                       const LoadOptions& options = {});

/// The codes of a cluster's warnings, in order.
[[nodiscard]] std::vector<std::string> warning_codes(const Cluster& cluster);

/// A folder of its own, gone with the object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  /// Writes a file, folders on its way included, and returns its path.
  std::string write(const std::string& name, std::string_view text) const;
  [[nodiscard]] std::string path(const std::string& name = "") const;

 private:
  std::filesystem::path folder_;
};

/// `text` as a gzip file.
[[nodiscard]] std::string gzipped(std::string_view text);

/// A task definition that needs little; put under `taskDefinitions:` it makes references to `web` good.
inline constexpr std::string_view web_definition = "{family: web, memory: 64}";

}  // namespace eniplan
