#include "support/random_change.hpp"

#include <set>
#include <string>
#include <utility>

#include "support/random_cluster.hpp"
#include "support/random_draft.hpp"

namespace eniplan::test {
namespace {

class ChangeGenerator {
 public:
  ChangeGenerator(Random& random, const Cluster& cluster) : random_(random), cluster_(cluster) {}

  Change change() {
    switch (random_.below(7)) {
      case 0: return LoseZone{zone()};
      case 1: return LoseInstance{instance()};
      case 2: return SetDesiredCount{service(), random_.between(0, random_.chance(50) ? 3 : 20)};
      case 3: return SetTrunking{random_.chance(70) ? Trunking::enabled : Trunking::disabled, perhaps_group()};
      case 4: return SwapType{type_in_use(), any_type(), perhaps_group()};
      case 5: return AddInstances{group(), random_.between(0, 5)};
      default: return RemoveInstances{group(), random_.between(0, 3)};
    }
  }

 private:
  /// Sometimes a name that nothing has.
  std::string any_of(const std::vector<std::string>& names) {
    return names.empty() || random_.chance(2) ? "nothing" : random_.pick(names);
  }

  std::string zone() {
    std::vector<std::string> zones;
    for (const CapacityGroup& group : cluster_.capacity) zones.push_back(random_.pick(group.availability_zones));
    for (const ContainerInstance& described : cluster_.container_instances) {
      const auto zone = described.attributes.value_of(availability_zone_attribute);
      if (zone) zones.emplace_back(*zone);
    }
    return any_of(zones);
  }

  std::string instance() {
    std::vector<std::string> names;
    for (const CapacityGroup& group : cluster_.capacity) {
      if (group.count > 0) names.push_back(group.name + "/" + std::to_string(random_.between(0, group.count - 1)));
    }
    for (const ContainerInstance& described : cluster_.container_instances) {
      names.push_back(random_.pick(
          {described.container_instance_arn, described.ec2_instance_id, std::string(instance_id(described))}));
    }
    return any_of(names);
  }

  std::string service() {
    std::vector<std::string> names;
    for (const Service& service : cluster_.services) names.push_back(service.service_name);
    return any_of(names);
  }

  std::string group() {
    std::vector<std::string> names;
    for (const CapacityGroup& group : cluster_.capacity) names.push_back(group.name);
    return any_of(names);
  }

  std::optional<std::string> perhaps_group() {
    if (random_.chance(50)) return std::nullopt;
    return group();
  }

  std::string type_in_use() {
    std::vector<std::string> types;
    for (const CapacityGroup& group : cluster_.capacity) types.push_back(group.instance_type);
    for (const ContainerInstance& described : cluster_.container_instances) {
      const auto type = described.attributes.value_of(instance_type_attribute);
      if (type) types.emplace_back(*type);
    }
    return any_of(types);
  }

  std::string any_type() {
    return any_of({"t2.micro", "c5.large", "m5.xlarge", "a1.medium", "g4dn.xlarge", "t3.small", "m5.4xlarge"});
  }

  Random& random_;
  const Cluster& cluster_;
};

}  // namespace

WhatIfCase random_what_if(std::uint64_t seed) {
  Random random(seed);
  WhatIfCase one{random_cluster_to_roll(random, random.chance(80) ? Size::small : Size::large), {}};
  // Where a zone is listed twice nobody says which of the two a new instance goes to.
  for (CapacityGroup& group : one.cluster.capacity) {
    std::set<std::string> seen;
    std::erase_if(group.availability_zones, [&](const std::string& zone) { return !seen.insert(zone).second; });
  }
  ChangeGenerator generator(random, one.cluster);
  for (std::size_t i = random.pick({1U, 1U, 2U, 3U, 4U}); i > 0; --i) one.changes.push_back(generator.change());
  return one;
}

}  // namespace eniplan::test
