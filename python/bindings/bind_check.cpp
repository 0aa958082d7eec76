#include <eniplan/check.hpp>

#include <eniplan/load.hpp>

#include "bind.hpp"
#include "documents.hpp"
#include "value_class.hpp"
#include "writer.hpp"

namespace py = pybind11;
using namespace eniplan;

namespace {

struct CheckResult {
  std::vector<LocatedFinding> findings;

  friend bool operator==(const CheckResult&, const CheckResult&) = default;
};

void add_findings(std::vector<LocatedFinding>& findings, const Cluster& cluster) {
  for (Finding& finding : check(cluster)) findings.push_back({std::move(finding), std::nullopt, cluster.cluster_name});
}

void add_error(std::vector<LocatedFinding>& findings, const std::string& code, const Diagnostic& diagnostic) {
  findings.push_back({{Finding::Level::error, code, diagnostic.message}, diagnostic, ""});
}

CheckResult check_sources(const std::vector<std::string>& paths, const DictionaryTuples& dictionaries) {
  CheckResult result;
  std::vector<Fault> faults;
  LoadOptions options;
  options.faults = &faults;
  std::vector<Cluster> clusters;
  std::vector<Diagnostic> errors;
  try {
    clusters = load(paths, named_texts(dictionaries), options);
  } catch (const InputError& error) {
    errors = error.diagnostics();
  }
  for (Fault& fault : faults) {
    name_argument(fault.diagnostic, dictionaries);
    add_error(result.findings, fault.code, fault.diagnostic);
  }
  for (Diagnostic& error : errors) {
    name_argument(error, dictionaries);
    add_error(result.findings, "invalid-input", error);
  }
  for (const Cluster& cluster : clusters) add_findings(result.findings, cluster);
  return result;
}

}  // namespace

void bind_check(py::module_& module) {
  using Located = LocatedFinding;
  ValueClass<Located>(module, "LocatedFinding", "A finding and where it is.")
      .field("finding", &Located::finding)
      .field("place", &Located::place, "Of what cannot be read; None for the rest.")
      .field("cluster_name", &Located::cluster_name, "Empty with a place.")
      .hashable();
  bind_rows<Located>(
      module, "Findings", "What is wrong or suspicious, a row each.",
      {category<Located>("level", [](const Located& f) { return py::detail::level_word(f.finding.level); }),
       category<Located>("code", [](const Located& f) -> std::string_view { return f.finding.code; }),
       column<Located>("message", [](const Located& f) -> std::string_view { return f.finding.message; }),
       category<Located>("cluster_name", [](const Located& f) -> std::string_view { return f.cluster_name; })});

  ValueClass<CheckResult> result(module, "CheckResult", "Every error and every suspicion, errors first.");
  result.rows("findings", &CheckResult::findings).shown([](const CheckResult& value) {
    return py::str("<CheckResult: {} findings>").format(value.findings.size());
  });
  def_to_string(result, [](std::ostream& out, const CheckResult& value, const WriteOptions& options) {
    write_findings(out, value.findings, options);
  });

  module.def(
      "check",
      [](const Cluster& cluster) {
        CheckResult found;
        add_findings(found.findings, cluster);
        return found;
      },
      py::arg("cluster"), py::call_guard<py::gil_scoped_release>(),
      "What is suspicious in a cluster. See `eniplan.check`.");
  module.def("check_sources", &check_sources, py::arg("paths"), py::arg("dictionaries"),
             py::call_guard<py::gil_scoped_release>(), "The same for what cannot be loaded. See `eniplan.check`.");
}
