#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <eniplan/check.hpp>
#include <eniplan/cluster.hpp>
#include <eniplan/placement.hpp>

/// \file
/// network(): which container reaches which, by which address, and in which order the containers of a task start;
/// split(): what it costs to run a container as a service of its own.

namespace eniplan {

/// How far a caller is from the container it calls.
enum class Distance { same_task, same_instance, other_instance };
[[nodiscard]] std::string_view to_string(Distance distance);

/// Whose address it is. All but `localhost` are known only once the task runs.
enum class AddressKind { localhost, container_ip, instance_ip, task_ip };
[[nodiscard]] std::string_view to_string(AddressKind kind);

struct Address {
  AddressKind kind = AddressKind::localhost;
  std::string port;  ///< `8000`; `8000-8010`; `dynamic`: Docker chooses; `*`: any that it listens on.
  Protocol protocol = Protocol::tcp;

  friend bool operator==(const Address&, const Address&) = default;
};
/// `localhost:8000`, `<task IP>:53/udp`, `<instance IP>:<dynamic port>`
[[nodiscard]] std::string to_string(const Address& address);

/// The addresses by which a container in `source_mode` reaches `target`, the surest first; none if it cannot. Whether
/// security groups let it is not looked at. In the same task both modes are one. Names by `links` are not here: they
/// are known to one source only.
[[nodiscard]] std::vector<Address> addresses(const ContainerDefinition& target, NetworkMode target_mode,
                                             NetworkMode source_mode, Distance distance);

/// How callers in some modes reach a container.
struct Reach {
  Distance distance = Distance::same_task;
  std::vector<NetworkMode> from;   ///< Modes of callers, in the order of the enumeration.
  std::vector<Address> addresses;  ///< None: they cannot.

  friend bool operator==(const Reach&, const Reach&) = default;
};

/// A container that finds another by name, in `bridge`.
struct Link {
  std::string from;
  std::string alias;

  friend bool operator==(const Link&, const Link&) = default;
};

struct ContainerNetwork {
  std::string name;
  std::vector<Link> links;   ///< Those that name this container, in document order.
  std::vector<Reach> reach;  ///< By distance, then by mode; modes with the same addresses are one.

  friend bool operator==(const ContainerNetwork&, const ContainerNetwork&) = default;
};

/// `container` starts once `dependency` has come to `condition`.
struct StartEdge {
  std::string container;
  std::string dependency;
  DependencyCondition condition = DependencyCondition::start;
  bool by_link = false;  ///< Not written in `dependsOn`: links act like START.

  friend bool operator==(const StartEdge&, const StartEdge&) = default;
};

struct StartOrder {
  std::vector<StartEdge> edges;                  ///< In document order.
  std::vector<std::vector<std::string>> groups;  ///< Containers that may start together, then the next.
  std::vector<std::vector<std::string>> cycles;  ///< Each waits for the next, the last for the first.
  std::vector<std::string> never;                ///< On a cycle, or behind one or behind a container that is not there.

  friend bool operator==(const StartOrder&, const StartOrder&) = default;
};
/// Ties: document order. Cost: linear in containers and edges, but for a search through each knot of cycles.
[[nodiscard]] StartOrder start_order(const TaskDefinition& definition);

/// How other services find a task by a name.
struct Discovery {
  std::vector<std::string_view> record_types;  ///< Of Cloud Map; none in `none`.
  bool service_connect = false;

  friend bool operator==(const Discovery&, const Discovery&) = default;
};
[[nodiscard]] Discovery discovery(NetworkMode mode);

struct TaskNetwork {
  std::string task_definition;  ///< `family:revision`
  NetworkMode network_mode = NetworkMode::bridge;
  std::vector<std::string> services;  ///< That use it, in document order.
  Discovery discovery;
  std::vector<ContainerNetwork> containers;
  StartOrder start_order;

  friend bool operator==(const TaskNetwork&, const TaskNetwork&) = default;
};

struct NetworkResult {
  std::string cluster_name;
  std::vector<TaskNetwork> tasks;  ///< That services and requests use, all if none is used; in document order.
  std::vector<Finding> findings;   ///< Errors first, then in document order.

  friend bool operator==(const NetworkResult&, const NetworkResult&) = default;
};

/// Who reaches whom. What load() refuses or reports as a fault is not found a second time, but cycles are shown.
[[nodiscard]] NetworkResult network(const Cluster& cluster);

/// A container that becomes a service of its own.
struct Split {
  std::string container;
  std::string service;  ///< The new one.
};
struct SplitCount {
  std::string service;
  std::int64_t desired_count = 0;
};
struct SplitOptions {
  std::vector<Split> splits;
  std::vector<SplitCount> desired;    ///< Else the count of the service that is split.
  std::vector<std::string> services;  ///< Whose containers are meant; empty: all.
};

/// A service that the split concerns, before or after.
struct SplitService {
  std::string service_name;
  std::vector<std::string> containers;
  std::int64_t desired_count = 0;
  std::int64_t placed_count = 0;  ///< Those that ran before among them.
  std::int64_t unplaced_count = 0;
  std::vector<Reason> reasons;  ///< Why some are not placed.
  Resources needs;              ///< Of one task.

  friend bool operator==(const SplitService&, const SplitService&) = default;
};

struct SplitSide {
  std::vector<SplitService> services;
  Resources asked;  ///< By all tasks wanted.
  Resources used;   ///< By those placed.

  friend bool operator==(const SplitSide&, const SplitSide&) = default;
};

/// A container that was called within its task and now stands in another.
struct SplitCall {
  std::string from;
  std::string to;
  std::vector<std::string> before;  ///< Addresses.
  std::vector<Address> after;       ///< From any instance; none: it cannot be reached without a port mapping.

  friend bool operator==(const SplitCall&, const SplitCall&) = default;
};

struct SplitResult {
  std::string cluster_name;
  SplitSide before;
  SplitSide after;
  Discovery discovery;                ///< Of the new services.
  std::vector<SplitCall> calls;       ///< Between containers torn apart, in document order.
  std::vector<StartEdge> torn_edges;  ///< `dependsOn` and `links` that no longer hold.
  std::vector<Warning> warnings;

  friend bool operator==(const SplitResult&, const SplitResult&) = default;
};

/// Runs containers as services of their own, simulated before and after. The services asked for must be in `cluster`.
///
/// A part of a task whose containers all give their own CPU (or memory) asks for their sum; else nobody knows how the
/// task's size divides, and the part asks for all of it, with a warning. Running tasks stay as they are.
/// Throws InputError, with the nearest name, for a container that no service or more than one has, the only container
/// of a task, a service that exists already, or a count for a service that the split does not concern.
/// Cost: that of two simulations.
[[nodiscard]] SplitResult split(const Cluster& cluster, const SplitOptions& options);

}  // namespace eniplan
