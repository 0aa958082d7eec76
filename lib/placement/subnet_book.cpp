#include "placement/subnet_book.hpp"

#include <algorithm>

namespace eniplan::placement {

SubnetBook::SubnetBook(const Cluster& cluster) : subnets_(&cluster.subnets), uses_(cluster.subnets.size()) {}

std::vector<const Subnet*> SubnetBook::counted_subnets(const Demand& demand, std::optional<std::string_view> zone) {
  std::vector<const Subnet*> there;
  for (const Subnet* const subnet : demand.subnets) {
    if (subnet->availability_zone != zone) continue;
    if (!subnet->available_ip_address_count) return {};
    if (std::ranges::find(there, subnet) == there.end()) there.push_back(subnet);
  }
  return there;
}

void SubnetBook::give_back_addresses(const Demand& demand, std::optional<std::string_view> zone, std::int64_t tasks) {
  const std::vector<const Subnet*> there = counted_subnets(demand, zone);
  for (const Subnet* const subnet : there) {
    const std::int64_t found_none = std::min(tasks, use_of(*subnet).short_);
    use_of(*subnet).short_ -= found_none;
    tasks -= found_none;
  }
  for (; tasks > 0 && !there.empty(); --tasks) {
    const Subnet& most = **std::ranges::max_element(there, {}, [&](const Subnet* s) { return use_of(*s).taken; });
    if (use_of(most).taken == 0) return;
    --use_of(most).taken;
  }
}

void SubnetBook::take_addresses(const Demand& demand, std::optional<std::string_view> zone, std::int64_t tasks) {
  const std::vector<const Subnet*> there = counted_subnets(demand, zone);
  if (there.empty()) return;
  // One task after the other, those with most left sink together to the level of the next.
  while (tasks > 0) {
    std::int64_t most = 0;
    for (const Subnet* const subnet : there) most = std::max(most, left_of(*subnet));
    if (most == 0) break;
    std::int64_t next = 0;
    std::vector<const Subnet*> fullest;
    for (const Subnet* const subnet : there) {
      const std::int64_t left = left_of(*subnet);
      if (left == most) fullest.push_back(subnet);
      if (left < most) next = std::max(next, left);
    }
    const auto width = static_cast<std::int64_t>(fullest.size());
    const std::int64_t sunk = std::min(most - next, tasks / width);
    const std::int64_t one_more = sunk < most - next ? tasks % width : 0;
    for (std::int64_t i = 0; i < width; ++i) {
      const std::int64_t taken = sunk + (i < one_more ? 1 : 0);
      use_of(*fullest[static_cast<std::size_t>(i)]).taken += taken;
      tasks -= taken;
    }
  }
  use_of(*there.front()).short_ += tasks;
}

std::vector<SubnetResult> SubnetBook::results() const {
  std::vector<SubnetResult> results;
  for (std::size_t s = 0; s < uses_.size(); ++s) {
    const Subnet& subnet = (*subnets_)[s];
    if (!subnet.available_ip_address_count) continue;
    results.push_back({.subnet_id = subnet.subnet_id,
                       .availability_zone = subnet.availability_zone,
                       .available = *subnet.available_ip_address_count,
                       .taken = uses_[s].taken,
                       .short_ = uses_[s].short_});
  }
  return results;
}

}  // namespace eniplan::placement
