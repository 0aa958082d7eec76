#include <eniplan/what_if.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <variant>

#include "cli/options.hpp"
#include "cli/subcommands.hpp"
#include "cli/usage_error.hpp"
#include "model/parallel.hpp"

namespace eniplan::cli {
namespace {

struct WhatIfCommand {
  InputOptions input;
  OutputOptions output;
  std::vector<Change> changes;  // in the order given
};

struct NameAndCount {
  std::string name;
  std::int64_t count = 0;
};

/// `web=12`
NameAndCount name_and_count(const std::string& option, const std::string& text) {
  constexpr std::int64_t largest = 10'000'000;
  const std::size_t sign = text.rfind('=');
  NameAndCount result{.name = text.substr(0, sign)};
  if (sign != std::string::npos) {
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data() + sign + 1, end, result.count);
    const bool is_count = error == std::errc{} && stop == end && result.count >= 0 && result.count <= largest;
    if (is_count && !result.name.empty()) return result;
  }
  throw UsageError(fmt::format("{}: expected NAME=N with N from 0 to {}, found \"{}\"", option, largest, text));
}

SwapType types_to_swap(const std::string& text) {
  const std::size_t sign = text.find('=');
  if (sign == 0 || sign == std::string::npos || sign + 1 == text.size()) {
    throw UsageError(fmt::format("--swap-type: expected OLD=NEW, found \"{}\"", text));
  }
  return {.from = text.substr(0, sign), .to = text.substr(sign + 1), .group = std::nullopt};
}

/// `--group` belongs to the change before it.
void set_group(std::vector<Change>& changes, const std::string& group) {
  std::optional<std::string>* place = nullptr;
  if (!changes.empty()) {
    if (auto* const trunking = std::get_if<SetTrunking>(&changes.back())) place = &trunking->group;
    if (auto* const swap = std::get_if<SwapType>(&changes.back())) place = &swap->group;
  }
  if (place == nullptr || place->has_value()) {
    throw UsageError(fmt::format("--group {}: expected it behind --trunking or --swap-type, once", group));
  }
  *place = group;
}

/// An option that says one change each time it is given. Changes are made in the order of the command line, so each is
/// taken down as it is met.
void add_change(CLI::App& app, const std::string& name, const std::string& type_name, const std::string& description,
                const std::function<void(const std::string&)>& take) {
  app.add_option_function<std::string>(name, take, description)
      ->type_name(type_name)
      ->trigger_on_parse()
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

void add_changes(CLI::App& app, std::vector<Change>& changes) {
  add_change(app, "--lose-zone", "ZONE", "All instances of the zone are gone",
             [&changes](const std::string& zone) { changes.emplace_back(LoseZone{zone}); });
  add_change(app, "--lose-instance", "ID", "The instance is gone",
             [&changes](const std::string& id) { changes.emplace_back(LoseInstance{id}); });
  add_change(app, "--desired", "SERVICE=N", "The service wants N tasks", [&changes](const std::string& text) {
    const NameAndCount given = name_and_count("--desired", text);
    changes.emplace_back(SetDesiredCount{given.name, given.count});
  });
  add_change(app, "--trunking", "on|off", "Instances are replaced by new ones with or without trunk",
             [&changes](const std::string& word) {
               const std::vector<std::string_view> words = {"on", "off"};
               if (word != "on" && word != "off") refuse_word("--trunking", word, words);
               changes.emplace_back(SetTrunking{word == "on" ? Trunking::enabled : Trunking::disabled, std::nullopt});
             });
  add_change(app, "--swap-type", "OLD=NEW", "Instances of a type are replaced by as many of another",
             [&changes](const std::string& text) { changes.emplace_back(types_to_swap(text)); });
  add_change(app, "--group", "GROUP", "Only instances of the capacity group; belongs to the change before it",
             [&changes](const std::string& group) { set_group(changes, group); });
  add_change(app, "--add", "GROUP=N", "N more instances of a capacity group", [&changes](const std::string& text) {
    const NameAndCount given = name_and_count("--add", text);
    changes.emplace_back(AddInstances{given.name, given.count});
  });
  add_change(app, "--remove", "GROUP=N", "N instances fewer, the emptiest first", [&changes](const std::string& text) {
    const NameAndCount given = name_and_count("--remove", text);
    changes.emplace_back(RemoveInstances{given.name, given.count});
  });
}

// Several clusters: a change is made to those that it concerns.

bool has_group(const Cluster& cluster, const std::string& name) {
  return std::ranges::find(cluster.capacity, name, &CapacityGroup::name) != cluster.capacity.end();
}

bool has_attribute(const Cluster& cluster, std::string_view attribute, const std::string& value) {
  return std::ranges::any_of(cluster.container_instances, [&](const ContainerInstance& instance) {
    return instance.attributes.value_of(attribute) == value;
  });
}

struct Concerns {
  const Cluster& cluster;

  bool operator()(const LoseZone& change) const {
    return has_attribute(cluster, availability_zone_attribute, change.zone) ||
           std::ranges::any_of(cluster.capacity, [&](const CapacityGroup& group) {
             return group.count > 0 &&
                    std::ranges::find(group.availability_zones, change.zone) != group.availability_zones.end();
           });
  }
  bool operator()(const LoseInstance& change) const {
    const std::string& name = change.instance;
    return has_group(cluster, name.substr(0, name.rfind('/'))) ||
           std::ranges::any_of(cluster.container_instances, [&](const ContainerInstance& instance) {
             return instance.container_instance_arn == name || instance_id(instance) == name ||
                    instance.ec2_instance_id == name;
           });
  }
  bool operator()(const SetDesiredCount& change) const {
    return std::ranges::find(cluster.services, change.service, &Service::service_name) != cluster.services.end();
  }
  bool operator()(const SetTrunking& change) const { return !change.group || has_group(cluster, *change.group); }
  bool operator()(const SwapType& change) const {
    if (change.group) return has_group(cluster, *change.group);
    return has_attribute(cluster, instance_type_attribute, change.from) ||
           std::ranges::find(cluster.capacity, change.from, &CapacityGroup::instance_type) != cluster.capacity.end();
  }
  bool operator()(const AddInstances& change) const { return has_group(cluster, change.group); }
  bool operator()(const RemoveInstances& change) const { return has_group(cluster, change.group); }
};

std::vector<Change> changes_for(const Cluster& cluster, const std::vector<Change>& changes) {
  std::vector<Change> own;
  std::ranges::copy_if(changes, std::back_inserter(own),
                       [&](const Change& change) { return std::visit(Concerns{cluster}, change); });
  return own;
}

/// A change that concerns no cluster is left to the first, which says what is wrong with it.
std::vector<std::vector<Change>> changes_of_all(const std::vector<Cluster>& clusters,
                                                const std::vector<Change>& changes) {
  if (clusters.size() == 1) return {changes};
  std::vector<std::vector<Change>> all;
  for (const Cluster& cluster : clusters) all.push_back(changes_for(cluster, changes));
  for (const Change& change : changes) {
    const bool concerns_one =
        std::ranges::any_of(clusters, [&](const Cluster& cluster) { return std::visit(Concerns{cluster}, change); });
    if (!concerns_one && !all.empty()) all.front().push_back(change);
  }
  return all;
}

bool is_refused(const WhatIfResult& result) { return result.after.unplaced > 0 || result.after.attach_failures > 0; }

void keep_services(WhatIfResult& result, const std::vector<std::string>& names) {
  if (names.empty()) return;
  std::erase_if(result.services, [&names](const ServiceDifference& service) {
    return std::ranges::find(names, service.service_name) == names.end();
  });
}

ExitStatus run(const WhatIfCommand& command) {
  if (command.changes.empty()) throw UsageError("a change is required, such as --lose-zone ZONE");
  const std::vector<Cluster> clusters = load_clusters(command.input);
  require_services(command.input, clusters);
  report_what_was_read(command.output, clusters);
  const std::vector<std::vector<Change>> changes = changes_of_all(clusters, command.changes);
  std::vector<WhatIfResult> results(clusters.size());
  for_each_index(clusters.size(), command.output.thread_count(),
                 [&](std::size_t i) { results[i] = what_if(clusters[i], changes[i]); });
  for (WhatIfResult& result : results) {
    report_warnings(command.output, result.cluster_name, result.warnings);
    keep_services(result, command.input.services);
  }
  emit(command.output, [&](std::ostream& out) { write_what_if(out, results, command.output.write_options()); });
  const bool refused = std::ranges::any_of(results, is_refused);
  return refused && !command.output.exit_zero ? ExitStatus::refused : ExitStatus::ok;
}

}  // namespace

Subcommand add_whatif(CLI::App& root) {
  const auto command = std::make_shared<WhatIfCommand>();
  CLI::App* app = root.add_subcommand("whatif", "What a change of the fleet or of a service does to the tasks there");
  add_input_options(*app, command->input);
  add_changes(*app, command->changes);
  add_output_options(*app, command->output, {Format::text, Format::json, Format::yaml, Format::csv, Format::markdown});
  return {app, [command] { return run(*command); }};
}

}  // namespace eniplan::cli
