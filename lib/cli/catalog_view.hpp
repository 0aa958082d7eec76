#pragma once

#include <string_view>
#include <vector>

#include <eniplan/instance_type.hpp>

#include "cli/options.hpp"

namespace eniplan::cli {

/// Every instance type as the options want it seen, sorted by name.
[[nodiscard]] std::vector<InstanceType> visible_types(const CatalogOptions& options);

/// The one of that name. Throws UsageError that names the nearest.
[[nodiscard]] InstanceType visible_type(const CatalogOptions& options, std::string_view name);

}  // namespace eniplan::cli
