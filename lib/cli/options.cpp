#include "cli/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <iostream>
#include <map>
#include <thread>
#include <tuple>
#include <utility>

#include "cli/output.hpp"
#include "cli/usage_error.hpp"
#include "model/nearest.hpp"

namespace eniplan::cli {
namespace {

std::string_view word(Format format) {
  switch (format) {
    case Format::text: return "text";
    case Format::json: return "json";
    case Format::yaml: return "yaml";
    case Format::csv: return "csv";
    case Format::markdown: return "markdown";
  }
  return {};
}

std::string_view word(Drawing drawing) { return drawing == Drawing::dot ? "dot" : "svg"; }

/// An option whose value is one of `choices`.
template <class T>
void add_choice(CLI::App& app, const std::string& name, const std::function<void(const T&)>& set,
                const std::vector<std::pair<std::string_view, T>>& choices, const std::string& description) {
  std::vector<std::string_view> words;
  for (const auto& [choice, meaning] : choices) words.push_back(choice);
  const std::string title = name.substr(name.rfind("--"));
  app.add_option_function<std::string>(
         name,
         [set, choices, words, title](const std::string& given) {
           const auto choice = std::ranges::find(choices, given, &std::pair<std::string_view, T>::first);
           if (choice == choices.end()) refuse_word(title, given, words);
           set(choice->second);
         },
         description)
      ->type_name(fmt::format("{}", fmt::join(words, "|")))
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

template <class T>
void add_choice(CLI::App& app, const std::string& name, T& target,
                const std::vector<std::pair<std::string_view, T>>& choices, const std::string& description) {
  add_choice<T>(
      app, name, [&target](const T& choice) { target = choice; }, choices, description);
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// `7.5` is 7500; three decimals at most, below 100.
std::optional<std::int64_t> thousandths(std::string_view text) {
  const std::size_t point = text.find('.');
  const std::optional<std::int64_t> whole = whole_number(text.substr(0, point));
  std::string decimals(point == std::string_view::npos ? "" : text.substr(point + 1));
  if (!whole || *whole < 0 || *whole > 99 || decimals.size() > 3 || text.ends_with('.')) return std::nullopt;
  decimals.resize(3, '0');
  const std::optional<std::int64_t> rest = whole_number(decimals);
  if (!rest || *rest < 0) return std::nullopt;
  return *whole * 1000 + *rest;
}

MemoryOverhead memory_overhead(const std::string& text) {
  constexpr std::int64_t largest = 1'000'000'000;
  if (text.ends_with('%')) {
    if (const auto share = thousandths(std::string_view(text).substr(0, text.size() - 1))) {
      return {.millipercent = *share};
    }
  } else if (const auto amount = whole_number(text); amount && *amount >= 0 && *amount <= largest) {
    return {.amount = MiB{*amount}};
  }
  throw UsageError(
      fmt::format("--memory-overhead: expected a share such as 7.5% or MiB such as 300, found \"{}\"", text));
}

/// Throws UsageError for the first of `wanted` that `names` lacks.
void require_names(std::string_view what, const std::vector<std::string>& wanted,
                   const std::vector<std::string_view>& names) {
  for (const std::string& name : wanted) {
    if (std::ranges::find(names, name) != names.end()) continue;
    throw UsageError(
        fmt::format("--{0}: there is no {0} \"{1}\" in the input{2}", what, name, suggestion(name, names)));
  }
}

}  // namespace

WriteOptions OutputOptions::write_options() const {
  return {.format = format, .color = color_of(color, (path.empty() || path == "-") && standard_output_is_terminal())};
}

std::size_t OutputOptions::thread_count() const {
  return jobs > 0 ? static_cast<std::size_t>(jobs) : std::max<std::size_t>(std::thread::hardware_concurrency(), 1);
}

LoadOptions InputOptions::load_options() const {
  return {.types_files = catalog.types_files,
          .memory_overhead = catalog.memory_overhead,
          .set = set,
          .standard_input = &std::cin};
}

void add_output_options(CLI::App& app, OutputOptions& options, std::initializer_list<Format> formats,
                        std::initializer_list<Drawing> drawings) {
  using Choice = std::pair<Format, std::optional<Drawing>>;
  std::vector<std::pair<std::string_view, Choice>> choices;
  for (const Format format : formats) choices.push_back({word(format), {format, std::nullopt}});
  for (const Drawing drawing : drawings) choices.push_back({word(drawing), {Format::text, drawing}});
  options.format = *formats.begin();
  add_choice<Choice>(
      app, "-f,--format", [&options](const Choice& choice) { std::tie(options.format, options.drawing) = choice; },
      choices, "How the answer is written");
  app.add_option("-o,--output", options.path, "Write to FILE, whole or not at all; - is standard output")
      ->type_name("FILE");
  add_choice<ColorChoice>(
      app, "--color", options.color,
      {{"auto", ColorChoice::automatic}, {"always", ColorChoice::always}, {"never", ColorChoice::never}},
      "When text is coloured");
  add_number(
      app, "-j,--jobs", 1, 1024, [&options](std::int64_t jobs) { options.jobs = jobs; },
      "Threads; the answer does not depend on them");
  app.add_flag("--exit-zero", options.exit_zero, "Status 0 where it would be 1");
  app.add_flag("-q,--quiet", options.quiet, "No warnings on standard error");
  app.add_flag("-v,--verbose", options.verbose, "All warnings, and what was read");
}

void add_catalog_options(CLI::App& app, CatalogOptions& options) {
  add_repeatable(app, "--types-file", options.types_files, "FILE",
                 "Instance types that stand before the built-in ones");
  app.add_option_function<std::string>(
         "--memory-overhead", [&options](const std::string& text) { options.memory_overhead = memory_overhead(text); },
         "Memory that instances do not register: a share or MiB")
      ->type_name("N%|N");
}

void add_input_options(CLI::App& app, InputOptions& options) {
  app.add_option("FILE", options.files, "Files and folders; - is standard input")
      ->required()
      ->type_name("FILE")
      ->option_text("...");
  add_repeatable(app, "--set", options.set, "PATH=VALUE", "Replace a value of the input, services.web.desiredCount=12");
  add_repeatable(app, "--cluster", options.clusters, "NAME", "Look at this cluster only");
  add_repeatable(app, "--service", options.services, "NAME", "Look at this service only");
  add_catalog_options(app, options.catalog);
}

void add_network_mode(CLI::App& app, NetworkMode& mode) {
  std::vector<std::pair<std::string_view, NetworkMode>> choices;
  for (const NetworkMode choice : {NetworkMode::awsvpc, NetworkMode::bridge, NetworkMode::host, NetworkMode::none}) {
    choices.emplace_back(to_string(choice), choice);
  }
  add_choice(app, "--network-mode", mode, choices, "Network mode of the task, awsvpc unless said otherwise");
}

CLI::Option* add_number(CLI::App& app, const std::string& name, std::int64_t least, std::int64_t most,
                        const std::function<void(std::int64_t)>& set, const std::string& description) {
  const std::string title = name.substr(name.rfind("--"));
  return app
      .add_option_function<std::string>(
          name,
          [=](const std::string& text) {
            const std::optional<std::int64_t> number = whole_number(text);
            if (!number || *number < least || *number > most) {
              throw UsageError(
                  fmt::format("{}: expected a whole number from {} to {}, found \"{}\"", title, least, most, text));
            }
            set(*number);
          },
          description)
      ->type_name("N");
}

CLI::Option* add_repeatable(CLI::App& app, const std::string& name, std::vector<std::string>& values,
                            const std::string& type_name, const std::string& description) {
  return app.add_option(name, values, description)
      ->type_name(type_name)
      ->option_text(type_name + " ...")
      ->allow_extra_args(false);
}

namespace {

std::vector<Cluster> load_asked_for(const InputOptions& options, const LoadOptions& load_options) {
  std::vector<Cluster> clusters = load(options.files, load_options);
  if (options.clusters.empty()) return clusters;
  std::vector<std::string_view> names;
  for (const Cluster& cluster : clusters) names.push_back(cluster.cluster_name);
  require_names("cluster", options.clusters, names);
  std::erase_if(clusters, [&options](const Cluster& cluster) {
    return std::ranges::find(options.clusters, cluster.cluster_name) == options.clusters.end();
  });
  return clusters;
}

}  // namespace

std::vector<Cluster> load_clusters(const InputOptions& options) {
  return load_asked_for(options, options.load_options());
}

std::vector<Cluster> load_clusters(const InputOptions& options, std::vector<Fault>& faults) {
  LoadOptions load_options = options.load_options();
  load_options.faults = &faults;
  return load_asked_for(options, load_options);
}

std::vector<LocatedFinding> located(const std::vector<Fault>& faults) {
  std::vector<LocatedFinding> findings;
  for (const Fault& fault : faults) {
    LocatedFinding& finding = findings.emplace_back();  // GCC 12 thinks that a temporary one is not initialised
    finding.finding = {.level = Finding::Level::error, .code = fault.code, .message = fault.diagnostic.message};
    finding.place = fault.diagnostic;
  }
  return findings;
}

void require_services(const InputOptions& options, const std::vector<Cluster>& clusters) {
  std::vector<std::string_view> names;
  for (const Cluster& cluster : clusters) {
    for (const Service& service : cluster.services) names.push_back(service.service_name);
  }
  require_names("service", options.services, names);
}

void keep_services(Cluster& cluster, const std::vector<std::string>& services) {
  if (services.empty()) return;
  std::erase_if(cluster.services, [&services](const Service& service) {
    return std::ranges::find(services, service.service_name) == services.end();
  });
}

void emit(const OutputOptions& options, const std::function<void(std::ostream&)>& write) {
  Output output(options.path);
  write(output.stream());
  output.commit();
}

void report_what_was_read(const OutputOptions& options, const std::vector<Cluster>& clusters) {
  if (!options.verbose) return;
  for (const Cluster& cluster : clusters) {
    std::int64_t instances = static_cast<std::int64_t>(cluster.container_instances.size());
    for (const CapacityGroup& group : cluster.capacity) instances += group.count;
    std::cerr << fmt::format("{}: instances {}, task definitions {}, tasks {}, services {}, requests {}\n",
                             cluster.cluster_name, instances, cluster.task_definitions.size(), cluster.tasks.size(),
                             cluster.services.size(), cluster.run_tasks.size());
  }
}

void report_warnings(const OutputOptions& options, std::string_view cluster_name,
                     const std::vector<Warning>& warnings) {
  if (options.quiet || options.format == Format::json || options.format == Format::yaml) return;
  constexpr std::int64_t most_of_a_kind = 5;
  std::map<std::string_view, std::int64_t> seen;
  for (const Warning& warning : warnings) {
    if (++seen[warning.code] > most_of_a_kind && !options.verbose) continue;
    std::cerr << fmt::format("warning: {}: {} [{}]\n", cluster_name, warning.message, warning.code);
  }
  if (options.verbose) return;
  for (const auto& [code, count] : seen) {
    if (count <= most_of_a_kind) continue;
    std::cerr << fmt::format("warning: {}: {} more like this; --verbose shows them [{}]\n", cluster_name,
                             count - most_of_a_kind, code);
  }
}

}  // namespace eniplan::cli
