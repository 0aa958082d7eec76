#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include <eniplan/catalog.hpp>

#include "io/assemble.hpp"
#include "io/nearest.hpp"
#include "model/task_definition_index.hpp"

namespace eniplan::io {
namespace {

constexpr std::size_t most_constraints = 10;  // API reference, RunTask (2026)

// Keeps the first of several equal records of one name, and reports those that differ.
template <class T, class NameOf>
void keep_one_of_each(std::vector<T>& records, std::string_view what, Problems& problems, NameOf name_of) {
  std::unordered_map<std::string, std::size_t> first;
  std::vector<T> kept;
  kept.reserve(records.size());
  for (T& record : records) {
    const std::string name(name_of(record));
    const auto [known, is_new] = first.emplace(name, kept.size());
    if (is_new || name.empty()) {
      kept.push_back(std::move(record));
    } else if (!(kept[known->second].value == record.value)) {
      record.error(problems, {record.place.offset, ""},
                   fmt::format("expected each {} once, found \"{}\" a second time, with other contents", what, name));
    }
  }
  records = std::move(kept);
}

template <class T, class NameOf>
void check_unique(const std::vector<T>& records, std::string_view what, Problems& problems, NameOf name_of) {
  std::unordered_set<std::string> names;
  for (const T& record : records) {
    if (const std::string name(name_of(record)); !names.insert(name).second) {
      record.error(problems, {record.place.offset, ""}, fmt::format("expected each {} once, found \"{}\" a second time", what, name));
    }
  }
}

template <class T>
std::vector<T> values_of(std::vector<Record<T>>& records) {
  std::vector<T> values;
  values.reserve(records.size());
  for (Record<T>& record : records) values.push_back(std::move(record.value));
  return values;
}

// A whole type: what the item leaves out is the catalog's.
InstanceType complete(const Record<InstanceTypeItem>& record, Problems& problems) {
  const InstanceTypeItem& item = record.value;
  const InstanceType* known = find_instance_type(item.name);
  InstanceType type = known != nullptr ? *known : InstanceType{.name = item.name, .architecture = "x86_64", .hypervisor = "nitro"};
  if (known == nullptr && (!item.vcpus || !item.memory || !item.max_network_interfaces)) {
    record.error(problems, {record.place.offset, ""},
                 fmt::format("expected VCpuInfo, MemoryInfo and NetworkInfo of \"{}\", since the catalog has no such type", item.name));
  }
  const Provenance given{.source = record.place.source->name};
  const bool other_hardware = item.vcpus || item.memory || item.max_network_interfaces || item.gpus;
  const bool other_memory = known == nullptr || (item.memory && *item.memory != known->memory);
  type.vcpus = item.vcpus.value_or(type.vcpus);
  type.memory = item.memory.value_or(type.memory);
  type.architecture = item.architecture.value_or(type.architecture);
  type.hypervisor = item.hypervisor.value_or(type.hypervisor);
  type.bare_metal = item.bare_metal.value_or(type.bare_metal);
  type.gpus = item.gpus.value_or(type.gpus);
  type.network_cards = item.network_cards.value_or(type.network_cards);
  type.max_network_interfaces = item.max_network_interfaces.value_or(type.max_network_interfaces);
  if (item.max_network_interfaces_card0) type.max_network_interfaces_card0 = item.max_network_interfaces_card0;
  type.ipv4_per_interface = item.ipv4_per_interface.value_or(type.ipv4_per_interface);
  if (item.current_generation) type.current_generation = item.current_generation;
  if (item.ecs_task_limit_default) {
    type.ecs_task_limit_default = item.ecs_task_limit_default;
    type.default_limit_source = given;
  }
  if (item.ecs_task_limit_trunking) {
    type.ecs_task_limit_trunking = item.ecs_task_limit_trunking;
    type.trunking_limit_source = given;
  }
  if (other_hardware) type.hardware_source = given;
  if (other_memory) {
    type.registered_memory = class_memory_estimate(type);
    type.memory_source = given;
  }
  return type;
}

class ClusterMaker {
 public:
  ClusterMaker(ClusterDraft draft, const std::vector<Record<InstanceTypeItem>>& types, Problems& problems)
      : key_(std::move(draft.key)), draft_(std::move(draft.draft)), types_(types), problems_(problems) {}

  Cluster run() {
    cluster_.cluster_name = draft_.cluster_name.value_or(std::string(cluster_name_of(key_)));
    cluster_.awsvpc_trunking = draft_.awsvpc_trunking.value_or(Trunking::disabled);
    cluster_.seed = draft_.seed.value_or(0);
    cluster_.warnings = std::move(draft_.warnings);
    make_types();
    make_capacity();
    make_instances();
    make_subnets();
    make_task_definitions();
    make_tasks();
    make_services();
    make_run_tasks();
    return std::move(cluster_);
  }

