#include <eniplan/network.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <memory>

#include "cli/options.hpp"
#include "cli/subcommands.hpp"
#include "cli/usage_error.hpp"

namespace eniplan::cli {
namespace {

struct NetworkCommand {
  InputOptions input;
  OutputOptions output;
  std::vector<std::string> splits;
  std::vector<std::string> desired;
};

/// Both sides of `a=b`, neither of them empty.
std::pair<std::string, std::string> sides(std::string_view option, std::string_view form, const std::string& text) {
  const std::size_t sign = text.find('=');
  if (sign == 0 || sign == std::string::npos || sign + 1 == text.size()) {
    throw UsageError(fmt::format("{}: expected {}, found \"{}\"", option, form, text));
  }
  return {text.substr(0, sign), text.substr(sign + 1)};
}

SplitCount count_of(const std::string& text) {
  constexpr std::int64_t largest = 10'000'000;
  const auto [name, digits] = sides("--desired", "SERVICE=N", text);
  SplitCount count{name, 0};
  const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), count.desired_count);
  const bool is_number = error == std::errc{} && stop == digits.data() + digits.size();
  if (is_number && count.desired_count >= 0 && count.desired_count <= largest) return count;
  throw UsageError(fmt::format("--desired: expected SERVICE=N with N from 0 to {}, found \"{}\"", largest, text));
}

SplitOptions split_options(const NetworkCommand& command) {
  SplitOptions options{.splits = {}, .desired = {}, .services = command.input.services};
  for (const std::string& text : command.splits) {
    const auto [container, service] = sides("--split", "CONTAINER=SERVICE", text);
    options.splits.push_back({container, service});
  }
  for (const std::string& text : command.desired) options.desired.push_back(count_of(text));
  if (options.splits.empty() && !options.desired.empty()) throw UsageError("--desired: expected it with --split");
  return options;
}

/// What is wrong with the task definitions can be told, but not be simulated.
std::vector<Cluster> read(const NetworkCommand& command, const SplitOptions& split, std::vector<Fault>& faults) {
  return split.splits.empty() ? load_clusters(command.input, faults) : load_clusters(command.input);
}

NetworkAnswer answer_for(Cluster cluster, const NetworkCommand& command, const SplitOptions& options) {
  NetworkAnswer answer;
  if (!options.splits.empty()) answer.split = split(cluster, options);
  if (!command.input.services.empty()) cluster.run_tasks.clear();
  keep_services(cluster, command.input.services);
  answer.result = network(cluster);
  for (const Finding& finding : answer.result.findings) {
    answer.findings.push_back({finding, std::nullopt, cluster.cluster_name});
  }
  return answer;
}

bool has_errors(const NetworkAnswer& answer) {
  return std::ranges::any_of(
      answer.findings, [](const LocatedFinding& located) { return located.finding.level == Finding::Level::error; });
}

ExitStatus run(const NetworkCommand& command) {
  const SplitOptions options = split_options(command);
  std::vector<Fault> faults;
  std::vector<Cluster> clusters = read(command, options, faults);
  require_services(command.input, clusters);
  report_what_was_read(command.output, clusters);
  if (!options.splits.empty() && clusters.size() > 1) {
    throw UsageError("--split: expected one cluster, found several; --cluster says which");
  }
  std::vector<NetworkAnswer> answers;
  for (Cluster& cluster : clusters) answers.push_back(answer_for(std::move(cluster), command, options));
  if (!answers.empty()) {  // a file may belong to several clusters; its faults are told once
    const std::vector<LocatedFinding> first = located(faults);
    answers.front().findings.insert(answers.front().findings.begin(), first.begin(), first.end());
  }
  emit(command.output, [&](std::ostream& out) {
    if (command.output.drawing) {
      draw_network(out, answers, *command.output.drawing);
    } else {
      write_network(out, answers, command.output.write_options());
    }
  });
  return std::ranges::any_of(answers, has_errors) && !command.output.exit_zero ? ExitStatus::refused : ExitStatus::ok;
}

}  // namespace

Subcommand add_network(CLI::App& root) {
  const auto command = std::make_shared<NetworkCommand>();
  CLI::App* app = root.add_subcommand("network", "Which container reaches which, by which address");
  add_input_options(*app, command->input);
  add_repeatable(*app, "--split", command->splits, "CONTAINER=SERVICE", "What a service of its own would cost");
  add_repeatable(*app, "--desired", command->desired, "SERVICE=N", "Tasks of a service that comes of --split");
  add_output_options(*app, command->output, {Format::text, Format::json, Format::yaml, Format::markdown},
                     {Drawing::dot, Drawing::svg});
  return {app, [command] { return run(*command); }};
}

}  // namespace eniplan::cli
