#include "placement/fleet.hpp"

#include <boost/container_hash/hash.hpp>
#include <charconv>
#include <functional>
#include <utility>

#include <eniplan/catalog.hpp>
#include <eniplan/diagnostic.hpp>

#include "placement/attribute_lookup.hpp"

namespace eniplan::placement {
namespace {

const InstanceType& required_type(const Cluster& cluster, const CapacityGroup& group) {
  const InstanceType* type = find_instance_type(cluster, group.instance_type);
  if (type == nullptr) {
    throw InputError({{.key = "capacity", .message = "no instance type is named '" + group.instance_type + "'"}});
  }
  return *type;
}

Attributes attributes_of(const CapacityGroup& group, const std::string& zone, const InstanceType& type,
                         Trunking trunking) {
  Attributes attributes(agent_capabilities(), {});
  attributes.set({"ecs.os-type", "linux"});
  attributes.set({"ecs.cpu-architecture", std::string(cpu_architecture(type))});
  for (const Attribute& attribute : group.attributes) attributes.set(attribute);
  attributes.set({std::string(instance_type_attribute), group.instance_type});
  attributes.set({std::string(availability_zone_attribute), zone});
  if (trunking == Trunking::enabled) attributes.set({std::string(trunk_attribute), "trunk"});
  return attributes;
}

/// Makes blocks of the instances that AWS describes: a block each, but most have the facts of some other.
class DescribedBlocks {
 public:
  explicit DescribedBlocks(const Cluster& cluster) : cluster_(cluster) {}

  InstanceBlock of(const ContainerInstance& instance) {
    Facts facts{.registered = instance.registered,
                .trunking = trunk_.value_on(instance.attributes).has_value(),
                .instance_type = type_.value_on(instance.attributes),
                .availability_zone = zone_.value_on(instance.attributes)};
    facts.registered.eni = instance.registered_eni ? *instance.registered_eni : slots_by(facts);
    return {.count = 1,
            .container_instance = &instance,
            .status = instance.status,
            .agent_connected = instance.agent_connected,
            .capacity_provider = instance.capacity_provider_name,
            .attributes = &instance.attributes,
            .facts = shared(facts)};
  }

 private:
  using Name = std::optional<std::string_view>;

  struct Facts {
    Resources registered;
    bool trunking;
    Name instance_type;
    Name availability_zone;

    friend bool operator==(const Facts&, const Facts&) = default;
  };
  struct Hash {
    std::size_t operator()(const Facts& facts) const {
      std::size_t hash = facts.trunking ? 1 : 0;
      const Resources& registered = facts.registered;
      for (const std::int64_t amount :
           {registered.cpu.value, registered.memory.value, registered.gpu.value, registered.eni.value}) {
        boost::hash_combine(hash, amount);
      }
      for (const Name& name : {facts.instance_type, facts.availability_zone}) {
        boost::hash_combine(hash, std::hash<std::string_view>{}(name.value_or("")));
      }
      return hash;
    }
  };

  /// Slots of an instance of which AWS does not report them.
  [[nodiscard]] EniSlots slots_by(const Facts& facts) const {
    const InstanceType* type = facts.instance_type ? find_instance_type(cluster_, *facts.instance_type) : nullptr;
    if (type == nullptr) return {};
    return task_limit(*type, facts.trunking ? Trunking::enabled : Trunking::disabled);
  }

  std::shared_ptr<const InstanceFacts> shared(const Facts& facts) {
    std::shared_ptr<const InstanceFacts>& known = known_[facts];
    if (known != nullptr) return known;
    InstanceFacts made{.trunking = facts.trunking, .registered = facts.registered};
    if (facts.instance_type) made.instance_type = *facts.instance_type;
    if (facts.availability_zone) made.availability_zone = *facts.availability_zone;
    return known = std::make_shared<const InstanceFacts>(std::move(made));
  }

  const Cluster& cluster_;
  AttributeLookup type_{instance_type_attribute};
  AttributeLookup zone_{availability_zone_attribute};
  AttributeLookup trunk_{trunk_attribute};
  std::unordered_map<Facts, std::shared_ptr<const InstanceFacts>, Hash> known_;
};

std::optional<std::size_t> number_of(std::string_view digits) {
  std::size_t number = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, number);
  return error == std::errc{} && stop == end ? std::optional(number) : std::nullopt;
}

/// Instances of zone `zone` of `zones`: an even share, the first zones one more.
std::size_t share_of_zone(std::size_t count, std::size_t zone, std::size_t zones) {
  return count / zones + (zone < count % zones ? 1 : 0);
}

}  // namespace

