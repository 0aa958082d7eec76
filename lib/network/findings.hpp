#pragma once

#include <vector>

#include <eniplan/network.hpp>

namespace eniplan::network_floor {

/// What is wrong or suspicious in one definition, in document order.
void find_in_definition(const TaskDefinition& definition, std::vector<Finding>& findings);

/// What static host ports mean for a service on this fleet.
void find_in_service(const Cluster& cluster, const Service& service, const TaskDefinition& definition,
                     std::vector<Finding>& findings);

}  // namespace eniplan::network_floor
