// The oracle: the rules of placement written down a second time, to be trusted rather than to be fast.
//
// Never use it for anything but judging the engine. It is linked only into tests and benchmarks.
//
// Tested by tests/conformance (published cases with exact answers) and by the engine itself: oracle_*_test.cpp
// in tests/placement ask both for the same worlds and expect the same answer to the last member. A mistake
// survives only if it was made twice, by two people who did not look at each other's code; therefore this
// one shares with lib/ the data types, the parser of expressions and instants, the catalog and the lookup of task
// definitions, but no filter, strategy, verdict or evaluation.
//
// The idea: there is none. The state is one struct for each instance, with maps and sets (naive_world). To place
// one task, make all twelve checks on all instances (naive_checks), keep those that pass, narrow them
// strategy by strategy, take the first, write down what it now holds, and start again. Nothing is
// remembered from one task to the next but the state itself and the generators of `random`.
//
// For example: two tasks, strategy spread over zones, then binpack on memory, instances A and B in zone 1 and C in
// zone 2. First task: all pass; each zone has 0 tasks, so all stay; least memory left has, say, B. Second: zone 2
// has fewer tasks, so only C stays.
//
// Cost: for each task, instances times all that is on them, times instances again for spread. Some hundred tasks
// on some dozen instances take milliseconds; more is not its business.

#include "oracle/naive_placement.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "oracle/naive_checks.hpp"
#include "oracle/naive_world.hpp"

namespace eniplan::oracle {
namespace {

using Numbers = std::vector<std::size_t>;  // of instances, ascending: canonical order

std::uint64_t fnv_1a_64(const std::string& text) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  return hash;
}

std::uint64_t split_mix_64(std::uint64_t& state) {
  state += 0x9E3779B97F4A7C15U;
  std::uint64_t z = state;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31U);
}

/// floor(m * r / 2^64), digit by digit in base 2^32.
std::uint64_t high_half(std::uint64_t m, std::uint64_t r) {
  const std::uint64_t mask = 0xFFFFFFFFU;
  const std::uint64_t low = (m & mask) * (r & mask);
  const std::uint64_t middle = (m >> 32U) * (r & mask) + (low >> 32U);
  const std::uint64_t other_middle = (m & mask) * (r >> 32U) + (middle & mask);
  return (m >> 32U) * (r >> 32U) + (middle >> 32U) + (other_middle >> 32U);
}

/// The numbers for which `measure` is least.
template <class Measure>
Numbers least(const Numbers& candidates, Measure measure) {
  Numbers kept;
  for (const std::size_t number : candidates) {
    if (!kept.empty() && measure(number) > measure(kept.front())) continue;
    if (!kept.empty() && measure(number) < measure(kept.front())) kept.clear();
    kept.push_back(number);
  }
  return kept;
}

class Simulation {
 public:
  explicit Simulation(const Cluster& cluster) : cluster_(cluster), world_(naive_world(cluster)) {}

  PlacementResult run() {
    PlacementResult result;
    result.cluster_name = cluster_.cluster_name;
    result.services.resize(cluster_.services.size());
    for (std::size_t i = 0; i < cluster_.services.size(); ++i) {
      const Service& service = cluster_.services[i];
      if (service.scheduling_strategy == SchedulingStrategy::daemon) result.services[i] = run_daemon(service);
    }
    for (std::size_t i = 0; i < cluster_.services.size(); ++i) {
      const Service& service = cluster_.services[i];
      if (service.scheduling_strategy == SchedulingStrategy::replica) result.services[i] = run_replicas(service);
    }
    for (const RunTask& run_task : cluster_.run_tasks) result.run_tasks.push_back(run_request(run_task));
    report_instances(result);
    report_subnets(result);
    report_summary(result);
    return result;
  }

 private:
  // Requests

  NaiveRequest request_of(const Service& service) const {
    NaiveRequest request = common_request(service, {});
    request.group = "service:" + service.service_name;
    request.service_name = service.service_name;
    request.strategies = service.placement_strategy.value_or(std::vector<PlacementStrategy>{});
    if (request.strategies.empty()) {
      request.strategies = {{PlacementStrategy::Type::spread, "attribute:ecs.availability-zone"},
                            {PlacementStrategy::Type::spread, "instanceId"}};
    }
    return request;
  }

  NaiveRequest request_of(const RunTask& run_task) const {
    NaiveRequest request = common_request(run_task, run_task.overrides);
    request.group = run_task.group;
    request.strategies = run_task.placement_strategy.value_or(std::vector<PlacementStrategy>{});
    if (request.strategies.empty()) request.strategies = {{PlacementStrategy::Type::random, ""}};
    return request;
  }

