#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <eniplan/cluster.hpp>
#include <eniplan/load.hpp>
#include <eniplan/write.hpp>

#include "cli/terminal.hpp"

/// \file
/// Options that several subcommands have in common.
///
/// The type name of an option is what help shows for its value and what completion offers: `FILE` are files,
/// `a|b` these words, anything else nothing.

namespace eniplan::cli {

/// How the answer is given.
struct OutputOptions {
  Format format = Format::text;
  std::optional<Drawing> drawing;  ///< Given as a format too; then `format` is not looked at.
  std::string path;                ///< Empty: standard output.
  ColorChoice color = ColorChoice::automatic;
  std::int64_t jobs = 0;  ///< 0: as many as there are processors.
  bool exit_zero = false;
  bool quiet = false;
  bool verbose = false;

  [[nodiscard]] WriteOptions write_options() const;
  [[nodiscard]] std::size_t thread_count() const;
};

/// Facts that replace the catalog's.
struct CatalogOptions {
  std::vector<std::string> types_files;
  std::optional<MemoryOverhead> memory_overhead;
};

/// What is read, and which part of it is looked at.
struct InputOptions {
  std::vector<std::string> files;
  std::vector<std::string> set;
  std::vector<std::string> clusters;
  std::vector<std::string> services;
  CatalogOptions catalog;

  [[nodiscard]] LoadOptions load_options() const;
};

/// Adds the options to a subcommand; the structure outlives it. The first format is the default.
void add_output_options(CLI::App& app, OutputOptions& options, std::initializer_list<Format> formats,
                        std::initializer_list<Drawing> drawings = {});
void add_catalog_options(CLI::App& app, CatalogOptions& options);
void add_input_options(CLI::App& app, InputOptions& options);

void add_network_mode(CLI::App& app, NetworkMode& mode);

/// An option whose value is a whole number from `least` to `most`.
CLI::Option* add_number(CLI::App& app, const std::string& name, std::int64_t least, std::int64_t most,
                        const std::function<void(std::int64_t)>& set, const std::string& description);

/// An option that may be repeated, one value each time.
CLI::Option* add_repeatable(CLI::App& app, const std::string& name, std::vector<std::string>& values,
                            const std::string& type_name, const std::string& description);

/// Loads the files and keeps the clusters asked for. Throws InputError, or UsageError for an unknown cluster.
[[nodiscard]] std::vector<Cluster> load_clusters(const InputOptions& options);
/// The same, but faults are put into `faults`, also when it throws.
[[nodiscard]] std::vector<Cluster> load_clusters(const InputOptions& options, std::vector<Fault>& faults);

/// Faults as findings of level error.
[[nodiscard]] std::vector<LocatedFinding> located(const std::vector<Fault>& faults);

/// Throws UsageError if a service asked for is in none of `clusters`.
void require_services(const InputOptions& options, const std::vector<Cluster>& clusters);

/// Leaves the services asked for; all if none were.
void keep_services(Cluster& cluster, const std::vector<std::string>& services);

/// Writes the answer to where the user wants it: whole, or not at all.
void emit(const OutputOptions& options, const std::function<void(std::ostream&)>& write);

/// Says on standard error what the clusters hold, if that is wanted.
void report_what_was_read(const OutputOptions& options, const std::vector<Cluster>& clusters);

/// Puts warnings on standard error, unless the answer has them or nobody wants them.
void report_warnings(const OutputOptions& options, std::string_view cluster_name, const std::vector<Warning>& warnings);

}  // namespace eniplan::cli
