// What the user should know before trusting an answer, seen in the input alone.

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <unordered_map>

#include <eniplan/catalog.hpp>

#include "io/assemble.hpp"
#include "io/wording.hpp"

namespace eniplan::io {
namespace {

// `a, b, c and 17 more`: a fleet's warning must not be as long as the fleet.
std::string some_of(const std::vector<std::string>& names) {
  constexpr std::size_t most = 5;
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), most); ++i) text += (i == 0 ? "" : ", ") + names[i];
  if (names.size() > most) text += fmt::format(" and {} more", names.size() - most);
  return text;
}

class Suspicions {
 public:
  explicit Suspicions(Cluster& cluster) : cluster_(cluster) {}

  void run() {
    unknown_types();
    trunking_without_trunk();
    unlisted_instance_tasks();
    unlisted_service_tasks();
    missing_files();
  }

 private:
  void warn(std::string_view code, std::string message) {
    cluster_.warnings.push_back({std::string(code), std::move(message)});
  }

  // The catalog's type of a described instance; null if it does not say or the catalog lacks it.
  const InstanceType* type_of(const ContainerInstance& instance) const {
    const auto name = instance.attributes.value_of(instance_type_attribute);
    return name ? find_instance_type(cluster_, *name) : nullptr;
  }

  void unknown_types() {
    std::vector<std::string> untyped;
    std::map<std::string, std::int64_t> unknown;
    for (const ContainerInstance& instance : cluster_.container_instances) {
      if (instance.registered_eni) continue;  // its slots are given
      const auto name = instance.attributes.value_of(instance_type_attribute);
      if (!name) {
        untyped.emplace_back(instance_id(instance));
      } else if (find_instance_type(cluster_, *name) == nullptr) {
        ++unknown[std::string(*name)];
      }
    }
    for (const auto& [name, count] : unknown) {
      warn("unknown-instance-type", fmt::format("{} of type {}, which the catalog lacks, taken to have no ENI slots "
                                                "(aws ec2 describe-instance-types --instance-types {} fills the gap)",
                                                counted(count, "container instance"), name, name));
    }
    if (!untyped.empty()) {
      warn("unknown-instance-type",
           fmt::format("{} without the attribute ecs.instance-type, taken to have no ENI slots: {} "
                       "(aws ec2 describe-instances tells their types, aws ec2 describe-instance-types their limits)",
                       counted(std::ssize(untyped), "container instance"), some_of(untyped)));
    }
  }

  void trunking_without_trunk() {
    std::vector<std::string> incapable;  // of a type where trunking is not known to work
    std::vector<std::string> too_old;    // registered before the setting, or otherwise without
    for (const ContainerInstance& instance : cluster_.container_instances) {
      const bool expected =
          cluster_.awsvpc_trunking == Trunking::enabled || instance.attributes.contains(trunking_capability);
      if (!expected || instance.attributes.contains(trunk_attribute)) continue;
      const InstanceType* type = type_of(instance);
      const bool capable = type == nullptr || type->ecs_task_limit_trunking.has_value();
      (capable ? too_old : incapable).emplace_back(instance_id(instance));
    }
    if (!too_old.empty()) {
      warn("trunking-without-trunk",
           fmt::format("{} with the trunking capability or setting but no ecs.awsvpc-trunk-id, so without a trunk: "
                       "only instances launched after awsvpcTrunking was enabled for their role get one: {}",
                       counted(std::ssize(too_old), "container instance"), some_of(too_old)));
    }
    if (!incapable.empty()) {
      warn("trunking-without-trunk",
           fmt::format("{} without a trunk, of a type that AWS does not list for ENI trunking: {}",
                       counted(std::ssize(incapable), "container instance"), some_of(incapable)));
    }
    for (const CapacityGroup& group : cluster_.capacity) {
      const InstanceType* type = find_instance_type(cluster_, group.instance_type);
      if (group.trunking == Trunking::enabled && type != nullptr && !type->ecs_task_limit_trunking) {
        warn("trunking-without-trunk",
             fmt::format("group {} is not trunked although trunking is enabled: AWS does not list {} "
                         "for ENI trunking",
                         group.name, group.instance_type));
      }
    }
  }

  // Running tasks that `tasks` lists, by instance.
  std::unordered_map<std::string_view, std::int64_t> listed_on_instances() const {
    std::unordered_map<std::string_view, std::int64_t> listed;
    for (const Task& task : cluster_.tasks) {
      if (is_running(task)) ++listed[task.container_instance_arn];
    }
    return listed;
  }

  void unlisted_instance_tasks() {
    const auto listed = listed_on_instances();
    std::vector<std::string> names;
    std::int64_t count = 0;
    for (const ContainerInstance& instance : cluster_.container_instances) {
      const auto found = listed.find(instance.container_instance_arn);
      const std::int64_t here = found == listed.end() ? 0 : found->second;
      if (instance.running_tasks_count <= here) continue;
      count += instance.running_tasks_count - here;
      names.emplace_back(instance_id(instance));
    }
    if (names.empty()) return;
    warn("unknown-running-tasks",
         fmt::format("{} on {} missing from `tasks`, each taken to hold an ENI while a slot is free: {} (aws ecs "
                     "list-tasks and aws ecs describe-tasks --cluster {} bring them)",
                     counted(count, "running task"), counted(std::ssize(names), "container instance"), some_of(names),
                     cluster_.cluster_name));
  }

  void unlisted_service_tasks() {
    std::unordered_map<std::string_view, std::int64_t> listed;
    for (const Task& task : cluster_.tasks) {
      if (is_running(task)) ++listed[task.group];
    }
    for (const Service& service : cluster_.services) {
      const auto found = listed.find(task_group(service));
      const std::int64_t known = found == listed.end() ? 0 : found->second;
      if (service.running_count <= known) continue;
      warn("unknown-running-tasks",
           fmt::format(
               "{} of the {} running tasks of service {} are not in `tasks`: they are on instances unknown and hold "
               "nothing more (aws ecs list-tasks --cluster {} --service-name {} and aws ecs describe-tasks bring them)",
               service.running_count - known, service.running_count, service.service_name, cluster_.cluster_name,
               service.service_name));
    }
  }

  void missing_files() {
    const bool anything_wanted = !cluster_.services.empty() || !cluster_.run_tasks.empty();
    if (anything_wanted && cluster_.container_instances.empty() && cluster_.capacity.empty()) {
      warn("missing-instances",
           fmt::format("there are tasks to place but no instances (aws ecs list-container-instances and aws ecs "
                       "describe-container-instances --cluster {} bring them, or give `capacity`)",
                       cluster_.cluster_name));
    }
    if (!cluster_.subnets.empty() || cluster_.container_instances.empty()) return;
    std::set<std::string> named;
    for (const Service& service : cluster_.services) named.insert(service.subnets.begin(), service.subnets.end());
    for (const RunTask& request : cluster_.run_tasks) named.insert(request.subnets.begin(), request.subnets.end());
    if (named.empty()) return;
    warn("missing-subnets",
         fmt::format(
             "services name subnets but none is given, so neither their zones nor their free addresses count: {} "
             "(aws ec2 describe-subnets brings them)",
             some_of({named.begin(), named.end()})));
  }

  Cluster& cluster_;
};

}  // namespace

void add_suspicions(Cluster& cluster) { Suspicions(cluster).run(); }

}  // namespace eniplan::io
