#include <exception>

#include <eniplan/diagnostic.hpp>

#include "bind.hpp"
#include "value_class.hpp"

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
  ValueClass<Diagnostic>(module, "Diagnostic", "One thing wrong with the input, and where.")
      .field("file", &Diagnostic::file, "As the user named it; empty for options and arguments.")
      .field("line", &Diagnostic::line, "From 1; 0 when the whole file is meant.")
      .field("column", &Diagnostic::column, "From 1, in bytes; 0 when the whole file is meant.")
      .field("key", &Diagnostic::key, "Path as the user wrote it, `services[2].desiredCount`, or the argument.")
      .field("message", &Diagnostic::message, "What was expected and what was found.")
      .hashable()
      .constructible([](const Diagnostic&) {})
      .def("__str__", [](const Diagnostic& diagnostic) { return to_string(diagnostic); });

  ValueClass<Warning>(module, "Warning", "Something to know before trusting an answer.")
      .field("code", &Warning::code, "A stable word in kebab-case, `unknown-running-tasks`.")
      .field("message", &Warning::message)
      .hashable();

  const py::exception<InputError> input_error(module, "InputError", PyExc_ValueError);
  input_error.attr("__doc__") =
      "Input that cannot be used; `diagnostics` lists all that is wrong with it, in document order.";
  input_error.attr("diagnostics") = py::list();
  py::register_exception_translator(&raise_input_error);
}
