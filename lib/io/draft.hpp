#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <eniplan/cluster.hpp>

#include "io/fields.hpp"

/// \file
/// What the files say, record by record, before it becomes clusters. A record still knows its
/// place, so that what is wrong between two records can be reported where the user wrote it.

namespace eniplan::io {

inline constexpr std::array<std::pair<std::string_view, Trunking>, 2> trunking_words{
    {{"enabled", Trunking::enabled}, {"disabled", Trunking::disabled}}};

/// Where a reference to something by name stands; the name itself is in the record's value.
struct ReferencePlace {
  Place place;
  std::string key;  ///< `services[2].taskDefinition`
};

/// The place of a value that refers to something.
[[nodiscard]] inline ReferencePlace reference_at(const Node& node) { return {node.place(), to_string(node.path())}; }

/// One thing read from the input.
template <class T>
struct Record {
  T value;
  Place place;
  std::string path;     ///< `services[2]`
  std::string cluster;  ///< The cluster its ARNs name, see ClusterKey; empty if they don't.

  /// Reports what is wrong with the record, or with its member `key`, which stands at `offset`.
  void error(Problems& problems, std::string message) const { problems.error(place, path, std::move(message)); }
  void error(Problems& problems, std::size_t offset, std::string_view key, std::string message) const {
    problems.error({place.source, offset}, path.empty() ? std::string(key) : path + "." + std::string(key),
                   std::move(message));
  }
};

/// Names a cluster across files: `region:account/name` where an ARN tells all of it, else the bare name.
[[nodiscard]] std::string cluster_key(std::string_view cluster_arn_or_name);
/// The same from the ARN of something in a cluster; empty for short ARNs that leave the cluster out.
[[nodiscard]] std::string cluster_key_of_member(std::string_view arn);
/// The bare name.
[[nodiscard]] std::string_view cluster_name_of(std::string_view key);

struct DraftGroup : Record<CapacityGroup> {
  std::size_t type_offset = nowhere;
  std::size_t count_offset = nowhere;
  bool trunking_given = false;  ///< Else the account setting counts.
};

/// What decides whether a service or request takes part at all.
struct Participation {
  std::string status;          ///< Of a described service; empty: not said.
  std::string launch_type;     ///< Empty: not said.
  bool names_fargate = false;  ///< Its capacityProviderStrategy does.
};

/// Why something takes no part, given what decides; empty if it does.
[[nodiscard]] std::string reason_to_leave_out(const Participation& participation);

/// A service. A create-service request is kept as it stands until it is known whether an answer describes
/// the service it is for.
struct DraftService : Record<Service> {
  std::optional<Value> request;  ///< Lives in the arena of the run.
  ReferencePlace definition;
  std::vector<ReferencePlace> subnets;      ///< [subnets of the value]
  std::vector<ReferencePlace> deployments;  ///< [deployments of the value] their definitions
  Participation participation;
  bool described = false;  ///< By an AWS answer, so that it has a running state.
  bool has_desired_count = false;
};

[[nodiscard]] std::string reason_to_leave_out(const DraftService& service);

struct DraftRunTask : Record<RunTask> {
  ReferencePlace definition;
  std::vector<ReferencePlace> subnets;
  Participation participation;
};

struct DraftTask : Record<Task> {
  std::size_t definition_offset = nowhere;
  std::size_t instance_offset = nowhere;
};

struct DraftDefinition : Record<TaskDefinition> {
  bool has_revision = false;
};

/// An item of `instanceTypes`; what it leaves out is the catalog's.
struct InstanceTypeItem {
  std::string name;
  std::optional<std::int64_t> vcpus;
  std::optional<MiB> memory;
  std::optional<std::string> architecture;
  std::optional<std::string> hypervisor;
  std::optional<bool> bare_metal;
  std::optional<Gpus> gpus;
  std::optional<std::int64_t> network_cards;
  std::optional<std::int64_t> max_network_interfaces;
  std::optional<std::int64_t> max_network_interfaces_card0;
  std::optional<std::int64_t> ipv4_per_interface;
  std::optional<bool> current_generation;
  std::optional<EniSlots> ecs_task_limit_default;
  std::optional<EniSlots> ecs_task_limit_trunking;

  friend bool operator==(const InstanceTypeItem&, const InstanceTypeItem&) = default;
};

/// Everything that one document, or all documents of one cluster, say.
struct Draft {
  std::optional<std::string> cluster_name;
  std::optional<Trunking> awsvpc_trunking;
  std::optional<std::uint64_t> seed;
  std::vector<DraftGroup> capacity;
  std::vector<Record<ContainerInstance>> container_instances;
  std::vector<Record<InstanceTypeItem>> instance_types;
  std::vector<Record<Subnet>> subnets;
  std::vector<DraftDefinition> task_definitions;
  std::vector<DraftTask> tasks;
  std::vector<DraftService> services;
  std::vector<DraftRunTask> run_tasks;
  std::vector<Warning> warnings;
};

/// One document of the input.
struct Document {
  Owner owner = Owner::eniplan;  ///< AWS's: an answer or a request, recognised by its keys.
  std::string default_name;      ///< For a document of ours without `clusterName`.
  Draft draft;
};

/// Reads one record from its value. All of them report what is wrong and return something harmless.
void read_capacity_group(const Node& node, Draft& draft);
void read_account_settings(const Node& node, Draft& draft);
void read_instance_type(const Node& node, Draft& draft);
void read_subnet(const Node& node, Draft& draft);
void read_task_definition(const Node& node, Draft& draft);
void read_task(const Node& node, Draft& draft);
void read_service(const Node& node, Draft& draft);
/// Reads a request on top of what an answer says of the service.
[[nodiscard]] DraftService read_service_request(const Node& node, const DraftService* described);
/// The part of a request that says which service of which cluster it is for.
[[nodiscard]] DraftService read_service_request_name(const Node& node);
void read_run_task(const Node& node, Draft& draft);

/// Reads container instances and lets those with the same capabilities share them.
class ContainerInstanceReader {
 public:
  ContainerInstanceReader();
  ~ContainerInstanceReader();
  void read(const Node& node, Draft& draft);

 private:
  struct Capabilities;
  std::unique_ptr<Capabilities> capabilities_;
};

/// Parts that several records share.
[[nodiscard]] std::vector<std::int64_t> read_ports(const Node& node);

/// In task definitions AWS has only `memberOf`.
enum class ConstraintTypes { all, member_of };
[[nodiscard]] std::vector<PlacementConstraint> read_placement_constraints(const Node& node, ConstraintTypes allowed);

/// The list `containerDefinitions`.
[[nodiscard]] std::vector<ContainerDefinition> read_containers(const Node& list, NetworkMode mode,
                                                               bool task_has_memory);

/// Strategies, constraints, subnets, launch type and capacity providers. What is not given stays as it is.
void read_placement(Fields& fields, DraftService& record);
void read_placement(Fields& fields, DraftRunTask& record);

}  // namespace eniplan::io
