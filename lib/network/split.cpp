// What it costs to run containers of one task as services of their own: the cluster is written anew as it would be
// then, and both are simulated.
//
// Tested by: tests/network/split_test.cpp and data/scenarios/nginx-and-gunicorn.

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include <eniplan/diagnostic.hpp>
#include <eniplan/network.hpp>

#include "model/nearest.hpp"
#include "model/task_definition_index.hpp"

namespace eniplan {
namespace {

bool has_container(const TaskDefinition& definition, const std::string& name) {
  const auto& containers = definition.container_definitions;
  return std::ranges::find(containers, name, &ContainerDefinition::name) != containers.end();
}

[[noreturn]] void refuse(const std::string& option, std::string message) {
  throw InputError({{.file = option, .message = std::move(message)}});
}

bool gives_memory(const ContainerDefinition& container) {
  return container.memory_reservation.value_or(MiB{}) != MiB{} || container.memory.value_or(MiB{}) != MiB{};
}

/// Linked or depended on: `db` of `db:database` is meant as well.
bool names(const std::string& link, const std::string& container) {
  return link.substr(0, link.find(':')) == container;
}

class Splitter {
 public:
  Splitter(const Cluster& cluster, const SplitOptions& options) : options_(options), after_(cluster) {
    result_.cluster_name = cluster.cluster_name;
    before_ = cluster;
    const TaskDefinitionIndex index(before_);
    for (Service& service : after_.services) pin(service.task_definition, index);
    for (RunTask& request : after_.run_tasks) pin(request.task_definition, index);
    for (Task& task : after_.tasks) pin(task.task_definition_arn, index);
  }

  SplitResult run() {
    for (const Split& split : options_.splits) take_out(split);
    for (const SplitCount& count : options_.desired) set_count(count);
    result_.before = simulated(before_);
    result_.after = simulated(after_);
    return std::move(result_);
  }

 private:
  /// A bare family would come to mean the revisions that are added.
  static void pin(std::string& reference, const TaskDefinitionIndex& index) {
    const TaskDefinition* definition = index.find(reference);
    if (definition != nullptr) reference = task_definition_name(*definition);
  }

  void take_out(const Split& split) {
    const std::string option = fmt::format("--split {}={}", split.container, split.service);
    const std::size_t at = find_service(split, option);
    const TaskDefinition whole = *find_task_definition(after_, after_.services[at].task_definition);
    check(split, option, whole);
    concerned_.insert(after_.services[at].service_name);
    concerned_.insert(split.service);
    note_calls(whole, split.container);
    note_torn_edges(whole, split.container);
    result_.discovery = discovery(whole.network_mode);

    Service service = after_.services[at];
    service.service_name = split.service;
    service.task_definition = add_part(whole, split, split.service, [&](const ContainerDefinition& container) {
      return container.name == split.container;
    });
    service.running_count = 0;
    service.deployments.clear();
    after_.services[at].task_definition =
        add_part(whole, split, whole.family,
                 [&](const ContainerDefinition& container) { return container.name != split.container; });
    if (after_.services[at].running_count > 0) {
      result_.warnings.push_back({"running-tasks-kept", fmt::format("the running tasks of {} hold what they hold until "
                                                                    "a deployment replaces them",
                                                                    after_.services[at].service_name)});
    }
    after_.services.insert(after_.services.begin() + static_cast<std::ptrdiff_t>(at) + 1, std::move(service));
  }

  [[nodiscard]] bool is_meant(const Service& service) const {
    return options_.services.empty() || concerned_.contains(service.service_name) ||
           std::ranges::find(options_.services, service.service_name) != options_.services.end();
  }

  [[nodiscard]] std::size_t find_service(const Split& split, const std::string& option) const {
    std::vector<std::size_t> found;
    std::vector<std::string_view> known;
    const TaskDefinitionIndex index(after_);
    for (std::size_t i = 0; i < after_.services.size(); ++i) {
      const TaskDefinition* definition = index.find(after_.services[i].task_definition);
      if (!is_meant(after_.services[i]) || definition == nullptr) continue;
      if (has_container(*definition, split.container)) found.push_back(i);
      for (const auto& container : definition->container_definitions) known.push_back(container.name);
    }
    if (found.empty()) {
      refuse(option, fmt::format("expected a container of a service's task definition, found \"{}\"{}", split.container,
                                 nearest_of(split.container, known)));
    }
    if (found.size() > 1) {
      refuse(option, fmt::format("expected one service with a container \"{}\", found {} and {}; --service says which",
                                 split.container, after_.services[found[0]].service_name,
                                 after_.services[found[1]].service_name));
    }
    return found.front();
  }

  void check(const Split& split, const std::string& option, const TaskDefinition& whole) const {
    const auto taken = std::ranges::find(after_.services, split.service, &Service::service_name);
    if (split.service.empty() || split.service.find_first_of(":/") != std::string::npos) {
      refuse(option, "expected a name for the new service, without \":\" and \"/\"");
    }
    if (taken != after_.services.end()) {
      refuse(option, fmt::format("expected a name that no service has, found \"{}\"", split.service));
    }
    if (whole.container_definitions.size() < 2) {
      refuse(option, fmt::format("expected a task with another container, found \"{}\" alone in {}", split.container,
                                 task_definition_name(whole)));
    }
  }

