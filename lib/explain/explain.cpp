// Tested by: tests/explain/, against an exhaustive search in tests/oracle.
//
// simulate() is greedy, as ECS is. Where it leaves tasks over, two questions are open: is there too little, or is it in
// pieces? The first is answered by cuts (shortage_proofs.cpp), the second by packings (packings.cpp), both about the
// fleet without what could as well be elsewhere (bare_fleet.cpp). Each answer is proved by what it shows; where neither
// is found, nothing is claimed.

#include <eniplan/explain.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include <eniplan/diagnostic.hpp>

#include "explain/bare_fleet.hpp"
#include "explain/packings.hpp"
#include "explain/pools.hpp"
#include "explain/shortage_proofs.hpp"
#include "model/nearest.hpp"
#include "placement/order_of_work.hpp"
#include "placement/simulate.hpp"
#include "placement/uncertain_memory.hpp"

namespace eniplan {

using namespace explain_detail;

namespace {

void require_services(const Cluster& cluster, const std::vector<std::string>& wanted) {
  std::vector<std::string_view> names;
  for (const Service& service : cluster.services) names.push_back(service.service_name);
  std::vector<Diagnostic> diagnostics;
  for (const std::string& name : wanted) {
    if (std::ranges::find(names, name) != names.end()) continue;
    diagnostics.push_back({.key = "service",
                           .message = fmt::format("expected a service of cluster {}, found \"{}\"{}",
                                                  cluster.cluster_name, name, suggestion(name, names))});
  }
  if (!diagnostics.empty()) throw InputError(std::move(diagnostics));
}

/// What simulate() answers.
PlacementResult simulated(const placement::World& start) {
  placement::World world(start);
  PlacementResult placed = placement::place_cluster(world, Sequence::omitted);
  placement::warn_of_uncertain_memory(world, placed);
  return placed;
}

/// Each packing costs a simulation, so large clusters get few, and none where a shortage is proved already.
std::int64_t most_packings(const BareFleet& fleet, const Pools& pools, const Explanation& explanation) {
  const auto size = static_cast<std::int64_t>(pools.spaces().size() + fleet.wanted().size() + 1);
  return std::clamp<std::int64_t>(100'000 / size, explanation.proofs.empty() ? 2 : 0, 30);
}

/// Of each that is wanted.
std::vector<std::int64_t> unplaced_of(const BareFleet& fleet, const PlacementResult& placed) {
  std::vector<std::int64_t> unplaced;
  const std::size_t services = placed.services.size();
  for (const Wanted& wanted : fleet.wanted()) {
    const bool is_service = wanted.number < services;
    unplaced.push_back(placement::unplaced_count(is_service ? placed.services[wanted.number]
                                                            : placed.run_tasks[wanted.number - services]));
  }
  return unplaced;
}

bool is_in_a_proof(const Explanation& explanation, std::string_view group) {
  return std::ranges::any_of(explanation.proofs, [group](const ShortageProof& proof) {
    return std::ranges::find(proof.services, group, &ShortOfRoom::group) != proof.services.end();
  });
}

std::int64_t left_over(const PlacementSummary& summary) { return summary.unplaced + summary.attach_failures; }
std::int64_t left_over(const Packing& packing) { return packing.unplaced + packing.attach_failures; }

FitVerdict verdict_of(const Explanation& explanation) {
  if (left_over(explanation.summary) == 0) return FitVerdict::fits;
  if (!explanation.proofs.empty()) return FitVerdict::shortage;
  return explanation.unplaced_at_best == 0 ? FitVerdict::fragmentation : FitVerdict::undecided;
}

FitVerdict verdict_of(const Unplaced& row, const Explanation& explanation) {
  if (is_in_a_proof(explanation, row.group)) return FitVerdict::shortage;
  const bool none_is_better = explanation.unplaced_at_best == explanation.never_placed;
  return none_is_better && row.unplaced_at_best == 0 ? FitVerdict::fragmentation : FitVerdict::undecided;
}

void add_unplaced(BareFleet& fleet, const std::vector<std::int64_t>& unplaced, Explanation& explanation) {
  for (std::size_t i = 0; i < unplaced.size(); ++i) {
    if (unplaced[i] == 0) continue;
    const Wanted& wanted = fleet.wanted()[i];
    Unplaced row{.name = wanted.name,
                 .group = std::string(fleet.bare().groups.name(wanted.demand->group)),
                 .unplaced = unplaced[i],
                 .unplaced_at_best = explanation.packing ? explanation.packing->groups[i].unplaced : unplaced[i]};
    row.verdict = verdict_of(row, explanation);
    explanation.unplaced.push_back(std::move(row));
  }
}

void explain_unplaced(placement::World& start, const PlacementResult& placed, Explanation& explanation) {
  BareFleet fleet(start);
  const Pools pools(fleet);
  const std::vector<std::int64_t> unplaced = unplaced_of(fleet, placed);
  Shortages shortages = find_shortages(fleet, pools, unplaced);
  explanation.balances = std::move(shortages.balances);
  explanation.proofs = std::move(shortages.proofs);
  explanation.never_placed = shortages.never_placed;
  if (explanation.never_placed < explanation.unplaced_at_best) {
    PackingsTried packings =
        try_packings(fleet, pools, explanation.never_placed, most_packings(fleet, pools, explanation));
    explanation.packings_tried = packings.tried;
    if (packings.best && left_over(*packings.best) < explanation.unplaced_at_best) {
      explanation.unplaced_at_best = left_over(*packings.best);
      explanation.packing = std::move(packings.best);
    }
  }
  add_unplaced(fleet, unplaced, explanation);
}

/// Leaves what is about other services out.
void keep_services(const std::vector<std::string>& services, Explanation& explanation) {
  if (services.empty()) return;
  const auto is_other = [&services](const auto& row) {
    return std::ranges::find(services, row.name) == services.end();
  };
  std::erase_if(explanation.proofs,
                [&](const ShortageProof& proof) { return std::ranges::all_of(proof.services, is_other); });
  std::erase_if(explanation.unplaced, is_other);
  if (explanation.packing) std::erase_if(explanation.packing->groups, is_other);
}

}  // namespace

Explanation explain(const Cluster& cluster, const ExplainOptions& options) {
  require_services(cluster, options.services);
  placement::World start(cluster, placement::MemoryFigure::registered);
  PlacementResult placed = simulated(start);
  Explanation explanation{.cluster_name = cluster.cluster_name,
                          .summary = placed.summary,
                          .unplaced_at_best = left_over(placed.summary),
                          .balances = {},
                          .proofs = {},
                          .unplaced = {},
                          .packing = std::nullopt,
                          .instances = {},
                          .warnings = placed.warnings};
  if (left_over(placed.summary) > 0) explain_unplaced(start, placed, explanation);
  explanation.verdict = verdict_of(explanation);
  explanation.instances = std::move(placed.instances);
  keep_services(options.services, explanation);
  return explanation;
}

std::string_view to_string(FitVerdict verdict) {
  switch (verdict) {
    case FitVerdict::fits: return "fits";
    case FitVerdict::shortage: return "shortage";
    case FitVerdict::fragmentation: return "fragmentation";
    case FitVerdict::undecided: return "undecided";
  }
  return {};
}

std::string_view to_string(Scarcity scarcity) {
  switch (scarcity) {
    case Scarcity::eni: return "ENI";
    case Scarcity::cpu: return "CPU";
    case Scarcity::memory: return "MEMORY";
    case Scarcity::gpu: return "GPU";
    case Scarcity::ports: return "PORTS";
    case Scarcity::tasks: return "TASKS";
  }
  return {};
}

std::string_view to_string(Packing::Order order) {
  switch (order) {
    case Packing::Order::as_written: return "as written";
    case Packing::Order::memory: return "by memory";
    case Packing::Order::cpu: return "by CPU";
    case Packing::Order::largest_share: return "by largest share";
    case Packing::Order::fewest_instances: return "by fewest instances";
  }
  return {};
}

std::string_view to_string(Packing::Strategy strategy) {
  switch (strategy) {
    case Packing::Strategy::own: return "their own strategies";
    case Packing::Strategy::binpack_memory: return "binpack on memory";
    case Packing::Strategy::binpack_cpu: return "binpack on cpu";
  }
  return {};
}

}  // namespace eniplan
