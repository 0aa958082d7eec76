#include <eniplan/what_if.hpp>

#include "bind.hpp"
#include "value_class.hpp"
#include "writer.hpp"

namespace py = pybind11;
using namespace eniplan;

namespace {

/// More than anybody has; nothing can overflow.
constexpr std::int64_t largest_count = 10'000'000;

void require_count(const char* key, std::int64_t count) {
  if (count >= 0 && count <= largest_count) return;
  throw InputError({{.key = key,
                     .message = "expected a whole number from 0 to " + std::to_string(largest_count) + ", found " +
                                std::to_string(count)}});
}

const auto any = [](const auto&) {};

void bind_changes(py::module_& module) {
  ValueClass<LoseZone>(module, "LoseZone", "All instances of an availability zone are gone.")
      .field("zone", &LoseZone::zone)
      .hashable()
      .constructible(any);
  ValueClass<LoseInstance>(module, "LoseInstance", "One instance is gone: by ID, ARN or EC2 instance ID.")
      .field("instance", &LoseInstance::instance)
      .hashable()
      .constructible(any);
  ValueClass<SetDesiredCount>(module, "SetDesiredCount",
                              "A replica service wants another number of tasks: more are placed, or the rest stopped.")
      .field("service", &SetDesiredCount::service)
      .field("desired_count", &SetDesiredCount::desired_count)
      .hashable()
      .constructible([](const SetDesiredCount& change) { require_count("desired_count", change.desired_count); });
  ValueClass<SetTrunking>(module, "SetTrunking", R"(
Instances are replaced by new ones with a trunk, where their type can have one, or without.

Those that are so already stay.
)")
      .field("trunking", &SetTrunking::trunking)
      .field("group", &SetTrunking::group, "Capacity group; None: all instances.")
      .hashable()
      .constructible(any);
  ValueClass<SwapType>(module, "SwapType", "Instances of one type are replaced by as many of another.")
      .field("from_type", &SwapType::from)
      .field("to_type", &SwapType::to)
      .field("group", &SwapType::group, "Capacity group; None: all instances.")
      .hashable()
      .constructible(any);
  ValueClass<AddInstances>(module, "AddInstances", "More instances of a capacity group, its zones in turn.")
      .field("group", &AddInstances::group)
      .field("count", &AddInstances::count)
      .hashable()
      .constructible([](const AddInstances& change) { require_count("count", change.count); });
  ValueClass<RemoveInstances>(module, "RemoveInstances", "Fewer instances of a capacity group: the emptiest go.")
      .field("group", &RemoveInstances::group)
      .field("count", &RemoveInstances::count)
      .hashable()
      .constructible([](const RemoveInstances& change) { require_count("count", change.count); });
}

void bind_differences(py::module_& module) {
  ValueClass<ServiceCount>(module, "ServiceCount", "Tasks of a service.")
      .field("running", &ServiceCount::running, "Those that ran before among them.")
      .field("unplaced", &ServiceCount::unplaced)
      .hashable();

  using Difference = ServiceDifference;
  ValueClass<Difference>(module, "ServiceDifference", "A service that fares differently.")
      .field("service_name", &Difference::service_name)
      .field("before", &Difference::before)
      .field("after", &Difference::after)
      .field("failures", &Difference::failures, "After.")
      .shown([](const Difference& difference) {
        return py::str("<ServiceDifference {}: {} running, before {}>")
            .format(difference.service_name, difference.after.running, difference.before.running);
      });
  bind_rows<Difference>(
      module, "ServiceDifferences", "The services that fare differently, a row each.",
      {column<Difference>("service_name", [](const Difference& d) -> std::string_view { return d.service_name; }),
       column<Difference>("running_before", [](const Difference& d) { return d.before.running; }),
       column<Difference>("running_after", [](const Difference& d) { return d.after.running; }),
       column<Difference>("unplaced_before", [](const Difference& d) { return d.before.unplaced; }),
       column<Difference>("unplaced_after", [](const Difference& d) { return d.after.unplaced; }),
       category<Difference>("reason", [](const Difference& d) -> std::optional<std::string_view> {
         if (d.failures.empty()) return std::nullopt;
         return to_string(d.failures.front().reason);
       })});
}

}  // namespace

void bind_what_if(py::module_& module) {
  bind_changes(module);
  bind_differences(module);

  ValueClass<WhatIfResult> result(module, "WhatIfResult", "What changes do to the tasks of one cluster.");
  result.field("cluster_name", &WhatIfResult::cluster_name)
      .field("before", &WhatIfResult::before)
      .field("after", &WhatIfResult::after)
      .rows("services", &WhatIfResult::services, "Those that differ, in document order.")
      .field("instances", &WhatIfResult::instances, "After.")
      .field("warnings", &WhatIfResult::warnings)
      .shown([](const WhatIfResult& value) {
        return py::str("<WhatIfResult {}: {} unplaced, before {}>")
            .format(value.cluster_name, value.after.unplaced, value.before.unplaced);
      });
  def_to_string(result, [](std::ostream& out, const WhatIfResult& value, const WriteOptions& options) {
    write_what_if(out, {&value, 1}, options);
  });

  module.def(
      "what_if", [](const Cluster& cluster, const std::vector<Change>& changes) { return what_if(cluster, changes); },
      py::arg("cluster"), py::arg("changes"), py::call_guard<py::gil_scoped_release>(),
      "Apply changes, in order, where `simulate` ends. See `eniplan.what_if`.");
}