  /// Adds the part of a definition with the containers that `is_part` keeps, and returns its name.
  template <class IsPart>
  std::string add_part(const TaskDefinition& whole, const Split& split, const std::string& family, IsPart is_part) {
    TaskDefinition part = whole;
    part.family = family;
    part.revision = 1;
    for (const TaskDefinition& other : after_.task_definitions) {
      if (other.family == family) part.revision = std::max(part.revision, other.revision + 1);
    }
    part.task_definition_arn.clear();
    auto& containers = part.container_definitions;
    std::erase_if(containers, [&](const ContainerDefinition& container) { return !is_part(container); });
    for (ContainerDefinition& container : containers) forget_others(container, part);
    size(part, whole, split);
    after_.task_definitions.push_back(part);
    return task_definition_name(part);
  }

  static void forget_others(ContainerDefinition& container, const TaskDefinition& part) {
    std::erase_if(container.depends_on, [&](const ContainerDependency& dependency) {
      return !has_container(part, dependency.container_name);
    });
    std::erase_if(container.links,
                  [&](const std::string& link) { return !has_container(part, link.substr(0, link.find(':'))); });
  }

  /// Of the containers' own figures where all give one; else the task's size, of which nobody knows the shares.
  void size(TaskDefinition& part, const TaskDefinition& whole, const Split& split) {
    const auto& containers = part.container_definitions;
    const bool own_cpu = std::ranges::all_of(containers, [](const auto& c) { return c.cpu > CpuUnits{}; });
    const bool own_memory = std::ranges::all_of(containers, gives_memory);
    if (own_cpu) part.cpu.reset();
    if (own_memory) part.memory.reset();
    if (!part.cpu && !part.memory) return;
    result_.warnings.push_back(
        {"size-not-divided",
         fmt::format("not every container of {} gives its own CPU and memory, so {} is counted with the task's "
                     "whole{}{}: an upper bound",
                     task_definition_name(whole),
                     has_container(part, split.container) ? split.service : part.family + " without it",
                     part.cpu ? fmt::format(" {} CPU units", part.cpu->value) : "",
                     part.memory ? fmt::format(" {} MiB", part.memory->value) : "")});
  }

  void note_calls(const TaskDefinition& whole, const std::string& apart) {
    for (const ContainerDefinition& other : whole.container_definitions) {
      if (other.name == apart) continue;
      const auto& containers = whole.container_definitions;
      const auto own = std::ranges::find(containers, apart, &ContainerDefinition::name);
      note_call(whole, other, *own);
      note_call(whole, *own, other);
    }
  }

  void note_call(const TaskDefinition& whole, const ContainerDefinition& from, const ContainerDefinition& to) {
    const NetworkMode mode = whole.network_mode;
    SplitCall call{from.name, to.name, {}, addresses(to, mode, mode, Distance::other_instance)};
    for (const std::string& link : from.links) {
      if (!names(link, to.name)) continue;
      const std::size_t colon = link.find(':');
      call.before.push_back(colon == std::string::npos ? to.name : link.substr(colon + 1));
    }
    for (const Address& address : addresses(to, mode, mode, Distance::same_task)) {
      call.before.push_back(to_string(address));
    }
    result_.calls.push_back(std::move(call));
  }

  void note_torn_edges(const TaskDefinition& whole, const std::string& apart) {
    for (const StartEdge& edge : start_order(whole).edges) {
      if ((edge.container == apart) != (edge.dependency == apart)) result_.torn_edges.push_back(edge);
    }
  }

  void set_count(const SplitCount& count) {
    const auto service = std::ranges::find(after_.services, count.service, &Service::service_name);
    const std::string option = fmt::format("--desired {}={}", count.service, count.desired_count);
    if (service == after_.services.end() || !concerned_.contains(count.service)) {
      const std::vector<std::string_view> known(concerned_.begin(), concerned_.end());
      refuse(option, fmt::format("expected a service of the split, found \"{}\"{}", count.service,
                                 nearest_of(count.service, known)));
    }
    if (service->scheduling_strategy == SchedulingStrategy::daemon) {
      refuse(option, "expected a replica service, found a daemon, which has no count");
    }
    service->desired_count = count.desired_count;
  }

  [[nodiscard]] SplitSide simulated(const Cluster& cluster) const {
    SplitSide side;
    for (const GroupResult& group : simulate(cluster).services) {
      if (!concerned_.contains(group.name)) continue;
      const TaskDefinition& definition = *find_task_definition(cluster, group.task_definition);
      SplitService& service = side.services.emplace_back();
      service.service_name = group.name;
      for (const auto& container : definition.container_definitions) service.containers.push_back(container.name);
      service.desired_count = group.desired_count;
      service.placed_count = group.placed_count + group.running_count;
      service.needs = task_needs(definition).resources;
      for (const Failure& failure : group.failures) {
        service.unplaced_count += failure.count;
        service.reasons.push_back(failure.reason);
      }
      add(side.asked, service.needs, service.desired_count);
      add(side.used, service.needs, service.placed_count);
    }
    return side;
  }

  static void add(Resources& sum, const Resources& needs, std::int64_t tasks) {
    sum.cpu.value += needs.cpu.value * tasks;
    sum.memory.value += needs.memory.value * tasks;
    sum.gpu.value += needs.gpu.value * tasks;
    sum.eni.value += needs.eni.value * tasks;
  }

  const SplitOptions& options_;
  Cluster before_;
  Cluster after_;
  std::set<std::string> concerned_;
  SplitResult result_;
};

}  // namespace

SplitResult split(const Cluster& cluster, const SplitOptions& options) { return Splitter(cluster, options).run(); }

}  // namespace eniplan
