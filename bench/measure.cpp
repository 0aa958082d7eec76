#include "measure.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <eniplan/placement.hpp>
#include <eniplan/planner.hpp>
#include <eniplan/rollout.hpp>

#include "checksum.hpp"
#include "memory_use.hpp"
#include "oracle/naive_placement.hpp"

namespace eniplan::bench {
namespace {

std::size_t run_count(const PlacementResult& result) {
  std::size_t count = 0;
  for (const GroupResult& service : result.services) count += service.placements.size();
  for (const GroupResult& request : result.run_tasks) count += request.placements.size();
  return count;
}

std::size_t above(std::size_t bytes, std::size_t base) { return bytes > base ? bytes - base : 0; }

benchmark::Counter binary(std::size_t bytes) {
  return {static_cast<double>(bytes), benchmark::Counter::kDefaults, benchmark::Counter::kIs1024};
}

/// Times `simulate` and the making of its result, not its end.
PlacementResult measure(benchmark::State& state, const Cluster& cluster, const auto& simulate) {
  forget_peak();
  const std::size_t allocated_before = allocated_bytes();
  const std::size_t resident_before = resident_bytes();
  PlacementResult result;
  for (auto _ : state) {
    state.PauseTiming();
    result = {};
    state.ResumeTiming();
    result = simulate(cluster);
    benchmark::DoNotOptimize(result);
  }
  state.counters["bytes"] = binary(above(allocated_bytes(), allocated_before));
  state.counters["peak"] = binary(above(peak_bytes(), resident_before));
  state.counters["runs"] = static_cast<double>(run_count(result));
  state.counters["instances"] = static_cast<double>(result.summary.instances);
  state.counters["unplaced"] = static_cast<double>(result.summary.unplaced);
  state.SetItemsProcessed(state.iterations() * result.summary.desired);
  state.SetLabel("checksum " + checksum(result));
  return result;
}

/// Where a task went; nothing if nowhere.
using Place = std::optional<std::size_t>;

/// One for each request; requests that are alike are prepared once.
std::vector<Planner::Ask> prepare_requests(Planner& planner, const Cluster& cluster) {
  struct Known {
    const RunTask* request;
    Planner::Ask ask;
  };
  std::unordered_map<std::string_view, std::vector<Known>> known_of_definition;
  std::vector<Planner::Ask> asks;
  for (const RunTask& request : cluster.run_tasks) {
    std::vector<Known>& known = known_of_definition[request.task_definition];
    const auto alike = std::ranges::find_if(known, [&](const Known& other) { return *other.request == request; });
    asks.push_back(alike == known.end() ? planner.prepare(request) : alike->ask);
    if (alike == known.end()) known.push_back({&request, asks.back()});
  }
  return asks;
}

void place_requests(Planner& planner, const std::vector<Planner::Ask>& asks, std::vector<Place>& places) {
  for (std::size_t i = 0; i < asks.size(); ++i) places[i] = planner.place_one(asks[i]);
}

PlacementResult result_of(const std::vector<Place>& places) {
  PlacementResult result;
  for (const Place& place : places) {
    GroupResult& request = result.run_tasks.emplace_back();
    if (!place) continue;
    request.placed_count = 1;
    request.placements = {{*place, 1, 1}};
  }
  return result;
}

/// Whether a planner, asked for one request after the other, places each where `result` does.
bool planner_agrees(const Cluster& cluster, const PlacementResult& result) {
  Planner planner(cluster);
  const std::vector<Planner::Ask> asks = prepare_requests(planner, cluster);
  std::vector<Place> places(asks.size());
  place_requests(planner, asks, places);
  return std::ranges::equal(result_of(places).run_tasks, result.run_tasks, {}, &GroupResult::placements,
                            &GroupResult::placements);
}

void measure_rolling(benchmark::State& state, const Cluster& cluster, bool together) {
  const RolloutOptions options{.together = together, .would_complete = false};
  RolloutResult result;
  for (auto _ : state) {
    result = roll(cluster, options);
    benchmark::DoNotOptimize(result);
  }
  std::int64_t tasks = 0;
  for (const Rollout& rollout : result.rollouts) tasks += rollout.old_at_start;
  state.counters["rollouts"] = static_cast<double>(result.rollouts.size());
  state.counters["stuck"] =
      static_cast<double>(std::ranges::count(result.rollouts, RolloutOutcome::stuck, &Rollout::outcome));
  state.SetItemsProcessed(state.iterations() * tasks);
  state.SetLabel("checksum " + checksum(result));
}

}  // namespace

void measure_engine(benchmark::State& state, const Cluster& cluster) {
  measure(state, cluster, [](const Cluster& asked) { return simulate(asked); });
}

void measure_requests(benchmark::State& state, const Cluster& cluster) {
  Planner start(cluster);
  const std::vector<Planner::Ask> asks = prepare_requests(start, cluster);
  std::vector<Place> places(asks.size());
  for (auto _ : state) {
    state.PauseTiming();
    std::optional<Planner> planner(start);
    state.ResumeTiming();
    place_requests(*planner, asks, places);
    benchmark::DoNotOptimize(places);
    state.PauseTiming();
    state.counters["state"] = binary(planner->bytes());
    planner.reset();
    state.ResumeTiming();
  }
  state.counters["instances"] = static_cast<double>(start.instances().size());
  state.counters["unplaced"] = static_cast<double>(std::ranges::count(places, Place{}));
  state.SetItemsProcessed(state.iterations() * std::ssize(asks));
  state.SetLabel("checksum " + checksum(result_of(places)));
}

void measure_output(benchmark::State& state, const Cluster& cluster) {
  const PlacementResult result = simulate(cluster);
  measure(state, cluster, [&](const Cluster&) {
    return PlacementResult{.summary = result.summary, .services = result.services, .run_tasks = result.run_tasks};
  });
}

void measure_rollouts(benchmark::State& state, const Cluster& cluster) { measure_rolling(state, cluster, false); }

void measure_rollouts_together(benchmark::State& state, const Cluster& cluster) {
  measure_rolling(state, cluster, true);
}

void measure_oracle(benchmark::State& state, const Cluster& cluster) {
  const PlacementResult result = measure(state, cluster, oracle::simulate);
  if (checksum(result) != checksum(simulate(cluster))) state.SkipWithError("the engine answers otherwise");
  if (!planner_agrees(cluster, result)) state.SkipWithError("the planner answers otherwise");
}

}  // namespace eniplan::bench
