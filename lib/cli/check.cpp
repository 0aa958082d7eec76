#include <eniplan/check.hpp>

#include <algorithm>
#include <memory>

#include "cli/options.hpp"
#include "cli/subcommands.hpp"

namespace eniplan::cli {
namespace {

struct CheckOptions {
  InputOptions input;
  OutputOptions output;
};

std::vector<LocatedFinding> findings_of(const InputError& error) {
  std::vector<LocatedFinding> findings;
  for (const Diagnostic& diagnostic : error.diagnostics()) {
    findings.push_back({{Finding::Level::error, "invalid-input", diagnostic.message}, diagnostic, ""});
  }
  return findings;
}

std::vector<LocatedFinding> find(const InputOptions& input) {
  std::vector<LocatedFinding> findings;
  std::vector<Fault> faults;
  try {
    std::vector<Cluster> clusters = load_clusters(input, faults);
    findings = located(faults);
    require_services(input, clusters);
    for (Cluster& cluster : clusters) {
      keep_services(cluster, input.services);
      for (Finding& finding : check(cluster)) {
        findings.push_back({std::move(finding), std::nullopt, cluster.cluster_name});
      }
    }
    return findings;
  } catch (const InputError& error) {
    // What other commands refuse is what this one was asked to find.
    findings = located(faults);
    std::ranges::move(findings_of(error), std::back_inserter(findings));
    return findings;
  }
}

ExitStatus run(const CheckOptions& options) {
  const std::vector<LocatedFinding> findings = find(options.input);
  emit(options.output, [&](std::ostream& out) { write_findings(out, findings, options.output.write_options()); });
  const bool has_errors = std::ranges::any_of(
      findings, [](const LocatedFinding& located) { return located.finding.level == Finding::Level::error; });
  return has_errors && !options.output.exit_zero ? ExitStatus::refused : ExitStatus::ok;
}

}  // namespace

Subcommand add_check(CLI::App& root) {
  const auto options = std::make_shared<CheckOptions>();
  CLI::App* app = root.add_subcommand("check", "The input alone: every error and every suspicion");
  add_input_options(*app, options->input);
  add_output_options(*app, options->output, {Format::text, Format::json, Format::yaml, Format::csv, Format::markdown});
  return {app, [options] { return run(*options); }};
}

}  // namespace eniplan::cli
