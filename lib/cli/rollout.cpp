#include <eniplan/rollout.hpp>

#include <algorithm>
#include <memory>

#include <eniplan/timeline.hpp>

#include "cli/options.hpp"
#include "cli/roll_all.hpp"
#include "cli/subcommands.hpp"

namespace eniplan::cli {
namespace {

struct RolloutCommand {
  InputOptions input;
  OutputOptions output;
  RolloutOptions options;
  bool no_would_complete = false;
  bool with_timeline = false;
  TimelineOptions timing;
};

std::vector<RolloutAnswer> answers_of(const std::vector<Cluster>& clusters, const RolloutOptions& options,
                                      const RolloutCommand& command) {
  std::vector<RolloutResult> results = roll_all(clusters, options, command.output.thread_count());
  std::vector<RolloutAnswer> answers;
  for (std::size_t i = 0; i < clusters.size(); ++i) {
    RolloutAnswer& answer =
        answers.emplace_back(RolloutAnswer{.result = std::move(results[i]), .remedies_sought = options.would_complete});
    if (command.with_timeline) answer.timelines = timeline(clusters[i], answer.result, options, command.timing);
  }
  return answers;
}

ExitStatus run(const RolloutCommand& command) {
  std::vector<Cluster> clusters = load_clusters(command.input);
  RolloutOptions options = command.options;
  options.services = command.input.services;
  options.would_complete = !command.no_would_complete;
  require_rollout_names(clusters, options);
  std::erase_if(clusters, [&options](const Cluster& cluster) { return !concerns(cluster, options); });
  report_what_was_read(command.output, clusters);
  const std::vector<RolloutAnswer> answers = answers_of(clusters, options, command);
  for (const RolloutAnswer& answer : answers) {
    report_warnings(command.output, answer.result.cluster_name, answer.result.warnings);
  }
  emit(command.output, [&](std::ostream& out) { write_rollouts(out, answers, command.output.write_options()); });
  const bool stuck = std::ranges::any_of(answers, any_stuck, &RolloutAnswer::result);
  return stuck && !command.output.exit_zero ? ExitStatus::refused : ExitStatus::ok;
}

void add_timeline_options(CLI::App& app, RolloutCommand& command) {
  constexpr std::int64_t longest = 86'400;
  app.add_flag("--timeline", command.with_timeline, "Also when each round comes, and what that assumes");
  add_number(
      app, "--start-seconds", 0, longest, [&command](std::int64_t n) { command.timing.start_seconds = n; },
      "From launch to RUNNING, 30 unless said otherwise");
  add_number(
      app, "--detach-seconds", 0, longest, [&command](std::int64_t n) { command.timing.detach_seconds = n; },
      "From the end of a task to its interface being free, 20 unless said otherwise");
}

}  // namespace

Subcommand add_rollout(CLI::App& root) {
  constexpr std::int64_t largest_count = 10'000'000;
  const auto command = std::make_shared<RolloutCommand>();
  CLI::App* app =
      root.add_subcommand("rollout", "Whether the next deployment gets through, and if not, what would help");
  add_input_options(*app, command->input);
  RolloutOptions& options = command->options;
  app->add_option_function<std::string>(
         "--to", [&options](const std::string& name) { options.task_definition = name; },
         "Roll to this task definition: family, family:revision or ARN")
      ->type_name("TASKDEF");
  add_number(
      *app, "--desired", 0, largest_count, [&options](std::int64_t n) { options.desired_count = n; },
      "Tasks wanted, instead of desiredCount");
  app->add_flag("--together", options.together, "All services at once; else each by itself");
  app->add_flag("--strict-eni", options.strict_eni, "Wait for interfaces to be detached: no attach races");
  add_repeatable(*app, "--drain", options.drain, "NAME",
                 "Instance, capacity group or zone to drain: only its tasks are replaced");
  app->add_flag("--no-would-complete", command->no_would_complete,
                "Do not look for what would let a stuck one complete");
  add_timeline_options(*app, *command);
  add_output_options(*app, command->output, {Format::text, Format::json, Format::yaml, Format::csv, Format::markdown});
  return {app, [command] { return run(*command); }};
}

}  // namespace eniplan::cli