  template <class ServiceOrRunTask>
  NaiveRequest common_request(const ServiceOrRunTask& asked, const TaskOverrides& overrides) const {
    NaiveRequest request;
    request.definition = find_task_definition(cluster_, asked.task_definition);
    request.needs = naive_needs(*request.definition, overrides);
    request.constraints = request.definition->placement_constraints;
    for (const PlacementConstraint& constraint : asked.placement_constraints) request.constraints.push_back(constraint);
    request.subnets = asked.subnets;
    for (const CapacityProviderStrategyItem& item : asked.capacity_provider_strategy) {
      request.providers.push_back(item.capacity_provider);
    }
    return request;
  }

  // The order of work

  GroupResult run_replicas(const Service& service) {
    const NaiveRequest request = request_of(service);
    GroupResult result = new_result(request);
    result.desired_count = service.desired_count;
    result.running_count = std::max(listed_tasks(cluster_, request.group), service.running_count);
    place_one_by_one(request, service.desired_count - result.running_count, result);
    return result;
  }

  GroupResult run_request(const RunTask& run_task) {
    const NaiveRequest request = request_of(run_task);
    GroupResult result = new_result(request);
    result.desired_count = run_task.count;
    result.running_count = listed_tasks(cluster_, request.group);
    place_one_by_one(request, run_task.count, result);
    return result;
  }

  void place_one_by_one(const NaiveRequest& request, std::int64_t count, GroupResult& result) {
    for (std::int64_t i = 0; i < count; ++i) {
      const std::vector<NaiveChecks> checks = check_all(request);
      Numbers candidates;
      for (const std::size_t number : all_instances()) {
        if (passes_all(checks[number])) candidates.push_back(number);
      }
      if (candidates.empty()) {
        result.failures.push_back(naive_failure(world_, request, checks, all_instances(), count - i));
        break;
      }
      for (const PlacementStrategy& strategy : request.strategies) candidates = narrow(candidates, strategy, request);
      place(request, candidates.front(), result);
    }
    finish(result);
  }

  GroupResult run_daemon(const Service& service) {
    const NaiveRequest request = request_of(service);
    GroupResult result = new_result(request);
    const std::int64_t listed = listed_tasks(cluster_, request.group);
    result.running_count = std::max(listed, service.running_count);
    std::int64_t unlisted = result.running_count - listed;

    const std::vector<NaiveChecks> checks = check_all(request);
    std::map<Reason, Numbers> without_room;
    for (const std::size_t number : all_instances()) {
      if (!is_meant_for(checks[number])) continue;
      if (world_.instances[number].tasks_of(request.group) > 0) continue;
      if (unlisted > 0) {
        // One of those that `tasks` does not list is taken to be here: its group is, but nothing more is held or
        // counted.
        --unlisted;
        ++world_.instances[number].group_tasks[request.group];
      } else if (passes_all(checks[number])) {
        place(request, number, result);
      } else {
        without_room[first_failing(checks[number])].push_back(number);
      }
    }
    result.desired_count = result.running_count + result.placed_count;
    for (const auto& [reason, numbers] : without_room) {
      const auto count = static_cast<std::int64_t>(numbers.size());
      result.failures.push_back(naive_failure(world_, request, checks, numbers, count));
      result.desired_count += count;
    }
    finish(result);
    return result;
  }

  // One task

  Numbers all_instances() const {
    Numbers numbers;
    for (std::size_t number = 0; number < world_.instances.size(); ++number) numbers.push_back(number);
    return numbers;
  }

  std::vector<NaiveChecks> check_all(const NaiveRequest& request) const {
    std::vector<NaiveChecks> checks;
    for (const NaiveInstance& instance : world_.instances) checks.push_back(naive_checks(world_, instance, request));
    return checks;
  }

  Numbers narrow(const Numbers& candidates, const PlacementStrategy& strategy, const NaiveRequest& request) {
    if (strategy.type == PlacementStrategy::Type::random) {
      const auto [generator, is_new] = generators_.try_emplace(request.group, cluster_.seed ^ fnv_1a_64(request.group));
      return {candidates[high_half(candidates.size(), split_mix_64(generator->second))]};
    }
    if (strategy.type == PlacementStrategy::Type::binpack) {
      return least(candidates, [&](std::size_t number) {
        const Resources& remaining = world_.instances[number].remaining;
        return strategy.field == "cpu" ? remaining.cpu.value : remaining.memory.value;
      });
    }
    if (strategy.field == "instanceId" || strategy.field == "host") {
      return least(candidates, [&](std::size_t number) { return world_.instances[number].tasks_of(request.group); });
    }
    return spread_over_values(candidates, strategy.field.substr(std::string("attribute:").size()), request);
  }

  Numbers spread_over_values(const Numbers& candidates, const std::string& name, const NaiveRequest& request) const {
    Numbers with_attribute;
    for (const std::size_t number : candidates) {
      if (world_.instances[number].attribute(name)) with_attribute.push_back(number);
    }
    if (with_attribute.empty()) return candidates;
    return least(with_attribute, [&](std::size_t number) {
      std::int64_t tasks = 0;
      for (const NaiveInstance& other : world_.instances) {
        if (other.attribute(name) == world_.instances[number].attribute(name)) tasks += other.tasks_of(request.group);
      }
      return tasks;
    });
  }

