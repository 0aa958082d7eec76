#include <eniplan/catalog.hpp>

#include <string>

#include "bind.hpp"

namespace py = pybind11;
using namespace eniplan;

void bind_catalog(py::module_& module) {
  // The catalog lives as long as the program, so Python refers to it.
  module.def(
      "catalog",
      [] {
        py::list types;
        for (const InstanceType& type : catalog()) types.append(py::cast(&type, py::return_value_policy::reference));
        return types;
      },
      "All instance types that are built in, sorted by name.");
  module.def("catalog_date", &catalog_date, "The newest day on which any part of the catalog was read at its source.");
  module.def(
      "instance_type",
      [](const std::string& name) -> const InstanceType& {
        const InstanceType* type = find_instance_type(name);
        if (type == nullptr) throw py::value_error("unknown instance type '" + name + "'");
        return *type;
      },
      py::arg("name"), py::return_value_policy::reference, R"(
The type of that name in the catalog.

Raises
------
ValueError
    If the catalog has none.
)");
}
