#include <pybind11/operators.h>

#include <eniplan/units.hpp>

#include "bind.hpp"
#include "casters.hpp"

namespace py = pybind11;
using namespace eniplan;

void bind_units(py::module_& module) {
  py::class_<Resources>(module, "Resources",
                        "What an instance has or a task needs of the four resources that are counted.")
      .def_readonly("cpu", &Resources::cpu, "CPU units; 1024 are one vCPU.")
      .def_readonly("memory", &Resources::memory, "MiB.")
      .def_readonly("gpu", &Resources::gpu, "Whole devices.")
      .def_readonly("eni", &Resources::eni, "Network interfaces for `awsvpc` tasks; one task takes one.")
      .def(py::self == py::self)
      .def("__repr__", [](const Resources& r) {
        return py::str("Resources(cpu={}, memory={}, gpu={}, eni={})")
            .format(r.cpu.value, r.memory.value, r.gpu.value, r.eni.value);
      });
}
