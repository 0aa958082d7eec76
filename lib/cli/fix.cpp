#include <eniplan/remedy.hpp>

#include <algorithm>
#include <memory>

#include "cli/options.hpp"
#include "cli/subcommands.hpp"
#include "model/parallel.hpp"
#include "cli/usage_error.hpp"

namespace eniplan::cli {
namespace {

struct FixCommand {
  InputOptions input;
  OutputOptions output;
  bool rollout = false;
};

/// Each cluster is asked for the services that it has.
RemedyOptions options_for(const Cluster& cluster, const FixCommand& command) {
  RemedyOptions options{.services = command.input.services, .rollouts = command.rollout};
  std::erase_if(options.services, [&cluster](const std::string& name) {
    return std::ranges::find(cluster.services, name, &Service::service_name) == cluster.services.end();
  });
  return options;
}

bool is_refused(const RemedyResult& result) { return result.needs_remedy() && result.remedies.empty(); }

ExitStatus run(const FixCommand& command) {
  std::vector<Cluster> clusters = load_clusters(command.input);
  require_services(command.input, clusters);
  std::erase_if(clusters, [&command](const Cluster& cluster) {
    return !command.input.services.empty() && options_for(cluster, command).services.empty();
  });
  report_what_was_read(command.output, clusters);
  std::vector<RemedyResult> results(clusters.size());
  for_each_index(clusters.size(), command.output.thread_count(),
                 [&](std::size_t i) { results[i] = find_remedies(clusters[i], options_for(clusters[i], command)); });
  for (const RemedyResult& result : results) report_warnings(command.output, result.cluster_name, result.warnings);
  emit(command.output,
       [&](std::ostream& out) { write_remedies(out, results, clusters, command.output.write_options()); });
  const bool refused = std::ranges::any_of(results, is_refused);
  return refused && !command.output.exit_zero ? ExitStatus::refused : ExitStatus::ok;
}

}  // namespace

Subcommand add_fix(CLI::App& root) {
  const auto command = std::make_shared<FixCommand>();
  CLI::App* app = root.add_subcommand("fix", "What would let everything be placed: tried, and the cheapest first");
  add_input_options(*app, command->input);
  app->add_flag("--rollout", command->rollout, "Each service must also roll, by itself");
  add_output_options(*app, command->output, {Format::text, Format::json, Format::yaml, Format::csv, Format::markdown});
  return {app, [command] { return run(*command); }};
}

}  // namespace eniplan::cli
