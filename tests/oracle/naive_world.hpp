#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <eniplan/cluster.hpp>
#include <eniplan/service.hpp>

// The state of a cluster as the oracle sees it: one struct for each instance, one for each subnet.

namespace eniplan::oracle {

/// What a task takes, worked out from its definition alone.
struct NaiveNeeds {
  Resources resources;
  std::set<std::int64_t> tcp_ports;
  std::set<std::int64_t> udp_ports;
  std::vector<Attribute> attributes;
};

[[nodiscard]] NaiveNeeds naive_needs(const TaskDefinition& definition, const TaskOverrides& overrides);

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
  Resources remaining;
  std::set<std::int64_t> tcp_ports;  // taken
  std::set<std::int64_t> udp_ports;
  std::int64_t tasks = 0;                           // running, listed or not, and placed
  std::map<std::string, std::int64_t> group_tasks;  // of them, those known to belong to a group

  // The second book: interfaces as they are, not as the scheduler counts them.
  std::int64_t physical_limit = 0;
  std::int64_t network_interfaces_in_use = 0;
  std::int64_t awsvpc_tasks = 0;  // running and placed
  std::int64_t awsvpc_tasks_placed = 0;

  [[nodiscard]] std::int64_t tasks_of(const std::string& group) const {
    const auto found = group_tasks.find(group);
    return found == group_tasks.end() ? 0 : found->second;
  }
  [[nodiscard]] std::optional<std::string> attribute(std::string_view name) const {
    const auto value = attributes.value_of(name);
    return value ? std::optional<std::string>(*value) : std::nullopt;
  }
};

struct NaiveSubnet {
  Subnet subnet;
  std::int64_t taken = 0;
  std::int64_t short_ = 0;
};

struct NaiveWorld {
  std::vector<NaiveInstance> instances;  // canonical order
  std::vector<NaiveSubnet> subnets;      // document order
};

/// The instances with everything that runs on them already.
[[nodiscard]] NaiveWorld naive_world(const Cluster& cluster);

/// The running tasks of a group that `tasks` lists, wherever they are.
[[nodiscard]] std::int64_t listed_tasks(const Cluster& cluster, const std::string& group);

}  // namespace eniplan::oracle
