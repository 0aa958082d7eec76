#include <pybind11/stl.h>

#include <string>
#include <utility>
#include <vector>

#include <eniplan/load.hpp>

#include "bind.hpp"
#include "documents.hpp"
#include "value_class.hpp"

namespace py = pybind11;
using namespace eniplan;

namespace {

std::vector<Cluster> load_all(const std::vector<std::string>& paths, const DictionaryTuples& dictionaries,
                              std::vector<std::string> types_files, std::vector<std::string> set,
                              std::optional<MemoryOverhead> memory_overhead) {
  LoadOptions options;
  options.types_files = std::move(types_files);
  options.set = std::move(set);
  options.memory_overhead = memory_overhead;
  try {
    return load(paths, named_texts(dictionaries), options);
  } catch (const InputError& error) {
    std::vector<Diagnostic> diagnostics = error.diagnostics();
    for (Diagnostic& diagnostic : diagnostics) name_argument(diagnostic, dictionaries);
    throw InputError(std::move(diagnostics));
  }
}

}  // namespace

void bind_load(py::module_& module) {
  module.def("load", &load_all, py::arg("paths"), py::arg("dictionaries"), py::kw_only(), py::arg("types_files"),
             py::arg("set"), py::arg("memory_overhead"), py::call_guard<py::gil_scoped_release>(),
             "Read files and folders and, behind them, texts. See `eniplan.load`.");
}