 private:
  void make_types() {
    keep_one_of_each(draft_.instance_types, "instance type", problems_, [](const auto& r) { return r.value.name; });
    for (const auto& record : draft_.instance_types) cluster_.instance_types.push_back(complete(record, problems_));
    for (const auto& record : types_) {
      const bool given = std::ranges::find(cluster_.instance_types, record.value.name, &InstanceType::name) != cluster_.instance_types.end();
      if (!given) cluster_.instance_types.push_back(complete(record, problems_));
    }
  }

  void make_capacity() {
    check_unique(draft_.capacity, "group", problems_, [](const DraftGroup& r) { return r.value.name; });
    std::int64_t instances = 0;
    for (DraftGroup& record : draft_.capacity) {
      CapacityGroup& group = record.value;
      if (!record.trunking_given) group.trunking = cluster_.awsvpc_trunking;
      if (!group.instance_type.empty() && find_instance_type(cluster_, group.instance_type) == nullptr) {
        record.error(problems_, {record.type_offset, "instanceType"},
                     fmt::format("expected an instance type of the catalog or of instanceTypes, found \"{}\"{}",
                                 group.instance_type, suggestion(group.instance_type, type_names())));
      }
      instances += group.count;
      if (instances > largest_count) {
        record.error(problems_, {record.place.offset, "count"}, fmt::format("expected at most {} instances in all", largest_count));
      }
      cluster_.capacity.push_back(std::move(group));
    }
  }

  std::vector<std::string_view> type_names() const {
    std::vector<std::string_view> names;
    for (const InstanceType& type : cluster_.instance_types) names.push_back(type.name);
    for (const InstanceType& type : catalog()) names.push_back(type.name);
    return names;
  }

  void make_instances() {
    keep_one_of_each(draft_.container_instances, "container instance", problems_,
                     [](const auto& r) -> const std::string& { return r.value.container_instance_arn; });
    cluster_.container_instances = values_of(draft_.container_instances);
  }

  void make_subnets() {
    keep_one_of_each(draft_.subnets, "subnet", problems_, [](const auto& r) { return r.value.subnet_id; });
    cluster_.subnets = values_of(draft_.subnets);
  }

  // Definitions without revision are registered after all that have one, in document order.
  void make_task_definitions() {
    std::map<std::string, std::int64_t> last_revision;
    for (const DraftDefinition& record : draft_.task_definitions) {
      std::int64_t& last = last_revision[record.value.family];
      if (record.has_revision) last = std::max(last, record.value.revision);
    }
    for (DraftDefinition& record : draft_.task_definitions) {
      if (!record.has_revision) record.value.revision = ++last_revision[record.value.family];
    }
    keep_one_of_each(draft_.task_definitions, "revision", problems_, [](const auto& r) { return task_definition_name(r.value); });
    for (DraftDefinition& record : draft_.task_definitions) cluster_.task_definitions.push_back(std::move(record.value));
    definitions_.emplace(cluster_);
  }

  template <class DraftType>
  const TaskDefinition* resolve(const DraftType& record, const ReferencePlace& place, const std::string& reference) {
    const TaskDefinition* definition = definitions_->find(reference);
    if (definition == nullptr && !reference.empty()) {
      std::vector<std::string> names;
      for (const TaskDefinition& known : cluster_.task_definitions) {
        names.push_back(known.family);
        names.push_back(task_definition_name(known));
      }
      const std::vector<std::string_view> views(names.begin(), names.end());
      const std::string_view short_name = std::string_view(reference).substr(reference.rfind('/') + 1);
      record.error(problems_, place,
                   fmt::format("expected a task definition of the input, found \"{}\"{} (aws ecs describe-task-definition "
                               "--task-definition {} brings it)",
                               reference, suggestion(short_name, views), short_name));
    }
    return definition;
  }

  template <class DraftType>
  void check_references(const DraftType& record) {
    const auto& value = record.value;
    const TaskDefinition* definition = resolve(record, record.definition, value.task_definition);
    const std::size_t constraints = value.placement_constraints.size() + (definition ? definition->placement_constraints.size() : 0);
    if (constraints > most_constraints) {
      record.error(problems_, {record.place.offset, "placementConstraints"},
                   fmt::format("expected at most {} constraints with those of the task definition, found {}", most_constraints, constraints));
    }
    if (cluster_.subnets.empty()) return;
    for (std::size_t i = 0; i < value.subnets.size(); ++i) {
      if (std::ranges::find(cluster_.subnets, value.subnets[i], &Subnet::subnet_id) != cluster_.subnets.end()) continue;
      std::vector<std::string_view> ids;
      for (const Subnet& subnet : cluster_.subnets) ids.push_back(subnet.subnet_id);
      record.error(problems_, record.subnets[i],
                   fmt::format("expected a subnet of `subnets`, found \"{}\"{}", value.subnets[i], suggestion(value.subnets[i], ids)));
    }
  }

