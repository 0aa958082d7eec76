// Items of `describe-container-instances`.
//
// Its resources come as {name, type, integerValue, longValue, doubleValue, stringSetValue}, of which only the one that
// the type names counts. PORTS and PORTS_UDP list the ports that are taken, in `remaining` too.

#include <fmt/format.h>

#include <unordered_map>

#include "io/draft.hpp"
#include "model/instant.hpp"

namespace eniplan::io {
namespace {

constexpr std::array<std::pair<std::string_view, InstanceStatus>, 6> statuses{
    {{"ACTIVE", InstanceStatus::active},
     {"DRAINING", InstanceStatus::draining},
     {"REGISTERING", InstanceStatus::registering},
     {"REGISTRATION_FAILED", InstanceStatus::registration_failed},
     {"DEREGISTERING", InstanceStatus::deregistering},
     {"INACTIVE", InstanceStatus::inactive}}};

struct ResourceList {
  Resources amounts;
  std::optional<EniSlots> eni;
  std::vector<std::int64_t> ports;
  std::vector<std::int64_t> ports_udp;
};

enum class ResourceType { integer, long_integer, real, string_set };
constexpr std::array<std::pair<std::string_view, ResourceType>, 4> resource_types{
    {{"INTEGER", ResourceType::integer},
     {"LONG", ResourceType::long_integer},
     {"DOUBLE", ResourceType::real},
     {"STRINGSET", ResourceType::string_set}}};

std::int64_t read_whole(const Node& node) { return node.integer(-largest_amount, largest_amount); }

// Written as 2.0: what stands before the point is the amount.
std::int64_t read_real(const Node& node) {
  Value whole = node.value();
  whole.scalar = whole.scalar.substr(0, whole.scalar.find('.'));
  return read_whole(Node(whole, node.path(), node.reading()));
}

// A count, or a set whose members count. May be negative: an instance can be over-committed.
std::int64_t read_amount(Fields& fields) {
  const auto type = fields.find("type");
  const auto integer = fields.find("integerValue");
  const auto long_integer = fields.find("longValue");
  const auto real = fields.find("doubleValue");
  const auto set = fields.find("stringSetValue");
  // Without a type, the first that is there is meant.
  const ResourceType kind = type           ? type->choice(resource_types)
                            : integer      ? ResourceType::integer
                            : long_integer ? ResourceType::long_integer
                            : real         ? ResourceType::real
                                           : ResourceType::string_set;
  switch (kind) {
    case ResourceType::integer: return integer ? read_whole(*integer) : 0;
    case ResourceType::long_integer: return long_integer ? read_whole(*long_integer) : 0;
    case ResourceType::real: return real ? read_real(*real) : 0;
    case ResourceType::string_set: return set ? static_cast<std::int64_t>(set->elements().size()) : 0;
  }
  return 0;
}

void read_resource(const Node& node, ResourceList& list) {
  Fields fields(node);
  const auto named = fields.find("name");
  const std::string_view name = named ? named->text_view() : std::string_view();
  if (name == "CPU") list.amounts.cpu = {read_amount(fields)};
  if (name == "MEMORY") list.amounts.memory = {read_amount(fields)};
  if (name == "GPU") list.amounts.gpu = {read_amount(fields)};
  if (name == "ENI") list.eni = EniSlots{read_amount(fields)};
  if (name != "PORTS" && name != "PORTS_UDP") return;
  if (const auto set = fields.find("stringSetValue")) {
    (name == "PORTS" ? list.ports : list.ports_udp) = read_ports(*set);
  }
}

ResourceList read_resources(const std::optional<Node>& node) {
  ResourceList list;
  if (!node) return list;
  for (const Node& resource : node->elements()) read_resource(resource, list);
  return list;
}

std::optional<Instant> read_instant(const Node& node) {
  const auto instant = node.value().kind == Value::Kind::number ? parse_epoch_seconds(node.value().scalar)
                                                                : parse_instant(node.value().scalar);
  if (!instant) node.mismatch("a time such as 2026-11-23T17:23:04Z or seconds since 1970");
  return instant;
}

}  // namespace

// Lists of capabilities seen so far. Most instances list the same ones in the same order, so a list is first looked for
// as it is written, and sorted only if that order is new.
struct ContainerInstanceReader::Capabilities {
  using Names = std::vector<std::string_view>;
  struct Hash {
    std::size_t operator()(const Names& list) const {
      std::size_t hash = list.size();
      for (const std::string_view name : list) hash = hash * 31 + std::hash<std::string_view>()(name);
      return hash;
    }
  };
  using Lists = std::unordered_map<Names, Attributes::Capabilities, Hash>;

