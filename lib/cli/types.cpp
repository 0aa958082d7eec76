#include <fnmatch.h>

#include <algorithm>
#include <memory>

#include "cli/catalog_view.hpp"
#include "cli/options.hpp"
#include "cli/subcommands.hpp"

namespace eniplan::cli {
namespace {

struct TypesOptions {
  std::vector<std::string> patterns;
  bool compare = false;
  CatalogOptions catalog;
  OutputOptions output;
};

bool matches(const InstanceType& type, const std::vector<std::string>& patterns) {
  if (patterns.empty()) return true;
  return std::ranges::any_of(
      patterns, [&type](const std::string& pattern) { return fnmatch(pattern.c_str(), type.name.c_str(), 0) == 0; });
}

ExitStatus run(const TypesOptions& options) {
  std::vector<InstanceType> types = visible_types(options.catalog);
  std::erase_if(types, [&options](const InstanceType& type) { return !matches(type, options.patterns); });
  const TypesView view = options.compare ? TypesView::compared : TypesView::plain;
  emit(options.output, [&](std::ostream& out) { write_types(out, types, view, options.output.write_options()); });
  return types.empty() && !options.output.exit_zero ? ExitStatus::refused : ExitStatus::ok;
}

}  // namespace

Subcommand add_types(CLI::App& root) {
  const auto options = std::make_shared<TypesOptions>();
  CLI::App* app =
      root.add_subcommand("types", "Instance types: task limits, memory, the source and date of each figure");
  app->add_option("PATTERN", options->patterns, "Names or patterns such as 'c5.*'; all types without")
      ->type_name("PATTERN")
      ->option_text("...");
  app->add_flag("--compare", options->compare, "What stands behind each task slot, the cheapest slot first");
  add_catalog_options(*app, options->catalog);
  add_output_options(*app, options->output, {Format::text, Format::json, Format::yaml, Format::csv, Format::markdown});
  return {app, [options] { return run(*options); }};
}

}  // namespace eniplan::cli
