#pragma once

#include <vector>

#include "remedy/bounds.hpp"
#include "remedy/finder.hpp"

/// \file
/// The kinds of changes, one search each.

namespace eniplan::remedy {

/// What is refused: services and requests by their numbers, and the definitions of their tasks.
struct Refused {
  std::vector<std::size_t> services;
  std::vector<std::size_t> requests;
  std::vector<const TaskDefinition*> definitions;  ///< Each once, in the order of the cluster.
};

void search_more_instances(Finder& finder, const std::vector<InstanceKind>& kinds, const LowerBounds& bounds);
/// Where there are no instances at all: a capacity group of each type, as large as its bound, the cheapest first.
void search_first_instances(Finder& finder, const LowerBounds& bounds);
void search_larger_types(Finder& finder, const std::vector<InstanceKind>& kinds, const LowerBounds& bounds);
void search_other_families(Finder& finder, const std::vector<InstanceKind>& kinds, const LowerBounds& bounds);
void search_trunks(Finder& finder, const std::vector<InstanceKind>& kinds);

void search_bridge(Finder& finder, const Refused& refused);
void search_dynamic_ports(Finder& finder, const Refused& refused);
void search_constraints(Finder& finder, const Refused& refused);
void search_reservations(Finder& finder, const Refused& refused);
void search_percentages(Finder& finder, const std::vector<std::string>& stuck);

}  // namespace eniplan::remedy
