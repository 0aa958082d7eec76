// Tested by: tests/explain/flow_test.cpp.
//
// The graph: source → consumers → pools → sink. What a maximum flow leaves over of what is wanted is behind a minimum
// cut (Ford and Fulkerson, "Maximal Flow Through a Network", 1956). Of all minimum cuts the one nearest to the source
// is what can still be reached from it, and is the same for every maximum flow; so what is told does not hang on the
// order in which a library walks.

#include "explain/flow.hpp"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/connected_components.hpp>
#include <boost/graph/push_relabel_max_flow.hpp>
#include <numeric>

namespace eniplan::explain_detail {
namespace {

using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
using Graph = boost::adjacency_list<
    boost::vecS, boost::vecS, boost::directedS, boost::no_property,
    boost::property<boost::edge_capacity_t, std::int64_t,
                    boost::property<boost::edge_residual_capacity_t, std::int64_t,
                                    boost::property<boost::edge_reverse_t, Traits::edge_descriptor>>>>;

class FlowGraph {
 public:
  explicit FlowGraph(const Supply& supply)
      : supply_(supply), graph_(supply.wanted.size() + supply.available.size() + 2) {
    for (std::size_t c = 0; c < supply.wanted.size(); ++c) add(source(), consumer(c), supply.wanted[c]);
    for (std::size_t p = 0; p < supply.available.size(); ++p) add(pool(p), sink(), supply.available[p]);
    for (const Supply::Way& way : supply.ways) ways_.push_back(add(consumer(way.consumer), pool(way.pool), way.bound));
  }

  Flow run() {
    Flow flow;
    flow.total = boost::push_relabel_max_flow(graph_, source(), sink());
    for (std::size_t w = 0; w < ways_.size(); ++w) {
      flow.on_way.push_back(supply_.ways[w].bound - boost::get(boost::edge_residual_capacity, graph_, ways_[w]));
    }
    const std::vector<bool> reached = reach_from_source();
    for (std::size_t c = 0; c < supply_.wanted.size(); ++c) flow.cut_consumers.push_back(reached[consumer(c)]);
    for (std::size_t p = 0; p < supply_.available.size(); ++p) flow.cut_pools.push_back(reached[pool(p)]);
    return flow;
  }

 private:
  [[nodiscard]] std::size_t source() const { return 0; }
  [[nodiscard]] std::size_t sink() const { return 1; }
  [[nodiscard]] std::size_t consumer(std::size_t c) const { return 2 + c; }
  [[nodiscard]] std::size_t pool(std::size_t p) const { return 2 + supply_.wanted.size() + p; }

  Traits::edge_descriptor add(std::size_t from, std::size_t to, std::int64_t capacity) {
    const auto there = boost::add_edge(from, to, graph_).first;
    const auto back = boost::add_edge(to, from, graph_).first;
    boost::put(boost::edge_capacity, graph_, there, capacity);
    boost::put(boost::edge_capacity, graph_, back, 0);
    boost::put(boost::edge_reverse, graph_, there, back);
    boost::put(boost::edge_reverse, graph_, back, there);
    return there;
  }

  [[nodiscard]] std::vector<bool> reach_from_source() const {
    std::vector<bool> reached(boost::num_vertices(graph_), false);
    std::vector<std::size_t> open = {source()};
    reached[source()] = true;
    while (!open.empty()) {
      const std::size_t from = open.back();
      open.pop_back();
      for (const auto& edge : boost::make_iterator_range(boost::out_edges(from, graph_))) {
        const std::size_t to = boost::target(edge, graph_);
        if (reached[to] || boost::get(boost::edge_residual_capacity, graph_, edge) == 0) continue;
        reached[to] = true;
        open.push_back(to);
      }
    }
    return reached;
  }

  const Supply& supply_;
  Graph graph_;
  std::vector<Traits::edge_descriptor> ways_;
};

/// Tells the parts of the cut apart.
void divide(const Supply& supply, Flow& flow) {
  const std::size_t consumers = supply.wanted.size();
  boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS> graph(consumers + supply.available.size());
  for (const Supply::Way& way : supply.ways) {
    if (flow.cut_consumers[way.consumer] && flow.cut_pools[way.pool]) {
      boost::add_edge(way.consumer, consumers + way.pool, graph);
    }
  }
  std::vector<std::size_t> component(boost::num_vertices(graph));
  const std::size_t components = boost::connected_components(graph, component.data());
  std::vector<std::size_t> part(components, components);
  flow.part_of_consumer.assign(consumers, 0);
  flow.part_of_pool.assign(supply.available.size(), 0);
  for (std::size_t c = 0; c < consumers; ++c) {
    if (!flow.cut_consumers[c]) continue;
    if (part[component[c]] == components) part[component[c]] = flow.parts++;
    flow.part_of_consumer[c] = part[component[c]];
  }
  for (std::size_t p = 0; p < supply.available.size(); ++p) {
    if (flow.cut_pools[p]) flow.part_of_pool[p] = part[component[consumers + p]];
  }
}

}  // namespace

Flow maximum_flow(const Supply& supply) {
  Flow flow = FlowGraph(supply).run();
  divide(supply, flow);
  return flow;
}

bool is_proof(const Supply& supply, const Flow& flow) {
  if (flow.on_way.size() != supply.ways.size()) return false;
  std::vector<std::int64_t> given(supply.wanted.size());
  std::vector<std::int64_t> taken(supply.available.size());
  std::int64_t through_cut = 0;
  for (std::size_t w = 0; w < supply.ways.size(); ++w) {
    const Supply::Way& way = supply.ways[w];
    if (flow.on_way[w] < 0 || flow.on_way[w] > way.bound) return false;
    given[way.consumer] += flow.on_way[w];
    taken[way.pool] += flow.on_way[w];
    if (flow.cut_consumers[way.consumer] && !flow.cut_pools[way.pool]) through_cut += way.bound;
  }
  for (std::size_t c = 0; c < given.size(); ++c) {
    if (given[c] > supply.wanted[c]) return false;
    if (!flow.cut_consumers[c]) through_cut += supply.wanted[c];
  }
  for (std::size_t p = 0; p < taken.size(); ++p) {
    if (taken[p] > supply.available[p]) return false;
    if (flow.cut_pools[p]) through_cut += supply.available[p];
  }
  const std::int64_t total = std::accumulate(given.begin(), given.end(), std::int64_t{0});
  return total == flow.total && through_cut == flow.total;
}

}  // namespace eniplan::explain_detail
