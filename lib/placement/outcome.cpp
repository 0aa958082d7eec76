#include <algorithm>
#include <utility>

#include "placement/place.hpp"

namespace eniplan::placement {
namespace {

void append(PlacementRun run, std::vector<PlacementRun>& runs) {
  if (!runs.empty() && runs.back().first_instance + runs.back().instance_count == run.first_instance &&
      runs.back().tasks_per_instance == run.tasks_per_instance) {
    runs.back().instance_count += run.instance_count;
  } else {
    runs.push_back(run);
  }
}

bool goes_on(const Step& step, const Step& next) {
  return step.range.end == next.range.begin && step.copies == next.copies;
}

bool are_disjoint(const std::vector<Step>& sorted) {
  return std::ranges::adjacent_find(sorted, [](const Step& a, const Step& b) { return a.range.end > b.range.begin; }) ==
         sorted.end();
}

/// Steps that overlap: more or fewer tasks from some instance on, summed up.
std::vector<PlacementRun> sum_of(const std::vector<Step>& steps) {
  std::vector<std::pair<InstanceIndex, std::int64_t>> changes;
  changes.reserve(2 * steps.size());
  for (const Step& step : steps) {
    changes.emplace_back(step.range.begin, step.copies);
    changes.emplace_back(step.range.end, -step.copies);
  }
  std::ranges::sort(changes);
  std::vector<PlacementRun> runs;
  std::int64_t tasks = 0;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    tasks += changes[i].second;
    if (i + 1 == changes.size() || tasks == 0 || changes[i].first == changes[i + 1].first) continue;
    append({changes[i].first, changes[i + 1].first - changes[i].first, tasks}, runs);
  }
  return runs;
}

}  // namespace

std::vector<PlacementRun> placements_of(std::vector<Step> steps) {
  std::ranges::sort(steps, {}, [](const Step& step) { return step.range.begin; });
  if (!are_disjoint(steps)) return sum_of(steps);
  std::size_t joined = 0;  // Results are kept, so they take no more memory than they need.
  for (std::size_t i = 1; i < steps.size(); ++i) joined += goes_on(steps[i - 1], steps[i]) ? 1 : 0;
  std::vector<PlacementRun> runs;
  runs.reserve(steps.size() - joined);
  for (const Step& step : steps) append({step.range.begin, step.range.size(), step.copies}, runs);
  return runs;
}

std::vector<std::size_t> sequence_of(const Outcome& outcome) {
  std::vector<std::size_t> sequence;
  sequence.reserve(static_cast<std::size_t>(outcome.placed));
  for (const Step& step : outcome.steps) {
    for (InstanceIndex instance = step.range.begin; instance < step.range.end; ++instance) {
      sequence.insert(sequence.end(), static_cast<std::size_t>(step.copies), instance);
    }
  }
  return sequence;
}

}  // namespace eniplan::placement
