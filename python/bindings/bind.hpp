#pragma once

#include <pybind11/pybind11.h>

/// \file
/// How the library looks from Python.
///
/// - Names are the header's own. What a header returns by value is an immutable value here (value_class.hpp): members
/// are
///   read-only properties, `==` compares contents, pickles hold every member. Only what users hand in can be made.
/// - Quantities are plain integers (the property's docstring names the unit), enumerations are the words
///   ECS or the header's to_string() uses, absent values are `None` (casters.hpp).
/// - Vectors are lists in the header's order; those that can be long, or that one looks at as a whole, are sequences
/// that
///   are tables too (rows.hpp, columns.hpp).
/// - Bad input raises InputError, a ValueError with `diagnostics`; a task that does not fit raises nothing.
/// - What may take long releases the interpreter's lock.
/// - Docstrings repeat the header's `///`, in its order, in NumPy's form. Types of arguments are checked by the Python
///   functions on top (`eniplan.questions`), which name the argument.

void bind_units(pybind11::module_& module);
void bind_diagnostic(pybind11::module_& module);
void bind_instance_type(pybind11::module_& module);
void bind_catalog(pybind11::module_& module);
void bind_task_definition(pybind11::module_& module);
void bind_service(pybind11::module_& module);
void bind_cluster(pybind11::module_& module);
void bind_load(pybind11::module_& module);
void bind_instance_results(pybind11::module_& module);
void bind_placement(pybind11::module_& module);
void bind_rollout(pybind11::module_& module);
void bind_what_if(pybind11::module_& module);
void bind_sweep(pybind11::module_& module);
void bind_headroom(pybind11::module_& module);
void bind_network(pybind11::module_& module);
void bind_explain(pybind11::module_& module);
void bind_remedy(pybind11::module_& module);
void bind_trunking(pybind11::module_& module);
void bind_check(pybind11::module_& module);
