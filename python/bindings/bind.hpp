#pragma once

#include <pybind11/pybind11.h>

#include <string>

/// \file
/// How the library looks from Python.
///
/// - Names are the header's own. What a header returns by value is an immutable value here: members are
///   read-only properties, `==` compares contents, and none is made from Python but through the functions.
/// - Quantities are plain integers (the property's docstring names the unit), enumerations are the words
///   ECS or the header's to_string() uses, absent values are `None`, vectors are lists in the header's order.
/// - Bad input raises InputError, a ValueError with `diagnostics`; a task that does not fit raises nothing.
/// - What may take long releases the interpreter's lock.
/// - Docstrings repeat the header's `///`, in its order, in NumPy's form.

void bind_units(pybind11::module_& module);
void bind_diagnostic(pybind11::module_& module);
void bind_instance_type(pybind11::module_& module);
void bind_catalog(pybind11::module_& module);
void bind_cluster(pybind11::module_& module);
void bind_load(pybind11::module_& module);
void bind_placement(pybind11::module_& module);