  Attributes read(const Node& node) {
    std::vector<Attribute> values;
    names_.clear();
    for (const Node& element : node.elements()) {
      Fields fields(element);
      const auto name = fields.require("name");
      const auto value = fields.find("value");
      fields.finish(Owner::aws);
      if (name && value) {
        values.push_back({name->text(), value->text()});
      } else if (name) {
        names_.push_back(name->text_view());
      }
    }
    return Attributes(shared_list(), std::move(values));
  }

 private:
  Attributes::Capabilities shared_list() {
    constexpr std::size_t most_orders = 1000;
    if (const auto found = written_.find(names_); found != written_.end()) return found->second;
    Names sorted = names_;
    std::ranges::sort(sorted);
    sorted.erase(std::ranges::unique(sorted).begin(), sorted.end());
    auto found = sorted_.find(sorted);
    if (found == sorted_.end()) {
      const auto list = std::make_shared<const std::vector<std::string>>(sorted.begin(), sorted.end());
      found = sorted_.emplace(Names(list->begin(), list->end()), list).first;
    }
    if (written_.size() < most_orders) {
      // The names of the list live as long as it, those in the source may not.
      for (std::string_view& name : names_) name = *std::ranges::lower_bound(*found->second, name);
      written_.emplace(names_, found->second);
    }
    return found->second;
  }

  Lists written_;  // [lists in the order in which they were written]
  Lists sorted_;   // [lists, sorted, each name once]
  Names names_;    // of the instance being read
};

ContainerInstanceReader::ContainerInstanceReader() : capabilities_(std::make_unique<Capabilities>()) {}
ContainerInstanceReader::~ContainerInstanceReader() = default;

void ContainerInstanceReader::read(const Node& node, Draft& draft) {
  Fields fields(node);
  Record<ContainerInstance> record;
  ContainerInstance& instance = record.value;
  record.place = node.place();
  record.path = to_string(node.path());
  if (const auto arn = fields.require("containerInstanceArn")) {
    instance.container_instance_arn = arn->text();
    record.cluster = cluster_key_of_member(instance.container_instance_arn);
  }
  instance.ec2_instance_id = fields.text("ec2InstanceId");
  if (const auto status = fields.find("status")) instance.status = status->choice(statuses);
  if (const auto connected = fields.find("agentConnected")) instance.agent_connected = connected->boolean();
  instance.capacity_provider_name = fields.text("capacityProviderName");
  if (const auto attributes = fields.find("attributes")) {
    instance.attributes = capabilities_->read(*attributes);
  }
  const ResourceList registered = read_resources(fields.find("registeredResources"));
  const ResourceList remaining = read_resources(fields.find("remainingResources"));
  instance.registered = registered.amounts;
  instance.remaining = remaining.amounts;
  if (registered.eni || remaining.eni) {
    // A resource not listed counts 0.
    instance.registered_eni = registered.eni.value_or(EniSlots{});
    instance.remaining_eni = remaining.eni.value_or(EniSlots{});
  }
  instance.ports_taken = remaining.ports;
  instance.ports_udp_taken = remaining.ports_udp;
  instance.running_tasks_count = fields.integer("runningTasksCount", 0, largest_count).value_or(0);
  if (const auto at = fields.find("registeredAt")) instance.registered_at = read_instant(*at);
  if (const auto version = fields.find("versionInfo")) {
    Fields info(*version);
    instance.agent_version = info.text("agentVersion");
    info.finish(Owner::aws);
  }
  fields.finish(Owner::aws);
  draft.container_instances.push_back(std::move(record));
}

}  // namespace eniplan::io
