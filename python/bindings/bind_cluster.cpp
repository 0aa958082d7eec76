#include <pybind11/operators.h>
#include <pybind11/stl.h>

#include <eniplan/cluster.hpp>

#include "bind.hpp"

namespace py = pybind11;
using namespace eniplan;

void bind_cluster(py::module_& module) {
  py::class_<Cluster>(module, "Cluster", "What one document holds: a cluster and what should run on it.")
      .def_readonly("cluster_name", &Cluster::cluster_name)
      .def_readonly("seed", &Cluster::seed, "Of the `random` strategy.")
      .def_readonly("warnings", &Cluster::warnings, "What reading it already found.")
      .def(py::self == py::self)
      .def("__repr__", [](const Cluster& cluster) {
        return py::str("<Cluster {}: {} services, {} run tasks>")
            .format(cluster.cluster_name, cluster.services.size(), cluster.run_tasks.size());
      });
}
