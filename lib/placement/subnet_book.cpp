#include "placement/subnet_book.hpp"

namespace eniplan::placement {

SubnetBook::SubnetBook(const Cluster& cluster) : subnets_(&cluster.subnets), uses_(cluster.subnets.size()) {}

void SubnetBook::take_address(const Demand& demand, std::optional<std::string_view> zone) {
  const Subnet* fullest = nullptr;
  std::int64_t most_left = 0;
  for (const Subnet* subnet : demand.subnets) {
    if (subnet->availability_zone != zone) continue;
    if (!subnet->available_ip_address_count) return;
    const std::int64_t left = *subnet->available_ip_address_count - use_of(*subnet).taken;
    if (fullest != nullptr && left <= most_left) continue;
    fullest = subnet;
    most_left = left;
  }
  if (fullest == nullptr) return;
  ++(most_left > 0 ? use_of(*fullest).taken : use_of(*fullest).short_);
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
