#include <eniplan/load.hpp>

#include <ranges>
#include <unordered_set>

#include <eniplan/catalog.hpp>

#include "io/assemble.hpp"
#include "io/document_reader.hpp"
#include "io/settings.hpp"

namespace eniplan {
namespace {

using io::Arena;
using io::Document;
using io::Problems;
using io::Settings;
using io::Source;
using io::Sources;

std::vector<Document> read_documents(const Sources& sources, Arena& arena, Settings& settings, Problems& problems) {
  std::vector<Document> documents;
  for (const auto& source : sources) {
    io::DocumentReader reader(*source, arena, settings, problems, documents);
    source->notation == io::Notation::json ? io::parse_json(*source, arena, reader, problems)
                                           : io::parse_yaml(*source, arena, reader, problems);
  }
  return documents;
}

// The types of `--types-file`. Of several with one name the one in the file given last counts.
std::vector<InstanceType> read_types(const Sources& sources, Arena& arena, Problems& problems) {
  Settings no_settings({}, problems);
  std::vector<InstanceType> types;
  std::unordered_set<std::string> names;
  std::vector<Document> documents = read_documents(sources, arena, no_settings, problems);
  for (const Document& document : documents | std::views::reverse) {
    for (const auto& record : document.draft.instance_types) {
      const bool is_new = names.insert(record.value.name).second;
      if (is_new) types.push_back(io::complete_type(record, find_instance_type(record.value.name), problems));
    }
  }
  if (!sources.empty() && types.empty() && !problems.any()) {
    problems.error(sources.front()->name, "expected a file with InstanceTypes or instanceTypes, found none");
  }
  return types;
}

std::vector<Cluster> load_sources(const Sources& sources, const LoadOptions& options, Problems& problems) {
  Arena arena;
  Settings settings(options.set, problems);
  const Sources type_sources = io::read_sources(options.types_files, nullptr, problems);
  const std::vector<InstanceType> types = read_types(type_sources, arena, problems);
  std::vector<Document> documents = read_documents(sources, arena, settings, problems);
  if (problems.gave_up()) problems.raise();

  std::vector<Cluster> clusters;
  for (io::ClusterDraft& draft : io::divide_by_cluster(std::move(documents), problems)) {
    settings.apply_top_level(draft.draft, problems);
    Cluster& cluster = clusters.emplace_back(io::make_cluster(std::move(draft), types, problems));
    cluster.memory_overhead = options.memory_overhead;
    io::add_suspicions(cluster);
  }
  settings.report_unused(problems);
  problems.raise();
  return clusters;
}

}  // namespace

std::vector<Cluster> load(std::span<const std::string> paths, std::span<const NamedText> texts,
                          const LoadOptions& options) {
  Problems problems(options.faults);
  Sources sources = io::read_sources(paths, options.standard_input, problems);
  for (const NamedText& text : texts) {
    if (auto source = io::make_source(text.name, io::Buffer(text.text), problems)) sources.push_back(std::move(source));
  }
  return load_sources(sources, options, problems);
}

std::vector<Cluster> load(std::span<const std::string> paths, const LoadOptions& options) {
  return load(paths, std::span<const NamedText>(), options);
}

std::vector<Cluster> load_text(std::string_view text, std::string_view name, const LoadOptions& options) {
  const NamedText named{std::string(name), text};
  return load({}, {&named, 1}, options);
}

}  // namespace eniplan
