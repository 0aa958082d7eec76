#include "io/result_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>

#include "io/wording.hpp"

namespace eniplan::io {
namespace {

using Align = TextTable::Align;

/// Adds `each` `count` times. Fleets that nobody has would overflow: their sums stop at a figure that still leaves room
/// to subtract.
void add_times(std::int64_t& sum, std::int64_t each, std::int64_t count) {
  constexpr std::int64_t limit = 4'000'000'000'000'000'000;
  std::int64_t product = 0;
  if (__builtin_mul_overflow(each, count, &product)) product = each < 0 ? -limit : limit;
  sum = std::clamp(sum + std::clamp(product, -limit, limit), -limit, limit);
}

void add_times(Resources& sum, const Resources& each, std::int64_t count) {
  add_times(sum.cpu.value, each.cpu.value, count);
  add_times(sum.memory.value, each.memory.value, count);
  add_times(sum.gpu.value, each.gpu.value, count);
  add_times(sum.eni.value, each.eni.value, count);
}

/// Instances that a row stands for: one, several of one kind, or all.
struct InstanceSum {
  std::string title;
  std::string type;
  std::string zone;
  std::string trunk;
  std::int64_t instances = 0;
  Resources registered;
  Resources remaining;
  std::int64_t tasks = 0;
  std::int64_t attach_failures = 0;

