// Tested by: tests/explain/trunking_test.cpp.
//
// The order of what is merely possible is a judgement: first what everybody meets who turns the setting on, last what
// depends on unusual settings of EC2.

#include "explain/trunking_causes.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <string>

namespace eniplan::explain {
namespace {

constexpr std::string_view os_attribute = "ecs.os-type";

Provenance guide() { return {"Amazon ECS Developer Guide, page container-instance-eni", "2026"}; }
Provenance list_of_types() {
  return {"Amazon ECS Developer Guide, page eni-trunking-supported-instance-types", "2026-09-15"};
}
Provenance settings_api() {
  return {"Amazon ECS API Reference, ListAccountSettings and PutAccountSetting", "2026-08-07"};
}
Provenance agent_readme() { return {"amazon-ecs-agent 1.105.1, README, ECS_ENABLE_HIGH_DENSITY_ENI", "2026-06-29"}; }

std::string ec2_id(const ContainerInstance& instance) {
  return instance.ec2_instance_id.empty() ? "INSTANCE_ID" : instance.ec2_instance_id;
}

std::string describe_command(const Cluster& cluster, const ContainerInstance& instance, std::string_view query) {
  return fmt::format(
      "aws ecs describe-container-instances --cluster {} --container-instances {} --query \"containerInstances[].{}\"",
      cluster.cluster_name, instance_id(instance), query);
}

std::string ec2_command(const ContainerInstance& instance, std::string_view query) {
  return fmt::format("aws ec2 describe-instances --instance-ids {} --query \"Reservations[].Instances[].{}\"",
                     ec2_id(instance), query);
}

TrunkingCause unsupported_type(std::string_view type) {
  return {.obstacle = TrunkingObstacle::unsupported_type,
          .certain = true,
          .explanation =
              fmt::format("AWS does not list {} for ENI trunking; the instance registers without a trunk.", type),
          .check = fmt::format("eniplan types {}", type),
          .source = list_of_types()};
}

/// The obstacles of one described instance, each certain, possible or ruled out by what the input says.
class Causes {
 public:
  Causes(const Cluster& cluster, const ContainerInstance& instance, const InstanceType* type)
      : cluster_(cluster), instance_(instance), type_(type) {}

  std::vector<TrunkingCause> all(TrunkingWish wish) && {
    add_certain();
    if (is_hopeless()) return std::move(causes_);
    if (wish == TrunkingWish::account) {
      launched_before_opt_in();
      setting_of_role();
    } else {  // Nobody says that the setting is on at all.
      setting_of_role();
      launched_before_opt_in();
    }
    add_possible_software();
    if (type_ == nullptr) unknown_type();
    resource_based_name();
    if (!is_registered()) shared_subnet();
    if (!os_type()) windows(false);
    return std::move(causes_);
  }

 private:
  [[nodiscard]] std::optional<std::string_view> os_type() const { return instance_.attributes.value_of(os_attribute); }
  [[nodiscard]] bool agent_offers_it() const { return instance_.attributes.contains(trunking_capability); }

  [[nodiscard]] bool is_registered() const {
    return instance_.status == InstanceStatus::active || instance_.status == InstanceStatus::draining;
  }

  /// Whether no trunk can come whatever else is set right, so that the rest does not matter.
  [[nodiscard]] bool is_hopeless() const {
    return os_type() == "windows" || (type_ != nullptr && !type_->ecs_task_limit_trunking);
  }

  void add(TrunkingObstacle obstacle, bool certain, std::string explanation, std::string check, Provenance source) {
    causes_.push_back({obstacle, certain, std::move(explanation), std::move(check), std::move(source)});
  }

  void add_certain() {
    if (type_ != nullptr && !type_->ecs_task_limit_trunking) causes_.push_back(unsupported_type(type_->name));
    if (os_type() == "windows") windows(true);
    if (agent_can_trunk(instance_.agent_version) == false) agent_too_old(true);
    not_registered();
  }

  /// What the agent says it can do rules both out: it asks for the software as well as for the switch.
  void add_possible_software() {
    if (agent_offers_it()) return;
    if (!agent_can_trunk(instance_.agent_version)) agent_too_old(false);
    switched_off_on_host();
  }

  void agent_too_old(bool certain) {
    add(TrunkingObstacle::agent_too_old, certain,
        certain
            ? fmt::format("The agent is {}; a trunk takes 1.28.1 or later, with ecs-init 1.28.1-2 or later: a newer "
                          "ECS-optimised AMI has both.",
                          instance_.agent_version)
            : std::string("The agent may be older than 1.28.1, or ecs-init older than 1.28.1-2, as on an old AMI."),
        describe_command(cluster_, instance_, "versionInfo"), guide());
  }

