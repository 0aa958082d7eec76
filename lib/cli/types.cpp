#include <fnmatch.h>

#include <algorithm>
#include <array>
#include <memory>

#include "cli/catalog_view.hpp"
#include "cli/options.hpp"
#include "cli/subcommands.hpp"
#include "cli/usage_error.hpp"

namespace eniplan::cli {
namespace {

struct TypesOptions {
  std::vector<std::string> patterns;
  bool compare = false;
  std::optional<TypesOrder> order;
  CatalogOptions catalog;
  OutputOptions output;
};

constexpr std::array orders = {TypesOrder::name,
                               TypesOrder::tasks,
                               TypesOrder::trunked_tasks,
                               TypesOrder::gain,
                               TypesOrder::price,
                               TypesOrder::slot_price,
                               TypesOrder::trunked_slot_price,
                               TypesOrder::cheapest_slot_price,
                               TypesOrder::slot_memory,
                               TypesOrder::trunked_slot_memory};

std::vector<std::string_view> order_words() {
  std::vector<std::string_view> words;
  for (const TypesOrder order : orders) words.push_back(to_string(order));
  return words;
}

TypesOrder order_of(const std::string& word) {
  const std::vector<std::string_view> words = order_words();
  const auto found = std::ranges::find(words, word);
  if (found == words.end()) refuse_word("--sort", word, words);
  return orders.at(static_cast<std::size_t>(found - words.begin()));
}

bool matches(const InstanceType& type, const std::vector<std::string>& patterns) {
  if (patterns.empty()) return true;
  return std::ranges::any_of(
      patterns, [&type](const std::string& pattern) { return fnmatch(pattern.c_str(), type.name.c_str(), 0) == 0; });
}

ExitStatus run(const TypesOptions& options) {
  std::vector<InstanceType> types = visible_types(options.catalog);
  std::erase_if(types, [&options](const InstanceType& type) { return !matches(type, options.patterns); });
  const TypesView view = options.compare ? TypesView::compared : TypesView::plain;
  const TypesOrder usual = options.compare ? TypesOrder::cheapest_slot_price : TypesOrder::name;
  emit(options.output, [&](std::ostream& out) {
    write_types(out, types, view, options.order.value_or(usual), options.output.write_options());
  });
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
  std::string words;
  for (const std::string_view word : order_words()) words.append(words.empty() ? "" : "|").append(word);
  app->add_option_function<std::string>(
         "--sort", [options](const std::string& word) { options->order = order_of(word); },
         "Order of the types: dearest slots last, most slots, gain and memory first")
      ->type_name(words);
  add_catalog_options(*app, options->catalog);
  add_output_options(*app, options->output, {Format::text, Format::json, Format::yaml, Format::csv, Format::markdown});
  return {app, [options] { return run(*options); }};
}

}  // namespace eniplan::cli
