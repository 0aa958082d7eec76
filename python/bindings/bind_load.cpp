#include <pybind11/stl.h>

#include <string>
#include <vector>

#include <eniplan/load.hpp>

#include "bind.hpp"

namespace py = pybind11;
using namespace eniplan;

namespace {

LoadOptions options_of(std::vector<std::string> types_files, std::vector<std::string> set) {
  LoadOptions options;
  options.types_files = std::move(types_files);
  options.set = std::move(set);
  return options;
}

}  // namespace

void bind_load(py::module_& module) {
  module.def(
      "load",
      [](const std::vector<std::string>& paths, std::vector<std::string> types_files, std::vector<std::string> set) {
        return load(paths, options_of(std::move(types_files), std::move(set)));
      },
      py::arg("paths"), py::kw_only(), py::arg("types_files") = py::list(), py::arg("set") = py::list(),
      py::call_guard<py::gil_scoped_release>(), R"(
Read files and folders into one cluster for each document, in document order.

Parameters
----------
paths
    Our documents (YAML or JSON) and what the AWS CLI prints or takes.
types_files
    Files of `describe-instance-types`, which stand before the built-in catalog.
set
    Values of the input to replace before it is read, `services.web.desiredCount=12`.

Raises
------
InputError
    With every error of all files.
)");
  module.def(
      "loads", [](const std::string& text, const std::string& name) { return load_text(text, name); }, py::arg("text"),
      py::arg("name") = "default", py::call_guard<py::gil_scoped_release>(), R"(
Read one text, YAML or JSON, into one cluster for each document.

Parameters
----------
text
    The documents.
name
    Stands for the file in messages and names the cluster.

Raises
------
InputError
    With every error of the text.
)");
}
