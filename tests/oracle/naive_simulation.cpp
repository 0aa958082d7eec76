#include "oracle/naive_simulation.hpp"

#include <algorithm>
#include <utility>

namespace eniplan::oracle {
namespace {

std::uint64_t fnv_1a_64(const std::string& text) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  return hash;
}

std::int64_t left(const NaiveSubnet& subnet) { return *subnet.subnet.available_ip_address_count - subnet.taken; }

GroupResult new_result(const NaiveRequest& request) {
  GroupResult result;
  result.name = request.service_name;
  result.group = request.group;
  result.task_definition = task_definition_name(*request.definition);
  return result;
}

void add_placement(GroupResult& result, std::size_t number) {
  ++result.placed_count;
  result.sequence.push_back(number);
}

/// Neighbours that received as many tasks are one run.
void finish(GroupResult& result) {
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

}  // namespace

PlacementResult NaiveSimulation::place_cluster() {
  PlacementResult result;
  result.cluster_name = cluster_->cluster_name;
  result.services.resize(cluster_->services.size());
  for (std::size_t i = 0; i < cluster_->services.size(); ++i) {
    const Service& service = cluster_->services[i];
    if (service.scheduling_strategy == SchedulingStrategy::daemon) result.services[i] = run_daemon(service);
  }
  for (std::size_t i = 0; i < cluster_->services.size(); ++i) {
    const Service& service = cluster_->services[i];
    if (service.scheduling_strategy == SchedulingStrategy::replica) result.services[i] = run_replicas(service);
  }
  for (const RunTask& run_task : cluster_->run_tasks) result.run_tasks.push_back(run_request(run_task));
  result.instances = instances();
  report_subnets(result);
  report_summary(result);
  return result;
}

NaiveRequest NaiveSimulation::request_of(const Service& service) {
  NaiveRequest request = common_request(service, {}, "service:" + service.service_name);
  request.service_name = service.service_name;
  request.strategies = service.placement_strategy.value_or(std::vector<PlacementStrategy>{});
  if (request.strategies.empty()) {
    request.strategies = {{PlacementStrategy::Type::spread, "attribute:ecs.availability-zone"},
                          {PlacementStrategy::Type::spread, "instanceId"}};
  }
  return request;
}

NaiveRequest NaiveSimulation::request_of(const RunTask& run_task) {
  NaiveRequest request = common_request(run_task, run_task.overrides, run_task.group);
  request.strategies = run_task.placement_strategy.value_or(std::vector<PlacementStrategy>{});
  if (request.strategies.empty()) request.strategies = {{PlacementStrategy::Type::random, ""}};
  return request;
}

template <class ServiceOrRunTask>
NaiveRequest NaiveSimulation::common_request(const ServiceOrRunTask& asked, const TaskOverrides& overrides,
                                             const std::string& group) {
  NaiveRequest request;
  request.group = group;
  request.group_number = group_number(world_, group);
  request.definition = find_task_definition(*cluster_, asked.task_definition);
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

GroupResult NaiveSimulation::run_replicas(const Service& service) {
  const NaiveRequest request = request_of(service);
  GroupResult result = new_result(request);
  result.desired_count = service.desired_count;
  result.running_count = std::max(listed_tasks(*cluster_, request.group), service.running_count);
  place_one_by_one(request, service.desired_count - result.running_count, result);
  return result;
}

GroupResult NaiveSimulation::run_request(const RunTask& run_task) {
  const NaiveRequest request = request_of(run_task);
  GroupResult result = new_result(request);
  result.desired_count = run_task.count;
  result.running_count = listed_tasks(*cluster_, request.group);
  place_one_by_one(request, run_task.count, result);
  return result;
}

void NaiveSimulation::place_one_by_one(const NaiveRequest& request, std::int64_t count, GroupResult& result) {
  const NaiveStrategies strategies(world_, request);
  std::vector<NaiveChecks> checks;
  for (std::int64_t i = 0; i < count; ++i) {
    const auto chosen = place_one(request, strategies, checks);
    if (!chosen) {
      result.failures.push_back(naive_failure(world_, request, checks, all_instances(), count - i));
      break;
    }
    add_placement(result, *chosen);
  }
  finish(result);
}

GroupResult NaiveSimulation::run_daemon(const Service& service) {
  const NaiveRequest request = request_of(service);
  GroupResult result = new_result(request);
  const std::int64_t listed = listed_tasks(*cluster_, request.group);
  result.running_count = std::max(listed, service.running_count);
  place_daemons(request, result.running_count - listed, result);
  return result;
}

void NaiveSimulation::place_daemons(const NaiveRequest& request, std::int64_t unlisted, GroupResult& result) {
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
      place(request, number);
      add_placement(result, number);
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
}

Numbers NaiveSimulation::all_instances() const {
  Numbers numbers;
  for (std::size_t number = 0; number < world_.instances.size(); ++number) numbers.push_back(number);
  return numbers;
}

std::optional<std::size_t> NaiveSimulation::place_one(const NaiveRequest& request, const NaiveStrategies& strategies,
                                                      std::vector<NaiveChecks>& checks) {
  check_all(world_, request, checks);
  Numbers candidates;
  for (std::size_t number = 0; number < checks.size(); ++number) {
    if (checks[number].none()) candidates.push_back(number);
  }
  if (candidates.empty()) return std::nullopt;
  const auto [generator, is_new] = generators_.try_emplace(request.group, cluster_->seed ^ fnv_1a_64(request.group));
  const std::size_t chosen = strategies.choose(std::move(candidates), generator->second);
  place(request, chosen);
  return chosen;
}

void NaiveSimulation::place(const NaiveRequest& request, std::size_t number) {
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
}

void NaiveSimulation::take_back(const std::string& group, std::size_t number, const NaiveNeeds& needs,
                                bool was_placed) {
  NaiveState& instance = world_.states[number];
  instance.remaining += needs.resources;
  for (const std::int64_t port : needs.tcp_ports) instance.tcp_ports.erase(port);
  for (const std::int64_t port : needs.udp_ports) instance.udp_ports.erase(port);
  --instance.tasks;
  --world_.groups[group_number(world_, group)].tasks[number];
  if (needs.resources.eni == EniSlots{0}) return;
  --instance.awsvpc_tasks;
  if (was_placed) --instance.awsvpc_tasks_placed;
}

// Those of the request in the instance's zone; none if some of them does not tell how many addresses it has.
std::vector<NaiveSubnet*> NaiveSimulation::subnets_of(const NaiveRequest& request, const NaiveInstance& instance) {
  std::vector<NaiveSubnet*> subnets;
  for (const std::string& id : request.subnets) {
    for (NaiveSubnet& listed : world_.subnets) {
      if (listed.subnet.subnet_id != id) continue;
      if (instance.attribute("ecs.availability-zone") != listed.subnet.availability_zone) continue;
      if (!listed.subnet.available_ip_address_count) return {};
      subnets.push_back(&listed);
    }
  }
  return subnets;
}

// From the one with most left.
void NaiveSimulation::take_address(const NaiveRequest& request, const NaiveInstance& instance) {
  NaiveSubnet* most = nullptr;
  for (NaiveSubnet* subnet : subnets_of(request, instance)) {
    if (!most || left(*subnet) > left(*most)) most = subnet;
  }
  if (!most) return;
  if (left(*most) > 0) {
    ++most->taken;
  } else {
    ++most->short_;
  }
}

void NaiveSimulation::give_back_address(const NaiveRequest& request, const NaiveInstance& instance) {
  if (request.definition->network_mode != NetworkMode::awsvpc) return;
  NaiveSubnet* most = nullptr;
  for (NaiveSubnet* subnet : subnets_of(request, instance)) {
    if (subnet->short_ > 0) {
      --subnet->short_;
      return;
    }
    if (!most || subnet->taken > most->taken) most = subnet;
  }
  if (most && most->taken > 0) --most->taken;
}

InstanceResults NaiveSimulation::instances() const {
  InstanceResults rows;
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
    rows.push_back(row);
  }
  return rows;
}

void NaiveSimulation::report_subnets(PlacementResult& result) const {
  for (const NaiveSubnet& listed : world_.subnets) {
    if (!listed.subnet.available_ip_address_count) continue;
    result.subnets.push_back({listed.subnet.subnet_id, listed.subnet.availability_zone,
                              *listed.subnet.available_ip_address_count, listed.taken, listed.short_});
  }
}

void NaiveSimulation::report_summary(PlacementResult& result) const {
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

}  // namespace eniplan::oracle
