#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <eniplan/cluster.hpp>
#include <eniplan/service.hpp>

// A cluster as the oracle sees it: for each instance one struct of facts and one of what changes, one struct for each
// group of tasks, one for each subnet.

namespace eniplan::oracle {

/// What a task takes, worked out from its definition alone.
struct NaiveNeeds {
  Resources resources;
  std::set<std::int64_t> tcp_ports;
  std::set<std::int64_t> udp_ports;
  std::vector<Attribute> attributes;
};

[[nodiscard]] NaiveNeeds naive_needs(const TaskDefinition& definition, const TaskOverrides& overrides);

/// What no placement changes.
struct NaiveInstance {
  std::string id;
  bool active = true;
  bool agent_connected = true;
  std::string provider;
  Attributes attributes;
  std::string agent_version;
  std::string ec2_instance_id;
  std::optional<Instant> registered_at;
  Resources registered;

  // The second book: interfaces as they are, not as the scheduler counts them.
  std::int64_t physical_limit = 0;
  std::int64_t network_interfaces_in_use = 0;

  [[nodiscard]] std::optional<std::string_view> attribute(std::string_view name) const {
    return attributes.value_of(name);
  }
};

/// What placements change, but for the tasks of groups.
struct NaiveState {
  Resources remaining;
  std::set<std::int64_t> tcp_ports;  // taken
  std::set<std::int64_t> udp_ports;
  std::int64_t tasks = 0;         // running, listed or not, and placed
  std::int64_t awsvpc_tasks = 0;  // running and placed; for the second book
  std::int64_t awsvpc_tasks_placed = 0;
};

/// The tasks of one group, running and placed.
struct NaiveGroup {
  std::string name;
  std::vector<std::int64_t> tasks;  // [instances]
};

struct NaiveSubnet {
  Subnet subnet;
  std::int64_t taken = 0;
  std::int64_t short_ = 0;
};

struct NaiveWorld {
  std::vector<NaiveInstance> instances;  // canonical order
  std::vector<NaiveState> states;        // [instances]
  std::vector<NaiveGroup> groups;        // in the order of first mention: a group's place here is its number
  std::vector<NaiveSubnet> subnets;      // document order
  bool names_providers = false;          // whether some instance does
};

/// The group's number; a name not met before gets the next one.
[[nodiscard]] std::size_t group_number(NaiveWorld& world, const std::string& name);

/// The instances with everything that runs on them already.
[[nodiscard]] NaiveWorld naive_world(const Cluster& cluster);

/// An instance before anything runs there.
struct NaiveFreshInstance {
  NaiveInstance facts;
  NaiveState state;
};

/// One of a capacity group, without ID and zone.
[[nodiscard]] NaiveFreshInstance fresh_instance(const Cluster& cluster, const CapacityGroup& group);

/// The running tasks of a group that `tasks` lists, wherever they are.
[[nodiscard]] std::int64_t listed_tasks(const Cluster& cluster, const std::string& group);

}  // namespace eniplan::oracle
