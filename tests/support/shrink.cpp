#include "support/shrink.hpp"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "support/random_draft.hpp"

namespace eniplan::test {
namespace {

/// Takes away what refers to something that is gone: tasks on instances, wishes for subnets.
void repair(Cluster& cluster) {
  std::set<std::string> places = {""};
  for (const ContainerInstance& instance : cluster.container_instances) places.insert(instance.container_instance_arn);
  for (const CapacityGroup& group : cluster.capacity) {
    for (std::int64_t i = 0; i < group.count; ++i) places.insert(group.name + "/" + std::to_string(i));
  }
  std::erase_if(cluster.tasks, [&](const Task& task) {
    return !task.container_instance_arn.starts_with("arn:") && !places.contains(task.container_instance_arn);
  });
  const auto keep_known_subnets = [&](auto& asked) {
    std::erase_if(asked.subnets, [&](const std::string& id) {
      return std::ranges::find(cluster.subnets, id, &Subnet::subnet_id) == cluster.subnets.end();
    });
  };
  std::ranges::for_each(cluster.services, keep_known_subnets);
  std::ranges::for_each(cluster.run_tasks, keep_known_subnets);
}

bool resolves(const Cluster& cluster) {
  const auto is_known = [&](const auto& asked) {
    return find_task_definition(cluster, asked.task_definition) != nullptr;
  };
  const auto is_known_type = [&](const CapacityGroup& group) {
    return group.instance_type != "x9.tiny" || !cluster.instance_types.empty();
  };
  const auto is_known_primary = [&](const Deployment& deployment) {
    return deployment.status != "PRIMARY" || is_known(deployment);
  };
  const auto has_known_primary = [&](const Service& service) {
    return std::ranges::all_of(service.deployments, is_known_primary);
  };
  return std::ranges::all_of(cluster.services, is_known) && std::ranges::all_of(cluster.services, has_known_primary) &&
         std::ranges::all_of(cluster.run_tasks, is_known) && std::ranges::all_of(cluster.capacity, is_known_type) &&
         std::ranges::all_of(cluster.tasks, [&](const Task& task) {
           return task.task_definition_arn == random_unknown_definition ||
                  find_task_definition(cluster, task.task_definition_arn) != nullptr;
         });
}

class Shrinker {
 public:
  Shrinker(Cluster cluster, const std::function<bool(const Cluster&)>& fails)
      : cluster_(std::move(cluster)), fails_(fails) {}

  Cluster run() {
    do {
      progress_ = false;
      shrink_lists();
      for (std::size_t i = 0; i < cluster_.services.size(); ++i) shrink_service(i);
      for (std::size_t i = 0; i < cluster_.run_tasks.size(); ++i) shrink_request(i);
      for (std::size_t i = 0; i < cluster_.capacity.size(); ++i) shrink_group(i);
      for (std::size_t i = 0; i < cluster_.container_instances.size(); ++i) shrink_instance(i);
      for (std::size_t i = 0; i < cluster_.task_definitions.size(); ++i) shrink_definition(i);
    } while (progress_);
    return std::move(cluster_);
  }

 private:
  /// Keeps the change if the cluster still differs from the one before and fails.
  template <class Change>
  void attempt(Change change) {
    Cluster changed = cluster_;
    change(changed);
    repair(changed);
    if (changed == cluster_ || !resolves(changed) || !fails_(changed)) return;
    cluster_ = std::move(changed);
    progress_ = true;
  }

  /// Tries to leave out halves of a list, quarters and so on to single items; the last first, so that the numbers of
  /// the others stay.
  template <class List>
  void drop_items(List list) {
    for (std::size_t size = std::max<std::size_t>(list(cluster_).size() / 2, 1); size > 0; size /= 2) {
      for (std::size_t end = list(cluster_).size(); end > 0;) {
        const std::size_t begin = end - std::min(end, size);
        attempt([&](Cluster& c) {
          const auto first = list(c).begin();
          list(c).erase(first + static_cast<std::ptrdiff_t>(begin), first + static_cast<std::ptrdiff_t>(end));
        });
        end = begin;
      }
    }
  }

  /// Tries the value that says least, then values ever nearer to the old one.
  template <class Number>
  void lessen(Number number, std::int64_t least) {
    attempt([&](Cluster& c) { number(c) = least; });
    attempt([&](Cluster& c) { number(c) = least + (number(c) - least) / 2; });
    attempt([&](Cluster& c) { number(c) = std::max(least, number(c) - 1); });
  }

  void shrink_lists() {
    drop_items([](Cluster& c) -> auto& { return c.services; });
    drop_items([](Cluster& c) -> auto& { return c.run_tasks; });
    drop_items([](Cluster& c) -> auto& { return c.tasks; });
    drop_items([](Cluster& c) -> auto& { return c.container_instances; });
    drop_items([](Cluster& c) -> auto& { return c.capacity; });
    drop_items([](Cluster& c) -> auto& { return c.task_definitions; });
    drop_items([](Cluster& c) -> auto& { return c.subnets; });
    drop_items([](Cluster& c) -> auto& { return c.instance_types; });
    attempt([](Cluster& c) { c.memory_overhead.reset(); });
    attempt([](Cluster& c) { c.seed = 0; });
  }

  template <class Asked>
  void shrink_wishes(Asked asked) {
    drop_items([&](Cluster& c) -> auto& { return asked(c).placement_constraints; });
    drop_items([&](Cluster& c) -> auto& { return asked(c).subnets; });
    drop_items([&](Cluster& c) -> auto& { return asked(c).capacity_provider_strategy; });
    attempt([&](Cluster& c) { asked(c).placement_strategy.reset(); });
    if (asked(cluster_).placement_strategy) {
      drop_items([&](Cluster& c) -> auto& { return *asked(c).placement_strategy; });
    }
  }

