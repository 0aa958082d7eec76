#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include <eniplan/catalog.hpp>

#include "io/assemble.hpp"
#include "model/nearest.hpp"
#include "io/wording.hpp"
#include "model/task_definition_index.hpp"

namespace eniplan::io {
namespace {

constexpr std::size_t most_constraints = 10;  // API reference, RunTask (2026)

// Keeps the first of several equal records of one name, and reports those that differ. Nameless ones are all kept.
template <class T, class NameOf>
void keep_one_of_each(std::vector<T>& records, std::string_view what, Problems& problems, NameOf name_of) {
  std::unordered_map<std::string, std::size_t> first;
  std::vector<T> kept;
  kept.reserve(records.size());
  for (T& record : records) {
    const std::string name(name_of(record));
    const auto [known, is_new] = name.empty() ? std::pair(first.end(), true) : first.emplace(name, kept.size());
    if (is_new) {
      kept.push_back(std::move(record));
    } else if (!(kept[known->second].value == record.value)) {
      record.error(problems,
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
      record.error(problems, fmt::format("expected each {} once, found \"{}\" a second time", what, name));
    }
  }
}

// `web:3` of an ARN that ends in it.
std::string_view short_name(std::string_view reference) { return reference.substr(reference.rfind('/') + 1); }

template <class T>
std::vector<T> values_of(std::vector<Record<T>>& records) {
  std::vector<T> values;
  values.reserve(records.size());
  for (Record<T>& record : records) values.push_back(std::move(record.value));
  return values;
}

class ClusterMaker {
 public:
  ClusterMaker(ClusterDraft draft, const std::vector<InstanceType>& types, Problems& problems)
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
    for (const auto& record : draft_.instance_types) {
      if (record.value.name.empty()) continue;  // reported already
      const auto known = std::ranges::find(types_, record.value.name, &InstanceType::name);
      const InstanceType* before = known != types_.end() ? &*known : find_instance_type(record.value.name);
      cluster_.instance_types.push_back(complete_type(record, before, problems_));
    }
    const std::size_t own = cluster_.instance_types.size();
    for (const InstanceType& type : types_) {
      const auto given = std::span(cluster_.instance_types).first(own);
      if (std::ranges::find(given, type.name, &InstanceType::name) == given.end())
        cluster_.instance_types.push_back(type);
    }
  }

  void make_capacity() {
    check_unique(draft_.capacity, "group", problems_, [](const DraftGroup& r) { return r.value.name; });
    std::int64_t instances = 0;
    for (DraftGroup& record : draft_.capacity) {
      CapacityGroup& group = record.value;
      if (!record.trunking_given) group.trunking = cluster_.awsvpc_trunking;
      if (!group.instance_type.empty()) check_type(record);
      instances += group.count;
      if (instances > largest_count) {
        record.error(problems_, record.count_offset, "count",
                     fmt::format("expected at most {} instances in all, found {}", largest_count, instances));
      }
      cluster_.capacity.push_back(std::move(group));
    }
  }

  void check_type(const DraftGroup& record) {
    const CapacityGroup& group = record.value;
    const InstanceType* type = find_instance_type(cluster_, group.instance_type);
    if (type == nullptr) {
      record.error(problems_, record.type_offset, "instanceType",
                   fmt::format("expected an instance type of the catalog or of instanceTypes, found \"{}\"{}",
                               group.instance_type, nearest(group.instance_type, [&] { return type_names(); })));
      return;
    }
    // An item of instanceTypes may say only how many tasks a type that the catalog lacks can run, which is enough for
    // described instances.
    const bool has_cpu = type->vcpus > 0 || group.registered_cpu;
    const bool has_memory = type->memory > MiB{} || group.registered_memory;
    if (!has_cpu || !has_memory) {
      record.error(
          problems_, record.type_offset, "instanceType",
          fmt::format("expected VCpuInfo and MemoryInfo of \"{}\" in instanceTypes, or registered CPU and MEMORY here",
                      group.instance_type));
    }
  }

  // Names the nearest of `names()`. Of a flood of wrong names only the first get theirs: looking for it takes time.
  template <class Names>
  std::string nearest(std::string_view wrong, Names names) {
    constexpr std::size_t most_comparisons = 10'000;
    if (comparisons_ >= most_comparisons) return {};
    const std::vector<std::string_view> all = names();
    comparisons_ += all.size();
    return nearest_of(wrong, all);
  }

  std::vector<std::string_view> type_names() const {
    std::vector<std::string_view> names;
    for (const InstanceType& type : cluster_.instance_types) names.push_back(type.name);
    for (const InstanceType& type : catalog()) names.push_back(type.name);
    return names;
  }

  void make_instances() {
    // By the last part of the ARN, which names an instance in results and messages.
    keep_one_of_each(draft_.container_instances, "container instance", problems_,
                     [](const auto& record) { return instance_id(record.value); });
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
    keep_one_of_each(draft_.task_definitions, "revision", problems_,
                     [](const auto& record) { return task_definition_name(record.value); });
    keep_one_of_each(draft_.task_definitions, "task definition", problems_,
                     [](const auto& record) -> const std::string& { return record.value.task_definition_arn; });
    for (DraftDefinition& record : draft_.task_definitions)
      cluster_.task_definitions.push_back(std::move(record.value));
    definitions_.emplace(cluster_);
  }

  const TaskDefinition* resolve(const ReferencePlace& reference, const std::string& name) {
    const TaskDefinition* definition = definitions_->find(name);
    if (definition == nullptr && !name.empty()) {
      problems_.error(
          reference.place, reference.key,
          fmt::format("expected a task definition of the input, found \"{}\"{} (aws ecs "
                      "describe-task-definition --task-definition {} brings it)",
                      name, nearest(short_name(name), [&] { return definition_names(); }), short_name(name)));
    }
    return definition;
  }

  const std::vector<std::string_view>& definition_names() {
    if (definition_names_.empty()) {
      for (const TaskDefinition& definition : cluster_.task_definitions) {
        revisions_.push_back(task_definition_name(definition));
        definition_names_.push_back(definition.family);
        definition_names_.push_back(revisions_.back());
      }
    }
    return definition_names_;
  }

  std::vector<std::string_view> subnet_ids() const {
    std::vector<std::string_view> ids;
    for (const Subnet& subnet : cluster_.subnets) ids.push_back(subnet.subnet_id);
    return ids;
  }

  // The deployment under way must be known as the service itself is. One that it replaces may be gone from the input:
  // what runs of it still shows in `tasks`.
  void check_deployments(const DraftService& record) {
    for (std::size_t i = 0; i < record.value.deployments.size(); ++i) {
      const Deployment& deployment = record.value.deployments[i];
      if (deployment.task_definition == record.value.task_definition) continue;  // told already
      if (deployment.status == "PRIMARY") {
        resolve(record.deployments[i], deployment.task_definition);
      } else if (definitions_->find(deployment.task_definition) == nullptr) {
        warn("unknown-task-definition",
             fmt::format("service {} still runs a deployment of \"{}\", which is not in the input: in a rollout its "
                         "tasks free nothing but an interface attached (aws ecs describe-task-definition "
                         "--task-definition {} brings it)",
                         record.value.service_name, short_name(deployment.task_definition),
                         short_name(deployment.task_definition)));
      }
    }
  }

  // What a service or request names must be there. Returns its task definition.
  template <class DraftType>
  const TaskDefinition* check_references(const DraftType& record) {
    const auto& value = record.value;
    const TaskDefinition* definition = resolve(record.definition, value.task_definition);
    const std::size_t constraints =
        value.placement_constraints.size() + (definition != nullptr ? definition->placement_constraints.size() : 0);
    if (constraints > most_constraints) {
      record.error(problems_, record.place.offset, "placementConstraints",
                   fmt::format("expected at most {} constraints with those of the task definition, found {}",
                               most_constraints, constraints));
    }
    for (std::size_t i = 0; i < value.subnets.size() && !cluster_.subnets.empty(); ++i) {
      const std::string& id = value.subnets[i];
      if (std::ranges::find(cluster_.subnets, id, &Subnet::subnet_id) != cluster_.subnets.end()) continue;
      problems_.error(
          record.subnets[i].place, record.subnets[i].key,
          fmt::format("expected a subnet of `subnets`, found \"{}\"{}", id, nearest(id, [&] { return subnet_ids(); })));
    }
    return definition;
  }

  void leave_out(const std::string& what, const std::string& reason) {
    warn("left-out", fmt::format("{} takes no part: {}", what, reason));
  }

  void warn(std::string code, std::string message) {
    cluster_.warnings.push_back({std::move(code), std::move(message)});
  }

  void make_services() {
    check_unique(draft_.services, "service", problems_, [](const DraftService& r) { return r.value.service_name; });
    for (DraftService& record : draft_.services) {
      if (const std::string reason = reason_to_leave_out(record); !reason.empty()) {
        leave_out("service " + record.value.service_name, reason);
        continue;
      }
      check_references(record);
      check_deployments(record);
      cluster_.services.push_back(std::move(record.value));
    }
  }

  void make_run_tasks() {
    for (DraftRunTask& record : draft_.run_tasks) {
      if (const std::string reason = reason_to_leave_out(record.participation); !reason.empty()) {
        leave_out("the run-task request for " + record.value.task_definition, reason);
        continue;
      }
      if (const TaskDefinition* definition = check_references(record)) check_overrides(record.value, *definition);
      cluster_.run_tasks.push_back(std::move(record.value));
    }
  }

  void check_overrides(const RunTask& request, const TaskDefinition& definition) {
    for (const TaskOverrides::Container& container : request.overrides.containers) {
      const auto& containers = definition.container_definitions;
      if (std::ranges::find(containers, container.name, &ContainerDefinition::name) != containers.end()) continue;
      warn("unknown-container", fmt::format("the run-task request for {} overrides a container \"{}\", which the task "
                                            "definition does not have: it changes nothing",
                                            request.task_definition, container.name));
    }
  }

  void make_tasks() {
    keep_one_of_each(draft_.tasks, "task", problems_,
                     [](const auto& r) -> const std::string& { return r.value.task_arn; });
    std::unordered_map<std::string_view, const ContainerInstance*> instances;
    for (const ContainerInstance& instance : cluster_.container_instances) {
      instances.emplace(instance.container_instance_arn, &instance);
      instances.emplace(instance_id(instance), &instance);
    }
    for (const CapacityGroup& group : cluster_.capacity) groups_.emplace(group.name, &group);
    for (DraftTask& record : draft_.tasks) {
      place_task(record, instances);
      cluster_.tasks.push_back(std::move(record.value));
    }
    if (!unplaced_.empty()) {
      warn("unknown-container-instance",
           fmt::format("{} on container instances that are not in the input, {} the first, holding nothing here (aws "
                       "ecs describe-container-instances brings them)",
                       counted(std::ssize(unplaced_), "running task"), unplaced_.front()));
    }
  }

  void place_task(DraftTask& record, const std::unordered_map<std::string_view, const ContainerInstance*>& instances) {
    Task& task = record.value;
    if (!is_running(task)) return;
    const std::string& where = task.container_instance_arn;
    if (const auto known = instances.find(where); known != instances.end()) {
      task.container_instance_arn = known->second->container_instance_arn;
      return;
    }
    if (where.starts_with("arn:")) {
      unplaced_.push_back(where.substr(where.rfind('/') + 1));
      return;
    }
    if (!names_group_instance(where)) {
      record.error(problems_, record.instance_offset, "containerInstanceArn",
                   fmt::format("expected an ARN, or <group>/<k> with k below the group's count, found \"{}\"{}", where,
                               group_suggestion(where)));
    }
    if (task.task_definition_arn.empty()) {
      record.error(problems_, record.place.offset, "taskDefinitionArn", "expected it here, found nothing");
    }
    resolve({{record.place.source, record.definition_offset}, record.path + ".taskDefinitionArn"},
            task.task_definition_arn);
  }

  // The group that `<group>/<k>` may have meant; none if the group is there and k is what is wrong.
  std::string group_suggestion(std::string_view where) {
    const std::string_view group = where.substr(0, where.find('/'));
    if (groups_.contains(group)) return {};
    return nearest(group, [&] {
      std::vector<std::string_view> names;
      for (const CapacityGroup& known : cluster_.capacity) names.push_back(known.name);
      return names;
    });
  }

  bool names_group_instance(std::string_view where) const {
    const std::size_t slash = where.find('/');
    if (slash == std::string_view::npos) return false;
    const auto group = groups_.find(where.substr(0, slash));
    const std::string_view digits = where.substr(slash + 1);
    const bool canonical = !digits.empty() && digits.size() <= 8 && (digits == "0" || digits.front() != '0') &&
                           std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
    return group != groups_.end() && canonical && std::stoll(std::string(digits)) < group->second->count;
  }

  std::string key_;
  Draft draft_;
  const std::vector<InstanceType>& types_;
  Problems& problems_;
  Cluster cluster_;
  std::optional<TaskDefinitionIndex> definitions_;
  std::unordered_map<std::string_view, const CapacityGroup*> groups_;  // [names]
  std::vector<std::string_view> definition_names_;  // families and `family:revision`; empty until one is wanted
  std::deque<std::string> revisions_;               // what the latter point to
  std::size_t comparisons_ = 0;                     // of names with others, for suggestions
  std::vector<std::string> unplaced_;               // IDs of instances not given on which tasks run
};

}  // namespace

Cluster make_cluster(ClusterDraft draft, const std::vector<InstanceType>& types, Problems& problems) {
  return ClusterMaker(std::move(draft), types, problems).run();
}

}  // namespace eniplan::io
