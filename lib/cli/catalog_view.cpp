#include "cli/catalog_view.hpp"

#include <fmt/format.h>

#include <algorithm>

#include <eniplan/catalog.hpp>

#include "cli/usage_error.hpp"
#include "model/nearest.hpp"
#include "placement/registered.hpp"

namespace eniplan::cli {

std::vector<InstanceType> visible_types(const CatalogOptions& options) {
  // Files of types are read by whoever reads scenarios; this one says nothing else.
  const LoadOptions load{.types_files = options.types_files, .memory_overhead = options.memory_overhead};
  std::vector<InstanceType> types = load_text("{}", "types", load).front().instance_types;
  const std::size_t own_count = types.size();
  types.reserve(own_count + catalog().size());
  for (const InstanceType& type : catalog()) {
    const auto own = std::span(types).first(own_count);
    if (std::ranges::find(own, type.name, &InstanceType::name) == own.end()) types.push_back(type);
  }
  std::ranges::sort(types, {}, &InstanceType::name);
  if (options.memory_overhead) {
    for (InstanceType& type : types) {
      type.registered_memory = placement::memory_estimate(CapacityGroup{}, type, options.memory_overhead);
      type.memory_source = {"--memory-overhead", ""};
    }
  }
  return types;
}

InstanceType visible_type(const CatalogOptions& options, std::string_view name) {
  std::vector<InstanceType> types = visible_types(options);
  const auto type = std::ranges::find(types, name, &InstanceType::name);
  if (type != types.end()) return *type;
  std::vector<std::string_view> names;
  for (const InstanceType& other : types) names.push_back(other.name);
  throw UsageError(fmt::format("TYPE: there is no instance type \"{}\"{}", name, suggestion(name, names)));
}

}  // namespace eniplan::cli
