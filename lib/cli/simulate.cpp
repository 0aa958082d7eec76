#include <algorithm>
#include <memory>

#include <eniplan/placement.hpp>

#include "cli/options.hpp"
#include "cli/roll_all.hpp"
#include "cli/subcommands.hpp"
#include "model/parallel.hpp"

namespace eniplan::cli {
namespace {

struct SimulateOptions {
  InputOptions input;
  OutputOptions output;
  bool sequence = false;
  bool no_instances = false;
  bool rollout = false;
};

std::vector<PlacementResult> simulate_all(const std::vector<Cluster>& clusters, const SimulateOptions& options) {
  const Sequence sequence = options.sequence ? Sequence::listed : Sequence::omitted;
  std::vector<PlacementResult> results(clusters.size());
  for_each_index(clusters.size(), options.output.thread_count(),
                 [&](std::size_t i) { results[i] = simulate(clusters[i], sequence); });
  return results;
}

/// Leaves the services asked for, and sums that speak of them alone. Attach failures stay: they happen on
/// instances, whosever tasks are there.
void keep_services(PlacementResult& result, const std::vector<std::string>& services) {
  std::erase_if(result.services, [&services](const GroupResult& group) {
    return std::ranges::find(services, group.name) == services.end();
  });
  result.run_tasks.clear();
  PlacementSummary& summary = result.summary;
  summary.desired = summary.placed = summary.unplaced = 0;
  for (const GroupResult& group : result.services) {
    summary.desired += group.desired_count;
    summary.placed += group.placed_count;
    for (const Failure& failure : group.failures) summary.unplaced += failure.count;
  }
}

/// Every replica service by itself; only whether it gets through.
std::vector<RolloutResult> roll_each(const std::vector<Cluster>& clusters, const SimulateOptions& options) {
  return roll_all(clusters, {.services = options.input.services, .would_complete = false},
                  options.output.thread_count());
}

bool is_refused(const PlacementResult& result) {
  return result.summary.unplaced > 0 || result.summary.attach_failures > 0;
}

ExitStatus run(const SimulateOptions& options) {
  const std::vector<Cluster> clusters = load_clusters(options.input);
  require_services(options.input, clusters);
  report_what_was_read(options.output, clusters);
  std::vector<PlacementResult> results = simulate_all(clusters, options);
  if (!options.input.services.empty()) {
    for (PlacementResult& result : results) keep_services(result, options.input.services);
  }
  for (const PlacementResult& result : results) {
    report_warnings(options.output, result.cluster_name, result.warnings);
  }
  WriteOptions write = options.output.write_options();
  write.instances = options.no_instances ? Instances::omitted : Instances::listed;
  write.sequence = options.sequence ? Sequence::listed : Sequence::omitted;
  const std::vector<RolloutResult> rollouts =
      options.rollout ? roll_each(clusters, options) : std::vector<RolloutResult>();
  emit(options.output, [&](std::ostream& out) { write_results(out, results, rollouts, write); });
  const bool refused = std::ranges::any_of(results, is_refused) || std::ranges::any_of(rollouts, any_stuck);
  return refused && !options.output.exit_zero ? ExitStatus::refused : ExitStatus::ok;
}

}  // namespace

Subcommand add_simulate(CLI::App& root) {
  const auto options = std::make_shared<SimulateOptions>();
  CLI::App* app = root.add_subcommand("simulate", "What is placed, what is not, and why");
  add_input_options(*app, options->input);
  app->add_flag("--sequence", options->sequence, "Also the order in which tasks were placed");
  app->add_flag("--no-instances", options->no_instances, "Leave the rows of instances out");
  app->add_flag("--rollout", options->rollout, "Also whether each service could be rolled afterwards");
  add_output_options(*app, options->output, {Format::text, Format::json, Format::yaml, Format::csv, Format::markdown});
  return {app, [options] { return run(*options); }};
}

}  // namespace eniplan::cli
