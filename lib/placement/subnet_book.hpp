#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <eniplan/placement.hpp>

#include "placement/demand.hpp"

namespace eniplan::placement {

/// The addresses of subnets. ECS looks at them only after a task is placed, so a task that finds none is placed
/// and fails to attach. Source: the event `InsufficientFreeAddressesInSubnet`, Amazon ECS Developer Guide (2026).
class SubnetBook {
 public:
  /// `cluster` must outlive the book.
  explicit SubnetBook(const Cluster& cluster);

  /// Gives each of `tasks` tasks of `demand` placed in `zone` an address of the named subnet there that has most left,
  /// ties: the first listed; with none left it counts as short. Nothing is counted unless the count of each of them is
  /// known. Cost: the named subnets squared.
  void take_addresses(const Demand& demand, std::optional<std::string_view> zone, std::int64_t tasks);

  /// One row for each subnet whose count is known, in document order.
  [[nodiscard]] std::vector<SubnetResult> results() const;

  /// Takes addresses back from tasks of `demand` in `zone`: first from those that found none, then the named subnet
  /// that has given most gets one back, ties: the first listed.
  void give_back_addresses(const Demand& demand, std::optional<std::string_view> zone, std::int64_t tasks);

 private:
  struct Use {
    std::int64_t taken = 0;
    std::int64_t short_ = 0;
  };

  /// The named subnets in `zone`, each once; none if the count of one of them is not known.
  static std::vector<const Subnet*> counted_subnets(const Demand& demand, std::optional<std::string_view> zone);
  [[nodiscard]] std::int64_t left_of(const Subnet& subnet) {
    return *subnet.available_ip_address_count - use_of(subnet).taken;
  }
  [[nodiscard]] Use& use_of(const Subnet& subnet) {
    return uses_[static_cast<std::size_t>(&subnet - subnets_->data())];
  }

  const std::vector<Subnet>* subnets_;
  std::vector<Use> uses_;  // [subnets]
};

}  // namespace eniplan::placement
