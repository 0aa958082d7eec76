// The rules of changes, written down a second time, from their words. See naive_placement.cpp for what an oracle is
// good for.
//
// The idea: a list of all tasks, each with the instance it is on. A change takes instances out of the list of
// instances, puts others in, and takes tasks from the list of tasks. In the end everything is placed that is wanted and
// not there.

#include "oracle/naive_what_if.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <eniplan/catalog.hpp>

#include "oracle/naive_fleet_in_use.hpp"

namespace eniplan::oracle {
namespace {

[[noreturn]] void refuse(const std::string& message) { throw InputError({{"", 0, 0, "", message}}); }

class Changes {
 public:
  explicit Changes(const Cluster& cluster) : cluster_(cluster), fleet_(cluster_) {}

  void apply(const LoseZone& change) {
    bool is_known = false;
    for (std::size_t i = instances().size(); i-- > 0;) {
      if (instances()[i].attribute("ecs.availability-zone") != change.zone) continue;
      is_known = true;
      fleet_.lose(i);
    }
    if (!is_known) refuse("no zone " + change.zone);
  }

  void apply(const LoseInstance& change) {
    for (std::size_t i = 0; i < instances().size(); ++i) {
      if (!is_named(instances()[i], change.instance)) continue;
      fleet_.lose(i);
      return;
    }
    refuse("no instance " + change.instance);
  }

  void apply(const SetDesiredCount& change) {
    const auto found = std::ranges::find(cluster_.services, change.service, &Service::service_name);
    if (found == cluster_.services.end()) refuse("no service " + change.service);
    if (found->scheduling_strategy == SchedulingStrategy::daemon) refuse("a count for a daemon");
    found->desired_count = change.desired_count;
    const auto service = static_cast<std::size_t>(found - cluster_.services.begin());
    const std::int64_t running = fleet_.unlisted[service] + fleet_.tasks_of_service(service);
    if (!fleet_.stop(service, running - change.desired_count)) refuse("tasks on unknown instances");
  }

  void apply(const SetTrunking& change) {
    const bool on = change.trunking == Trunking::enabled;
    const auto only = group_if_named(change.group);
    if (only && on && !type_of(cluster_.capacity[*only].instance_type)->ecs_task_limit_trunking) {
      refuse("no trunk for this type");
    }
    for (std::size_t g = 0; g < cluster_.capacity.size(); ++g) {
      if (!only || g == *only) cluster_.capacity[g].trunking = change.trunking;
    }
    for (std::size_t i = 0; i < instances().size(); ++i) {
      if (only && fleet_.origins[i].group != static_cast<std::int64_t>(*only)) continue;
      const bool is_trunked = instances()[i].attribute("ecs.awsvpc-trunk-id").has_value();
      const InstanceType* type = type_of(instances()[i].attribute("ecs.instance-type").value_or(""));
      if (is_trunked == on || (on && !(type && type->ecs_task_limit_trunking))) continue;
      NaiveFreshInstance fresh = fresh_described(instances()[i]);
      set_trunk(fresh, on, type);
      replace(i, fresh);
    }
  }

  void apply(const SwapType& change) {
    const auto only = group_if_named(change.group);
    const InstanceType* type = type_of(change.to);
    if (!type) refuse("no type " + change.to);
    std::vector<std::size_t> swapped;
    for (std::size_t i = 0; i < instances().size(); ++i) {
      if (only && fleet_.origins[i].group != static_cast<std::int64_t>(*only)) continue;
      if (instances()[i].attribute("ecs.instance-type") == change.from) swapped.push_back(i);
    }
    if (swapped.empty()) refuse("no instance of type " + change.from);
    for (std::size_t g = 0; g < cluster_.capacity.size(); ++g) {
      CapacityGroup& group = cluster_.capacity[g];
      if ((only && g != *only) || group.instance_type != change.from) continue;
      group.instance_type = change.to;
      group.registered_cpu.reset();
      group.registered_memory.reset();
      group.registered_gpu.reset();
      group.registered_eni.reset();
    }
    for (const std::size_t i : swapped) {
      NaiveFreshInstance fresh = fresh_described(instances()[i]);
      const bool was_trunked = instances()[i].attribute("ecs.awsvpc-trunk-id").has_value();
      fresh.facts.attributes.set({"ecs.instance-type", change.to});
      fresh.facts.attributes.set({"ecs.cpu-architecture", std::string(cpu_architecture(*type))});
      const CapacityGroup plain{.instance_type = change.to};
      fresh.facts.registered = fresh_instance(cluster_, plain).facts.registered;
      set_trunk(fresh, was_trunked && type->ecs_task_limit_trunking, type);
      replace(i, fresh);
    }
  }

