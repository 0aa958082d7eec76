#pragma once

#include <iosfwd>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <eniplan/cluster.hpp>

/// \file
/// Files in: our own documents, YAML or JSON, and what the AWS CLI prints or takes.

namespace eniplan {

/// Something about the containers of a task that ECS refuses, but that the rest of the input can be read without.
struct Fault {
  std::string code;  ///< A stable word in kebab-case, `links-outside-bridge`.
  Diagnostic diagnostic;

  friend bool operator==(const Fault&, const Fault&) = default;
};

struct LoadOptions {
  /// Files with `InstanceTypes` (describe-instance-types) or `instanceTypes`, which stand before the built-in table.
  std::vector<std::string> types_files;
  std::optional<MemoryOverhead> memory_overhead;
  /// `services.web.desiredCount=12`: replaces or adds one value of the input before it is read.
  std::vector<std::string> set;
  /// Read for the path `-`; null: `-` is an error.
  std::istream* standard_input = nullptr;
  /// Where faults go, in document order, also if load() throws; the clusters then hold them as they were written, and
  /// are not for simulate(). Null: faults are errors like all others.
  std::vector<Fault>* faults = nullptr;
};

/// Reads files and folders (`-`: standard input) into one cluster for each document, in document order.
///
/// Several files of AWS answers form one cluster for each one that their ARNs name.
/// Throws InputError with every error of all files; nothing is returned then.
/// Cost: linear in the size of the files; memory at most twice their size.
[[nodiscard]] std::vector<Cluster> load(std::span<const std::string> paths, const LoadOptions& options = {});

/// A text that is read as a file of that name would be.
struct NamedText {
  std::string name;
  std::string_view text;
};

/// The same for files and folders and, behind them, texts.
[[nodiscard]] std::vector<Cluster> load(std::span<const std::string> paths, std::span<const NamedText> texts,
                                        const LoadOptions& options = {});

/// The same for one text, YAML or JSON; `name` stands for the file in messages and names the cluster.
[[nodiscard]] std::vector<Cluster> load_text(std::string_view text, std::string_view name,
                                             const LoadOptions& options = {});

}  // namespace eniplan
