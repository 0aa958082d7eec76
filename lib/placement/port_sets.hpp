#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include <eniplan/placement.hpp>

#include "placement/run_state.hpp"

/// \file
/// Host ports taken on instances: few different sets on many instances, so each set is kept once.

namespace eniplan::placement {

/// Host ports; sorted, unique.
struct Ports {
  std::vector<std::int64_t> tcp;
  std::vector<std::int64_t> udp;

  friend auto operator<=>(const Ports&, const Ports&) = default;
};

class PortSets {
 public:
  /// The number of a set; equal sets have the same.
  [[nodiscard]] PortSetId id_of(const Ports& ports);
  [[nodiscard]] const Ports& operator[](PortSetId id) const { return sets_[id]; }

  /// Whether an instance on which `taken` are taken has all that `wanted` asks for, and no more than the limit then.
  [[nodiscard]] bool has_room(PortSetId taken, const Ports& wanted) const;
  [[nodiscard]] PortSetId with(PortSetId taken, const Ports& more);
  /// What is taken when `fewer` are given back.
  [[nodiscard]] PortSetId without(PortSetId taken, const Ports& fewer);

 private:
  std::map<Ports, PortSetId> ids_;
  std::vector<Ports> sets_;
};

}  // namespace eniplan::placement