  void apply(const AddInstances& change) {
    const std::size_t g = group_named(change.group);
    const CapacityGroup& group = cluster_.capacity[g];
    const auto zones = static_cast<std::int64_t>(group.availability_zones.size());
    std::vector<std::int64_t> more(group.availability_zones.size());
    std::int64_t& ever = fleet_.ever_in_group[g];
    for (std::int64_t k = 0; k < change.count; ++k) ++more[static_cast<std::size_t>((ever + k) % zones)];
    for (std::size_t zone = 0; zone < more.size(); ++zone) {
      for (; more[zone] > 0; --more[zone]) {
        NaiveFreshInstance fresh = fresh_instance(cluster_, group);
        fresh.facts.id = group.name + "/" + std::to_string(ever++);
        fresh.facts.attributes.set({"ecs.availability-zone", group.availability_zones[zone]});
        fleet_.add(std::move(fresh), {static_cast<std::int64_t>(g), zone});
      }
    }
  }

  void apply(const RemoveInstances& change) {
    const auto group = static_cast<std::int64_t>(group_named(change.group));
    if (std::ranges::count(fleet_.origins, group, &Origin::group) < change.count) refuse("more than there are");
    for (std::int64_t n = 0; n < change.count; ++n) {
      std::size_t emptiest = 0;
      std::int64_t least = std::numeric_limits<std::int64_t>::max();
      for (std::size_t i = 0; i < instances().size(); ++i) {
        const std::int64_t tasks = fleet_.simulation.world().states[i].tasks;
        if (fleet_.origins[i].group != group || tasks > least) continue;
        emptiest = i;
        least = tasks;
      }
      fleet_.remove(emptiest);
    }
  }

  /// Places what is wanted and not there, in the order of work.
  WhatIfResult finish() {
    NaiveSimulation& simulation = fleet_.simulation;
    NaiveWorld& world = simulation.world();
    world.names_providers =
        std::ranges::any_of(world.instances, [](const NaiveInstance& instance) { return !instance.provider.empty(); });

    std::vector<GroupResult> services(cluster_.services.size());
    for (std::size_t s = 0; s < services.size(); ++s) {
      if (is_daemon(s)) simulation.place_daemons(simulation.request_of(cluster_.services[s]), 0, services[s]);
    }
    for (std::size_t s = 0; s < services.size(); ++s) {
      if (is_daemon(s)) continue;
      const std::int64_t missing = cluster_.services[s].desired_count - running(s);
      simulation.place_one_by_one(simulation.request_of(cluster_.services[s]), missing, services[s]);
    }
    std::vector<GroupResult> requests(cluster_.run_tasks.size());
    for (std::size_t r = 0; r < requests.size(); ++r) {
      const std::int64_t missing = wanted(r) - fleet_.tasks_of_request(r);
      simulation.place_one_by_one(simulation.request_of(cluster_.run_tasks[r]), missing, requests[r]);
    }
    std::ranges::sort(fleet_.displaced);
    std::vector<GroupResult> again(fleet_.displaced.size());
    for (std::size_t i = 0; i < again.size(); ++i) {
      const Task& task = cluster_.tasks[fleet_.displaced[i]];
      const RunTask request{.task_definition = task.task_definition_arn, .group = task.group};
      simulation.place_one_by_one(simulation.request_of(request), 1, again[i]);
    }
    return report(services, requests, again);
  }

 private:
  std::vector<NaiveInstance>& instances() { return fleet_.simulation.world().instances; }

  bool is_daemon(std::size_t service) const {
    return cluster_.services[service].scheduling_strategy == SchedulingStrategy::daemon;
  }

  std::int64_t running(std::size_t service) const {
    return fleet_.unlisted[service] + fleet_.tasks_of_service(service);
  }

  std::int64_t wanted(std::size_t request) const { return cluster_.run_tasks[request].count - fleet_.lost[request]; }

  // Names

  const InstanceType* type_of(std::string_view name) const { return find_instance_type(cluster_, name); }

  std::size_t group_named(const std::string& name) const {
    const auto found = std::ranges::find(cluster_.capacity, name, &CapacityGroup::name);
    if (found == cluster_.capacity.end()) refuse("no group " + name);
    return static_cast<std::size_t>(found - cluster_.capacity.begin());
  }

  std::optional<std::size_t> group_if_named(const std::optional<std::string>& name) const {
    return name ? std::optional(group_named(*name)) : std::nullopt;
  }

