#include <string>

#include <eniplan/catalog.hpp>

#include "bind.hpp"
#include "rows.hpp"

namespace py = pybind11;
using namespace eniplan;

void bind_catalog(py::module_& module) {
  // The catalog lives as long as the program, so nobody owns its rows.
  module.def(
      "catalog",
      [] {
        return Rows<InstanceType>{py::none(), "catalog", catalog()};
      },
      "All instance types that are built in, sorted by name.");
  module.def("catalog_date", &catalog_date, "The newest day on which any part of the catalog was read at its source.");
  module.def(
      "find_instance_type", [](const std::string& name) { return find_instance_type(name); }, py::arg("name"),
      py::return_value_policy::reference, "The type of that name in the catalog, or None.");
}
