// Tested by: tests/headroom/stranded_test.cpp.

#include "headroom/stranded.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include <eniplan/catalog.hpp>

namespace eniplan::headroom_detail {
namespace {

constexpr std::int64_t hours_per_month = 730;

/// Those that take tasks; instances of a group always do.
bool takes_tasks(const Cluster& cluster, std::size_t instance) {
  if (instance >= cluster.container_instances.size()) return true;
  const ContainerInstance& described = cluster.container_instances[instance];
  return described.status == InstanceStatus::active && described.agent_connected;
}

std::optional<std::int64_t> price_of_month(const Cluster& cluster, const InstanceFacts& facts) {
  const InstanceType* type = facts.instance_type ? find_instance_type(cluster, *facts.instance_type) : nullptr;
  if (type == nullptr || !type->ondemand_microusd_hour) return std::nullopt;
  return *type->ondemand_microusd_hour * hours_per_month;
}

/// One instance: half of the price for CPU, half for memory.
std::int64_t idle_price(std::int64_t microusd, const Resources& left, const Resources& registered) {
  return share_of_price(microusd, std::min(left.cpu, registered.cpu).value, 2 * registered.cpu.value) +
         share_of_price(microusd, std::min(left.memory, registered.memory).value, 2 * registered.memory.value);
}

using Key = std::pair<std::optional<std::string>, std::optional<std::string>>;

void add(const Cluster& cluster, const InstanceFacts& facts, const InstanceResults::Run& run,
         std::map<Key, StrandedGroup>& groups) {
  const auto count = static_cast<std::int64_t>(run.instance_count);
  const Resources left{.cpu = std::max(run.remaining.cpu, CpuUnits{}), .memory = std::max(run.remaining.memory, MiB{})};
  StrandedGroup& group = groups[{facts.instance_type, facts.availability_zone}];
  group.instance_type = facts.instance_type;
  group.availability_zone = facts.availability_zone;
  group.instances += count;
  group.cpu += left.cpu * count;
  group.memory += left.memory * count;
  if (const std::optional<std::int64_t> price = price_of_month(cluster, facts)) {
    group.microusd_month = group.microusd_month.value_or(0) + idle_price(*price, left, facts.registered) * count;
  }
}

Stranded summed(std::map<Key, StrandedGroup> groups) {
  Stranded sum;
  for (auto& [key, group] : groups) {
    sum.instances += group.instances;
    sum.cpu += group.cpu;
    sum.memory += group.memory;
    sum.microusd_month += group.microusd_month.value_or(0);
    if (!group.microusd_month) sum.instances_without_price += group.instances;
    sum.groups.push_back(std::move(group));
  }
  std::ranges::stable_sort(sum.groups, {}, [](const StrandedGroup& group) {  // the map has them by name
    return std::tuple(!group.microusd_month.has_value(), -group.microusd_month.value_or(0));
  });
  return sum;
}

}  // namespace

std::int64_t share_of_price(std::int64_t microusd, std::int64_t left, std::int64_t whole) {
  __extension__ using Wide = unsigned __int128;  // a price of a month times the memory of a metal instance
  if (left <= 0 || whole <= 0) return 0;
  return static_cast<std::int64_t>(static_cast<Wide>(microusd) * static_cast<Wide>(left) / static_cast<Wide>(whole));
}

Stranded stranded(const Cluster& cluster, const InstanceResults& instances) {
  std::map<Key, StrandedGroup> groups;
  std::int64_t with_slots = 0;
  for (const InstanceResults::Run& run : instances.runs()) {
    const InstanceFacts& facts = instances.facts(run);
    if (facts.registered.eni <= EniSlots{} || !takes_tasks(cluster, run.first_instance)) continue;
    with_slots += static_cast<std::int64_t>(run.instance_count);
    if (run.remaining.eni <= EniSlots{}) add(cluster, facts, run, groups);
  }
  Stranded result = summed(std::move(groups));
  result.with_slots = with_slots;
  return result;
}

}  // namespace eniplan::headroom_detail