  bool is_named(const NaiveInstance& instance, const std::string& name) const {
    if (name == instance.id || (!name.empty() && name == instance.ec2_instance_id)) return true;
    return std::ranges::any_of(cluster_.container_instances, [&](const ContainerInstance& described) {
      return described.container_instance_arn == name && instance_id(described) == instance.id;
    });
  }

  // New instances

  /// The same one when nothing runs there.
  static NaiveFreshInstance fresh_described(const NaiveInstance& instance) {
    NaiveFreshInstance fresh{instance, {}};
    fresh.facts.active = true;
    fresh.facts.agent_connected = true;
    const CapacityGroup plain;
    fresh.state.tcp_ports.insert(plain.reserved_ports.begin(), plain.reserved_ports.end());
    return fresh;
  }

  static void set_trunk(NaiveFreshInstance& fresh, bool on, const InstanceType* type) {
    std::vector<Attribute> attributes = fresh.facts.attributes.with_value();
    for (const std::string& name : fresh.facts.attributes.without_value()) attributes.push_back({name, std::nullopt});
    std::erase_if(attributes, [](const Attribute& attribute) { return attribute.name == "ecs.awsvpc-trunk-id"; });
    if (on) attributes.push_back({"ecs.awsvpc-trunk-id", "trunk"});
    fresh.facts.attributes = Attributes(attributes);
    fresh.facts.registered.eni = EniSlots{0};
    if (type) fresh.facts.registered.eni = task_limit(*type, on ? Trunking::enabled : Trunking::disabled);
  }

  /// By one of its group, if it is of one, else by `described`.
  void replace(std::size_t i, NaiveFreshInstance described) {
    NaiveFreshInstance fresh = std::move(described);
    if (fleet_.origins[i].group >= 0) {
      fresh = fresh_instance(cluster_, cluster_.capacity[static_cast<std::size_t>(fleet_.origins[i].group)]);
      fresh.facts.id = instances()[i].id;
      fresh.facts.attributes.set(
          {"ecs.availability-zone", std::string(*instances()[i].attribute("ecs.availability-zone"))});
    }
    fresh.state.remaining = fresh.facts.registered;
    fleet_.replace(i, std::move(fresh));
  }

  // The answer

  static std::int64_t refused(const GroupResult& result) {
    std::int64_t tasks = 0;
    for (const Failure& failure : result.failures) tasks += failure.count;
    return tasks;
  }

  static bool same_failures(const GroupResult& a, const GroupResult& b) {
    return std::ranges::equal(a.failures, b.failures, [](const Failure& one, const Failure& other) {
      return one.reason == other.reason && one.count == other.count;
    });
  }

  WhatIfResult report(const std::vector<GroupResult>& services, const std::vector<GroupResult>& requests,
                      const std::vector<GroupResult>& again) const {
    WhatIfResult result;
    result.cluster_name = cluster_.cluster_name;
    result.before = fleet_.before.summary;
    result.instances = fleet_.simulation.instances();
    PlacementSummary& after = result.after;
    after.instances = static_cast<std::int64_t>(result.instances.size());
    for (std::size_t s = 0; s < services.size(); ++s) {
      const GroupResult& first = fleet_.before.services[s];
      ServiceDifference difference;
      difference.service_name = cluster_.services[s].service_name;
      difference.before = {first.running_count + first.placed_count, refused(first)};
      difference.after = {running(s) + services[s].placed_count, refused(services[s])};
      difference.failures = services[s].failures;
      if (difference.before != difference.after || !same_failures(first, services[s])) {
        result.services.push_back(difference);
      }
      after.desired +=
          is_daemon(s) ? difference.after.running + difference.after.unplaced : cluster_.services[s].desired_count;
      after.placed += fleet_.placed_of_service(s) + services[s].placed_count;
      after.unplaced += refused(services[s]);
    }
    for (std::size_t r = 0; r < requests.size(); ++r) {
      after.desired += wanted(r);
      after.placed += fleet_.tasks_of_request(r) + requests[r].placed_count;
      after.unplaced += refused(requests[r]);
    }
    for (const GroupResult& one : again) {
      ++after.desired;
      after.placed += one.placed_count;
      after.unplaced += refused(one);
    }
    for (const InstanceResult& instance : result.instances) after.attach_failures += instance.attach_failures;
    for (const NaiveSubnet& subnet : fleet_.simulation.world().subnets) after.attach_failures += subnet.short_;
    return result;
  }

  Cluster cluster_;
  FleetInUse fleet_;
};

}  // namespace

WhatIfResult what_if(const Cluster& cluster, std::span<const Change> changes) {
  Changes all(cluster);
  for (const Change& change : changes) {
    std::visit([&](const auto& one) { all.apply(one); }, change);
  }
  return all.finish();
}

}  // namespace eniplan::oracle
