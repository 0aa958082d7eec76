#include <pybind11/pybind11.h>

#include "bind.hpp"

/// The contents page of `eniplan._core`: one function for each header of the library that Python sees,
/// each in the file of its name. What one function binds, those after it may use.
PYBIND11_MODULE(_core, module) {
  module.doc() = "Will these Amazon ECS tasks fit on this EC2 fleet, and why not?";
  bind_units(module);
  bind_diagnostic(module);
  bind_instance_type(module);
  bind_catalog(module);
  bind_cluster(module);
  bind_load(module);
  bind_placement(module);
  module.attr("__version__") = ENIPLAN_VERSION;
}
