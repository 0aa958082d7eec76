#include "placement/port_sets.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace eniplan::placement {
namespace {

// TCP and UDP, the agent's own included. Source: ECS API reference, PortMapping, hostPort (2026).
constexpr std::size_t port_limit = 100;

bool have_common(const std::vector<std::int64_t>& taken, const std::vector<std::int64_t>& wanted) {
  return std::ranges::any_of(wanted, [&](std::int64_t port) { return std::ranges::binary_search(taken, port); });
}

std::vector<std::int64_t> united(const std::vector<std::int64_t>& a, const std::vector<std::int64_t>& b) {
  std::vector<std::int64_t> all;
  all.reserve(a.size() + b.size());
  std::ranges::set_union(a, b, std::back_inserter(all));
  return all;
}

std::vector<std::int64_t> difference(const std::vector<std::int64_t>& a, const std::vector<std::int64_t>& b) {
  std::vector<std::int64_t> left;
  std::ranges::set_difference(a, b, std::back_inserter(left));
  return left;
}

}  // namespace

PortSetId PortSets::id_of(const Ports& ports) {
  const auto [place, is_new] = ids_.try_emplace(ports, static_cast<PortSetId>(sets_.size()));
  if (is_new) sets_.push_back(ports);
  return place->second;
}

bool PortSets::has_room(PortSetId taken, const Ports& wanted) const {
  const Ports& ports = sets_[taken];
  const std::size_t held = ports.tcp.size() + ports.udp.size() + wanted.tcp.size() + wanted.udp.size();
  return held <= port_limit && !have_common(ports.tcp, wanted.tcp) && !have_common(ports.udp, wanted.udp);
}

PortSetId PortSets::with(PortSetId taken, const Ports& more) {
  const Ports& ports = sets_[taken];
  return id_of({united(ports.tcp, more.tcp), united(ports.udp, more.udp)});
}

PortSetId PortSets::without(PortSetId taken, const Ports& fewer) {
  const Ports& ports = sets_[taken];
  return id_of({difference(ports.tcp, fewer.tcp), difference(ports.udp, fewer.udp)});
}

}  // namespace eniplan::placement
