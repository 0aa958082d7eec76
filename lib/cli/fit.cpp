#include <memory>

#include <eniplan/placement.hpp>

#include "cli/catalog_view.hpp"
#include "cli/options.hpp"
#include "cli/subcommands.hpp"

namespace eniplan::cli {
namespace {

struct FitOptions {
  std::string type;
  Resources needs;
  NetworkMode network_mode = NetworkMode::awsvpc;
  CatalogOptions catalog;
  OutputOptions output;
};

ExitStatus run(const FitOptions& options) {
  FitAnswer answer{.type = visible_type(options.catalog, options.type),
                   .network_mode = options.network_mode,
                   .needs = options.needs};
  answer.needs.eni = {options.network_mode == NetworkMode::awsvpc ? 1 : 0};
  answer.without_trunk = fit(answer.type, answer.needs, Trunking::disabled);
  if (answer.type.ecs_task_limit_trunking) answer.with_trunk = fit(answer.type, answer.needs, Trunking::enabled);
  emit(options.output, [&](std::ostream& out) { write_fit(out, answer, options.output.write_options()); });
  const bool fits = answer.without_trunk.count > 0 || (answer.with_trunk && answer.with_trunk->count > 0);
  return fits || options.output.exit_zero ? ExitStatus::ok : ExitStatus::refused;
}

}  // namespace

Subcommand add_fit(CLI::App& root) {
  // What one task may ask for: far above any instance, far below what could overflow.
  constexpr std::int64_t largest_need = 1'000'000'000;
  const auto options = std::make_shared<FitOptions>();
  CLI::App* app = root.add_subcommand("fit", "How many copies of a task one empty instance takes, what runs out first");
  app->add_option("TYPE", options->type, "Instance type, c5.large")->required()->type_name("TYPE")->option_text(" ");
  Resources& needs = options->needs;
  add_number(
      *app, "--cpu", 0, largest_need, [&needs](std::int64_t n) { needs.cpu = {n}; },
      "CPU units of the task, 1024 are one vCPU")
      ->required();
  add_number(
      *app, "--memory", 1, largest_need, [&needs](std::int64_t n) { needs.memory = {n}; }, "Memory of the task, MiB")
      ->required();
  add_number(
      *app, "--gpu", 0, largest_need, [&needs](std::int64_t n) { needs.gpu = {n}; }, "GPUs of the task");
  add_network_mode(*app, options->network_mode);
  add_catalog_options(*app, options->catalog);
  add_output_options(*app, options->output, {Format::text, Format::json, Format::yaml, Format::csv, Format::markdown});
  return {app, [options] { return run(*options); }};
}

}  // namespace eniplan::cli
