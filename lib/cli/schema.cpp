#include "cli/schemas.hpp"

#include <algorithm>
#include <memory>

#include "cli/options.hpp"
#include "cli/subcommands.hpp"
#include "cli/usage_error.hpp"

namespace eniplan::cli {
namespace {

struct SchemaOptions {
  std::string name;
  OutputOptions output;
};

std::vector<std::string_view> names() {
  std::vector<std::string_view> names;
  for (const Schema& schema : schemas()) names.push_back(schema.name);
  return names;
}

ExitStatus run(const SchemaOptions& options) {
  if (options.name.empty()) {
    emit(options.output, [](std::ostream& out) {
      for (const std::string_view name : names()) out << name << '\n';
    });
    return ExitStatus::ok;
  }
  const auto schema = std::ranges::find(schemas(), options.name, &Schema::name);
  if (schema == schemas().end()) refuse_word("NAME", options.name, names());
  emit(options.output, [&schema](std::ostream& out) { out << schema->text; });
  return ExitStatus::ok;
}

}  // namespace

Subcommand add_schema(CLI::App& root) {
  const auto options = std::make_shared<SchemaOptions>();
  CLI::App* app =
      root.add_subcommand("schema", "The JSON Schema of an answer or of the input; their names without NAME");
  std::string words;
  for (const std::string_view name : names()) words += (words.empty() ? "" : "|") + std::string(name);
  app->add_option("NAME", options->name, "Which schema")->type_name(words)->option_text(words);
  app->add_option("-o,--output", options->output.path, "Write to FILE, whole or not at all; - is standard output")
      ->type_name("FILE");
  return {app, [options] { return run(*options); }};
}

}  // namespace eniplan::cli