  void not_registered() {
    if (instance_.status == InstanceStatus::registering) {
      add(TrunkingObstacle::not_registered, true, "The instance is REGISTERING: its trunk may be on its way.",
          describe_command(cluster_, instance_, "[status,statusReason]"), guide());
    } else if (instance_.status == InstanceStatus::registration_failed) {
      add(TrunkingObstacle::not_registered, true, "The registration failed; statusReason says why.",
          describe_command(cluster_, instance_, "[status,statusReason]"), guide());
    }
  }

  void launched_before_opt_in() {
    add(TrunkingObstacle::launched_before_opt_in, false,
        "The instance was launched before awsvpcTrunking was enabled; it never gets a trunk, only its replacement "
        "does.",
        fmt::format("{} and compare with aws cloudtrail lookup-events --lookup-attributes "
                    "AttributeKey=EventName,AttributeValue=PutAccountSettingDefault (and PutAccountSetting)",
                    ec2_command(instance_, "LaunchTime")),
        guide());
  }

  void setting_of_role() {
    add(TrunkingObstacle::setting_of_role, false,
        "awsvpcTrunking is not enabled for the role of the instance in this Region: the role's own setting goes before "
        "the account's default.",
        fmt::format(
            "aws ecs list-account-settings --name awsvpcTrunking --effective-settings --principal-arn ROLE_ARN; "
            "the role is that of {}",
            ec2_command(instance_, "IamInstanceProfile.Arn")),
        settings_api());
  }

  void switched_off_on_host() {
    add(TrunkingObstacle::switched_off_on_host, false,
        "The agent does not say that it can use a trunk: ECS_ENABLE_HIGH_DENSITY_ENI may be false.",
        "on the instance: grep ECS_ENABLE_HIGH_DENSITY_ENI /etc/ecs/ecs.config", agent_readme());
  }

  void unknown_type() {
    add(TrunkingObstacle::unsupported_type, false,
        "The catalog lacks the type of the instance; AWS may not list it for ENI trunking.",
        ec2_command(instance_, "InstanceType"), list_of_types());
  }

  void resource_based_name() {
    add(TrunkingObstacle::resource_based_name, false,
        "The instance may answer DNS queries for its resource-based name (A record), which must be off.",
        ec2_command(instance_, "PrivateDnsNameOptions.EnableResourceNameDnsARecord"), guide());
  }

  void shared_subnet() {
    add(TrunkingObstacle::shared_subnet, false,
        "The subnet may be shared by another account; with trunking an instance there fails to register.",
        fmt::format("{}; then aws ec2 describe-subnets --subnet-ids SUBNET_ID --query \"Subnets[].OwnerId\"",
                    ec2_command(instance_, "SubnetId")),
        guide());
  }

  void windows(bool certain) {
    add(TrunkingObstacle::windows, certain,
        certain ? "The instance runs Windows, which has no ENI trunking."
                : "The instance may run Windows, which has no ENI trunking.",
        describe_command(cluster_, instance_, "attributes[?name=='ecs.os-type'].value"), guide());
  }

  const Cluster& cluster_;
  const ContainerInstance& instance_;
  const InstanceType* type_;
  std::vector<TrunkingCause> causes_;
};

}  // namespace

std::optional<bool> agent_can_trunk(std::string_view version) {
  constexpr std::array<int, 3> first = {1, 28, 1};
  if (version.starts_with('v')) version.remove_prefix(1);
  std::array<int, 3> parts{};
  const char* at = version.data();
  const char* const end = at + version.size();
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto [stop, error] = std::from_chars(at, end, parts[i]);
    if (error != std::errc{} || parts[i] < 0) return std::nullopt;
    const bool is_last = i + 1 == parts.size();
    if (!is_last && (stop == end || *stop != '.')) return std::nullopt;
    at = is_last ? stop : stop + 1;
  }
  return parts >= first;
}

std::vector<TrunkingCause> trunking_causes(const Cluster& cluster, const ContainerInstance& instance,
                                           const InstanceType* type, TrunkingWish wish) {
  return Causes(cluster, instance, type).all(wish);
}

std::vector<TrunkingCause> trunking_causes(const CapacityGroup& group, const InstanceType& type) {
  if (type.ecs_task_limit_trunking) return {};
  return {unsupported_type(group.instance_type)};
}

}  // namespace eniplan::explain