  template <class DraftType>
  bool leave_out(const DraftType& record, const std::string& what) {
    if (record.left_out.empty()) return false;
    cluster_.warnings.push_back({"left-out", fmt::format("{} takes no part: {}", what, record.left_out)});
    return true;
  }

  void make_services() {
    check_unique(draft_.services, "service", problems_, [](const DraftService& r) { return r.value.service_name; });
    for (DraftService& record : draft_.services) {
      if (leave_out(record, "service " + record.value.service_name)) continue;
      check_references(record);
      cluster_.services.push_back(std::move(record.value));
    }
  }

  void make_run_tasks() {
    for (DraftRunTask& record : draft_.run_tasks) {
      if (leave_out(record, "the run-task request for " + record.value.task_definition)) continue;
      check_references(record);
      cluster_.run_tasks.push_back(std::move(record.value));
    }
  }

  void make_tasks() {
    keep_one_of_each(draft_.tasks, "task", problems_, [](const auto& r) -> const std::string& { return r.value.task_arn; });
    std::unordered_map<std::string_view, const ContainerInstance*> instances;
    for (const ContainerInstance& instance : cluster_.container_instances) {
      instances.emplace(instance.container_instance_arn, &instance);
      instances.emplace(instance_id(instance), &instance);
    }
    for (DraftTask& record : draft_.tasks) {
      place_task(record, instances);
      cluster_.tasks.push_back(std::move(record.value));
    }
    if (!unplaced_.empty()) {
      cluster_.warnings.push_back({"unknown-container-instance",
                                   fmt::format("{} running tasks are on container instances that are not in the input, {} the "
                                               "first; they hold nothing here (aws ecs describe-container-instances brings them)",
                                               unplaced_.size(), unplaced_.front())});
    }
  }

  void place_task(DraftTask& record, const std::unordered_map<std::string_view, const ContainerInstance*>& instances) {
    Task& task = record.value;
    const std::string& where = task.container_instance_arn;
    if (where.empty()) return;
    if (const auto known = instances.find(where); known != instances.end()) {
      task.container_instance_arn = known->second->container_instance_arn;
      return;
    }
    if (where.starts_with("arn:")) {
      if (is_running(task)) unplaced_.push_back(where.substr(where.rfind('/') + 1));
      return;
    }
    if (!names_group_instance(where)) {
      std::vector<std::string_view> names;
      for (const CapacityGroup& group : cluster_.capacity) names.push_back(group.name);
      const std::string_view group = std::string_view(where).substr(0, where.find('/'));
      record.error(problems_, {record.instance_offset, "containerInstanceArn"},
                   fmt::format("expected an ARN, or <group>/<k> with k below the group's count, found \"{}\"{}", where,
                               std::ranges::find(names, group) == names.end() ? suggestion(group, names) : ""));
    }
    if (task.task_definition_arn.empty()) {
      record.error(problems_, {record.place.offset, "taskDefinitionArn"}, "expected it here, found nothing");
    }
    resolve(record, {record.definition_offset, "taskDefinitionArn"}, task.task_definition_arn);
  }

  bool names_group_instance(std::string_view where) const {
    const std::size_t slash = where.find('/');
    if (slash == std::string_view::npos) return false;
    const auto group = std::ranges::find(cluster_.capacity, where.substr(0, slash), &CapacityGroup::name);
    const std::string_view digits = where.substr(slash + 1);
    const bool canonical = !digits.empty() && digits.size() <= 8 && (digits == "0" || digits.front() != '0') &&
                           std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
    return group != cluster_.capacity.end() && canonical && std::stoll(std::string(digits)) < group->count;
  }

  std::string key_;
  Draft draft_;
  const std::vector<Record<InstanceTypeItem>>& types_;
  Problems& problems_;
  Cluster cluster_;
  std::optional<TaskDefinitionIndex> definitions_;
  std::vector<std::string> unplaced_;  // IDs of instances not given on which tasks run
};

}  // namespace

Cluster make_cluster(ClusterDraft draft, const std::vector<Record<InstanceTypeItem>>& types, Problems& problems) {
  return ClusterMaker(std::move(draft), types, problems).run();
}

}  // namespace eniplan::io