  void shrink_service(std::size_t i) {
    const auto service = [i](Cluster& c) -> Service& { return c.services[i]; };
    shrink_wishes(service);
    lessen([&](Cluster& c) -> auto& { return service(c).desired_count; }, 0);
    lessen([&](Cluster& c) -> auto& { return service(c).running_count; }, 0);
    attempt([&](Cluster& c) { service(c).scheduling_strategy = SchedulingStrategy::replica; });
    attempt([&](Cluster& c) { service(c).deployment_configuration.minimum_healthy_percent.reset(); });
    attempt([&](Cluster& c) { service(c).deployment_configuration.maximum_percent.reset(); });
    drop_items([&](Cluster& c) -> auto& { return service(c).deployments; });
  }

  void shrink_request(std::size_t i) {
    const auto request = [i](Cluster& c) -> RunTask& { return c.run_tasks[i]; };
    shrink_wishes(request);
    lessen([&](Cluster& c) -> auto& { return request(c).count; }, 0);
    attempt([&](Cluster& c) { request(c).overrides = {}; });
  }

  void shrink_group(std::size_t i) {
    const auto group = [i](Cluster& c) -> CapacityGroup& { return c.capacity[i]; };
    lessen([&](Cluster& c) -> auto& { return group(c).count; }, 0);
    lessen([&](Cluster& c) -> auto& { return group(c).network_interfaces_in_use; }, 0);
    drop_items([&](Cluster& c) -> auto& { return group(c).attributes; });
    attempt([&](Cluster& c) { group(c).availability_zones.resize(1); });
    attempt([&](Cluster& c) { group(c).reserved_ports.clear(); });
    attempt([&](Cluster& c) { group(c).reserved_ports_udp.clear(); });
    attempt([&](Cluster& c) { group(c).capacity_provider.clear(); });
    attempt([&](Cluster& c) { group(c).trunking = Trunking::disabled; });
    attempt([&](Cluster& c) { group(c).registered_cpu.reset(); });
    attempt([&](Cluster& c) { group(c).registered_memory.reset(); });
    attempt([&](Cluster& c) { group(c).registered_gpu.reset(); });
    attempt([&](Cluster& c) { group(c).registered_eni.reset(); });
    attempt([&](Cluster& c) { group(c).reserved_memory = MiB{0}; });
  }

  void shrink_instance(std::size_t i) {
    const auto instance = [i](Cluster& c) -> ContainerInstance& { return c.container_instances[i]; };
    lessen([&](Cluster& c) -> auto& { return instance(c).running_tasks_count; }, 0);
    attempt([&](Cluster& c) { instance(c).status = InstanceStatus::active; });
    attempt([&](Cluster& c) { instance(c).agent_connected = true; });
    attempt([&](Cluster& c) { instance(c).capacity_provider_name.clear(); });
    attempt([&](Cluster& c) { instance(c).ports_taken.clear(); });
    attempt([&](Cluster& c) { instance(c).ports_udp_taken.clear(); });
    attempt([&](Cluster& c) { instance(c).registered_eni = instance(c).remaining_eni = std::nullopt; });
    attempt([&](Cluster& c) { instance(c).remaining = instance(c).registered; });
    attempt([&](Cluster& c) { instance(c).agent_version.clear(); });
    attempt([&](Cluster& c) { instance(c).registered_at.reset(); });
    for (const Attribute& attribute : all_attributes(instance(cluster_))) {
      attempt([&](Cluster& c) {
        std::vector<Attribute> fewer = all_attributes(instance(c));
        std::erase(fewer, attribute);
        instance(c).attributes = Attributes(fewer);
      });
    }
  }

  static std::vector<Attribute> all_attributes(const ContainerInstance& instance) {
    std::vector<Attribute> all = instance.attributes.with_value();
    for (const std::string& name : instance.attributes.without_value()) all.push_back({name, std::nullopt});
    return all;
  }

  void shrink_definition(std::size_t i) {
    const auto definition = [i](Cluster& c) -> TaskDefinition& { return c.task_definitions[i]; };
    drop_items([&](Cluster& c) -> auto& { return definition(c).placement_constraints; });
    drop_items([&](Cluster& c) -> auto& { return definition(c).requires_attributes; });
    drop_items([&](Cluster& c) -> auto& { return definition(c).container_definitions; });
    attempt([&](Cluster& c) { definition(c).cpu_architecture.clear(); });
    attempt([&](Cluster& c) { definition(c).operating_system_family.clear(); });
    for (std::size_t k = 0; k < definition(cluster_).container_definitions.size(); ++k) {
      const auto container = [&](Cluster& c) -> ContainerDefinition& { return definition(c).container_definitions[k]; };
      drop_items([&](Cluster& c) -> auto& { return container(c).port_mappings; });
      lessen([&](Cluster& c) -> auto& { return container(c).cpu.value; }, 0);
      lessen([&](Cluster& c) -> auto& { return container(c).gpus.value; }, 0);
      attempt([&](Cluster& c) { container(c).memory_reservation.reset(); });
    }
  }

  Cluster cluster_;
  const std::function<bool(const Cluster&)>& fails_;
  bool progress_ = false;
};

}  // namespace

Cluster shrink(Cluster cluster, const std::function<bool(const Cluster&)>& fails) {
  return Shrinker(std::move(cluster), fails).run();
}

}  // namespace eniplan::test
