// In which order the containers of a task start. An edge leads from what waits to what it waits for.
//
// Sources: API reference, ContainerDependency (botocore 1.43.67 of 2026-08-07); that links act like START: the same,
// "emulates the behavior of links".
//
// Tested by: tests/network/start_order_test.cpp.

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>
#include <deque>
#include <map>
#include <optional>

#include <eniplan/network.hpp>

namespace eniplan {
namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS>;
using Index = std::map<std::string_view, std::size_t>;

Index index_of(const std::vector<ContainerDefinition>& containers) {
  Index index;
  for (std::size_t i = 0; i < containers.size(); ++i) index.emplace(containers[i].name, i);
  return index;
}

/// `db` of `db:database`
std::string_view linked_container(std::string_view link) { return link.substr(0, link.find(':')); }

std::vector<StartEdge> edges_of(const TaskDefinition& definition) {
  std::vector<StartEdge> edges;
  for (const ContainerDefinition& container : definition.container_definitions) {
    for (const ContainerDependency& dependency : container.depends_on) {
      edges.push_back({container.name, dependency.container_name, dependency.condition, false});
    }
    if (definition.network_mode != NetworkMode::bridge) continue;
    for (const std::string& link : container.links) {
      edges.push_back({container.name, std::string(linked_container(link)), DependencyCondition::start, true});
    }
  }
  return edges;
}

class Order {
 public:
  explicit Order(const TaskDefinition& definition)
      : containers_(definition.container_definitions),
        graph_(containers_.size()),
        waits_for_nobody_known_(containers_.size(), false) {
    order_.edges = edges_of(definition);
    const Index index = index_of(containers_);
    for (const StartEdge& edge : order_.edges) {
      const auto source = index.find(edge.container);
      const auto target = index.find(edge.dependency);
      if (target == index.end()) {
        waits_for_nobody_known_[source->second] = true;
      } else {
        boost::add_edge(source->second, target->second, graph_);
      }
    }
  }

  StartOrder run() {
    find_groups();
    find_cycles();
    return std::move(order_);
  }

 private:
  /// Round by round: those that wait for nobody who has not started.
  void find_groups() {
    std::vector<std::size_t> waiting_for(containers_.size());
    std::vector<std::size_t> ready;
    for (std::size_t v = 0; v < containers_.size(); ++v) {
      waiting_for[v] = boost::out_degree(v, graph_) + (waits_for_nobody_known_[v] ? 1 : 0);
      if (waiting_for[v] == 0) ready.push_back(v);
    }
    while (!ready.empty()) {
      std::ranges::sort(ready);
      std::vector<std::size_t> next;
      std::vector<std::string>& group = order_.groups.emplace_back();
      for (const std::size_t v : ready) {
        group.push_back(containers_[v].name);
        const auto [first, last] = boost::in_edges(v, graph_);
        for (auto edge = first; edge != last; ++edge) {
          if (--waiting_for[boost::source(*edge, graph_)] == 0) next.push_back(boost::source(*edge, graph_));
        }
      }
      ready = std::move(next);
    }
    for (std::size_t v = 0; v < containers_.size(); ++v) {
      if (waiting_for[v] > 0) order_.never.push_back(containers_[v].name);
    }
  }

  /// One cycle, a shortest, of each set of containers that wait for each other, through the first of the set.
  void find_cycles() {
    std::vector<std::size_t> component(containers_.size());
    const auto map = boost::make_iterator_property_map(component.begin(), boost::get(boost::vertex_index, graph_));
    const std::size_t count = boost::strong_components(graph_, map);
    std::vector<bool> seen(count, false);
    for (std::size_t v = 0; v < containers_.size(); ++v) {
      if (seen[component[v]]) continue;
      seen[component[v]] = true;
      if (auto cycle = cycle_through(v, component)) order_.cycles.push_back(std::move(*cycle));
    }
  }

  std::optional<std::vector<std::string>> cycle_through(std::size_t start, const std::vector<std::size_t>& component) {
    std::map<std::size_t, std::size_t> came_from;
    std::deque<std::size_t> queue = {start};
    while (!queue.empty() && !came_from.contains(start)) {
      const std::size_t v = queue.front();
      queue.pop_front();
      const auto [first, last] = boost::out_edges(v, graph_);
      for (auto edge = first; edge != last; ++edge) {
        const std::size_t target = boost::target(*edge, graph_);
        const bool is_new = component[target] == component[start] && came_from.emplace(target, v).second;
        if (is_new) queue.push_back(target);
      }
    }
    if (!came_from.contains(start)) return std::nullopt;
    std::vector<std::string> cycle;
    for (std::size_t v = came_from[start]; v != start; v = came_from[v]) cycle.push_back(containers_[v].name);
    cycle.push_back(containers_[start].name);
    std::ranges::reverse(cycle);
    return cycle;
  }

  const std::vector<ContainerDefinition>& containers_;
  Graph graph_;
  std::vector<bool> waits_for_nobody_known_;
  StartOrder order_;
};

}  // namespace

StartOrder start_order(const TaskDefinition& definition) { return Order(definition).run(); }

}  // namespace eniplan
