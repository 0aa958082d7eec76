#include <eniplan/network.hpp>

#include "bind.hpp"
#include "value_class.hpp"
#include "writer.hpp"

namespace py = pybind11;
using namespace eniplan;

namespace {

void bind_reach(py::module_& module) {
  ValueClass<Address>(module, "Address", "By which a container is reached; `str()` is as one would write it.")
      .field("kind", &Address::kind, "`localhost`, `container-ip`, …: whose address it is.")
      .field("port", &Address::port, "`8000`; `8000-8010`; `dynamic`: Docker chooses; `*`: any that it listens on.")
      .field("protocol", &Address::protocol, "`tcp` or `udp`.")
      .hashable()
      .def("__str__", [](const Address& address) { return to_string(address); });
  ValueClass<Reach>(module, "Reach", "How callers in some modes reach a container.")
      .field("distance", &Reach::distance, "How far the caller is.")
      .field("from_modes", &Reach::from, "Network modes of callers.")
      .field("addresses", &Reach::addresses, "The surest first; none: they cannot.");
  ValueClass<Link>(module, "Link", "A container that finds another by name, in `bridge`.")
      .field("from_container", &Link::from)
      .field("alias", &Link::alias)
      .hashable();
  ValueClass<ContainerNetwork>(module, "ContainerNetwork", "Who reaches one container, and how.")
      .field("name", &ContainerNetwork::name)
      .field("links", &ContainerNetwork::links, "Those that name this container.")
      .field("reach", &ContainerNetwork::reach, "By distance, then by mode.")
      .shown([](const ContainerNetwork& value) { return py::str("<ContainerNetwork {}>").format(value.name); });
}

void bind_start_order(py::module_& module) {
  ValueClass<StartEdge>(module, "StartEdge", "`container` starts once `dependency` has come to `condition`.")
      .field("container", &StartEdge::container)
      .field("dependency", &StartEdge::dependency)
      .field("condition", &StartEdge::condition)
      .field("by_link", &StartEdge::by_link, "Not written in `dependsOn`: links act like START.")
      .hashable();
  ValueClass<StartOrder>(module, "StartOrder", "In which order the containers of a task start.")
      .field("edges", &StartOrder::edges)
      .field("groups", &StartOrder::groups, "Containers that may start together, then the next.")
      .field("cycles", &StartOrder::cycles, "Each waits for the next, the last for the first.")
      .field("never", &StartOrder::never, "Those that never start.");
}

void bind_task_network(py::module_& module) {
  // The types of records are constants of the program, so a pickle need not hold them: the mode says which.
  py::class_<Discovery>(module, "Discovery", "How other services find a task by a name.")
      .def_readonly("record_types", &Discovery::record_types, "Of Cloud Map; none in `none`.")
      .def_readonly("service_connect", &Discovery::service_connect)
      .def(
          "__eq__", [](const Discovery& a, const Discovery& b) { return a == b; }, py::is_operator())
      .def("__repr__",
           [](const Discovery& value) { return py::str("<Discovery {}>").format(py::cast(value.record_types)); })
      .def(py::pickle(
          [](const Discovery& value) -> py::tuple { return py::make_tuple(value.record_types, value.service_connect); },
          [](const py::tuple& state) {
            for (const NetworkMode mode :
                 {NetworkMode::bridge, NetworkMode::host, NetworkMode::awsvpc, NetworkMode::none}) {
              const Discovery candidate = discovery(mode);
              if (py::make_tuple(candidate.record_types, candidate.service_connect).equal(state)) return candidate;
            }
            return Discovery{};
          }));
  ValueClass<TaskNetwork>(module, "TaskNetwork", "Who reaches the containers of one task definition.")
      .field("task_definition", &TaskNetwork::task_definition, "`family:revision`.")
      .field("network_mode", &TaskNetwork::network_mode)
      .field("services", &TaskNetwork::services, "That use it.")
      .field("discovery", &TaskNetwork::discovery)
      .field("containers", &TaskNetwork::containers)
      .field("start_order", &TaskNetwork::start_order)
      .shown([](const TaskNetwork& value) {
        return py::str("<TaskNetwork {}, {}>").format(value.task_definition, to_string(value.network_mode));
      });
}

void bind_split(py::module_& module) {
  ValueClass<SplitService>(module, "SplitService", "A service that a split concerns, before or after.")
      .field("service_name", &SplitService::service_name)
      .field("containers", &SplitService::containers)
      .field("desired_count", &SplitService::desired_count)
      .field("placed_count", &SplitService::placed_count)
      .field("unplaced_count", &SplitService::unplaced_count)
      .field("reasons", &SplitService::reasons, "Why some are not placed.")
      .field("needs", &SplitService::needs, "Of one task.");
  ValueClass<SplitSide>(module, "SplitSide", "The services before or after a split.")
      .field("services", &SplitSide::services)
      .field("asked", &SplitSide::asked, "By all tasks wanted.")
      .field("used", &SplitSide::used, "By those placed.");
  ValueClass<SplitCall>(module, "SplitCall", "A container that was called within its task and now stands in another.")
      .field("from_container", &SplitCall::from)
      .field("to_container", &SplitCall::to)
      .field("before", &SplitCall::before, "Addresses.")
      .field("after", &SplitCall::after, "None: it cannot be reached without a port mapping.");
  ValueClass<SplitResult>(module, "SplitResult", "What it costs to run containers as services of their own.")
      .field("cluster_name", &SplitResult::cluster_name)
      .field("before", &SplitResult::before)
      .field("after", &SplitResult::after)
      .field("discovery", &SplitResult::discovery, "Of the new services.")
      .field("calls", &SplitResult::calls, "Between containers torn apart.")
      .field("torn_edges", &SplitResult::torn_edges, "`dependsOn` and `links` that no longer hold.")
      .field("warnings", &SplitResult::warnings)
      .shown([](const SplitResult& value) {
        return py::str("<SplitResult {}: {} services, before {}>")
            .format(value.cluster_name, value.after.services.size(), value.before.services.size());
      });
}

/// The answer with the split, if one was asked for.
struct ClusterNetwork {
  std::string cluster_name;
  std::vector<TaskNetwork> tasks;
  std::vector<Finding> findings;
  std::optional<SplitResult> split;

