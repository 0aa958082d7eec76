#include <eniplan/headroom.hpp>

#include <algorithm>
#include <memory>

#include "cli/options.hpp"
#include "cli/subcommands.hpp"
#include "cli/usage_error.hpp"
#include "model/parallel.hpp"

namespace eniplan::cli {
namespace {

struct HeadroomCommand {
  InputOptions input;
  OutputOptions output;
  HeadroomOptions options;
  bool no_rollout = false;
};

bool has_service(const Cluster& cluster, const std::string& name) {
  return std::ranges::find(cluster.services, name, &Service::service_name) != cluster.services.end();
}

/// Each cluster is asked for the services that it has.
HeadroomOptions options_for(const Cluster& cluster, const HeadroomOptions& options) {
  HeadroomOptions own = options;
  std::erase_if(own.services, [&cluster](const std::string& name) { return !has_service(cluster, name); });
  return own;
}

ExitStatus run(const HeadroomCommand& command) {
  std::vector<Cluster> clusters = load_clusters(command.input);
  require_services(command.input, clusters);
  HeadroomOptions options = command.options;
  options.services = command.input.services;
  options.rollouts = !command.no_rollout;
  std::erase_if(clusters, [&options](const Cluster& cluster) {
    return !options.services.empty() && options_for(cluster, options).services.empty();
  });
  report_what_was_read(command.output, clusters);
  std::vector<HeadroomResult> results(clusters.size());
  for_each_index(clusters.size(), command.output.thread_count(),
                 [&](std::size_t i) { results[i] = headroom(clusters[i], options_for(clusters[i], options)); });
  for (const HeadroomResult& result : results) report_warnings(command.output, result.cluster_name, result.warnings);
  emit(command.output, [&](std::ostream& out) { write_headroom(out, results, command.output.write_options()); });
  return ExitStatus::ok;
}

}  // namespace

Subcommand add_headroom(CLI::App& root) {
  const auto command = std::make_shared<HeadroomCommand>();
  CLI::App* app = root.add_subcommand("headroom", "How many more tasks of each service fit, and what lies idle");
  add_input_options(*app, command->input);
  add_number(
      *app, "--upto", 0, most_headroom, [command](std::int64_t n) { command->options.up_to = n; },
      "Also the curve of 0 to N tasks wanted against tasks placed, with and without trunks");
  app->add_flag("--no-rollout", command->no_rollout, "Do not look for the largest count that still rolls");
  add_output_options(*app, command->output, {Format::text, Format::json, Format::yaml, Format::csv, Format::markdown});
  return {app, [command] { return run(*command); }};
}

}  // namespace eniplan::cli
