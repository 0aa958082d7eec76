#include <pybind11/pybind11.h>

#include "bind.hpp"
#include "columns.hpp"

/// The contents page of `eniplan._core`: one function for each header of the library that Python sees,
/// each in the file of its name. What one function binds, those after it may use.
PYBIND11_MODULE(_core, module) {
  module.doc() = "Will these Amazon ECS tasks fit on this EC2 fleet, and why not?";
  bind_columns(module);
  bind_units(module);
  bind_diagnostic(module);
  bind_instance_type(module);
  bind_catalog(module);
  bind_task_definition(module);
  bind_service(module);
  bind_cluster(module);
  bind_load(module);
  bind_instance_results(module);
  bind_placement(module);
  bind_rollout(module);
  bind_what_if(module);
  bind_sweep(module);
  bind_headroom(module);
  bind_network(module);
  bind_explain(module);
  bind_remedy(module);
  bind_trunking(module);
  bind_check(module);
  module.attr("__version__") = ENIPLAN_VERSION;
}
