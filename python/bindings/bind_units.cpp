#include <eniplan/units.hpp>

#include "bind.hpp"
#include "value_class.hpp"

namespace py = pybind11;
using namespace eniplan;

void bind_units(py::module_& module) {
  ValueClass<Resources>(module, "Resources",
                        "What an instance has or a task needs of the four resources that are counted.")
      .field("cpu", &Resources::cpu, "CPU units; 1024 are one vCPU.")
      .field("memory", &Resources::memory, "MiB.")
      .field("gpu", &Resources::gpu, "Whole devices.")
      .field("eni", &Resources::eni, "Network interfaces for `awsvpc` tasks; one task takes one.")
      .hashable()
      .constructible([](const Resources&) {});
}
