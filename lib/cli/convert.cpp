#include <memory>

#include "cli/options.hpp"
#include "cli/subcommands.hpp"

namespace eniplan::cli {
namespace {

struct ConvertOptions {
  InputOptions input;
  OutputOptions output;
};

ExitStatus run(const ConvertOptions& options) {
  std::vector<Cluster> clusters = load_clusters(options.input);
  require_services(options.input, clusters);
  for (Cluster& cluster : clusters) {
    keep_services(cluster, options.input.services);
    if (!options.input.services.empty()) cluster.run_tasks.clear();
    // Documents cannot hold warnings, whatever the format.
    OutputOptions to_standard_error = options.output;
    to_standard_error.format = Format::text;
    report_warnings(to_standard_error, cluster.cluster_name, cluster.warnings);
  }
  emit(options.output, [&](std::ostream& out) { write_clusters(out, clusters, options.output.format); });
  return ExitStatus::ok;
}

}  // namespace

Subcommand add_convert(CLI::App& root) {
  const auto options = std::make_shared<ConvertOptions>();
  CLI::App* app = root.add_subcommand("convert", "The input in its normal form, every default written out");
  add_input_options(*app, options->input);
  add_output_options(*app, options->output, {Format::yaml, Format::json});
  return {app, [options] { return run(*options); }};
}

}  // namespace eniplan::cli