  /// `count` instances, each with these facts and in the state of `run`.
  void add(const InstanceFacts& facts, const InstanceResults::Run& run, std::int64_t count) {
    instances += count;
    add_times(registered, facts.registered, count);
    add_times(remaining, run.remaining, count);
    tasks += run.tasks * count;
    attach_failures += run.attach_failures * count;
  }
};

std::int64_t count_of(const InstanceResults::Run& run) { return static_cast<std::int64_t>(run.instance_count); }

/// A row without figures.
InstanceSum described(const InstanceFacts& facts) {
  return {.type = facts.instance_type.value_or("?"),
          .zone = facts.availability_zone.value_or("?"),
          .trunk = facts.trunking ? "yes" : "no"};
}

/// Used share in thousandths. Above a million units the thousandth is rounded first, so that nothing overflows.
std::int64_t permille(std::int64_t registered, std::int64_t remaining) {
  if (registered <= 0) return 0;
  const std::int64_t used = registered - remaining;
  return registered < 1'000'000 ? std::clamp<std::int64_t>(used, 0, 1'000'000'000) * 1000 / registered
                                : used / (registered / 1000);
}

/// The share of the resource that is closest to running out.
std::int64_t fullness(const InstanceSum& sum) {
  const Resources& all = sum.registered;
  const Resources& left = sum.remaining;
  return std::max({permille(all.cpu.value, left.cpu.value), permille(all.memory.value, left.memory.value),
                   permille(all.gpu.value, left.gpu.value), permille(all.eni.value, left.eni.value)});
}

void sort_worst_first(std::vector<InstanceSum>& sums) {
  std::ranges::stable_sort(sums, [](const InstanceSum& a, const InstanceSum& b) {
    return std::tuple(-a.attach_failures, -fullness(a)) < std::tuple(-b.attach_failures, -fullness(b));
  });
}

std::string used_of(std::int64_t registered, std::int64_t remaining) {
  return fmt::format("{}/{}", registered - remaining, registered);
}

/// The resources of which nothing is left: `ENI MEMORY`.
std::string exhausted(const InstanceSum& sum) {
  std::string names;
  const auto add = [&names](std::string_view name, std::int64_t registered, std::int64_t remaining) {
    if (registered <= 0 || remaining > 0) return;
    names += names.empty() ? "" : " ";
    names += name;
  };
  add("CPU", sum.registered.cpu.value, sum.remaining.cpu.value);
  add("MEMORY", sum.registered.memory.value, sum.remaining.memory.value);
  add("ENI", sum.registered.eni.value, sum.remaining.eni.value);
  add("GPU", sum.registered.gpu.value, sum.remaining.gpu.value);
  return names;
}

std::vector<TextTable::Column> instance_columns() {
  return {{"INSTANCE"}, {"TYPE"}, {"ZONE"}, {"TRUNK"}, {"TASKS", Align::right},          {"CPU"},
          {"MEMORY"},   {"ENI"},  {"GPU"},  {"FULL"},  {"ATTACH FAILURES", Align::right}};
}

void add_row(TextTable& table, const InstanceSum& sum, Emphasis emphasis = Emphasis::none) {
  const Resources& all = sum.registered;
  const Resources& left = sum.remaining;
  table.add_row(
      {sum.title, sum.type, sum.zone, sum.trunk, fmt::to_string(sum.tasks), used_of(all.cpu.value, left.cpu.value),
       used_of(all.memory.value, left.memory.value), used_of(all.eni.value, left.eni.value),
       all.gpu.value == 0 ? "" : used_of(all.gpu.value, left.gpu.value), exhausted(sum),
       sum.attach_failures == 0 ? "" : fmt::to_string(sum.attach_failures)},
      emphasis);
}

InstanceSum total_of(const PlacementResult& result) {
  InstanceSum total{.title = "*"};
  for (const InstanceResults::Run& run : result.instances.runs()) {
    total.add(result.instances.facts(run), run, count_of(run));
  }
  return total;
}

/// A row for each instance.
std::vector<InstanceSum> one_by_one(const InstanceResults& instances) {
  std::vector<InstanceSum> sums;
  for (const InstanceResults::Run& run : instances.runs()) {
    const InstanceFacts& facts = instances.facts(run);
    for (std::size_t i = 0; i < run.instance_count; ++i) {
      InstanceSum& sum = sums.emplace_back(described(facts));
      sum.title = instances.id(run.first_instance + i);
      sum.add(facts, run, 1);
    }
  }
  return sums;
}

/// Sums by type, zone and trunking, in the order of their first instance.
std::vector<InstanceSum> grouped(const InstanceResults& instances) {
  std::vector<InstanceSum> sums;
  std::map<std::tuple<std::optional<std::string_view>, std::optional<std::string_view>, bool>, std::size_t> index;
  for (const InstanceResults::Run& run : instances.runs()) {
    const InstanceFacts& facts = instances.facts(run);
    const auto [place, is_new] =
        index.try_emplace({facts.instance_type, facts.availability_zone, facts.trunking}, sums.size());
    if (is_new) sums.push_back(described(facts));
    sums[place->second].add(facts, run, count_of(run));
  }
  for (InstanceSum& sum : sums) sum.title = counted(sum.instances, "instance");
  return sums;
}

/// Says how many rows of `count` did not find room below the total.
void say_what_is_left_out(LimitedTable& limited, std::size_t count) {
  const std::size_t shown = limited.table.row_count() - 1;
  if (shown < count) limited.left_out = fmt::format("{} more are left out.", count - shown);
}

}  // namespace

LimitedTable instance_table(const PlacementResult& result) {
  LimitedTable limited{TextTable(instance_columns()), ""};
  add_row(limited.table, total_of(result), Emphasis::strong);
  const bool is_grouped = result.instances.size() + 1 > max_table_rows;
  std::vector<InstanceSum> sums = is_grouped ? grouped(result.instances) : one_by_one(result.instances);
  sort_worst_first(sums);

  std::size_t shown = 0;
  std::int64_t instances_left_out = 0;
  for (const InstanceSum& sum : sums) {
    if (limited.table.row_count() < max_table_rows) {
      add_row(limited.table, sum);
      ++shown;
    } else {
      instances_left_out += sum.instances;
    }
  }
  if (shown < sums.size()) {
    limited.left_out = fmt::format("{} of types and zones with {} are left out.",
                                   counted(static_cast<std::int64_t>(sums.size() - shown), "group"),
                                   counted(instances_left_out, "instance"));
  }
  return limited;
}

std::string group_title(const GroupResult& group) {
  return group.name.empty() ? "run-task " + group.group : group.name;
}

std::int64_t unplaced_count(const GroupResult& group) {
  std::int64_t count = 0;
  for (const Failure& failure : group.failures) count += failure.count;
  return count;
}

std::vector<const GroupResult*> groups_worst_first(const PlacementResult& result) {
  std::vector<const GroupResult*> groups;
  for (const GroupResult& group : result.services) groups.push_back(&group);
  for (const GroupResult& group : result.run_tasks) groups.push_back(&group);
  std::ranges::stable_sort(groups, std::ranges::greater{},
                           [](const GroupResult* group) { return unplaced_count(*group); });
  return groups;
}

LimitedTable group_table(const PlacementResult& result) {
  LimitedTable limited{TextTable({{"SERVICE"},
                                  {"TASK DEFINITION"},
                                  {"WANTED", Align::right},
                                  {"RUNNING", Align::right},
                                  {"PLACED", Align::right},
                                  {"UNPLACED", Align::right},
                                  {"REASON"}}),
                       ""};
  const std::vector<const GroupResult*> groups = groups_worst_first(result);
  std::int64_t running = 0;
  for (const GroupResult* group : groups) running += group->running_count;
  const PlacementSummary& summary = result.summary;
  limited.table.add_row({"*", "", fmt::to_string(summary.desired), fmt::to_string(running),
                         fmt::to_string(summary.placed), fmt::to_string(summary.unplaced), ""},
                        Emphasis::strong);
  for (const GroupResult* group : groups) {
    if (limited.table.row_count() == max_table_rows) break;
    std::string reasons;
    for (const Failure& failure : group->failures) {
      reasons += reasons.empty() ? "" : " ";
      reasons += to_string(failure.reason);
    }
    limited.table.add_row({group_title(*group), group->task_definition, fmt::to_string(group->desired_count),
                           fmt::to_string(group->running_count), fmt::to_string(group->placed_count),
                           fmt::to_string(unplaced_count(*group)), reasons});
  }
  say_what_is_left_out(limited, groups.size());
  return limited;
}

LimitedTable subnet_table(const PlacementResult& result) {
  LimitedTable limited{
      TextTable({{"SUBNET"}, {"ZONE"}, {"ADDRESSES", Align::right}, {"TAKEN", Align::right}, {"SHORT", Align::right}}),
      ""};
  SubnetResult total;
  std::vector<const SubnetResult*> subnets;
  for (const SubnetResult& subnet : result.subnets) {
    subnets.push_back(&subnet);
    total.available += subnet.available;
    total.taken += subnet.taken;
    total.short_ += subnet.short_;
  }
  std::ranges::stable_sort(subnets, [](const SubnetResult* a, const SubnetResult* b) {
    return std::tuple(-a->short_, a->available - a->taken) < std::tuple(-b->short_, b->available - b->taken);
  });
  const auto add = [&limited](std::string title, const SubnetResult& subnet, Emphasis emphasis) {
    limited.table.add_row({std::move(title), subnet.availability_zone, fmt::to_string(subnet.available),
                           fmt::to_string(subnet.taken), fmt::to_string(subnet.short_)},
                          emphasis);
  };
  add("*", total, Emphasis::strong);
  for (const SubnetResult* subnet : subnets) {
    if (limited.table.row_count() < max_table_rows) add(subnet->subnet_id, *subnet, Emphasis::none);
  }
  say_what_is_left_out(limited, subnets.size());
  return limited;
}

LimitedTable cluster_table(std::span<const PlacementResult> results) {
  LimitedTable limited{TextTable({{"CLUSTER"},
                                  {"INSTANCES", Align::right},
                                  {"WANTED", Align::right},
                                  {"PLACED", Align::right},
                                  {"UNPLACED", Align::right},
                                  {"ATTACH FAILURES", Align::right}}),
                       ""};
  PlacementSummary total;
  std::vector<const PlacementResult*> clusters;
  for (const PlacementResult& result : results) {
    clusters.push_back(&result);
    total.instances += result.summary.instances;
    total.desired += result.summary.desired;
    total.placed += result.summary.placed;
    total.unplaced += result.summary.unplaced;
    total.attach_failures += result.summary.attach_failures;
  }
  std::ranges::stable_sort(clusters, std::ranges::greater{}, [](const PlacementResult* result) {
    return std::tuple(result->summary.unplaced, result->summary.attach_failures);
  });
  const auto add = [&limited](const std::string& title, const PlacementSummary& summary, Emphasis emphasis) {
    limited.table.add_row(
        {title, fmt::to_string(summary.instances), fmt::to_string(summary.desired), fmt::to_string(summary.placed),
         fmt::to_string(summary.unplaced), fmt::to_string(summary.attach_failures)},
        emphasis);
  };
  add("*", total, Emphasis::strong);
  for (const PlacementResult* result : clusters) {
    if (limited.table.row_count() < max_table_rows) add(result->cluster_name, result->summary, Emphasis::none);
  }
  say_what_is_left_out(limited, clusters.size());
  return limited;
}

}  // namespace eniplan::io
