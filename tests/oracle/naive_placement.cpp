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
// The idea: there is none. The state is one struct for each instance and one count for each group and instance
// (naive_world). To place one task, make all twelve checks on all instances (naive_checks), keep those that pass,
// narrow them strategy by strategy (naive_strategies), take the first, write down what it now holds, and start again.
// No index, no order kept, no instance left out. Two things alone are remembered from one task to the next, beside the
// state itself and the generators of `random`: what the checks said of facts that no placement changes (status,
// provider, agent, zone, attributes, expressions on these), and which instances share a value of an attribute that is
// spread over. They are worked out once for each service and request.
//
// For example: two tasks, strategy spread over zones, then binpack on memory, instances A and B in zone 1 and C in
// zone 2. First task: all pass; each zone has 0 tasks, so all stay; least memory left has, say, B. Second: zone 2
// has fewer tasks, so only C stays.
//
// Cost: some 10 ns for each task and each instance, much more where the task has ports or an expression that looks at
// tasks. 100,000 tasks on 10,000 instances take ten seconds, which benchmarks can bear; random worlds take
// microseconds.

#include "oracle/naive_placement.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "oracle/naive_checks.hpp"
#include "oracle/naive_strategies.hpp"
#include "oracle/naive_world.hpp"

namespace eniplan::oracle {
namespace {

std::uint64_t fnv_1a_64(const std::string& text) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  return hash;
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

  NaiveRequest request_of(const Service& service) {
    NaiveRequest request = common_request(service, {}, "service:" + service.service_name);
    request.service_name = service.service_name;
    request.strategies = service.placement_strategy.value_or(std::vector<PlacementStrategy>{});
    if (request.strategies.empty()) {
      request.strategies = {{PlacementStrategy::Type::spread, "attribute:ecs.availability-zone"},
                            {PlacementStrategy::Type::spread, "instanceId"}};
    }
    return request;
  }

  NaiveRequest request_of(const RunTask& run_task) {
    NaiveRequest request = common_request(run_task, run_task.overrides, run_task.group);
    request.strategies = run_task.placement_strategy.value_or(std::vector<PlacementStrategy>{});
    if (request.strategies.empty()) request.strategies = {{PlacementStrategy::Type::random, ""}};
    return request;
  }

  template <class ServiceOrRunTask>
  NaiveRequest common_request(const ServiceOrRunTask& asked, const TaskOverrides& overrides, const std::string& group) {
    NaiveRequest request;
    request.group = group;
    request.group_number = group_number(world_, group);
    request.definition = find_task_definition(cluster_, asked.task_definition);
    request.needs = naive_needs(*request.definition, overrides);
    request.constraints = request.definition->placement_constraints;
    for (const PlacementConstraint& constraint : asked.placement_constraints) request.constraints.push_back(constraint);
    request.subnets = asked.subnets;
    for (const CapacityProviderStrategyItem& item : asked.capacity_provider_strategy) {
      request.providers.push_back(item.capacity_provider);
    }
    judge_facts(world_, request);
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
    const auto [generator, is_new] = generators_.try_emplace(request.group, cluster_.seed ^ fnv_1a_64(request.group));
    const NaiveStrategies strategies(world_, request);
    std::vector<NaiveChecks> checks;
    for (std::int64_t i = 0; i < count; ++i) {
      check_all(world_, request, checks);
      Numbers candidates;
      for (std::size_t number = 0; number < checks.size(); ++number) {
        if (checks[number].none()) candidates.push_back(number);
      }
      if (candidates.empty()) {
        result.failures.push_back(naive_failure(world_, request, checks, all_instances(), count - i));
        break;
      }
      place(request, strategies.choose(std::move(candidates), generator->second), result);
    }
    finish(result);
  }

  GroupResult run_daemon(const Service& service) {
    const NaiveRequest request = request_of(service);
    GroupResult result = new_result(request);
    const std::int64_t listed = listed_tasks(cluster_, request.group);
    result.running_count = std::max(listed, service.running_count);
    std::int64_t unlisted = result.running_count - listed;

    std::vector<NaiveChecks> checks;
    check_all(world_, request, checks);
    std::vector<std::int64_t>& group_tasks = world_.groups[request.group_number].tasks;
    std::map<Reason, Numbers> without_room;
    for (const std::size_t number : all_instances()) {
      if (!is_meant_for(checks[number])) continue;
      if (group_tasks[number] > 0) continue;
      if (unlisted > 0) {
        // One of those that `tasks` does not list is taken to be here: its group is, but nothing more is held or
        // counted.
        --unlisted;
        ++group_tasks[number];
      } else if (checks[number].none()) {
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

  void place(const NaiveRequest& request, std::size_t number, GroupResult& result) {
    NaiveState& instance = world_.states[number];
    instance.remaining -= request.needs.resources;
    instance.tcp_ports.insert(request.needs.tcp_ports.begin(), request.needs.tcp_ports.end());
    instance.udp_ports.insert(request.needs.udp_ports.begin(), request.needs.udp_ports.end());
    ++instance.tasks;
    ++world_.groups[request.group_number].tasks[number];
    if (request.definition->network_mode == NetworkMode::awsvpc) {
      ++instance.awsvpc_tasks;
      ++instance.awsvpc_tasks_placed;
      take_address(request, world_.instances[number]);
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
    for (std::size_t number = 0; number < world_.instances.size(); ++number) {
      const NaiveInstance& instance = world_.instances[number];
      const NaiveState& state = world_.states[number];
      InstanceResult row;
      row.id = instance.id;
      row.instance_type = instance.attribute("ecs.instance-type");
      row.availability_zone = instance.attribute("ecs.availability-zone");
      row.trunking = instance.attribute("ecs.awsvpc-trunk-id").has_value();
      row.registered = instance.registered;
      row.remaining = state.remaining;
      row.tasks = state.tasks;
      if (!row.trunking && instance.network_interfaces_in_use > 0) {
        const std::int64_t excess = state.awsvpc_tasks + instance.network_interfaces_in_use - instance.physical_limit;
        row.attach_failures = std::clamp<std::int64_t>(excess, 0, state.awsvpc_tasks_placed);
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
