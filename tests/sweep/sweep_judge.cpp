#include "sweep/sweep_judge.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <variant>

namespace eniplan::test {
namespace {

/// One scenario by itself: what_if(), and simulate() where that says nothing because nothing differs.
class Alone {
 public:
  Alone(const Cluster& cluster, SweepScenario scenario)
      : cluster_(cluster),
        scenario_(std::move(scenario)),
        before_(simulate(seeded())),
        after_(after(scenario_.changes)) {}

  [[nodiscard]] const PlacementSummary& summary() const { return after_.after; }

  /// Those on instances that are there before the losses and not after them.
  [[nodiscard]] std::int64_t tasks_lost() const {
    std::vector<Change> losses = scenario_.changes;
    std::erase_if(losses, [](const Change& change) {
      return !std::holds_alternative<LoseZone>(change) && !std::holds_alternative<LoseInstance>(change);
    });
    std::set<std::string> left;
    for (const InstanceResult& instance : after(losses).instances) left.insert(instance.id);
    std::int64_t tasks = 0;
    for (const InstanceResult& instance : before_.instances) {
      if (!left.contains(instance.id)) tasks += instance.tasks;
    }
    return tasks;
  }

  [[nodiscard]] ServiceCount count(const std::string& name) const {
    if (const ServiceDifference* difference = difference_of(name)) return difference->after;
    const GroupResult& result = result_of(name);
    ServiceCount count{.running = result.running_count + result.placed_count};
    for (const Failure& failure : result.failures) count.unplaced += failure.count;
    return count;
  }

  /// Of services alone: nobody tells of requests.
  [[nodiscard]] std::optional<std::pair<std::string, Reason>> first_refused_service() const {
    for (const SchedulingStrategy strategy : {SchedulingStrategy::daemon, SchedulingStrategy::replica}) {
      for (const Service& service : cluster_.services) {
        if (service.scheduling_strategy != strategy) continue;
        const ServiceDifference* difference = difference_of(service.service_name);
        const std::vector<Failure>& failures =
            difference != nullptr ? difference->failures : result_of(service.service_name).failures;
        if (!failures.empty()) return std::pair(service.service_name, failures.front().reason);
      }
    }
    return std::nullopt;
  }

  struct Amounts {
    Resources registered;
    Resources left;
  };
  [[nodiscard]] Amounts amounts() const {
    Amounts sum;
    for (const InstanceResult& instance : after_.instances) {
      if (!takes_tasks(instance)) continue;
      sum.registered += at_least_nothing(instance.registered);
      sum.left += at_least_nothing(instance.remaining);
    }
    return sum;
  }

 private:
  [[nodiscard]] Cluster seeded() const {
    Cluster cluster = cluster_;
    cluster.seed = scenario_.seed;
    return cluster;
  }
  [[nodiscard]] WhatIfResult after(const std::vector<Change>& changes) const { return what_if(seeded(), changes); }

  [[nodiscard]] const ServiceDifference* difference_of(const std::string& name) const {
    const auto found = std::ranges::find(after_.services, name, &ServiceDifference::service_name);
    return found == after_.services.end() ? nullptr : &*found;
  }
  [[nodiscard]] const GroupResult& result_of(const std::string& name) const {
    return *std::ranges::find(before_.services, name, &GroupResult::name);
  }

  /// New instances do, whatever those did whose place they take.
  [[nodiscard]] bool takes_tasks(const InstanceResult& instance) const {
    const auto described = std::ranges::find(cluster_.container_instances, instance.id,
                                             [](const ContainerInstance& one) { return instance_id(one); });
    if (described == cluster_.container_instances.end()) return true;
    if (described->attributes.contains(trunk_attribute) != instance.trunking) return true;
    return described->status == InstanceStatus::active && described->agent_connected;
  }

  static Resources at_least_nothing(const Resources& amounts) {
    const auto positive = [](auto amount) { return std::max(amount, decltype(amount){}); };
    return {positive(amounts.cpu), positive(amounts.memory), positive(amounts.gpu), positive(amounts.eni)};
  }

  const Cluster& cluster_;
  SweepScenario scenario_;
  PlacementResult before_;
  WhatIfResult after_;
};

std::map<std::string, std::int64_t> expected_numbers(const Alone& alone, const SweepOptions& options) {
  const PlacementSummary& summary = alone.summary();
  const Alone::Amounts amounts = alone.amounts();
  std::map<std::string, std::int64_t> numbers = {
      {"instances", summary.instances},
      {"tasks_lost", alone.tasks_lost()},
      {"desired", summary.desired},
      {"placed", summary.placed},
      {"unplaced", summary.unplaced},
      {"attach_failures", summary.attach_failures},
      {"eni_slots", amounts.registered.eni.value},
      {"eni_slots_left", amounts.left.eni.value},
      {"cpu", amounts.registered.cpu.value},
      {"cpu_left", amounts.left.cpu.value},
      {"memory", amounts.registered.memory.value},
      {"memory_left", amounts.left.memory.value},
  };
  for (const std::string& service : options.services) {
    numbers["running " + service] = alone.count(service).running;
    numbers["unplaced " + service] = alone.count(service).unplaced;
  }
  return numbers;
}

std::map<std::string, std::int64_t> numbers_of(const SweepTable& table, std::size_t row) {
  std::map<std::string, std::int64_t> numbers = {
      {"instances", table.instances[row]},
      {"tasks_lost", table.tasks_lost[row]},
      {"desired", table.desired[row]},
      {"placed", table.placed[row]},
      {"unplaced", table.unplaced[row]},
      {"attach_failures", table.attach_failures[row]},
      {"eni_slots", table.eni_slots[row]},
      {"eni_slots_left", table.eni_slots_left[row]},
      {"cpu", table.cpu[row]},
      {"cpu_left", table.cpu_left[row]},
      {"memory", table.memory[row]},
      {"memory_left", table.memory_left[row]},
  };
  for (const SweepTable::ServiceColumns& service : table.services) {
    numbers["running " + service.service_name] = service.running[row];
    numbers["unplaced " + service.service_name] = service.unplaced[row];
  }
  return numbers;
}

std::string refusal_difference(const Alone& alone, const std::string& refused, std::optional<Reason> reason) {
  if (refused.empty() != (alone.summary().unplaced == 0) || refused.empty() == reason.has_value()) {
    return "refused: \"" + refused + "\", with " + std::to_string(alone.summary().unplaced) + " unplaced";
  }
  const auto expected = alone.first_refused_service();
  if (!expected || (refused == expected->first && reason == expected->second)) return "";
  return "refused: expected " + expected->first + ", found " + refused;
}

}  // namespace

std::string sweep_difference(const Cluster& cluster, const SweepAxes& axes, const SweepOptions& options,
                             const SweepTable& table) {
  for (std::size_t row = 0; row < table.size(); ++row) {
    const std::size_t index = options.first + row;
    const std::string where = "scenario " + std::to_string(index) + ": ";
    const Alone alone(cluster, scenario(cluster, axes, index));
    const auto found = numbers_of(table, row);
    for (const auto& [name, expected] : expected_numbers(alone, options)) {
      if (found.at(name) == expected) continue;
      return where + name + ": expected " + std::to_string(expected) + ", found " + std::to_string(found.at(name));
    }
    const std::string refusal = refusal_difference(alone, table.refused[row], table.reason[row]);
    if (!refusal.empty()) return where + refusal;
  }
  return "";
}

}  // namespace eniplan::test