  void place(const NaiveRequest& request, std::size_t number, GroupResult& result) {
    NaiveInstance& instance = world_.instances[number];
    instance.remaining -= request.needs.resources;
    instance.tcp_ports.insert(request.needs.tcp_ports.begin(), request.needs.tcp_ports.end());
    instance.udp_ports.insert(request.needs.udp_ports.begin(), request.needs.udp_ports.end());
    ++instance.tasks;
    ++instance.group_tasks[request.group];
    if (request.definition->network_mode == NetworkMode::awsvpc) {
      ++instance.awsvpc_tasks;
      ++instance.awsvpc_tasks_placed;
      take_address(request, instance);
    }
    ++result.placed_count;
    result.sequence.push_back(number);
  }

  /// Of the request's subnets in the instance's zone, the one with most addresses left, if all tell how many.
  void take_address(const NaiveRequest& request, const NaiveInstance& instance) {
    NaiveSubnet* most = nullptr;
    for (const std::string& id : request.subnets) {
      for (NaiveSubnet& listed : world_.subnets) {
        if (listed.subnet.subnet_id != id) continue;
        if (instance.attribute("ecs.availability-zone") != listed.subnet.availability_zone) continue;
        if (!listed.subnet.available_ip_address_count) return;
        if (!most || left(listed) > left(*most)) most = &listed;
      }
    }
    if (!most) return;
    if (left(*most) > 0) {
      ++most->taken;
    } else {
      ++most->short_;
    }
  }

  static std::int64_t left(const NaiveSubnet& subnet) {
    return *subnet.subnet.available_ip_address_count - subnet.taken;
  }

  // Results

  static GroupResult new_result(const NaiveRequest& request) {
    GroupResult result;
    result.name = request.service_name;
    result.group = request.group;
    result.task_definition = task_definition_name(*request.definition);
    return result;
  }

  /// Neighbours that received as many tasks are one run.
  static void finish(GroupResult& result) {
    std::map<std::size_t, std::int64_t> tasks;
    for (const std::size_t number : result.sequence) ++tasks[number];
    for (const auto& [number, count] : tasks) {
      PlacementRun* last = result.placements.empty() ? nullptr : &result.placements.back();
      if (last && last->first_instance + last->instance_count == number && last->tasks_per_instance == count) {
        ++last->instance_count;
      } else {
        result.placements.push_back({number, 1, count});
      }
    }
  }

  void report_instances(PlacementResult& result) const {
    for (const NaiveInstance& instance : world_.instances) {
      InstanceResult row;
      row.id = instance.id;
      row.instance_type = instance.attribute("ecs.instance-type");
      row.availability_zone = instance.attribute("ecs.availability-zone");
      row.trunking = instance.attribute("ecs.awsvpc-trunk-id").has_value();
      row.registered = instance.registered;
      row.remaining = instance.remaining;
      row.tasks = instance.tasks;
      if (!row.trunking && instance.network_interfaces_in_use > 0) {
        const std::int64_t excess =
            instance.awsvpc_tasks + instance.network_interfaces_in_use - instance.physical_limit;
        row.attach_failures = std::clamp<std::int64_t>(excess, 0, instance.awsvpc_tasks_placed);
      }
      result.instances.push_back(row);
    }
  }

  void report_subnets(PlacementResult& result) const {
    for (const NaiveSubnet& listed : world_.subnets) {
      if (!listed.subnet.available_ip_address_count) continue;
      result.subnets.push_back({listed.subnet.subnet_id, listed.subnet.availability_zone,
                                *listed.subnet.available_ip_address_count, listed.taken, listed.short_});
    }
  }

  void report_summary(PlacementResult& result) const {
    PlacementSummary& summary = result.summary;
    for (const std::vector<GroupResult>* groups : {&result.services, &result.run_tasks}) {
      for (const GroupResult& group : *groups) {
        summary.desired += group.desired_count;
        summary.placed += group.placed_count;
        for (const Failure& failure : group.failures) summary.unplaced += failure.count;
      }
    }
    summary.instances = static_cast<std::int64_t>(result.instances.size());
    for (const InstanceResult& instance : result.instances) summary.attach_failures += instance.attach_failures;
    for (const NaiveSubnet& listed : world_.subnets) summary.attach_failures += listed.short_;
  }

  const Cluster& cluster_;
  NaiveWorld world_;
  std::map<std::string, std::uint64_t> generators_;  // states of SplitMix64, by group
};

}  // namespace

PlacementResult simulate(const Cluster& cluster) { return Simulation(cluster).run(); }

}  // namespace eniplan::oracle
