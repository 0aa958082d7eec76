#include "io/network_wording.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace eniplan::io {

std::string_view in_words(Distance distance) {
  switch (distance) {
    case Distance::same_task: return "same task";
    case Distance::same_instance: return "same instance";
    case Distance::other_instance: return "other instance";
  }
  return {};
}

std::string in_words(std::span<const Address> addresses) {
  if (addresses.empty()) return "not at all";
  std::vector<std::string> texts;
  for (const Address& address : addresses) texts.push_back(to_string(address));
  return fmt::format("{}", fmt::join(texts, " or "));
}

std::string ways_to(const ContainerNetwork& container, const Reach& reach) {
  std::string ways;
  if (reach.distance == Distance::same_task) {
    for (const Link& link : container.links) ways += fmt::format("{} (from {}), ", link.alias, link.from);
  }
  return ways + in_words(reach.addresses);
}

std::string callers(const ContainerNetwork& container, const Reach& reach) {
  const auto alike = std::ranges::count(container.reach, reach.distance, &Reach::distance);
  if (alike < 2) return {};
  std::vector<std::string_view> modes;
  for (const NetworkMode mode : reach.from) modes.push_back(to_string(mode));
  return fmt::format("from {}", fmt::join(modes, ", "));
}

std::string in_words(const StartEdge& edge) {
  return fmt::format("{} waits for {} ({})", edge.container, edge.dependency,
                     edge.by_link ? std::string_view("link") : to_string(edge.condition));
}

std::string in_words(const StartOrder& order) {
  std::vector<std::string> groups;
  for (const std::vector<std::string>& group : order.groups) {
    groups.push_back(fmt::format("{}", fmt::join(group, " + ")));
  }
  std::string text = fmt::format("{}", fmt::join(groups, ", then "));
  if (!order.never.empty()) {
    text += fmt::format("{}never: {}", text.empty() ? "" : "; ", fmt::join(order.never, ", "));
  }
  return text;
}

std::string in_words(const Discovery& discovery) {
  if (discovery.record_types.empty()) return "no service discovery, no Service Connect";
  return fmt::format("service discovery with {} records, {}Service Connect", fmt::join(discovery.record_types, " or "),
                     discovery.service_connect ? "" : "no ");
}

}  // namespace eniplan::io
