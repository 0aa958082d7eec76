#include <pybind11/operators.h>
#include <pybind11/stl.h>

#include <exception>

#include <eniplan/diagnostic.hpp>

#include "bind.hpp"

namespace py = pybind11;
using namespace eniplan;

namespace {

void raise_input_error(std::exception_ptr thrown) {
  if (!thrown) return;
  try {
    std::rethrow_exception(thrown);
  } catch (const InputError& error) {
    const py::object type = py::module_::import("eniplan._core").attr("InputError");
    const py::object raised = type(error.what());
    raised.attr("diagnostics") = error.diagnostics();
    PyErr_SetObject(type.ptr(), raised.ptr());
  }
}

}  // namespace

void bind_diagnostic(py::module_& module) {
  py::class_<Diagnostic>(module, "Diagnostic", "One thing wrong with the input, and where.")
      .def_readonly("file", &Diagnostic::file, "As the user named it; empty for options.")
      .def_readonly("line", &Diagnostic::line, "From 1; 0 when the whole file is meant.")
      .def_readonly("column", &Diagnostic::column, "From 1, in bytes; 0 when the whole file is meant.")
      .def_readonly("key", &Diagnostic::key, "Path as the user wrote it, `services[2].desiredCount`.")
      .def_readonly("message", &Diagnostic::message, "What was expected and what was found.")
      .def(py::self == py::self)
      .def("__str__", [](const Diagnostic& diagnostic) { return to_string(diagnostic); })
      .def("__repr__",
           [](const Diagnostic& diagnostic) { return py::str("Diagnostic({!r})").format(to_string(diagnostic)); });

  py::class_<Warning>(module, "Warning", "Something to know before trusting an answer.")
      .def_readonly("code", &Warning::code, "A stable word in kebab-case, `unknown-running-tasks`.")
      .def_readonly("message", &Warning::message)
      .def(py::self == py::self)
      .def("__repr__", [](const Warning& warning) {
        return py::str("Warning(code={!r}, message={!r})").format(warning.code, warning.message);
      });

  const py::exception<InputError> input_error(module, "InputError", PyExc_ValueError);
  input_error.attr("__doc__") =
      "Input that cannot be used; `diagnostics` lists all that is wrong with it, in document order.";
  py::register_exception_translator(&raise_input_error);
}