InstanceBlock part_of(const InstanceBlock& block, InstanceRange range) {
  InstanceBlock part = block;
  part.first = range.begin;
  part.count = range.size();
  part.first_in_group += range.begin - block.first;
  return part;
}

std::optional<InstanceIndex> find_in(const InstanceBlock& block, std::string_view name) {
  if (block.container_instance != nullptr) {
    const ContainerInstance& instance = *block.container_instance;
    const bool is_it = instance.container_instance_arn == name || instance_id(instance) == name ||
                       (!instance.ec2_instance_id.empty() && instance.ec2_instance_id == name);
    return is_it ? std::optional(block.first) : std::nullopt;
  }
  const std::size_t slash = name.rfind('/');
  if (slash == std::string_view::npos || name.substr(0, slash) != block.group->name) return std::nullopt;
  const std::optional<std::size_t> number = number_of(name.substr(slash + 1));
  if (!number || *number < block.first_in_group || *number - block.first_in_group >= block.count) return std::nullopt;
  return static_cast<InstanceIndex>(block.first + (*number - block.first_in_group));
}

Fleet::Fleet(const Cluster& cluster, MemoryFigure figure, const Visit& visit) {
  blocks_.reserve(cluster.container_instances.size());
  // Nothing but a task names an instance.
  const bool some_are_named = !cluster.tasks.empty();
  if (some_are_named) by_arn_.reserve(cluster.container_instances.size());
  DescribedBlocks described(cluster);
  for (const ContainerInstance& instance : cluster.container_instances) {
    if (some_are_named) by_arn_.emplace(instance.container_instance_arn, static_cast<InstanceIndex>(size()));
    add(described.of(instance), visit);
  }
  for (const CapacityGroup& group : cluster.capacity) add(cluster, group, figure, visit);
}

Fleet::Fleet(std::vector<std::shared_ptr<const void>> sources, std::vector<InstanceBlock> blocks)
    : sources_(std::move(sources)), blocks_(std::move(blocks)) {
  for (InstanceBlock& block : blocks_) {
    block.first = static_cast<InstanceIndex>(size_);
    size_ += block.count;
  }
}

void Fleet::add(const Cluster& cluster, const CapacityGroup& group, MemoryFigure figure, const Visit& visit) {
  const InstanceType& type = required_type(cluster, group);
  const MemoryEstimate estimate = memory_estimate(group, type, cluster.memory_overhead);
  const Resources registered = registered_resources(group, type, estimate, figure);
  const auto count = static_cast<std::size_t>(group.count);
  by_group_.emplace(group.name, GroupPlace{static_cast<InstanceIndex>(size()), count});

  std::size_t first_in_group = 0;
  for (std::size_t zone = 0; zone < group.availability_zones.size(); ++zone) {
    const std::size_t share = share_of_zone(count, zone, group.availability_zones.size());
    if (share == 0) continue;
    const Attributes& attributes = zone_attributes_.emplace_back(
        attributes_of(group, group.availability_zones[zone], type, effective_trunking(group, type)));
    add({.count = share,
         .group = &group,
         .first_in_group = first_in_group,
         .capacity_provider = group.capacity_provider,
         .attributes = &attributes,
         .facts =
             std::make_shared<const InstanceFacts>(InstanceFacts{.instance_type = group.instance_type,
                                                                 .availability_zone = group.availability_zones[zone],
                                                                 .trunking = attributes.contains(trunk_attribute),
                                                                 .registered = registered,
                                                                 .memory_estimate = estimate}),
         .interface_limit = physical_interface_limit(type, registered.eni)},
        visit);
    first_in_group += share;
  }
}

void Fleet::add(InstanceBlock&& block, const Visit& visit) {
  block.first = static_cast<InstanceIndex>(size());
  size_ += block.count;
  if (visit) visit(block);
  blocks_.push_back(std::move(block));
}

std::string Fleet::id(InstanceIndex instance) const {
  const InstanceBlock& of = block(instance);
  if (of.container_instance != nullptr) return std::string(instance_id(*of.container_instance));
  return of.group->name + "/" + std::to_string(of.first_in_group + (instance - of.first));
}

std::optional<InstanceIndex> Fleet::find(std::string_view reference) const {
  if (const auto found = by_arn_.find(reference); found != by_arn_.end()) return found->second;
  const std::size_t slash = reference.rfind('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto group = by_group_.find(reference.substr(0, slash));
  if (group == by_group_.end()) return std::nullopt;

  const std::optional<std::size_t> number = number_of(reference.substr(slash + 1));
  if (!number || *number >= group->second.count) return std::nullopt;
  return static_cast<InstanceIndex>(group->second.first + *number);
}

}  // namespace eniplan::placement