  friend bool operator==(const ClusterNetwork&, const ClusterNetwork&) = default;
};

using SplitNames = std::vector<std::pair<std::string, std::string>>;
using SplitCounts = std::vector<std::pair<std::string, std::int64_t>>;

ClusterNetwork network_of(const Cluster& cluster, const SplitNames& splits, const SplitCounts& desired) {
  ClusterNetwork answer;
  if (!splits.empty()) {
    SplitOptions options;
    for (const auto& [container, service] : splits) options.splits.push_back({container, service});
    for (const auto& [service, count] : desired) options.desired.push_back({service, count});
    answer.split = split(cluster, options);
  }
  NetworkResult result = network(cluster);
  answer.cluster_name = std::move(result.cluster_name);
  answer.tasks = std::move(result.tasks);
  answer.findings = std::move(result.findings);
  return answer;
}

NetworkAnswer written(const ClusterNetwork& answer) {
  NetworkAnswer network{{answer.cluster_name, answer.tasks, answer.findings}, {}, answer.split};
  for (const Finding& finding : answer.findings) {
    network.findings.push_back({finding, std::nullopt, answer.cluster_name});
  }
  return network;
}

std::string drawn(const ClusterNetwork& answer, Drawing drawing) {
  std::ostringstream out;
  const NetworkAnswer network = written(answer);
  draw_network(out, {&network, 1}, drawing);
  return std::move(out).str();
}

}  // namespace

void bind_network(py::module_& module) {
  ValueClass<Finding>(module, "Finding", "A suspicion about the input.")
      .field("level", &Finding::level, "`error` or `warning`.")
      .field("code", &Finding::code, "A stable word in kebab-case.")
      .field("message", &Finding::message)
      .hashable();
  bind_reach(module);
  bind_start_order(module);
  bind_task_network(module);
  bind_split(module);

  ValueClass<ClusterNetwork> result(module, "NetworkResult", "Which container reaches which, by which address.");
  result.field("cluster_name", &ClusterNetwork::cluster_name)
      .field("tasks", &ClusterNetwork::tasks, "That services and requests use, all if none is used.")
      .field("findings", &ClusterNetwork::findings, "Errors first.")
      .field("split", &ClusterNetwork::split, "None if no split was asked for.")
      .shown([](const ClusterNetwork& value) {
        return py::str("<NetworkResult {}: {} task definitions>").format(value.cluster_name, value.tasks.size());
      })
      .def(
          "to_dot", [](const ClusterNetwork& value) { return drawn(value, Drawing::dot); }, "A graph for Graphviz.")
      .def(
          "to_svg", [](const ClusterNetwork& value) { return drawn(value, Drawing::svg); }, "A picture.");
  def_to_string(result,
                [](std::ostream& out, const ClusterNetwork& value, const WriteOptions& options) {
                  const NetworkAnswer network = written(value);
                  write_network(out, {&network, 1}, options);
                },
                {"text", "json", "yaml", "markdown"});

  module.def("network", &network_of, py::arg("cluster"), py::kw_only(), py::arg("split"), py::arg("desired"),
             py::call_guard<py::gil_scoped_release>(), "Who reaches whom. See `eniplan.network`.");
}
