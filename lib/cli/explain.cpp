#include <eniplan/explain.hpp>

#include <algorithm>
#include <memory>

#include "cli/options.hpp"
#include "cli/subcommands.hpp"
#include "model/parallel.hpp"

namespace eniplan::cli {
namespace {

struct ExplainCommand {
  InputOptions input;
  OutputOptions output;
};

/// Each cluster is asked about the services that it has.
ExplainOptions options_for(const Cluster& cluster, const std::vector<std::string>& services) {
  ExplainOptions own{.services = services};
  std::erase_if(own.services, [&cluster](const std::string& name) {
    return std::ranges::find(cluster.services, name, &Service::service_name) == cluster.services.end();
  });
  return own;
}

ExitStatus run(const ExplainCommand& command) {
  std::vector<Cluster> clusters = load_clusters(command.input);
  require_services(command.input, clusters);
  const std::vector<std::string>& services = command.input.services;
  std::erase_if(clusters, [&services](const Cluster& cluster) {
    return !services.empty() && options_for(cluster, services).services.empty();
  });
  report_what_was_read(command.output, clusters);
  std::vector<Explanation> explanations(clusters.size());
  for_each_index(clusters.size(), command.output.thread_count(),
                 [&](std::size_t i) { explanations[i] = explain(clusters[i], options_for(clusters[i], services)); });
  for (const Explanation& explanation : explanations) {
    report_warnings(command.output, explanation.cluster_name, explanation.warnings);
  }
  emit(command.output,
       [&](std::ostream& out) { write_explanations(out, explanations, command.output.write_options()); });
  return ExitStatus::ok;
}

}  // namespace

Subcommand add_explain(CLI::App& root) {
  const auto command = std::make_shared<ExplainCommand>();
  CLI::App* app =
      root.add_subcommand("explain", "Whether tasks without a place lack room, or room in one piece: proved");
  add_input_options(*app, command->input);
  add_output_options(*app, command->output, {Format::text, Format::json, Format::yaml, Format::csv, Format::markdown});
  return {app, [command] { return run(*command); }};
}

}  // namespace eniplan::cli
