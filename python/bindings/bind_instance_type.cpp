#include <pybind11/operators.h>
#include <pybind11/stl.h>

#include <eniplan/instance_type.hpp>

#include "bind.hpp"
#include "casters.hpp"

namespace py = pybind11;
using namespace eniplan;

void bind_instance_type(py::module_& module) {
  py::class_<Provenance>(module, "Provenance", "Where a figure comes from, and the day it was read there.")
      .def_readonly("source", &Provenance::source)
      .def_readonly("date", &Provenance::date, "ISO 8601, to the day; empty for figures the user gave.")
      .def(py::self == py::self)
      .def("__repr__", [](const Provenance& provenance) {
        return py::str("Provenance(source={!r}, date={!r})").format(provenance.source, provenance.date);
      });

  py::class_<MemoryEstimate>(module, "MemoryEstimate",
                             "The memory an instance registers with ECS, less than its nominal memory.")
      .def_readonly("basis", &MemoryEstimate::basis, "`observed`, `relatives`, `class` or `given`.")
      .def_readonly("registered", &MemoryEstimate::registered, "What placement counts with, MiB.")
      .def_readonly("low", &MemoryEstimate::low, "The truth is hardly below this, MiB.")
      .def_readonly("high", &MemoryEstimate::high, "Nor above this, MiB.")
      .def(py::self == py::self)
      .def("__repr__", [](const MemoryEstimate& estimate) {
        return py::str("MemoryEstimate(basis={!r}, registered={}, low={}, high={})")
            .format(estimate.basis, estimate.registered, estimate.low, estimate.high);
      });

  py::class_<InstanceType>(module, "InstanceType",
                           "An EC2 instance type: what it has, and how many `awsvpc` tasks ECS lets it run.")
      .def_readonly("name", &InstanceType::name)
      .def_readonly("vcpus", &InstanceType::vcpus, "An instance registers 1024 CPU units for each.")
      .def_readonly("memory", &InstanceType::memory, "Nominal, MiB. What ECS counts is `registered_memory`.")
      .def_readonly("architecture", &InstanceType::architecture)
      .def_readonly("hypervisor", &InstanceType::hypervisor, "`nitro`, `xen`, `none` (bare metal), empty if unknown.")
      .def_readonly("bare_metal", &InstanceType::bare_metal)
      .def_readonly("gpus", &InstanceType::gpus)
      .def_readonly("network_cards", &InstanceType::network_cards)
      .def_readonly("max_network_interfaces", &InstanceType::max_network_interfaces,
                    "Over all network cards, the primary included.")
      .def_readonly("registered_memory", &InstanceType::registered_memory)
      .def_readonly("current_generation", &InstanceType::current_generation)
      .def_readonly("ondemand_microusd_hour", &InstanceType::ondemand_microusd_hour,
                    "us-east-1, Linux, 10^-6 USD an hour.")
      .def_readonly("hardware_source", &InstanceType::hardware_source)
      .def_readonly("default_limit_source", &InstanceType::default_limit_source)
      .def_readonly("trunking_limit_source", &InstanceType::trunking_limit_source)
      .def_readonly("memory_source", &InstanceType::memory_source)
      .def_readonly("override_reason", &InstanceType::override_reason,
                    "Why a figure differs from the published table; empty if none does.")
      .def(
          "task_limit",
          [](const InstanceType& type, bool trunking) {
            return task_limit(type, trunking ? Trunking::enabled : Trunking::disabled);
          },
          py::kw_only(), py::arg("trunking") = false, "How many `awsvpc` tasks an instance of this type runs.")
      .def(py::self == py::self)
      .def("__repr__", [](const InstanceType& type) { return py::str("<InstanceType {}>").format(type.name); });
}
